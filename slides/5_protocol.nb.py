# %% [markdown] lang="fr" slide=""
# # Se mettre d’accord
#
# Programmation réseau, cinquième partie : les protocoles
#
# *Ensuite : l’exercice 7, un additionneur d’entiers*

# %% [markdown] lang="en" slide=""
# # Coming to an agreement
#
# Network programming, part five: protocols
#
# *Then: exercise 7, an adder of integers*

# %% [markdown] lang="fr" notes=1
# **À dire.** Dernière partie : que dire dans ce flux, et que faire quand l’autre dit autre chose.
#
# **À demander.** TCP perd les limites entre les messages. Qui les remet ? Le protocole.

# %% [markdown] lang="en" notes=1
# **Say.** The last part: what to say in this stream, and what to do when the other end says something else.
#
# **Ask.** TCP loses the limits between messages. Who puts them back? The protocol.

# %% tags=["hide"]
import pickle
import socket
import struct
import threading

# %% [markdown] lang="fr" slide="P1"
# ## Ce qui peut mal tourner a un nom
#
# | | |
# | --- | --- |
# | `socket.gaierror` | ce nom, personne ne le connaît |
# | `ConnectionRefusedError` | personne n’écoute là |
# | `TimeoutError` | rien n’est venu à temps |
# | `ConnectionResetError` | l’autre a rompu |
#
# Toutes sont des **`OSError`** (l’ancien `socket.error`).

# %% [markdown] lang="en" slide="P1"
# ## What can go wrong has a name
#
# | | |
# | --- | --- |
# | `socket.gaierror` | nobody knows this name |
# | `ConnectionRefusedError` | nobody listens there |
# | `TimeoutError` | nothing came in time |
# | `ConnectionResetError` | the other end broke off |
#
# All are **`OSError`** (formerly `socket.error`).

# %% [markdown] lang="fr" notes=1
# **À dire.** `socket.timeout` est l’ancien nom de `TimeoutError`. Attraper la plus précise que l’on sait traiter.
#
# **À demander.** Laquelle dit d’attendre un peu, laquelle de corriger une faute de frappe ?

# %% [markdown] lang="en" notes=1
# **Say.** `socket.timeout` is the former name of `TimeoutError`. Catch the narrowest that you can deal with.
#
# **Ask.** Which one says to wait a little, which one to mend a typing error?

# %% [markdown] lang="fr" slide="P1"
# ## `recv` aussi peut lever une erreur

# %% [markdown] lang="en" slide="P1"
# ## `recv` may raise an error, too


# %% tags=["hide"]
def broken(server):
    client = socket.create_connection(
        server.getsockname(), 5
    )
    client.setsockopt(
        socket.SOL_SOCKET,
        socket.SO_LINGER,
        struct.pack("ii", 1, 0),
    )
    connection, _ = server.accept()
    client.close()
    return connection


with socket.create_server(
    ("127.0.0.1", 0)
) as server:
    connection = broken(server)
    other = broken(server)

# %% tags=["fails"]
connection.recv(4096)

# %%
try:
    other.recv(4096)
except ConnectionError as error:
    print("!", error)

# %% [markdown] lang="fr"
# L’autre a **rompu** : on ferme, et on sert le client suivant.

# %% [markdown] lang="en"
# The other end **broke off**: close, and serve the next client.

# %% tags=["hide"]
connection.close()
other.close()

# %% [markdown] lang="fr" notes=2
# **À dire.** Un client tué, un câble arraché. Ce n’est pas `b""` : l’autre n’a pas fini, il a disparu.
#
# **À demander.** Que fait un serveur qui ne s’y attend pas ? Il meurt, avec tous ses clients.

# %% [markdown] lang="en" notes=2
# **Say.** A client that was killed, a cable pulled out. That is not `b""`: the other end has not finished, it has vanished.
#
# **Ask.** What does a server do that does not expect it? It dies, with all its clients.

# %% [markdown] lang="fr" slide="P2"
# ## Ce qu’une spécification doit dire
#
# - **Texte ou binaire** ?
# - La liste des messages valides.
# - Leur structure, et le type de chaque champ.
# - Les versions, les options.
# - Les erreurs : lesquelles, et **qui s’en charge**.

# %% [markdown] lang="en" slide="P2"
# ## What a specification has to say
#
# - **Text or binary**?
# - The list of valid messages.
# - Their structure, and the type of each field.
# - Versions, options.
# - Errors: which, and **who deals with them**.

# %% [markdown] lang="fr" notes=2
# **À dire.** Une spécification est finie quand deux personnes qui ne se connaissent pas peuvent écrire chacune un bout.
#
# **À demander.** Retrouver les cinq points dans HTTP : première ligne, en-têtes, ligne vide, corps, codes d’erreur.

# %% [markdown] lang="en" notes=2
# **Say.** A specification is complete when two people who do not know each other can write one end each.
#
# **Ask.** Find the five points in HTTP: first line, headers, empty line, body, error codes.

# %% [markdown] lang="fr" slide="P3"
# ## Du texte : encoder, décoder

# %% [markdown] lang="en" slide="P3"
# ## Text: encode, decode

# %% tags=["fails"]
data = "10 €".encode()
data[:4].decode()

# %%
print(len(data), data.decode())

# %% [markdown] lang="fr"
# Un caractère peut tenir sur plusieurs octets : décoder **le message entier**, jamais un morceau.

# %% [markdown] lang="en"
# A character may take several bytes: decode **the whole message**, never a piece.

# %% [markdown] lang="fr" notes=1
# **À dire.** UTF-8 des deux côtés : c’est écrit dans la spécification, ou bien personne ne le sait.
#
# **À demander.** Faire prédire la longueur : le signe € prend trois octets.

# %% [markdown] lang="en" notes=1
# **Say.** UTF-8 on both sides: it is written in the specification, or else nobody knows.
#
# **Ask.** Have the length predicted: the sign € takes three bytes.

# %% [markdown] lang="fr" slide="P3"
# ## Des nombres : `struct`

# %% [markdown] lang="en" slide="P3"
# ## Numbers: `struct`

# %%
print(struct.pack("!I", 1000))
print(struct.pack("<I", 1000))
print(struct.unpack("!I", b"\x00\x00\x03\xe8"))

# %% [markdown] lang="fr"
# `!` : l’ordre des octets **du réseau**. Sans préfixe, chacun écrit dans l’ordre de sa machine.

# %% [markdown] lang="en"
# `!`: the byte order **of the network**. Without a prefix, everybody writes in their machine’s own order.

# %% [markdown] lang="fr" notes=1
# **À dire.** `I` : 4 octets sans signe ; `q` : 8 octets avec signe. `unpack` rend toujours un tuple.
#
# **À demander.** Quels nombres un `I` ne peut-il pas dire ? Les négatifs, et à partir de 4 294 967 296.

# %% [markdown] lang="en" notes=1
# **Say.** `I`: 4 bytes without a sign; `q`: 8 bytes with one. `unpack` always returns a tuple.
#
# **Ask.** Which numbers can an `I` not say? Negative ones, and those from 4,294,967,296 on.

# %% [markdown] lang="fr" slide="P3"
# ## Lu dans l’autre sens

# %% [markdown] lang="en" slide="P3"
# ## Read the other way round

# %%
size = struct.pack("<I", 35)
print(struct.unpack("!I", size))

# %%
size = struct.pack("!I", 35)
print(struct.unpack("!I", size))

# %% [markdown] lang="fr"
# D’abord 35 octets annoncés, et **587 millions** attendus. Puis le même ordre aux deux bouts.

# %% [markdown] lang="en"
# First 35 bytes announced, and **587 million** expected. Then the same order at both ends.

# %% [markdown] lang="fr" notes=1
# **À dire.** Aucune erreur, nulle part : c’est pourquoi la spécification doit dire l’ordre.
#
# **À demander.** Que fait celui qui attend 587 millions d’octets ? Il attend toujours.

# %% [markdown] lang="en" notes=1
# **Say.** No error, anywhere: that is why the specification must say the order.
#
# **Ask.** What does the one do that expects 587 million bytes? It is still waiting.

# %% [markdown] lang="fr" slide="P3"
# ## Des objets : `pickle`

# %% [markdown] lang="en" slide="P3"
# ## Objects: `pickle`

# %%
data = pickle.dumps([20, 22], protocol=0)
print(data)
print(pickle.loads(data))

# %% [markdown] lang="fr"
# Commode entre deux programmes Python… qui se font **confiance**.

# %% [markdown] lang="en"
# Handy between two Python programs… that **trust** each other.

# %% [markdown] lang="fr" notes=1
# **À dire.** Ce n’est pas un format d’échange : c’est un petit programme que `loads` exécute. `I20` pose un entier, `a`
# l’ajoute à la liste, le point finit.
#
# **À demander.** Et un programme peut… ? La diapositive suivante le montre.

# %% [markdown] lang="en" notes=1
# **Say.** It is no exchange format: it is a small program that `loads` runs. `I20` puts an integer down, `a` appends it to
# the list, the dot ends.
#
# **Ask.** And a program can…? The next slide shows it.

# %% [markdown] lang="fr" slide="P3"
# ## Un `pickle` venu du réseau peut tout faire

# %% [markdown] lang="en" slide="P3"
# ## A `pickle` from the network can do anything


# %%
class Trap:
    def __reduce__(self):
        return print, ("!!!",)


received = pickle.dumps(Trap())
pickle.loads(received)

# %% [markdown] lang="fr"
# `loads` a **appelé une fonction** choisie par l’autre : ici `print`, ailleurs celle qui efface le disque.

# %% [markdown] lang="en"
# `loads` has **called a function** chosen by the other end: here `print`, elsewhere the one that wipes the disk.

# %% [markdown] lang="fr" notes=1
# **À dire.** Personne n’a appelé `Trap` de ce côté : il a suffi de lire.
#
# **À demander.** Suffirait-il de vérifier le résultat de `loads` ? Non : c’est déjà trop tard.

# %% [markdown] lang="en" notes=1
# **Say.** Nobody has called `Trap` on this side: reading was enough.
#
# **Ask.** Would it do to check the result of `loads`? No: it is too late by then.

# %% [markdown] lang="fr" slide="P3"
# ## Le lire sans rien exécuter

# %% [markdown] lang="en" slide="P3"
# ## Reading it without running anything

# %%
from ex07_adder_protocol import decode_payload

print(decode_payload(pickle.dumps([20, 22])))

# %% tags=["fails"]
decode_payload(received)

# %% [markdown] lang="fr"
# La solution de l’exercice 7 : un `Unpickler` qui refuse toute classe et toute fonction.

# %% [markdown] lang="en"
# The solution of exercise 7: an `Unpickler` that refuses every class and every function.

# %% [markdown] lang="fr" notes=1
# **À dire.** `find_class` est l’endroit où `pickle` va chercher ce qu’on lui nomme : il suffit d’y refuser tout. La mémoire,
# elle, n’est pas protégée : les vrais protocoles se passent de `pickle`.
#
# **À demander.** Que mettre à la place ? JSON, ou `struct`.

# %% [markdown] lang="en" notes=1
# **Say.** `find_class` is where `pickle` fetches what it is told: it is enough to refuse everything there. Memory is not
# protected, though: real protocols do without `pickle`.
#
# **Ask.** What to use instead? JSON, or `struct`.

# %% [markdown] lang="fr" slide="P4"
# ## L’additionneur d’entiers
#
# | | |
# | --- | --- |
# | le client envoie | 4 octets : la taille de ce qui suit |
# | | puis une liste d’entiers (`pickle`) |
# | le serveur répond | 8 octets : la somme |
# | à tout le reste | le serveur **coupe**, sans répondre |
#
# Plusieurs questions peuvent se suivre sur une connexion.

# %% [markdown] lang="en" slide="P4"
# ## The integer adder
#
# | | |
# | --- | --- |
# | the client sends | 4 bytes: the size of what follows |
# | | then a list of integers (`pickle`) |
# | the server answers | 8 bytes: the sum |
# | to anything else | the server **hangs up**, without a reply |
#
# Several questions may follow on one connection.

# %% [markdown] lang="fr" notes=2
# **À dire.** La taille vient d’abord, parce que TCP n’a pas de messages. Elle a un maximum, parce que l’annonce peut mentir.
#
# **À demander.** Que manque-t-il à cette spécification ? L’ordre des octets, la version : l’exercice les dit.

# %% [markdown] lang="en" notes=2
# **Say.** The size comes first, because TCP has no messages. It has a limit, because the announcement may lie.
#
# **Ask.** What is missing from this specification? The byte order, the version: the exercise says them.

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
question = encode_request([20, 22])
print(question[:4].hex(" "))
print(question[4:].hex(" "))

# %% [markdown] lang="fr"
# L’en-tête annonce la taille ; il faut alors recevoir **exactement** tant d’octets, comme à l’exercice 5.

# %% [markdown] lang="en"
# The header announces the size; then **exactly** so many bytes have to be received, as in exercise 5.

# %% [markdown] lang="fr" notes=1
# **À dire.** `4b 14` est l’entier 20, `4b 16` l’entier 22 ; `2e` est le point final.
#
# **À demander.** Compter ensemble les octets de la seconde ligne : hexadécimal 14, donc vingt.

# %% [markdown] lang="en" notes=1
# **Say.** `4b 14` is the integer 20, `4b 16` the integer 22; `2e` is the final dot.
#
# **Ask.** Count the bytes of the second line together: hexadecimal 14, that is twenty.

# %% [markdown] lang="fr" slide="P4"
# ## Une question, vue du réseau

# %% [markdown] lang="en" slide="P4"
# ## One question, seen from the network

# %% tags=["hide-input"]
from autograder.lecture.conversation import (
    conversation,
)

conversation(
    "ex07",
    "adder_server_replies_with_the_sum",
)

# %% [markdown] lang="fr" notes=1
# **À dire.** Une vraie conversation, celle d’un contrôle avec la solution. Suivre les flèches du doigt.
#
# **À demander.** Quelle est la somme, en décimal ? Lire les trois derniers octets de la réponse.

# %% [markdown] lang="en" notes=1
# **Say.** A real conversation, that of a check with the solution. Follow the arrows with a finger.
#
# **Ask.** What is the sum, in decimal? Read the last three bytes of the answer.

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

# %% [markdown] lang="fr" notes=1
# **À dire.** Les solutions de l’exercice 7, telles quelles.
#
# **À demander.** Que se passe-t-il si le serveur coupe sans répondre ? `add` lève `ConnectionError`.

# %% [markdown] lang="en" notes=1
# **Say.** The solutions of exercise 7, as they stand.
#
# **Ask.** What happens if the server hangs up without a reply? `add` raises `ConnectionError`.

# %% [markdown] lang="fr" slide=""
# ## À vous : l’exercice 7
#
# **ex07_adder_protocol** : votre protocole, un serveur méfiant.
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
# **ex07_adder_protocol**: your protocol, a wary server.
#
# ```
# python -m autograder watch ex07
# ```
#
# - The notebook: `notebooks/en/ex07_adder_protocol`
# - The grader sends what a polite client never would.

# %% [markdown] lang="fr" notes=3
# **À dire.** Écrire ensemble `encode_sum` : une ligne de `struct`. Les exercices se finissent à son rythme ; `check` dit à
# chacun où il en est.
#
# **À demander.** Pour finir, à chacun : une chose que vous ne croyiez pas en arrivant.

# %% [markdown] lang="en" notes=3
# **Say.** Write `encode_sum` together: one line of `struct`. The exercises are finished at one’s own pace; `check` tells
# everybody where they stand.
#
# **Ask.** To finish, of everybody: one thing that you did not believe when you came in.
