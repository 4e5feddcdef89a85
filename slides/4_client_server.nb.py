# %% [markdown] lang="fr" slide=""
# # Un flux entre deux bouts
#
# Programmation réseau, quatrième partie : TCP
#
# *Ensuite : les exercices 5 et 6, jusqu’au serveur d’écho*

# %% [markdown] lang="en" slide=""
# # A stream between two ends
#
# Network programming, part four: TCP
#
# *Then: exercises 5 and 6, up to the echo server*

# %% [markdown] lang="fr" notes=1
# **À dire.** Dans cette partie les deux bouts sont sur cette machine : `client` d’un côté, `connection` de l’autre.
#
# **À demander.** Rappel : que promet un flux ? Tout, dans l’ordre. Et que ne garde-t-il pas ? Les limites des messages.

# %% [markdown] lang="en" notes=1
# **Say.** In this part both ends are on this machine: `client` on one side, `connection` on the other.
#
# **Ask.** Recall: what does a stream promise? Everything, in order. And what does it not keep? The limits of messages.

# %% tags=["hide"]
import socket
import threading

# %% [markdown] lang="fr" slide="T1"
# ## Le serveur : lier, écouter, accepter

# %% [markdown] lang="en" slide="T1"
# ## The server: bind, listen, accept

# %%
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()


# %% tags=["hide"]
def connect():
    return socket.create_connection(
        server.getsockname(), 5
    )


def meet():
    client = connect()
    return client, server.accept()[0]


client = connect()

# %%
connection, address = server.accept()
print(address)

# %% [markdown] lang="fr"
# `accept` attend un client et rend **deux** choses : une socket neuve pour lui parler, et son adresse.

# %% [markdown] lang="en"
# `accept` waits for a client and returns **two** things: a new socket to talk to them, and their address.

# %% [markdown] lang="fr" notes=2
# **À dire.** Entre les deux blocs, un client s’est connecté. Les trois premières lignes se disent en une :
# `socket.create_server`.
#
# **À demander.** Que ferait `accept` si personne ne venait ? Il attendrait : ce n’est pas une panne.

# %% [markdown] lang="en" notes=2
# **Say.** Between the two blocks, a client has connected. The first three lines can be said in one: `socket.create_server`.
#
# **Ask.** What would `accept` do if nobody came? It would wait: that is no failure.

# %% [markdown] lang="fr" slide="T1"
# ## Une socket de plus par client
#
# ![Dans le serveur, une socket écoute et deux autres parlent l’une à Ada, l’autre à Bob ; le client suivant frappe à celle qui écoute](drawing:accepting)

# %% [markdown] lang="en" slide="T1"
# ## One more socket for each client
#
# ![In the server one socket listens and two others talk, one to Ada and one to Bob; the next client knocks at the one that listens](drawing:accepting)

# %% [markdown] lang="fr" notes=1
# **À dire.** Le standard et les postes : la socket qui écoute ne transporte jamais rien.
#
# **À demander.** Combien de sockets pour dix clients ? Onze. Comparer avec les réponses de la deuxième partie.

# %% [markdown] lang="en" notes=1
# **Say.** The switchboard and the extensions: the socket that listens never carries anything.
#
# **Ask.** How many sockets for ten clients? Eleven. Compare with the answers of part two.

# %% [markdown] lang="fr" slide="T1"
# ## Se tromper de socket

# %% [markdown] lang="en" slide="T1"
# ## The wrong socket

# %% tags=["hide"]
client.sendall(b"bonjour")

# %% tags=["fails"]
server.recv(4096)

# %%
print(connection.recv(4096))

# %% [markdown] lang="fr"
# C’est à `connection` qu’il faut parler : `server` ne fait qu’attendre les suivants.

# %% [markdown] lang="en"
# Talk to `connection`: `server` does nothing but wait for the next ones.

# %% [markdown] lang="fr" notes=1
# **À dire.** L’erreur est « non connecté » : la socket qui écoute ne l’est jamais.
#
# **À demander.** Et si l’on garde tout le couple, `pair = server.accept()`, puis `pair.recv` ? Une `AttributeError`.

# %% [markdown] lang="en" notes=1
# **Say.** The error is “not connected”: the socket that listens never is.
#
# **Ask.** And if the whole pair is kept, `pair = server.accept()`, then `pair.recv`? An `AttributeError`.

# %% [markdown] lang="fr" slide="T2"
# ## Ensuite, chacun parle et écoute

# %% [markdown] lang="en" slide="T2"
# ## Then both speak and listen

# %%
client.sendall(b"ping")
print(connection.recv(4096))

connection.sendall(b"pong")
print(client.recv(4096))

# %% [markdown] lang="fr"
# Après `connect` et `accept`, les deux bouts sont **égaux**.

# %% [markdown] lang="en"
# After `connect` and `accept`, both ends are **equal**.

# %% [markdown] lang="fr" notes=1
# **À dire.** `connect` est ce que fait le client ; le reste est symétrique.
#
# **À demander.** Qui commence ? Le réseau ne le dit pas : c’est au protocole de le dire.

# %% [markdown] lang="en" notes=1
# **Say.** `connect` is what the client does; the rest is symmetrical.
#
# **Ask.** Who begins? The network does not say: the protocol must.

# %% tags=["hide"]
client.close()
connection.close()
client, connection = meet()
client.setsockopt(
    socket.SOL_SOCKET, socket.SO_SNDBUF, 4096
)
client.settimeout(0.2)

# %% [markdown] lang="fr" slide="T3"
# ## `send` ne promet pas de tout prendre

# %% [markdown] lang="en" slide="T3"
# ## `send` does not promise to take everything

# %%
message = bytes(1_000_000)
taken = client.send(message)
print(len(message), taken)

# %% tags=["hide"]
assert taken < len(message)

# %% [markdown] lang="fr"
# Il rend le **nombre** d’octets qu’il a pris. Le reste n’est pas parti.

# %% [markdown] lang="en"
# It returns **how many** bytes it took. The rest has not left.

# %% [markdown] lang="fr" notes=2
# **À dire.** Personne ne lit en face : les tampons se remplissent. Sur une socket sans délai d’attente, `send` attendrait
# un peu de place, puis prendrait ce qui tient.
#
# **À demander.** Faire prédire le second nombre.

# %% [markdown] lang="en" notes=2
# **Say.** Nobody reads at the other end: the buffers fill. On a socket without a timeout `send` would wait for some room,
# then take what fits.
#
# **Ask.** Have the second number predicted.


# %% tags=["hide"]
def read_all(sock):
    while sock.recv(65536):
        pass


client.settimeout(5)
reader = threading.Thread(
    target=read_all, args=(connection,)
)
reader.start()

# %% [markdown] lang="fr" slide="T3"
# ## La boucle d’envoi

# %% [markdown] lang="en" slide="T3"
# ## The send loop

# %%
sent = rounds = 0
while sent < len(message):
    sent += client.send(message[sent:])
    rounds += 1
print(sent, rounds > 1)

# %% tags=["hide"]
assert sent == len(message) and rounds > 1

# %% [markdown] lang="fr"
# Envoyer **le reste**, compter, recommencer. `sendall` est cette boucle, toute faite.

# %% [markdown] lang="en"
# Send **the rest**, count, go on. `sendall` is this loop, ready made.

# %% tags=["hide"]
client.close()
reader.join()
connection.close()
client, connection = meet()

# %% [markdown] lang="fr" notes=1
# **À dire.** L’erreur classique : `send(message)` à chaque tour, depuis le début.
#
# **À demander.** Que recevrait alors l’autre bout ? Le début, encore et encore.

# %% [markdown] lang="en" notes=1
# **Say.** The classic mistake: `send(message)` each time round, from the start.
#
# **Ask.** What would the other end receive then? The beginning, again and again.

# %% [markdown] lang="fr" slide="T4"
# ## `recv` rend ce qui est là

# %% [markdown] lang="en" slide="T4"
# ## `recv` returns what is there

# %%
client.sendall(b"bonjour")
client.close()

for _ in range(3):
    print(connection.recv(4))

# %% [markdown] lang="fr"
# 4 est un **maximum**. Et `b""` ne veut dire qu’une chose : l’autre a **terminé**.

# %% [markdown] lang="en"
# 4 is a **maximum**. And `b""` means one thing only: the other end has **finished**.

# %% [markdown] lang="fr" notes=2
# **À dire.** Rien à lire n’est pas `b""` : quand rien n’est là, `recv` attend.
#
# **À demander.** Faire prédire les trois lignes.

# %% [markdown] lang="en" notes=2
# **Say.** Nothing to read is not `b""`: when nothing is there, `recv` waits.
#
# **Ask.** Have the three lines predicted.

# %% tags=["hide"]
connection.close()
client, connection = meet()
client.sendall(b"bonjour ")

# %% [markdown] lang="fr" slide="T4"
# ## Un seul `recv` : le début du message

# %% [markdown] lang="en" slide="T4"
# ## One `recv`: the beginning of the message

# %%
print(connection.recv(4096))

# %% tags=["hide"]
client.close()
connection.close()
client, connection = meet()
client.sendall(b"bonjour ")
client.sendall(b"Ada")
client.close()

# %%
chunks = []
while chunk := connection.recv(4096):
    chunks.append(chunk)
print(b"".join(chunks))

# %% [markdown] lang="fr"
# Recueillir les morceaux **jusqu’au morceau vide**, puis les joindre.

# %% [markdown] lang="en"
# Gather the chunks **until the empty one**, then join them.

# %% tags=["hide"]
connection.close()

# %% [markdown] lang="fr" notes=2
# **À dire.** Ada envoie deux fois la même chose, en deux morceaux. Ne pas s’arrêter sur un morceau court, ni décoder morceau
# par morceau : un caractère peut être coupé en deux.
#
# **À demander.** Un seul `recv` marche souvent chez soi : pourquoi ? Tout vient d’un coup sur une même machine.

# %% [markdown] lang="en" notes=2
# **Say.** Ada sends the same thing twice, in two pieces. Do not stop at a short chunk, nor decode chunk by chunk: a
# character may be cut in two.
#
# **Ask.** One `recv` often works at home: why? Everything comes at once on one machine.

# %% [markdown] lang="fr" slide="T4"
# ## Un seul `recv`, vu du réseau

# %% [markdown] lang="en" slide="T4"
# ## One `recv`, seen from the network

# %% tags=["hide-input"]
from autograder.lecture.conversation import (
    conversation,
)

conversation(
    "ex05",
    "receive_all_joins_the_pieces",
    "recv_once",
)

# %% [markdown] lang="fr" notes=1
# **À dire.** Voilà ce que le correcteur montre à qui n’a pas écrit la boucle : ce qui est venu, et ce qui est resté là.
#
# **À demander.** Où est le reste du message ? Chez l’interlocuteur, qui ne peut plus rien envoyer.

# %% [markdown] lang="en" notes=1
# **Say.** This is what the grader shows to somebody who has not written the loop: what came, and what stayed behind.
#
# **Ask.** Where is the rest of the message? With the peer, who cannot send any more.

# %% tags=["hide"]
from http.server import (
    BaseHTTPRequestHandler,
    HTTPServer,
)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response_only(200)
        self.send_header(
            "Content-Type", "text/plain"
        )
        self.end_headers()
        self.wfile.write(b"Bonjour !")


web = HTTPServer(("127.0.0.1", 0), Page)
serving = threading.Thread(
    target=web.serve_forever
)
serving.start()
address = web.server_address

# %% [markdown] lang="fr" slide="T4"
# ## Demander une page à un serveur web

# %% [markdown] lang="en" slide="T4"
# ## Asking a web server for a page

# %%
from ex05_tcp_receive_loop import request

page = request(address, b"GET / HTTP/1.0\r\n\r\n")
print(page.decode())

# %% [markdown] lang="fr"
# `request` vient de la solution de l’exercice 5 ; le serveur tourne sur cette machine.

# %% [markdown] lang="en"
# `request` comes from the solution of exercise 5; the server runs on this machine.

# %% tags=["hide"]
web.shutdown()
serving.join()
web.server_close()

# %% [markdown] lang="fr" notes=1
# **À dire.** En HTTP/1.0 le serveur ferme quand il a tout dit : la boucle de réception suffit.
#
# **À demander.** Pourquoi deux fins de ligne ? Une ligne vide finit la requête.

# %% [markdown] lang="en" notes=1
# **Say.** In HTTP/1.0 the server closes when it has said everything: the receive loop is enough.
#
# **Ask.** Why two line ends? An empty line ends the request.

# %% [markdown] lang="fr" slide="T2 T4"
# ## Chacun attend que l’autre finisse

# %% [markdown] lang="en" slide="T2 T4"
# ## Each waits for the other to finish


# %% tags=["hide"]
def receive_all(sock):
    chunks = []
    while chunk := sock.recv(4096):
        chunks.append(chunk)
    return b"".join(chunks)


client, connection = meet()
connection.settimeout(0.3)

# %% tags=["fails"]
client.sendall(b"ping")
receive_all(connection)

# %% tags=["hide"]
connection.settimeout(5)

# %%
client.sendall(b"ping")
client.shutdown(socket.SHUT_WR)
print(receive_all(connection))

# %% [markdown] lang="fr"
# `SHUT_WR` : **« j’ai fini de parler, j’écoute »**.

# %% [markdown] lang="en"
# `SHUT_WR`: **“I have finished speaking, I listen”**.

# %% tags=["hide"]
client.close()
connection.close()
server.close()

# %% [markdown] lang="fr" notes=2
# **À dire.** Sans lui, l’autre attend la suite, et nous sa réponse. Le délai d’attente évite seulement à la diapositive de
# rester gelée.
#
# **À demander.** Et `close` ? Il finirait aussi, mais on n’entendrait plus la réponse.

# %% [markdown] lang="en" notes=2
# **Say.** Without it the other end waits for more, and we for its answer. The timeout only keeps the slide from freezing.
#
# **Ask.** And `close`? It would finish too, but the answer would not be heard.

# %% [markdown] lang="fr" slide="T5"
# ## Un serveur d’écho

# %% [markdown] lang="en" slide="T5"
# ## An echo server


# %%
class Echo:
    def __init__(self, address):
        self.sock = socket.create_server(address)

    def run(self):
        while True:
            client, _ = self.sock.accept()
            with client:
                while chunk := client.recv(4096):
                    client.sendall(chunk)


# %% tags=["hide"]
import contextlib


def serve():
    with contextlib.suppress(TimeoutError):
        echo.run()


echo = Echo(("127.0.0.1", 0))
server = echo.sock
server.settimeout(0.5)
ada, bob = connect(), connect()
running = threading.Thread(target=serve)
running.start()
ada.sendall(b"bonjour")
assert ada.recv(4096) == b"bonjour"
bob.settimeout(0.3)

# %% [markdown] lang="fr" notes=2
# **À dire.** Renvoyer au fur et à mesure, pas à la fin : un client bavard attendrait. Ici `run` ne finit jamais ; l’exercice 6
# demande mieux, et d’afficher le message entier, décodé une seule fois.
#
# **À demander.** Quelle ligne finit la conversation avec un client ? Le `while` : `b""`, puis `with` ferme.

# %% [markdown] lang="en" notes=2
# **Say.** Send back as it comes, not at the end: a talkative client would wait. Here `run` never ends; exercise 6 asks for
# better, and to print the whole message, decoded once.
#
# **Ask.** Which line ends the conversation with a client? The `while`: `b""`, then `with` closes.

# %% [markdown] lang="fr" slide="T5"
# ## Un client après l’autre

# %% [markdown] lang="en" slide="T5"
# ## One client after the other

# %% tags=["fails"]
bob.sendall(b"salut")
bob.recv(4096)

# %% tags=["hide"]
bob.settimeout(5)

# %%
ada.close()
print(bob.recv(4096))

# %% tags=["hide"]
bob.close()
running.join()
server.close()

# %% [markdown] lang="fr"
# Ada est connectée, et se tait : Bob attend dans la **file**, dont `listen(n)` fixe la taille. Ada partie, c’est son tour.

# %% [markdown] lang="en"
# Ada is connected, and silent: Bob waits in the **queue**, whose size `listen(n)` sets. Once Ada has left, it is his turn.

# %% [markdown] lang="fr" notes=1
# **À dire.** C’est le serveur de la diapositive précédente. Bob était déjà connecté : le système l’avait mis en file.
#
# **À demander.** Comment servir les deux à la fois ? Un fil par client ; ce n’est pas demandé à l’exercice 6.

# %% [markdown] lang="en" notes=1
# **Say.** It is the server of the previous slide. Bob was connected already: the system had put him into the queue.
#
# **Ask.** How can both be served at once? A thread for each client; exercise 6 does not ask for it.

# %% [markdown] lang="fr" slide="T5 T6"
# ## Serveur et client, en marche

# %% [markdown] lang="en" slide="T5 T6"
# ## Server and client at work

# %% tags=["hide"]
from ex06_echo_server import (
    EchoClient,
    EchoServer,
)

# %%
server = EchoServer()
running = threading.Thread(target=server.run)
running.start()

client = EchoClient(server.address)
print("client:", client.run("bonjour"))

# %% tags=["hide"]
server.stop()
running.join()

# %% [markdown] lang="fr"
# Les solutions de l’exercice 6. Le client se connecte, envoie, dit qu’il a fini, lit la réponse, ferme.

# %% [markdown] lang="en"
# The solutions of exercise 6. The client connects, sends, says that it has finished, reads the answer, closes.

# %% [markdown] lang="fr" notes=1
# **À dire.** L’autre ligne est celle du serveur, qui affiche le message entier.
#
# **À demander.** Laquelle des deux s’affiche d’abord ? Cela dépend : ce sont deux fils.

# %% [markdown] lang="en" notes=1
# **Say.** The other line is the server’s, which prints the whole message.
#
# **Ask.** Which of the two is printed first? It depends: these are two threads.

# %% [markdown] lang="fr" slide="T6 P1"
# ## Personne au bout du fil

# %% [markdown] lang="en" slide="T6 P1"
# ## Nobody on the line

# %% tags=["fails"]
client.run("bonjour")

# %%
try:
    client.run("bonjour")
except OSError as error:
    print("!", error)

# %% [markdown] lang="fr"
# Le serveur s’est arrêté : le client le **dit**, sans trace de pile.

# %% [markdown] lang="en"
# The server has stopped: the client **says so**, without a traceback.

# %% [markdown] lang="fr" notes=1
# **À dire.** La fonction laisse passer l’erreur ; c’est le programme qui l’attrape, et qui parle à l’utilisateur.
#
# **À demander.** Que vérifier d’abord ? Le serveur tourne-t-il, à cette adresse, sur ce port ?

# %% [markdown] lang="en" notes=1
# **Say.** The function lets the error through; it is the program that catches it, and talks to the user.
#
# **Ask.** What is to be checked first? Does the server run, at this address, on this port?

# %% [markdown] lang="fr" slide=""
# ## À vous : les exercices 5 et 6
#
# **ex05_tcp_receive_loop** : tout envoyer, tout recevoir.
#
# **ex06_echo_server** : le serveur d’écho et son client.
#
# ```
# python -m autograder watch ex05
# ```
#
# - Les carnets : `notebooks/fr/`

# %% [markdown] lang="en" slide=""
# ## Over to you: exercises 5 and 6
#
# **ex05_tcp_receive_loop**: send all, receive all.
#
# **ex06_echo_server**: the echo server and its client.
#
# ```
# python -m autograder watch ex05
# ```
#
# - The notebooks: `notebooks/en/`

# %% [markdown] lang="fr" notes=3
# **À dire.** Écrire ensemble `receive_all` avec un seul `recv`, et regarder le dessin de l’échec ; puis la boucle. Le
# correcteur coupe les messages en morceaux, se tait, raccroche : c’est le réseau qu’ils rencontreront.
#
# **À demander.** `receive_exactly(sock, 4)` : combien d’octets demander à `recv` au second tour ? Ce qui manque, pas plus.

# %% [markdown] lang="en" notes=3
# **Say.** Write `receive_all` together with one `recv`, and look at the drawing of the failure; then the loop. The grader
# cuts messages in pieces, falls silent, hangs up: it is the network that they will meet.
#
# **Ask.** `receive_exactly(sock, 4)`: how many bytes to ask `recv` for, the second time round? What is missing, no more.
