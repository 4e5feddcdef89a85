# %% [markdown] lang="fr"
# # Créer, lier, connecter, fermer
#
# **Durée : 50 minutes environ.** Une socket est un bout d’une communication entre deux programmes. Ici, vous en fabriquez.
#
# À la fin, vous saurez :
#
# - choisir la famille et le transport d’une socket, et les lire sur une socket que l’on vous donne ;
# - lui donner une adresse (`bind`) ou joindre celle d’une autre (`connect`) ;
# - reconnaître les façons dont une connexion échoue ;
# - fermer tout ce que vous ouvrez, surtout quand quelque chose échoue.
#
# Chaque expérience se joue en trois temps : devinez, lancez la cellule (Maj+Entrée), lisez l’explication.

# %% [markdown] lang="en"
# # Creating, binding, connecting, closing
#
# **About 50 minutes.** A socket is one end of a communication between two programs. Here you make some.
#
# At the end you will know how to:
#
# - choose a socket’s family and transport, and read them off a socket that you are given;
# - give it an address (`bind`) or reach that of another (`connect`);
# - recognise the ways in which a connection fails;
# - close whatever you open, above all when something fails.
#
# Each experiment has three steps: guess, run the cell (Shift+Enter), read the explanation.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le réseau
#
# Une socket a une **famille**, IPv4 (`AF_INET`) ou IPv6 (`AF_INET6`), et un **type** : un flux d’octets (`SOCK_STREAM`, c’est TCP) ou des datagrammes (`SOCK_DGRAM`, c’est UDP). `socket.socket()` tout court donne IPv4 et TCP. Son adresse est un couple (hôte, port).
#
# Créer, lier et fermer une socket UDP n’envoie **rien**. Connecter une socket TCP, si :
#
# ```
# client                             serveur
#   |--- je voudrais parler (SYN) ----->|
#   |<-- d’accord (SYN, ACK) -----------|   quelqu’un écoute
#   |--- entendu (ACK) ---------------->|
#
#   |--- je voudrais parler (SYN) ----->|
#   |<-- non (RST) ---------------------|   personne n’écoute : « refusé »
#
#   |--- je voudrais parler (SYN) ----->|
#   |                                   |   rien ne revient : on attend…
# ```

# %% [markdown] lang="en"
# ## What happens on the network
#
# A socket has a **family**, IPv4 (`AF_INET`) or IPv6 (`AF_INET6`), and a **type**: a stream of bytes (`SOCK_STREAM`, which is TCP) or datagrams (`SOCK_DGRAM`, which is UDP). Plain `socket.socket()` gives IPv4 and TCP. Its address is a pair (host, port).
#
# Creating, binding and closing a UDP socket sends **nothing**. Connecting a TCP socket does:
#
# ```
# client                             server
#   |--- may I talk to you? (SYN) ----->|
#   |<-- you may (SYN, ACK) ------------|   somebody listens
#   |--- fine (ACK) ------------------->|
#
#   |--- may I talk to you? (SYN) ----->|
#   |<-- no (RST) ----------------------|   nobody listens: “refused”
#
#   |--- may I talk to you? (SYN) ----->|
#   |                                   |   nothing comes back: one waits…
# ```

# %% [markdown] lang="fr"
# ## Expérience 1 : une socket UDP… vraiment ?
#
# Ada est un correspondant UDP du kit ; elle vit à côté du carnet. Voici deux façons de créer une socket pour lui écrire. **Devinez d’abord** : de quel type est chacune ? Laquelle atteint Ada ?

# %% [markdown] lang="en"
# ## Experiment 1: a UDP socket… really?
#
# Ada is a UDP correspondent of the kit; she lives beside the notebook. Here are two ways to make a socket to write to her. **Guess first**: of which type is each? Which one reaches Ada?

# %%
import socket

from autograder import beside

with beside.correspondent() as ada:
    for sock in (socket.socket(socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)):
        print(sock.family.name, sock.type.name)
        try:
            sock.sendto(b"hello", ada.address)
        except OSError as error:
            print(error)
        print("Ada received", ada.receives(within=0.2))
        sock.close()

# %% [markdown] lang="fr"
# La première est une socket **TCP**, et personne n’a protesté à sa création : le premier argument est la famille, et `SOCK_DGRAM` vaut le même nombre que `AF_INET`. L’erreur n’est venue que plus tard, et ne dit rien de sa cause. Nommez vos arguments : `type=`.

# %% [markdown] lang="en"
# The first is a **TCP** socket, and nobody complained when it was made: the first argument is the family, and `SOCK_DGRAM` is the same number as `AF_INET`. The error came only later, and says nothing about its cause. Name your arguments: `type=`.

# %% [markdown] lang="fr"
# ## Expérience 2 : quelle est mon adresse ?
#
# `connect` joint l’adresse d’une autre socket, `bind` en prend une ; `getsockname` dit celle que l’on a. **Devinez d’abord** : une fois connecté, quel est le port du client ? 0 ? Celui du serveur ? Et deux sockets peuvent-elles prendre la même adresse ?

# %% [markdown] lang="en"
# ## Experiment 2: what is my address?
#
# `connect` reaches another socket’s address, `bind` takes one; `getsockname` tells the one that you have. **Guess first**: once connected, what is the client’s port? 0? The server’s? And can two sockets take the same address?

# %%
with beside.speaks(b"hello") as address, socket.socket() as client:
    print("new:      ", client.getsockname())
    client.connect(address)
    print("connected:", client.getsockname(), "to", client.getpeername())

with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as two:
    one.bind(("127.0.0.1", 0))
    print("bound:    ", one.getsockname())
    try:
        two.bind(one.getsockname())
    except OSError as error:
        print(error)

# %% [markdown] lang="fr"
# Une socket neuve a déjà une adresse, mais faite de zéros. Le client connecté a un port **à lui**, que le système a choisi : il n’a jamais appelé `bind`. Une connexion, ce sont donc deux adresses. Avec `bind`, le port 0 veut dire « choisissez pour moi » ; et un couple (hôte, port) ne se prend qu’une fois en UDP, et une fois en TCP.
#
# Remarquez les doubles parenthèses : une adresse est **un** argument, un couple.

# %% [markdown] lang="en"
# A new socket already has an address, but one made of zeros. The connected client has a port **of its own**, which the system has chosen: it never called `bind`. So a connection is two addresses. With `bind`, port 0 means “choose for me”; and a pair (host, port) can be taken once over UDP, and once over TCP.
#
# Notice the double parentheses: an address is **one** argument, a pair.

# %% [markdown] lang="fr"
# ## Expérience 3 : une adresse est-elle toujours un couple ?
#
# **Devinez d’abord** : cette boucle affiche-t-elle deux fois un hôte et un port ?

# %% [markdown] lang="en"
# ## Experiment 3: is an address always a pair?
#
# **Guess first**: does this loop print a host and a port twice?

# %%
for family in (socket.AF_INET, socket.AF_INET6):
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        address = sock.getsockname()
        try:
            host, port = address
            print(host, port)
        except ValueError as error:
            print(address, error)

# %% [markdown] lang="fr"
# En IPv6, une adresse a **quatre** champs : hôte, port, et deux nombres dont on se sert rarement. `host, port = sock.getsockname()` casse sur la première socket IPv6 venue ; `host, port = sock.getsockname()[:2]` tient.

# %% [markdown] lang="en"
# In IPv6 an address has **four** fields: host, port, and two numbers that are rarely used. `host, port = sock.getsockname()` breaks on the first IPv6 socket; `host, port = sock.getsockname()[:2]` holds.

# %% [markdown] lang="fr"
# ## Expérience 4 : trois façons d’échouer
#
# À la première adresse, personne n’écoute. La deuxième a un nom qui n’existe pas. À la troisième, il y a un serveur, mais il ne répond pas. **Devinez d’abord** : ces trois connexions échouent-elles de la même façon ? Laquelle fait attendre ?

# %% [markdown] lang="en"
# ## Experiment 4: three ways to fail
#
# At the first address nobody listens. The second has a name that does not exist. At the third there is a server, but it does not answer. **Guess first**: do these three connections fail in the same way? Which one makes you wait?

# %%
import time

with beside.never_answers() as unanswered:
    for address in (beside.nobody(), ("nosuch.invalid", 80), unanswered):
        begin = time.monotonic()
        try:
            socket.create_connection(address, timeout=0.5).close()
            print("connected")
        except OSError as error:
            print(type(error).__name__, f"after {time.monotonic() - begin:.1f} s")

# %% [markdown] lang="fr"
# Une **réponse** négative vient aussitôt : personne n’écoute. Un nom inconnu échoue avant même que l’on essaie de se connecter. Mais un hôte qui ne répond pas **ne dit rien** : seul votre délai d’attente (`timeout`) vous en sort. Ici, la file d’un serveur était pleine ; un pare-feu ferait pareil. Trois pannes, trois conclusions : ne les mettez pas toutes dans le même `except`.

# %% [markdown] lang="en"
# A negative **answer** comes at once: nobody listens. An unknown name fails before any connection is tried. But a host that does not answer **says nothing**: only your `timeout` gets you out. Here a server’s queue was full; a firewall would do the same. Three faults, three conclusions: do not put them all into the same `except`.

# %% [markdown] lang="fr"
# ## Expérience 5 : refusé ; y a-t-il quelque chose à fermer ?
#
# Une socket ouverte a un numéro dans le système, son `fileno()` ; une socket fermée n’en a plus, et rend -1. **Devinez d’abord** : la connexion est refusée ; la socket est-elle encore ouverte ? Et quand l’erreur sort d’un `with` ?

# %% [markdown] lang="en"
# ## Experiment 5: refused; is there anything to close?
#
# An open socket has a number in the system, its `fileno()`; a closed one has none any more, and returns -1. **Guess first**: the connection is refused; is the socket still open? And when the error leaves a `with`?

# %%
plain = socket.socket()
try:
    plain.connect(beside.nobody())
except OSError as error:
    print(type(error).__name__, plain.fileno())
plain.close()

try:
    with socket.socket() as guarded:
        guarded.connect(beside.nobody())
except OSError as error:
    print(type(error).__name__, guarded.fileno())

# %% [markdown] lang="fr"
# La connexion a échoué, pas la création : la socket est **encore ouverte**. Le système n’en donne qu’un nombre limité à chaque programme ; un serveur qui en perd une à chaque échec finit par ne plus pouvoir rien ouvrir. `with` ferme aussi quand une erreur passe.
#
# Et quand la fonction doit **rendre** la socket ? Alors `with` la fermerait à tort : fermez-la dans un `except` qui finit par `raise`, pour que l’erreur passe quand même.

# %% [markdown] lang="en"
# The connection has failed, not the creation: the socket is **still open**. The system gives each program a limited number of them; a server that loses one at each failure is in the end unable to open anything. `with` closes when an error goes through, too.
#
# And when the function has to **return** the socket? Then `with` would close it wrongly: close it in an `except` that ends with `raise`, so that the error still goes through.

# %% [markdown] lang="fr"
# ## Expérience 6 : un port trop grand
#
# Un port va de 0 à 65535. Nous ajoutons 65536 à celui du serveur. **Devinez d’abord** : que se passe-t-il, deux fois la même erreur ?

# %% [markdown] lang="en"
# ## Experiment 6: a port that is too large
#
# A port goes from 0 to 65535. We add 65536 to the server’s. **Guess first**: what happens, the same error twice?

# %%
with beside.speaks(b"hello") as (host, port):
    try:
        with socket.socket() as sock:
            sock.connect((host, port + 65536))
    except (OSError, OverflowError) as error:
        print(type(error).__name__, isinstance(error, OSError))
    try:
        with socket.create_connection((host, port + 65536), timeout=1) as sock:
            print(sock.recv(100), "from port", sock.getpeername()[1], "not", port + 65536)
    except (OSError, OverflowError) as error:
        print(type(error).__name__, isinstance(error, OSError))

# %% [markdown] lang="fr"
# `connect` lève une `OverflowError`, qui n’est **pas** une `OSError` : un `except OSError` la laisse passer. `create_connection`, sous Linux, n’a rien dit du tout : le système n’a gardé que les 16 derniers bits du port, et vous a connecté **ailleurs que demandé**. Vérifiez le port vous-même.

# %% [markdown] lang="en"
# `connect` raises an `OverflowError`, which is **not** an `OSError`: `except OSError` lets it through. `create_connection`, on Linux, said nothing at all: the system kept only the lower 16 bits of the port, and connected you **elsewhere than you asked**. Check the port yourself.

# %% [markdown] lang="fr"
# ## Le contrat
#
# Ouvrez `ex02_socket_creation.py`, à côté de ce carnet. Écrivez un corps, **enregistrez**, lancez la cellule. Une adresse est un couple (hôte, port). Une socket qu’une fonction ouvre, elle la ferme, **aussi quand elle échoue**, sauf si elle la rend.
#
# `create(family="IPv4", transport="TCP")` rend une socket neuve ; la famille est `"IPv4"` ou `"IPv6"`, le transport `"TCP"` ou `"UDP"`. `ValueError` pour tout autre mot, avec les mots valides dans son texte.

# %% [markdown] lang="en"
# ## The contract
#
# Open `ex02_socket_creation.py`, beside this notebook. Write a body, **save**, run the cell. An address is a pair (host, port). A socket that a function opens, it closes, **when it fails as well**, unless it returns it.
#
# `create(family="IPv4", transport="TCP")` returns a new socket; the family is `"IPv4"` or `"IPv6"`, the transport `"TCP"` or `"UDP"`. `ValueError` for any other word, with the valid words in its text.

# %% tags=["check"]
check("ex02.create")

# %% [markdown] lang="fr"
# `describe(sock)` rend la famille, le transport et l’adresse locale d’une socket : `IPv4 UDP 127.0.0.1:5000`, `IPv6 TCP [::1]:5000` ; sans liaison, `IPv4 TCP 0.0.0.0:0`.

# %% [markdown] lang="en"
# `describe(sock)` returns a socket’s family, transport and local address: `IPv4 UDP 127.0.0.1:5000`, `IPv6 TCP [::1]:5000`; when it is not bound, `IPv4 TCP 0.0.0.0:0`.

# %% tags=["check"]
check("ex02.describe")

# %% [markdown] lang="fr"
# `bound_socket(host, port=0)` rend une socket UDP en IPv4, liée à cet hôte et ce port ; avec 0, le système choisit. En cas d’échec, l’`OSError` passe et rien ne reste ouvert.

# %% [markdown] lang="en"
# `bound_socket(host, port=0)` returns a UDP socket in IPv4, bound to this host and port; with 0 the system chooses. On failure the `OSError` goes through and nothing stays open.

# %% tags=["check"]
check("ex02.bound_socket")

# %% [markdown] lang="fr"
# `connected_socket(address, timeout=2.0)` rend une socket connectée par TCP, en IPv4 ou en IPv6, en `timeout` secondes au plus. En cas d’échec, l’erreur passe et rien ne reste ouvert. `ValueError` ou `OverflowError` pour un port hors de 0 à 65535.

# %% [markdown] lang="en"
# `connected_socket(address, timeout=2.0)` returns a socket connected over TCP, IPv4 or IPv6, within `timeout` seconds. On failure the error goes through and nothing stays open. `ValueError` or `OverflowError` for a port outside 0 to 65535.

# %% tags=["check"]
check("ex02.connected_socket")

# %% [markdown] lang="fr"
# `probe(address, timeout=1.0)` essaie de se connecter et rend un mot : `"open"`, `"refused"`, `"no answer"`, `"unknown host"` ou `"invalid port"`. Elle ne lève rien pour tout cela, et ferme dans tous les cas.

# %% [markdown] lang="en"
# `probe(address, timeout=1.0)` tries to connect and returns a word: `"open"`, `"refused"`, `"no answer"`, `"unknown host"` or `"invalid port"`. It raises nothing for any of these, and closes in each case.

# %% tags=["check"]
check("ex02.probe")

# %% [markdown] lang="fr"
# ## Question
#
# Dans l’expérience 4, un serveur dont la file est pleine et une machine éteinte donnent le même résultat. Un programme peut-il les distinguer ? Que diriez-vous à l’utilisateur, en trois à cinq phrases ? Répondez dans la cellule qui suit (double-cliquez dessus).

# %% [markdown] lang="en"
# ## Question
#
# In experiment 4, a server whose queue is full and a machine that is switched off give the same result. Can a program tell them apart? What would you tell the user, in three to five sentences? Answer in the cell that follows (double-click it).

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `wrong-socket-type` : mettre le type à la place de la famille.
# - `no-tuple` : donner l’hôte et le port en deux arguments.
# - `socket-left-open` : ne pas fermer quand `bind` ou `connect` échoue.
# - `port-wraps` : laisser passer un port trop grand.
# - `except-too-wide` : un seul `except` pour toutes les pannes.
# - `ip-v4-only` : oublier IPv6.
#
# Chacune a sa leçon. Dans un terminal, par exemple : `python -m autograder explain socket-left-open`.
#
# ## Pour continuer
#
# L’exercice 3 : envoyer des datagrammes, et de longs messages en blocs.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `wrong-socket-type`: putting the type in the family’s place.
# - `no-tuple`: giving host and port as two arguments.
# - `socket-left-open`: not closing when `bind` or `connect` fails.
# - `port-wraps`: letting a port through that is too large.
# - `except-too-wide`: one `except` for all faults.
# - `ip-v4-only`: forgetting IPv6.
#
# Each has its lesson. In a terminal, for example: `python -m autograder explain socket-left-open`.
#
# ## Where to go next
#
# Exercise 3: sending datagrams, and long messages in blocks.

# %% tags=["module"]
