# %% [markdown] lang="fr"
# # Un serveur d’écho et son client
#
# **Durée : 45 minutes environ.** Vous aurez besoin de l’exercice 5 en tête : la boucle d’envoi, la boucle de réception, dire que l’on a fini.
#
# À la fin, vous saurez :
#
# - écrire un serveur qui lie, écoute, accepte, et sert un client après l’autre ;
# - renvoyer à mesure, sans attendre la fin ;
# - survivre à un client qui rompt, se tait ou envoie n’importe quoi ;
# - écrire le client qui va avec, sans que les deux s’attendent pour toujours.

# %% [markdown] lang="en"
# # An echo server and its client
#
# **About 45 minutes.** Have exercise 5 in mind: the send loop, the receive loop, saying that one has finished.
#
# At the end you will know how to:
#
# - write a server that binds, listens, accepts, and serves one client after the other;
# - send back as it comes, without waiting for the end;
# - survive a client that breaks off, falls silent or sends anything at all;
# - write the client that goes with it, without both waiting for each other for ever.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le fil
#
# L’écho est le plus vieux des services d’essai (RFC 862) : tout ce qui arrive repart, tel quel.
#
# ```
# client                         serveur
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
# ## What happens on the wire
#
# Echo is the oldest of the services for trying things out (RFC 862): whatever comes in goes out again, as it is.
#
# ```
# client                         server
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
# Un serveur écoute, un client se connecte. **Devinez d’abord** : la socket que rend `accept` est-elle celle qui écoute ? Ont-elles le même port ? Peut-on recevoir sur celle qui écoute ?

# %% [markdown] lang="en"
# ## Experiment 1: two sockets for one server
#
# A server listens, a client connects. **Guess first**: is the socket that `accept` returns the one that listens? Do they have the same port? Can one receive on the one that listens?

# %%
import socket

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
connection, address = listener.accept()

print("same socket:", connection is listener)
print("same port:  ", connection.getsockname() == listener.getsockname())
print("the client: ", address == client.getsockname())
try:
    listener.recv(100)
except OSError as error:
    print(type(error).__name__, error)

# %% [markdown] lang="fr"
# Ce sont deux sockets, et pourtant un seul port. Celle qui écoute ne transporte jamais rien : c’est un standard téléphonique. Chaque client reçoit une socket à lui, et c’est à celle-là qu’il faut parler.

# %% [markdown] lang="en"
# They are two sockets, and yet one port. The one that listens never carries anything: it is a switchboard. Each client is given a socket of its own, and that is the one to talk to.

# %% [markdown] lang="fr"
# ## Expérience 2 : se connecter à un serveur qui ne fait rien
#
# Le serveur de l’expérience 1 écoute toujours, mais plus personne n’appelle `accept`. **Devinez d’abord** : un second client peut-il se connecter ? Envoyer ? Où vont ses octets ?

# %% [markdown] lang="en"
# ## Experiment 2: connecting to a server that does nothing
#
# The server of experiment 1 still listens, but nobody calls `accept` any more. **Guess first**: can a second client connect? Send? Where do its bytes go?

# %%
second = socket.create_connection(listener.getsockname(), timeout=1)
print("sent:", second.send(b"is anybody there?"))

waiting, _ = listener.accept()
print("read later:", waiting.recv(100))

for sock in (client, connection, second, waiting, listener):
    sock.close()

# %% [markdown] lang="fr"
# Tout a marché ! Le système a répondu à la place du serveur : la connexion attendait dans la **file**, avec ses octets. Le nombre donné à `listen` est la taille de cette file. Conclusion : « je suis connecté » ne veut pas dire « on m’a servi ».

# %% [markdown] lang="en"
# Everything worked! The system answered in the server’s place: the connection waited in the **queue**, bytes and all. The number given to `listen` is the size of that queue. So “I am connected” does not mean “I have been served”.

# %% [markdown] lang="fr"
# ## Expérience 3 : chacun attend la fin de l’autre
#
# Voici un serveur qui lit jusqu’à la fin, puis répond. Le client envoie sa question et attend la réponse, une demi-seconde au plus. **Devinez d’abord** : que se passe-t-il, et quelle ligne manque-t-il au client ?

# %% [markdown] lang="en"
# ## Experiment 3: each waits for the other to end
#
# Here is a server that reads to the end, then answers. The client sends its question and waits for the answer, half a second at most. **Guess first**: what happens, and which line does the client lack?

# %%
from autograder import beside

with beside.answers(bytes.upper) as address:
    with socket.create_connection(address, timeout=0.5) as client:
        client.sendall(b"hello")
        try:
            print(client.recv(100))
        except TimeoutError:
            print("nothing came")

        client.shutdown(socket.SHUT_WR)
        print(client.recv(100))

# %% [markdown] lang="fr"
# Le serveur attendait la fin ; le client attendait la réponse. `shutdown(SHUT_WR)` ferme une moitié : « je n’enverrai plus rien, mais j’écoute ». `close()` aurait tout fermé, la réponse avec.
#
# Votre serveur d’écho, lui, n’attend pas la fin pour renvoyer : un client bavard serait privé de sa réponse.

# %% [markdown] lang="en"
# The server was waiting for the end; the client was waiting for the answer. `shutdown(SHUT_WR)` closes one half: “I shall send nothing more, but I listen”. `close()` would have closed everything, and the answer with it.
#
# Your echo server does not wait for the end before it sends back: a talkative client would be deprived of its answer.

# %% [markdown] lang="fr"
# ## Expérience 4 : tout envoyer, puis tout lire
#
# Un client envoie cinquante millions d’octets à un serveur d’écho, **puis** lit la réponse. Son délai d’attente est d’une demi-seconde. **Devinez d’abord** : est-ce trop court pour une si grosse réponse ?

# %% [markdown] lang="en"
# ## Experiment 4: send everything, then read everything
#
# A client sends fifty million bytes to an echo server, **then** reads the answer. Its timeout is half a second. **Guess first**: is that too short for so large an answer?

# %%
with beside.echoes() as address:
    with socket.create_connection(address, timeout=0.5) as client:
        try:
            client.sendall(bytes(50_000_000))
            print("all sent")
        except TimeoutError:
            print("stuck while sending")

# %% [markdown] lang="fr"
# Ce n’est pas une question de vitesse : plus rien ne bouge. Le serveur renvoie, personne ne lit, les tampons se remplissent ; il cesse alors de lire, et le client ne peut plus envoyer. **Il faut lire pendant que l’on envoie** : un fil pour chaque sens, ou une boucle avec `select`.

# %% [markdown] lang="en"
# It is not a matter of speed: nothing moves any more. The server sends back, nobody reads, the buffers fill; then it stops reading, and the client can send no more. **One must read while one sends**: a thread for each direction, or a loop with `select`.

# %% [markdown] lang="fr"
# ## Expérience 5 : un client qui claque la porte
#
# Un client peut finir poliment, ou rompre. **Devinez d’abord** : que rend `recv` quand l’autre bout a rompu ? `b""`, comme à la fin ?

# %% [markdown] lang="en"
# ## Experiment 5: a client that slams the door
#
# A client may finish politely, or break off. **Guess first**: what does `recv` return when the other end has broken off? `b""`, as at the end?

# %%
with beside.breaks_off(after=b"he") as address:
    with socket.create_connection(address, timeout=1) as client:
        try:
            while chunk := client.recv(100):
                print(chunk)
            print("finished")
        except OSError as error:
            print(type(error).__name__)

# %% [markdown] lang="fr"
# Une rupture est une **erreur**, pas une fin. Un serveur qui ne l’attrape pas meurt avec son premier client malchanceux, et tous les suivants trouvent porte close. Une erreur d’un client ne doit finir que **sa** connexion.

# %% [markdown] lang="en"
# Breaking off is an **error**, not an end. A server that does not catch it dies with its first unlucky client, and all those who follow find the door closed. A client’s error must end **its own** connection only.

# %% [markdown] lang="fr"
# ## Le contrat : `EchoServer`
#
# - `EchoServer(host="127.0.0.1", port=0)` lie et écoute aussitôt : un client peut se connecter avant `run`. Port 0 : le système choisit. `address` dit où. Sur un port qu’un autre serveur vient de quitter, il doit pouvoir écouter tout de suite.
# - `run()` sert les clients, l’un après l’autre ou plusieurs à la fois, jusqu’à `stop()`. Ce qu’un client envoie lui revient à mesure, octet pour octet. Quand il a fini, son message entier est affiché comme du texte (les octets illisibles sont remplacés), et sa connexion fermée.
# - Un client qui rompt, n’envoie rien, ou envoie des octets qui ne sont pas du texte ne met fin qu’à sa propre connexion.
# - `_stopped` est regardé au moins une fois par seconde, même quand un client est connecté et se tait. Quand `run` revient, toutes les sockets sont fermées.
# - `stop()` est donnée : elle fait revenir `run`, depuis n’importe quel fil.

# %% [markdown] lang="en"
# ## The contract: `EchoServer`
#
# - `EchoServer(host="127.0.0.1", port=0)` binds and listens at once: a client can connect before `run`. Port 0: the system chooses. `address` says where. On a port that another server has just left, it must be able to listen straight away.
# - `run()` serves clients, one after the other or several at once, until `stop()`. What a client sends comes back to it as it arrives, byte for byte. When it has finished, its whole message is printed as text (bytes that cannot be read are replaced), and its connection closed.
# - A client that breaks off, sends nothing, or sends bytes that are no text ends only its own connection.
# - `_stopped` is looked at once a second at least, also while a client is connected and silent. When `run` returns, every socket is closed.
# - `stop()` is given: it makes `run` return, from any thread.

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
# - `run(message)` se connecte, envoie le message en UTF-8, dit qu’il a fini, renvoie ce qui est revenu, ferme. Le message peut avoir n’importe quelle taille : souvenez-vous de l’expérience 4.
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
# Reprenez l’expérience 2. Un client est connecté depuis dix secondes et n’a reçu aucune réponse. Que peut-il en conclure, et que ne peut-il pas ? Répondez en trois à cinq phrases, dans la cellule qui suit (double-cliquez).

# %% [markdown] lang="en"
# ## Question
#
# Take experiment 2 again. A client has been connected for ten seconds and has received no answer. What may it conclude, and what not? Answer in three to five sentences, in the cell that follows (double-click).

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
# `python -m autograder explain talk-on-listener` raconte chacune.
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
# `python -m autograder explain talk-on-listener` tells each.
#
# ## Where to go next
#
# Exercise 7: a protocol of your own. A server that no longer believes anything it is sent.

# %% tags=["module"]
