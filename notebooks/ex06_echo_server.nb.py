# %% [markdown] lang="fr"
# # Un serveur d’écho et son client
#
# **Durée : 60 minutes environ.** Ayez en tête l’exercice 5 : la boucle d’envoi, la boucle de réception, dire que l’on a fini.
#
# À la fin, vous saurez :
#
# - écrire un serveur qui lie, écoute, accepte, et sert un client après l’autre ;
# - renvoyer à mesure, sans attendre la fin ;
# - survivre à un client qui rompt, se tait ou envoie n’importe quoi ;
# - écrire le client qui va avec, sans que les deux s’attendent pour toujours.
#
# Chaque expérience se joue en trois temps : devinez, lancez la cellule (Maj+Entrée), lisez l’explication.

# %% [markdown] lang="en"
# # An echo server and its client
#
# **About 60 minutes.** Have exercise 5 in mind: the send loop, the receive loop, saying that one has finished.
#
# At the end you will know how to:
#
# - write a server that binds, listens, accepts, and serves one client after the other;
# - send back as it comes, without waiting for the end;
# - survive a client that breaks off, falls silent or sends anything at all;
# - write the client that goes with it, without both waiting for each other for ever.
#
# Each experiment has three steps: guess, run the cell (Shift+Enter), read the explanation.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le réseau
#
# Des clients s’adressent à un même serveur, que tous connaissent. Ici, il leur rend l’écho, un très vieux service d’essai (RFC 862) : tout ce qui arrive repart, tel quel.
#
# ```
# client                         serveur
#   |                              |   bind, listen
#   |------- se connecte --------->|   accept
#   |------- bon ----------------->|   recv
#   |<------ bon ------------------|   send
#   |------- jour ---------------->|
#   |<------ jour -----------------|
#   |------- (j’ai fini) --------->|   recv rend b""
#   |<------ (fini aussi) ---------|   print, close
# ```
#
# Le serveur ne sait jamais combien il reste à venir. Il sait seulement quand le client a fini.

# %% [markdown] lang="en"
# ## What happens on the network
#
# Clients turn to one server, which they all know. Here it gives them echo, a very old service for trying things out (RFC 862): whatever comes in goes out again, as it is.
#
# ```
# client                         server
#   |                              |   bind, listen
#   |------- connects ------------>|   accept
#   |------- bon ----------------->|   recv
#   |<------ bon ------------------|   send
#   |------- jour ---------------->|
#   |<------ jour -----------------|
#   |------- (I have finished) --->|   recv returns b""
#   |<------ (finished too) -------|   print, close
# ```
#
# The server never knows how much is still to come. It only knows when the client has finished.

# %% [markdown] lang="fr"
# ## Expérience 1 : deux sockets pour un serveur
#
# Vous êtes le serveur, un client du kit se connecte (`visits`). `create_server` fait d’un coup `socket`, `bind` et `listen`. **Devinez d’abord** : la socket que rend `accept` est-elle celle qui écoute ? Ont-elles le même port ? Peut-on recevoir sur celle qui écoute ?

# %% [markdown] lang="en"
# ## Experiment 1: two sockets for one server
#
# You are the server, a client of the kit connects (`visits`). `create_server` does `socket`, `bind` and `listen` in one go. **Guess first**: is the socket that `accept` returns the one that listens? Do they have the same port? Can one receive on the one that listens?

# %%
import socket

from autograder import beside

listener = socket.create_server(("127.0.0.1", 0))
with beside.visits(listener.getsockname()) as client:
    connection, address = listener.accept()
    print("same socket:", connection is listener)
    print("same port:  ", connection.getsockname() == listener.getsockname())
    print("the client: ", address == client)
    try:
        listener.recv(100)
    except OSError as error:
        print(type(error).__name__, error)
connection.close()

# %% [markdown] lang="fr"
# Ce sont deux sockets, et pourtant un seul port : le système reconnaît chaque connexion à ses **deux** adresses. La socket qui écoute ne transporte jamais rien : c’est un standard téléphonique. `accept` en rend une autre pour chaque client, avec l’adresse de celui-ci : c’est à cette autre qu’il faut parler.

# %% [markdown] lang="en"
# They are two sockets, and yet one port: the system tells each connection by its **two** addresses. The socket that listens never carries anything: it is a switchboard. `accept` returns another one for each client, with the client’s address: that other one is to be talked to.

# %% [markdown] lang="fr"
# ## Expérience 2 : se connecter à un serveur qui ne fait rien
#
# Le serveur de l’expérience 1 écoute toujours, mais plus personne n’appelle `accept`. Un second client du kit arrive, et parle aussitôt. **Devinez d’abord** : peut-il se connecter ? Envoyer ? Où vont ses octets ?

# %% [markdown] lang="en"
# ## Experiment 2: connecting to a server that does nothing
#
# The server of experiment 1 still listens, but nobody calls `accept` any more. A second client of the kit comes, and speaks at once. **Guess first**: can it connect? Send? Where do its bytes go?

# %%
with beside.visits(listener.getsockname(), says=b"is anybody there?") as client:
    print("connected, all is sent:", client)
    waiting, _ = listener.accept()
    print("read later:", waiting.recv(100))
waiting.close()
listener.close()

# %% [markdown] lang="fr"
# Tout a marché ! Le système a répondu à la place du serveur : la connexion attendait dans la **file**, avec ses octets. Le nombre donné à `listen` est la taille de cette file. Conclusion : « je suis connecté » ne veut pas dire « on m’a servi ».

# %% [markdown] lang="en"
# Everything worked! The system answered in the server’s place: the connection waited in the **queue**, bytes and all. The number given to `listen` is the size of that queue. So “I am connected” does not mean “I have been served”.

# %% [markdown] lang="fr"
# ## Expérience 3 : répondre à la fin, ou à mesure ?
#
# Deux serveurs du kit, à côté du carnet. Le premier lit tout, jusqu’à la fin, puis renvoie tout. Le second renvoie chaque morceau dès qu’il arrive. Le même client leur envoie le même mot et attend une seconde au plus. **Devinez d’abord** : reçoit-il la même chose des deux ?

# %% [markdown] lang="en"
# ## Experiment 3: answering at the end, or as it comes?
#
# Two servers of the kit, beside the notebook. The first reads everything, to the end, then sends everything back. The second sends each piece back as soon as it arrives. The same client sends them the same word and waits for a second at most. **Guess first**: does it receive the same from both?

# %%
with beside.answers(bytes) as at_the_end, beside.echoes() as as_it_comes:
    for address in (at_the_end, as_it_comes):
        with socket.create_connection(address, timeout=1) as client:
            client.sendall(b"hello")
            try:
                print("before the end:", client.recv(100))
            except TimeoutError:
                print("before the end: nothing")
            client.shutdown(socket.SHUT_WR)
            print("after the end: ", client.recv(100))

# %% [markdown] lang="fr"
# Avec le premier, chacun attendait l’autre : le serveur la fin, le client la réponse. `shutdown(SHUT_WR)` les a tirés de là : « je n’enverrai plus rien, mais j’écoute ». `close()` aurait tout fermé, la réponse avec.
#
# Un serveur d’écho renvoie **à mesure**, comme le second : un client qui attend sa réponse avant de continuer n’arriverait jamais à la fin. Après elle, `b""` : le second n’avait plus rien à dire.

# %% [markdown] lang="en"
# With the first, each was waiting for the other: the server for the end, the client for the answer. `shutdown(SHUT_WR)` got them out: “I shall send nothing more, but I listen”. `close()` would have closed everything, and the answer with it.
#
# An echo server sends back **as it comes**, like the second: a client that waits for its answer before it goes on would never get to the end. After the end, `b""`: the second had nothing more to say.

# %% [markdown] lang="fr"
# ## Expérience 4 : tout envoyer, puis tout lire
#
# Un client envoie cinquante millions d’octets à un serveur d’écho, **puis** lit la réponse. Son délai d’attente est d’une demi-seconde. **Devinez d’abord** : arrive-t-il jusqu’à la lecture ? Et avec un délai plus long ?

# %% [markdown] lang="en"
# ## Experiment 4: send everything, then read everything
#
# A client sends fifty million bytes to an echo server, **then** reads the answer. Its timeout is half a second. **Guess first**: does it get as far as reading? And with a longer timeout?

# %%
with beside.echoes() as address:
    with socket.create_connection(address, timeout=0.5) as client:
        try:
            client.sendall(bytes(50_000_000))
            print("all sent")
        except TimeoutError:
            print("stuck while sending")

# %% [markdown] lang="fr"
# Non, et un délai plus long n’y changerait rien : plus rien ne bouge. Le serveur renvoie, personne ne lit, les tampons se remplissent ; il cesse alors de lire, et le client ne peut plus envoyer. **Il faut lire pendant que l’on envoie** : un fil pour chaque sens, ou une boucle avec `select`.

# %% [markdown] lang="en"
# No, and a longer timeout would not help: nothing moves any more. The server sends back, nobody reads, the buffers fill; then it stops reading, and the client can send no more. **One must read while one sends**: a thread for each direction, or a loop with `select`.

# %% [markdown] lang="fr"
# ## Expérience 5 : un client qui claque la porte
#
# Un client peut finir poliment, ou rompre. Ici, c’est le serveur du kit qui rompt, dès que nous lui parlons ; une fois connectés, les deux bouts sont égaux. **Devinez d’abord** : que rend `recv` quand l’autre bout a rompu ? `b""`, comme à la fin ?

# %% [markdown] lang="en"
# ## Experiment 5: a client that slams the door
#
# A client may finish politely, or break off. Here it is the kit’s server that breaks off, as soon as we talk to it; once connected, both ends are equal. **Guess first**: what does `recv` return when the other end has broken off? `b""`, as at the end?

# %%
with beside.breaks_off(after=b"he") as address:
    with socket.create_connection(address, timeout=2) as client:
        print(client.recv(100))
        client.sendall(b"go on")
        try:
            print(client.recv(100))
        except OSError as error:
            print(type(error).__name__)

# %% [markdown] lang="fr"
# Une rupture est une **erreur**, pas une fin. Un serveur qui ne l’attrape pas meurt avec son premier client malchanceux, et tous les suivants trouvent porte close. Une erreur avec un client ne doit mettre fin qu’à **sa** connexion.

# %% [markdown] lang="en"
# Breaking off is an **error**, not an end. A server that does not catch it dies with its first unlucky client, and all those who follow find the door closed. An error with a client must end **that** connection only.

# %% [markdown] lang="fr"
# ## Expérience 6 : redémarrer aussitôt
#
# Un serveur s’en va alors qu’un client est encore connecté, et un autre veut prendre sa place, sur le même port. Tout est fermé du côté du serveur. **Devinez d’abord** : le port est-il libre ?

# %% [markdown] lang="en"
# ## Experiment 6: starting again at once
#
# A server leaves while a client is still connected, and another wants to take its place, on the same port. On the server’s side everything is closed. **Guess first**: is the port free?

# %%
listener = socket.create_server(("127.0.0.1", 0))
where = listener.getsockname()
with beside.visits(where):
    listener.accept()[0].close()
    listener.close()
    for reuse in (0, 1):
        with socket.socket() as successor:
            successor.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
            try:
                successor.bind(where)
                print(reuse, "bound")
            except OSError as error:
                print(reuse, error)

# %% [markdown] lang="fr"
# Non : qui ferme le premier laisse derrière lui une trace de la connexion, que le système garde un moment (une minute sous Linux) au cas où des paquets traîneraient encore. `SO_REUSEADDR`, demandé **avant** `bind`, dit que cela ne nous gêne pas. `create_server` le fait pour vous là où il le faut.

# %% [markdown] lang="en"
# No: whoever closes first leaves a trace of the connection behind, which the system keeps for a while (a minute on Linux) in case packets are still on their way. `SO_REUSEADDR`, asked for **before** `bind`, says that we do not mind. `create_server` does so for you where it is needed.

# %% [markdown] lang="fr"
# ## Le contrat : `EchoServer`
#
# - `EchoServer(host="127.0.0.1", port=0)` lie et écoute aussitôt : un client peut se connecter avant `run`. Port 0 : le système choisit. `address` dit où. Sur un port qu’un autre serveur vient de quitter, il doit pouvoir écouter tout de suite.
# - `run()` sert les clients, l’un après l’autre ou plusieurs à la fois, jusqu’à `stop()`. Ce qu’un client envoie lui revient à mesure, octet pour octet, si lentement qu’il envoie ou qu’il lise. Quand il a fini, son message entier est affiché comme du texte (les octets illisibles sont remplacés), et sa connexion fermée.
# - Un client qui rompt, n’envoie rien, ou envoie des octets qui ne sont pas du texte ne met fin qu’à sa propre connexion.
# - `run` regarde `_stopped` au moins une fois par seconde, même quand un client est connecté et se tait. Quand elle revient, toutes les sockets sont fermées.
# - `stop()` est donnée : appelée depuis n’importe quel fil d’exécution, et deux fois s’il le faut, elle fait revenir `run` en une seconde.
# - Comme programme, `python ex06_echo_server.py [PORT]` (cette partie est donnée) : il dit où il écoute, Ctrl-C l’arrête.

# %% [markdown] lang="en"
# ## The contract: `EchoServer`
#
# - `EchoServer(host="127.0.0.1", port=0)` binds and listens at once: a client can connect before `run`. Port 0: the system chooses. `address` says where. On a port that another server has just left, it must be able to listen straight away.
# - `run()` serves clients, one after the other or several at once, until `stop()`. What a client sends comes back to it as it arrives, byte for byte, however slowly it sends or reads. When it has finished, its whole message is printed as text (bytes that cannot be read are replaced), and its connection closed.
# - A client that breaks off, sends nothing, or sends bytes that are no text ends only its own connection.
# - `run` looks at `_stopped` once a second at least, also while a client is connected and silent. When it returns, every socket is closed.
# - `stop()` is given: called from any thread, and twice if need be, it makes `run` return within a second.
# - As a program, `python ex06_echo_server.py [PORT]` (this part is given): it says where it listens, Ctrl-C ends it.

# %% [markdown] lang="fr"
# ## À vous
#
# Ouvrez `ex06_echo_server.py`, à côté de ce carnet, et écrivez la classe `EchoServer`. **Enregistrez**, puis lancez la cellule. Un serveur qui attend ne tourne jamais dans une cellule : le correcteur le fait tourner ailleurs.

# %% [markdown] lang="en"
# ## Over to you
#
# Open `ex06_echo_server.py`, beside this notebook, and write the class `EchoServer`. **Save**, then run the cell. A server that waits never runs in a cell: the grader runs it elsewhere.

# %% tags=["check"]
check("ex06.EchoServer")

# %% [markdown] lang="fr"
# ## Le contrat : `EchoClient`
#
# - `EchoClient(address, timeout=5.0)` retient où est le serveur et combien de secondes l’attendre.
# - `run(message)` se connecte, envoie le message en UTF-8, dit qu’il a fini, rend ce qui est revenu, ferme. Le message peut avoir n’importe quelle taille : souvenez-vous de l’expérience 4.
# - `TimeoutError` quand rien ne bouge pendant `timeout` secondes ; les autres erreurs passent. La connexion est fermée dans tous les cas.

# %% [markdown] lang="en"
# ## The contract: `EchoClient`
#
# - `EchoClient(address, timeout=5.0)` remembers where the server is and how many seconds to wait for it.
# - `run(message)` connects, sends the message in UTF-8, says that it has finished, returns what came back, closes. The message may have any size: remember experiment 4.
# - `TimeoutError` when nothing moves for `timeout` seconds; other errors go through. The connection is closed in each case.

# %% tags=["check"]
check("ex06.EchoClient")

# %% [markdown] lang="fr"
# ## Question
#
# Reprenez l’expérience 2. Un client est connecté depuis dix secondes et n’a reçu aucune réponse. Que peut-il en conclure, et que ne peut-il pas en conclure ? Répondez en trois à cinq phrases, dans la cellule qui suit (double-cliquez dessus).

# %% [markdown] lang="en"
# ## Question
#
# Take experiment 2 again. A client has been connected for ten seconds and has received no answer. What may it conclude, and what not? Answer in three to five sentences, in the cell that follows (double-click it).

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `talk-on-listener` : envoyer et recevoir sur la socket qui écoute.
# - `reads-to-end-before-echo` : attendre la fin pour renvoyer.
# - `serves-one-client` : s’arrêter après le premier.
# - `peer-gone-crashes` : mourir avec un client qui rompt.
# - `addr-in-use` : ne pas pouvoir redémarrer sur le même port.
# - `send-all-then-read` : envoyer un long message sans rien lire.
#
# Chacune a sa leçon. Dans un terminal, par exemple : `python -m autograder explain talk-on-listener`.
#
# ## Pour continuer
#
# L’exercice 7 : votre propre protocole. Un serveur qui ne croit plus rien de ce qu’on lui envoie.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `talk-on-listener`: sending and receiving on the socket that listens.
# - `reads-to-end-before-echo`: waiting for the end before sending back.
# - `serves-one-client`: stopping after the first.
# - `peer-gone-crashes`: dying with a client that breaks off.
# - `addr-in-use`: not being able to start again on the same port.
# - `send-all-then-read`: sending a long message without reading anything.
#
# Each has its lesson. In a terminal, for example: `python -m autograder explain talk-on-listener`.
#
# ## Where to go next
#
# Exercise 7: a protocol of your own. A server that no longer believes anything it is sent.

# %% tags=["module"]
