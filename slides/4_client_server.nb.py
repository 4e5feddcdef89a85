# %% [markdown] lang="fr" slide=""
# # Un flux entre deux bouts
#
# Programmation réseau, quatrième partie : client et serveur sur TCP
#
# *30 minutes, puis les exercices 5 et 6*

# %% [markdown] lang="en" slide=""
# # A stream between two ends
#
# Network programming, part four: client and server over TCP
#
# *30 minutes, then exercises 5 and 6*

# %% [markdown] lang="fr" notes=true
# Rappel (1 min) : un flux d’octets, tout arrive, dans l’ordre, coupé n’importe où.

# %% [markdown] lang="en" notes=true
# Recall (1 min): a stream of bytes, everything arrives, in order, cut anywhere.

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
client = socket.create_connection(
    server.getsockname()
)
mine = client.getsockname()

# %%
connection, address = server.accept()
print(connection is server, address == mine)

# %% [markdown] lang="fr"
# `accept` attend un client, et rend **deux** choses : une socket neuve pour lui parler, et son adresse.

# %% [markdown] lang="en"
# `accept` waits for a client and returns **two** things: a new socket to talk to them, and their address.

# %% [markdown] lang="fr" notes=true
# 2 min. Le standard et les postes : la socket qui écoute ne transporte jamais rien. Les trois premières lignes ensemble : `socket.create_server`.

# %% [markdown] lang="en" notes=true
# 2 min. The switchboard and the extensions: the socket that listens never carries anything. The first three lines together: `socket.create_server`.

# %% [markdown] lang="fr" slide="T1"
# ## Parler au standard

# %% [markdown] lang="en" slide="T1"
# ## Talking to the switchboard

# %% tags=["fails"]
server.recv(4096)

# %% [markdown] lang="fr"
# C’est à `connection` qu’il faut parler : `server` ne fait qu’attendre les suivants.

# %% [markdown] lang="en"
# Talk to `connection`: `server` does nothing but wait for the next ones.

# %% [markdown] lang="fr" notes=true
# 1 min. L’erreur est « non connecté » : la socket qui écoute ne l’est jamais.

# %% [markdown] lang="en" notes=true
# 1 min. The error is “not connected”: the socket that listens never is.

# %% [markdown] lang="fr" slide="T2"
# ## Le client se connecte ; puis chacun parle et écoute

# %% [markdown] lang="en" slide="T2"
# ## The client connects; then both speak and listen

# %%
client.sendall(b"ping")
print(connection.recv(4096))

connection.sendall(b"pong")
print(client.recv(4096))

# %% [markdown] lang="fr"
# Après `connect` et `accept`, les deux bouts sont **égaux**.

# %% [markdown] lang="en"
# After `connect` and `accept`, both ends are **equal**.

# %% [markdown] lang="fr" notes=true
# 1 min. Qui commence ? Le réseau ne le dit pas : c’est au protocole de le dire.

# %% [markdown] lang="en" notes=true
# 1 min. Who begins? The network does not say: the protocol must.

# %% tags=["hide"]
client.close()
connection.close()
client = socket.create_connection(
    server.getsockname()
)
connection, _ = server.accept()
client.setsockopt(
    socket.SOL_SOCKET, socket.SO_SNDBUF, 4096
)
client.settimeout(0.2)

# %% [markdown] lang="fr" slide="T3"
# ## `send` ne promet pas de tout prendre

# %% [markdown] lang="en" slide="T3"
# ## `send` does not promise to take everything

# %%
message = bytes(10_000_000)
print(len(message), client.send(message))

# %% [markdown] lang="fr"
# Il rend **combien** d’octets il a pris. Le reste n’est parti nulle part.

# %% [markdown] lang="en"
# It returns **how many** bytes it took. The rest has gone nowhere.

# %% [markdown] lang="fr" notes=true
# 2 min. Faire prédire. Personne ne lit en face : les tampons se remplissent. Sur une socket sans délai d’attente, `send` attendrait.

# %% [markdown] lang="en" notes=true
# 2 min. Have it predicted. Nobody reads at the other end: the buffers fill. On a socket without a timeout `send` would wait.

# %% tags=["hide"]
client.close()
connection.close()
client = socket.create_connection(
    server.getsockname()
)
connection, _ = server.accept()
client.setsockopt(
    socket.SOL_SOCKET, socket.SO_SNDBUF, 4096
)
client.settimeout(5)
message = bytes(300_000)


def read_all(sock):
    while sock.recv(65536):
        pass


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

# %% [markdown] lang="fr"
# Envoyer **le reste**, compter, recommencer. `sendall` est cette boucle, toute faite.

# %% [markdown] lang="en"
# Send **the rest**, count, go on. `sendall` is this loop, ready made.

# %% [markdown] lang="fr" notes=true
# 2 min. L’erreur classique : `send(message)` à chaque tour, depuis le début. Demander ce que recevrait l’autre bout.

# %% [markdown] lang="en" notes=true
# 2 min. The classical mistake: `send(message)` each time round, from the start. Ask what the other end would receive.

# %% tags=["hide"]
client.close()
reader.join()
connection.close()
client = socket.create_connection(
    server.getsockname()
)
connection, _ = server.accept()

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

# %% [markdown] lang="fr" notes=true
# 2 min. Faire prédire les trois lignes. Un seul `recv` pour un message : cela marche chez soi, et casse chez les autres.

# %% [markdown] lang="en" notes=true
# 2 min. Have the three lines predicted. One `recv` for a message: it works at home, and breaks elsewhere.

# %% tags=["hide"]
connection.close()


def pieces():
    with socket.create_connection(
        server.getsockname()
    ) as sock:
        sock.sendall(b"une longue ")
        with_someone.wait(5)
        sock.sendall(b"reponse")


with_someone = threading.Event()
sender = threading.Thread(target=pieces)
sender.start()
connection, _ = server.accept()

# %% [markdown] lang="fr" slide="T4"
# ## Un seul `recv` : le début du message

# %% [markdown] lang="en" slide="T4"
# ## One `recv`: the beginning of the message

# %%
print(connection.recv(4096))

# %% tags=["hide"]
with_someone.set()

# %%
chunks = []
while chunk := connection.recv(4096):
    chunks.append(chunk)
print(b"".join(chunks))

# %% [markdown] lang="fr"
# La boucle recueille les morceaux **jusqu’au morceau vide**, puis les joint.

# %% [markdown] lang="en"
# The loop gathers the chunks **until the empty one**, then joins them.

# %% tags=["hide"]
sender.join()
connection.close()

# %% [markdown] lang="fr" notes=true
# 2 min. Ne pas s’arrêter sur un morceau court, ni décoder morceau par morceau : un caractère peut être coupé en deux.

# %% [markdown] lang="en" notes=true
# 2 min. Do not stop at a short chunk, nor decode chunk by chunk: a character may be cut in two.

# %% tags=["hide"]
from http.server import (
    BaseHTTPRequestHandler,
    HTTPServer,
)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header(
            "Content-Type", "text/plain"
        )
        self.end_headers()
        self.wfile.write(b"Bonjour !")

    def log_message(self, *_):
        pass


web = HTTPServer(("127.0.0.1", 0), Page)
serving = threading.Thread(
    target=web.serve_forever
)
serving.start()
address = web.server_address

# %% [markdown] lang="fr" slide="T4"
# ## Un seul `recv`, vu du fil

# %% [markdown] lang="en" slide="T4"
# ## One `recv`, seen from the wire

# %% tags=["hide-input", "fr"]
from autograder.lecture.conversation import (
    conversation,
)

conversation(
    "ex05",
    "receive_all_joins_the_pieces",
    "fr",
    "recv_once",
)

# %% tags=["hide-input", "en"]
conversation(
    "ex05",
    "receive_all_joins_the_pieces",
    "en",
    "recv_once",
)

# %% [markdown] lang="fr" notes=true
# 1 min. Voilà ce que le correcteur montre à qui n’a pas écrit la boucle : ce qui est venu, et ce qui est resté là.

# %% [markdown] lang="en" notes=true
# 1 min. This is what the grader shows to somebody who has not written the loop: what came, and what stayed behind.

# %% [markdown] lang="fr" slide="T4"
# ## Demander une page à un serveur web

# %% [markdown] lang="en" slide="T4"
# ## Asking a web server for a page

# %%
from ex05_tcp_receive_loop import request

page = request(address, b"GET / HTTP/1.0\r\n\r\n")
print(page.decode())

# %% [markdown] lang="fr" notes=true
# 2 min. `request` est la solution de l’exercice 5 ; le serveur tourne sur cette machine. Deux fins de ligne : la question est finie.

# %% [markdown] lang="en" notes=true
# 2 min. `request` is the solution of exercise 5; the server runs on this machine. Two line ends: the question is over.

# %% tags=["hide"]
web.shutdown()
serving.join()
web.server_close()

# %% [markdown] lang="fr" slide="T2 T4"
# ## Chacun attend que l’autre finisse

# %% [markdown] lang="en" slide="T2 T4"
# ## Each waits for the other to finish

# %% tags=["hide"]
client = socket.create_connection(
    server.getsockname(), 5
)
connection, _ = server.accept()
connection.settimeout(0.3)


def receive_all(sock):
    chunks = []
    while chunk := sock.recv(4096):
        chunks.append(chunk)
    return b"".join(chunks)


# %% tags=["fails"]
client.sendall(b"question")
receive_all(connection)

# %% tags=["hide"]
client.sendall(b"question")

# %%
client.shutdown(socket.SHUT_WR)
print(receive_all(connection))

# %% [markdown] lang="fr"
# `shutdown(SHUT_WR)` : **« j’ai fini de parler, j’écoute »**. Sans lui, l’autre attend la suite.

# %% [markdown] lang="en"
# `shutdown(SHUT_WR)`: **“I have finished speaking, I listen”**. Without it the other end waits for more.

# %% tags=["hide"]
client.close()
connection.close()
server.close()

# %% [markdown] lang="fr" notes=true
# 2 min. Le délai d’attente évite au transparent de rester gelé. `close` finirait aussi, mais on n’entendrait plus la réponse.

# %% [markdown] lang="en" notes=true
# 2 min. The timeout keeps the slide from freezing. `close` would finish too, but the answer would not be heard.

# %% [markdown] lang="fr" slide="T5"
# ## Un serveur d’écho : un client après l’autre

# %% [markdown] lang="en" slide="T5"
# ## An echo server: one client after the other


# %%
def run(self):
    while True:
        client, _ = self._sock.accept()
        with client:
            while chunk := client.recv(4096):
                client.sendall(chunk)


# %% [markdown] lang="fr"
# Les suivants attendent dans la **file** ; `listen(n)` en dit la taille. Ici, `run` ne finit jamais : à vous de mieux faire.

# %% [markdown] lang="en"
# The next ones wait in the **queue**; `listen(n)` says its size. Here `run` never ends: you will do better.

# %% [markdown] lang="fr" notes=true
# 2 min. Renvoyer à mesure, pas à la fin : un client bavard attendrait. Afficher ensuite tout le message, décodé une seule fois.

# %% [markdown] lang="en" notes=true
# 2 min. Send back as it comes, not at the end: a talkative client would wait. Then print the whole message, decoded once.

# %% [markdown] lang="fr" slide="T5 T6"
# ## Le voici en marche

# %% [markdown] lang="en" slide="T5 T6"
# ## Here it runs

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
print("echo:", client.run("bonjour"))

# %% tags=["hide"]
server.stop()
running.join()

# %% [markdown] lang="fr"
# Les solutions de l’exercice 6 : le client se connecte, envoie, dit qu’il a fini, lit, ferme.

# %% [markdown] lang="en"
# The solutions of exercise 6: the client connects, sends, says that it has finished, reads, closes.

# %% [markdown] lang="fr" notes=true
# 1 min. Une ligne vient du serveur, l’autre du client. Laquelle vient d’abord ? Cela dépend : deux fils.

# %% [markdown] lang="en" notes=true
# 1 min. One line comes from the server, one from the client. Which comes first? It depends: two threads.

# %% [markdown] lang="fr" slide="T6"
# ## Personne au bout du fil

# %% [markdown] lang="en" slide="T6"
# ## Nobody on the line

# %% tags=["fails"]
EchoClient(server.address).run("allo")

# %% [markdown] lang="fr"
# Le serveur est arrêté : le client le **dit**, il ne se tait pas.

# %% [markdown] lang="en"
# The server has stopped: the client **says so**, it does not keep quiet.

# %% [markdown] lang="fr" notes=true
# 1 min. Laisser passer l’erreur vers qui appelle : lui seul sait quoi en faire.

# %% [markdown] lang="en" notes=true
# 1 min. Let the error through to the caller: only they know what to do about it.

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

# %% [markdown] lang="fr" notes=true
# Le correcteur coupe les messages en morceaux, se tait, raccroche : c’est le réseau qu’ils rencontreront.

# %% [markdown] lang="en" notes=true
# The grader cuts messages in pieces, falls silent, hangs up: it is the network that they will meet.
