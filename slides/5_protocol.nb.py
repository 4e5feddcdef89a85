# %% [markdown] lang="fr" slide=""
# # Se mettre d’accord
#
# Programmation réseau, cinquième partie : les protocoles
#
# *25 minutes, puis l’exercice 7*

# %% [markdown] lang="en" slide=""
# # Coming to an agreement
#
# Network programming, part five: protocols
#
# *25 minutes, then exercise 7*

# %% [markdown] lang="fr" notes=true
# Rappel (1 min) : TCP porte des octets, sans limites entre les messages. Qui les remet ? Le protocole.

# %% [markdown] lang="en" notes=true
# Recall (1 min): TCP carries bytes, with no limits between messages. Who puts them back? The protocol.

# %% tags=["hide"]
import pickle
import socket
import struct
import threading

# %% [markdown] lang="fr" slide="P1"
# ## Ce qui peut mal tourner a un nom

# %% [markdown] lang="en" slide="P1"
# ## What can go wrong has a name

# %% [markdown] lang="fr"
# | | |
# | --- | --- |
# | `socket.gaierror` | ce nom, personne ne le connaît |
# | `ConnectionRefusedError` | personne n’écoute là |
# | `TimeoutError` | rien n’est venu à temps |
# | `ConnectionResetError` | l’autre a rompu |
#
# Toutes sont des **`OSError`** (`socket.error` en est l’ancien nom).

# %% [markdown] lang="en"
# | | |
# | --- | --- |
# | `socket.gaierror` | nobody knows this name |
# | `ConnectionRefusedError` | nobody listens there |
# | `TimeoutError` | nothing came in time |
# | `ConnectionResetError` | the other end broke off |
#
# All are **`OSError`** (`socket.error` is its former name).

# %% [markdown] lang="fr" notes=true
# 2 min. `socket.timeout` est l’ancien nom de `TimeoutError`. Attraper la plus précise que l’on sait traiter.

# %% [markdown] lang="en" notes=true
# 2 min. `socket.timeout` is the former name of `TimeoutError`. Catch the narrowest that you can deal with.

# %% [markdown] lang="fr" slide="P1"
# ## `recv` aussi peut lever une erreur

# %% [markdown] lang="en" slide="P1"
# ## `recv` may raise an error, too

# %% tags=["hide"]
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(
    server.getsockname(), 5
)
connection, _ = server.accept()

# %% tags=["hide"]
off = struct.pack("ii", 1, 0)
client.setsockopt(
    socket.SOL_SOCKET, socket.SO_LINGER, off
)
client.close()

# %% tags=["fails"]
connection.recv(4096)

# %% [markdown] lang="fr"
# L’autre n’a pas fini, il a **rompu** : ce n’est pas `b""`. Un serveur continue avec le client suivant.

# %% [markdown] lang="en"
# The other end has not finished, it has **broken off**: that is not `b""`. A server goes on with the next client.

# %% tags=["hide"]
connection.close()

# %% [markdown] lang="fr" notes=true
# 2 min. Un client tué, un câble arraché. Demander ce que fait un serveur qui ne s’y attend pas : il meurt, avec tous ses clients.

# %% [markdown] lang="en" notes=true
# 2 min. A client that was killed, a cable pulled out. Ask what a server does that does not expect it: it dies, with all its clients.

# %% [markdown] lang="fr" slide="P1"
# ## Un client qui ne trouve pas de serveur le dit

# %% [markdown] lang="en" slide="P1"
# ## A client that finds no server says so

# %% tags=["hide"]
address = server.getsockname()
server.close()

# %%
try:
    socket.create_connection(address, 5)
except ConnectionRefusedError:
    print("nobody listens there")

# %% [markdown] lang="fr" notes=true
# 1 min. Dans une fonction, on laisse passer ; dans le programme, on le dit à l’utilisateur, sans trace de pile.

# %% [markdown] lang="en" notes=true
# 1 min. In a function, let it through; in the program, tell the user, without a traceback.

# %% [markdown] lang="fr" slide="P2"
# ## Ce qu’une spécification doit dire

# %% [markdown] lang="en" slide="P2"
# ## What a specification has to say

# %% [markdown] lang="fr"
# - **Texte ou binaire** ?
# - La liste des messages valides.
# - Leur structure, et le type de chaque champ.
# - Les versions, les options.
# - Les erreurs : lesquelles, et **qui s’en charge**.

# %% [markdown] lang="en"
# - **Text or binary**?
# - The list of valid messages.
# - Their structure, and the type of each field.
# - Versions, options.
# - Errors: which, and **who deals with them**.

# %% [markdown] lang="fr" notes=true
# 2 min. Prendre HTTP comme exemple connu : première ligne, en-têtes, ligne vide, corps. Et les codes d’erreur.

# %% [markdown] lang="en" notes=true
# 2 min. Take HTTP as a known example: first line, headers, empty line, body. And the error codes.

# %% [markdown] lang="fr" slide="P3"
# ## Du texte : encoder, décoder

# %% [markdown] lang="en" slide="P3"
# ## Text: encode, decode

# %%
data = "né à 10 €".encode()
print(len("né à 10 €"), len(data))

# %% tags=["fails"]
data[:2].decode()

# %% [markdown] lang="fr"
# Un caractère peut tenir sur plusieurs octets : décoder **le message entier**, jamais un morceau.

# %% [markdown] lang="en"
# A character may take several bytes: decode **the whole message**, never a piece.

# %% [markdown] lang="fr" notes=true
# 2 min. Faire prédire les deux longueurs. UTF-8 des deux côtés : c’est dans la spécification ou ce n’est pas.

# %% [markdown] lang="en" notes=true
# 2 min. Have both lengths predicted. UTF-8 on both sides: it is in the specification or it is not.

# %% [markdown] lang="fr" slide="P3"
# ## Des nombres : `struct`

# %% [markdown] lang="en" slide="P3"
# ## Numbers: `struct`

# %%
print(struct.pack("!I", 1000))
print(struct.pack("<I", 1000))
print(struct.unpack("!I", b"\x00\x00\x03\xe8"))

# %% [markdown] lang="fr"
# `!` : l’ordre des octets **du réseau**. Sans lui, chacun écrit dans l’ordre de sa machine.

# %% [markdown] lang="en"
# `!`: the byte order **of the network**. Without it, everybody writes in their machine’s own order.

# %% [markdown] lang="fr" notes=true
# 2 min. `I` : 4 octets sans signe ; `q` : 8 octets avec signe. Sans préfixe, l’ordre et la taille sont ceux de la machine.

# %% [markdown] lang="en" notes=true
# 2 min. `I`: 4 bytes without a sign; `q`: 8 bytes with one. Without a prefix, order and size are the machine’s.

# %% [markdown] lang="fr" slide="P3"
# ## Lu dans l’autre sens

# %% [markdown] lang="en" slide="P3"
# ## Read the other way round

# %%
announced = struct.pack("<I", 35)
(size,) = struct.unpack("!I", announced)
print(size)

# %% [markdown] lang="fr"
# 35 octets annoncés ; l’autre en attend **587 millions**, et attend encore.

# %% [markdown] lang="en"
# 35 bytes announced; the other end expects **587 million**, and is still waiting.

# %% [markdown] lang="fr" notes=true
# 1 min. Aucune erreur, nulle part. C’est pourquoi la spécification doit dire l’ordre.

# %% [markdown] lang="en" notes=true
# 1 min. No error, anywhere. That is why the specification must say the order.

# %% [markdown] lang="fr" slide="P3"
# ## Des objets : `pickle`

# %% [markdown] lang="en" slide="P3"
# ## Objects: `pickle`

# %%
data = pickle.dumps([1, 2, 3])
print(data)
print(pickle.loads(data))

# %% [markdown] lang="fr"
# Commode entre deux programmes Python… qui se font **confiance**.

# %% [markdown] lang="en"
# Handy between two Python programs… that **trust** each other.

# %% [markdown] lang="fr" notes=true
# 1 min. Ce n’est pas un format d’échange : c’est un petit programme que `loads` exécute. La diapositive suivante le montre.

# %% [markdown] lang="en" notes=true
# 1 min. It is no exchange format: it is a small program that `loads` runs. The next slide shows it.

# %% [markdown] lang="fr" slide="P3"
# ## Un `pickle` venu du réseau peut tout faire

# %% [markdown] lang="en" slide="P3"
# ## A `pickle` from the network can do anything


# %%
class Trap:
    def __reduce__(self):
        return print, ("I run on YOUR machine",)


received = pickle.dumps(Trap())
pickle.loads(received)

# %% [markdown] lang="fr"
# `loads` a **appelé une fonction** choisie par l’autre. L’exercice 7 lit un `pickle` sans rien exécuter.

# %% [markdown] lang="en"
# `loads` has **called a function** chosen by the other end. Exercise 7 reads a `pickle` without running anything.

# %% [markdown] lang="fr" notes=true
# 2 min. Ici `print` ; ailleurs, effacer le disque. Un `Unpickler` dont `find_class` refuse tout suffit pour des entiers.

# %% [markdown] lang="en" notes=true
# 2 min. Here `print`; elsewhere, wiping the disk. An `Unpickler` whose `find_class` refuses everything is enough for integers.

# %% [markdown] lang="fr" slide="P4"
# ## L’additionneur d’entiers

# %% [markdown] lang="en" slide="P4"
# ## The integer adder

# %% [markdown] lang="fr"
# | | |
# | --- | --- |
# | le client envoie | 4 octets : la taille de ce qui suit |
# | | puis une liste d’entiers (`pickle`) |
# | le serveur répond | 8 octets : la somme |
# | tout le reste | le serveur **coupe**, sans répondre |
#
# Plusieurs questions peuvent se suivre sur une connexion.

# %% [markdown] lang="en"
# | | |
# | --- | --- |
# | the client sends | 4 bytes: the size of what follows |
# | | then a list of integers (`pickle`) |
# | the server answers | 8 bytes: the sum |
# | anything else | the server **hangs up**, without a reply |
#
# Several questions may follow on one connection.

# %% [markdown] lang="fr" notes=true
# 2 min. Pourquoi la taille d’abord ? Parce que TCP n’a pas de messages. Pourquoi un maximum ? Parce que l’annonce peut mentir.

# %% [markdown] lang="en" notes=true
# 2 min. Why the size first? Because TCP has no messages. Why a limit? Because the announcement may lie.

# %% [markdown] lang="fr" slide="P4"
# ## Une question, octet par octet

# %% [markdown] lang="en" slide="P4"
# ## One question, byte by byte

# %% tags=["hide"]
from ex07_adder_protocol import (
    AdderClient,
    AdderServer,
    encode_request,
)

# %%
request = encode_request([20, 22])
print(request[:4])
print(request[4:])

# %% [markdown] lang="fr"
# L’en-tête annonce la taille ; la boucle de réception de l’exercice 5 sait lire **exactement** tant d’octets.

# %% [markdown] lang="en"
# The header announces the size; the receive loop of exercise 5 can read **exactly** so many bytes.

# %% [markdown] lang="fr" notes=true
# 1 min. Compter ensemble les octets du second affichage et les comparer à l’en-tête.

# %% [markdown] lang="en" notes=true
# 1 min. Count the bytes of the second line together and compare them with the header.

# %% [markdown] lang="fr" slide="P4"
# ## Une question, sur le fil

# %% [markdown] lang="en" slide="P4"
# ## One request, on the wire

# %% tags=["hide-input", "fr"]
from autograder.lecture.conversation import (
    conversation,
)

conversation(
    "ex07",
    "adder_server_replies_with_the_sum",
    "fr",
)

# %% tags=["hide-input", "en"]
conversation(
    "ex07",
    "adder_server_replies_with_the_sum",
    "en",
)

# %% [markdown] lang="fr" notes=true
# 1 min. Ce dessin est fait d’une vraie conversation, celle d’un contrôle avec la solution. Suivre les flèches du doigt.

# %% [markdown] lang="en" notes=true
# 1 min. This drawing is made of a real conversation, that of a check with the solution. Follow the arrows with a finger.

# %% [markdown] lang="fr" slide="P4"
# ## Le voici en marche

# %% [markdown] lang="en" slide="P4"
# ## Here it runs

# %%
server = AdderServer()
running = threading.Thread(target=server.run)
running.start()

with AdderClient(server.address) as client:
    print(client.add([20, 22]))
    print(client.add([-1, 1]))

# %% tags=["hide"]
server.stop()
running.join()

# %% [markdown] lang="fr"
# Deux questions, **une** connexion.

# %% [markdown] lang="en"
# Two questions, **one** connection.

# %% [markdown] lang="fr" notes=true
# 1 min. Les solutions de l’exercice 7, telles quelles.

# %% [markdown] lang="en" notes=true
# 1 min. The solutions of exercise 7, as they stand.

# %% [markdown] lang="fr" slide=""
# ## À vous : l’exercice 7
#
# **ex07_adder_protocol** : un protocole à vous, et un serveur qui ne croit rien.
#
# ```
# python -m autograder watch ex07
# ```
#
# - Le carnet : `notebooks/fr/ex07_adder_protocol`
# - Le correcteur envoie ce qu’un client poli n’enverrait jamais.

# %% [markdown] lang="en" slide=""
# ## Over to you: exercise 7
#
# **ex07_adder_protocol**: a protocol of your own, and a server that believes nothing.
#
# ```
# python -m autograder watch ex07
# ```
#
# - The notebook: `notebooks/en/ex07_adder_protocol`
# - The grader sends what a polite client never would.

# %% [markdown] lang="fr" notes=true
# Pour finir : demander à chacun la chose qu’il ne croyait pas ce matin.

# %% [markdown] lang="en" notes=true
# To finish: ask everybody for the one thing that they did not believe this morning.
