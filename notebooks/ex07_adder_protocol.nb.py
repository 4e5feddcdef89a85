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

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le fil
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
# - Une **question** : 4 octets, la taille de ce qui suit, sans signe, poids fort d’abord ; au plus 1 048 576. Puis la liste, en `pickle`.
# - Une **réponse** : 8 octets, la somme, avec signe, poids fort d’abord.
# - À la moindre erreur, le serveur **ferme sans répondre**, et sert le client suivant.

# %% [markdown] lang="en"
# ## What happens on the wire
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
# - On any error the server **closes without a reply**, and serves the next client.

# %% [markdown] lang="fr"
# ## Expérience 1 : dans quel ordre ?
#
# `struct` range un nombre dans des octets. **Devinez d’abord** : ces trois lignes affichent-elles la même chose ? Et que lira celui qui se trompe d’ordre ?

# %% [markdown] lang="en"
# ## Experiment 1: in which order?
#
# `struct` packs a number into bytes. **Guess first**: do these three lines print the same? And what will somebody read who gets the order wrong?

# %%
import struct

print(struct.pack("!I", 20))
print(struct.pack("<I", 20))
print(struct.pack("I", 20))

print(struct.unpack("!I", struct.pack("<I", 20)))

# %% [markdown] lang="fr"
# Sans préfixe, l’ordre est celui **de la machine**, presque toujours l’inverse de celui du réseau. Lue à l’envers, la taille 20 devient 335 millions : l’autre bout attend, et personne ne voit d’erreur. `!` veut dire « ordre du réseau » ; écrivez-le toujours. Et `I` a 4 octets sans signe : il vous faudra autre chose pour 8 octets avec signe.

# %% [markdown] lang="en"
# Without a prefix the order is the **machine’s**, nearly always the opposite of the network’s. Read the wrong way round, the size 20 becomes 335 million: the other end waits, and nobody sees an error. `!` means “network order”; always write it. And `I` has 4 bytes without a sign: you will need something else for 8 bytes with one.

# %% [markdown] lang="fr"
# ## Expérience 2 : un en-tête de quatre octets, en combien de morceaux ?
#
# Un serveur envoie un en-tête de 4 octets. **Devinez d’abord** : `recv(4)` rend-il 4 octets ?

# %% [markdown] lang="en"
# ## Experiment 2: a header of four bytes, in how many pieces?
#
# A server sends a header of 4 bytes. **Guess first**: does `recv(4)` return 4 bytes?

# %%
import socket

from autograder import beside

with beside.speaks(b"\x00\x00", b"\x00\x14", pause=0.2) as address:
    with socket.create_connection(address, timeout=2) as sock:
        print(sock.recv(4))
        print(sock.recv(4))

# %% [markdown] lang="fr"
# Même quatre octets peuvent arriver en deux fois. « Exactement tant d’octets » demande toujours une boucle : celle de `receive_exactly`, dans l’exercice 5. Elle sert deux fois par question : pour l’en-tête, puis pour ce qu’il annonce.

# %% [markdown] lang="en"
# Even four bytes may arrive in two goes. “Exactly so many bytes” always takes a loop: that of `receive_exactly`, in exercise 5. It is needed twice for each request: for the header, then for what it announces.

# %% [markdown] lang="fr"
# ## Expérience 3 : ouvrir un cadeau d’inconnu
#
# Ces octets prétendent contenir une liste d’entiers. **Devinez d’abord** : que peut faire, au pire, `pickle.loads` ?

# %% [markdown] lang="en"
# ## Experiment 3: opening a stranger’s present
#
# These bytes claim to hold a list of integers. **Guess first**: what is the worst that `pickle.loads` can do?

# %%
import pickle


class Gift:
    def __reduce__(self):
        return print, ("somebody else's code has just run here",)


parcel = pickle.dumps(Gift())
print(parcel)
print("the list is", pickle.loads(parcel))

# %% [markdown] lang="fr"
# Un `pickle` n’est pas une donnée, c’est un **programme** : il nomme une fonction et ses arguments, et `loads` l’appelle. Ici, `print` ; ailleurs, n’importe quoi. Vérifier le résultat ensuite ne sert à rien : c’est déjà fait.
#
# Pour nos entiers, il suffit d’un lecteur qui ne trouve **aucune** fonction :

# %% [markdown] lang="en"
# A `pickle` is not data, it is a **program**: it names a function and its arguments, and `loads` calls it. Here `print`; elsewhere anything. To check the result afterwards is of no use: it has happened.
#
# For our integers, a reader that finds **no** function is enough:

# %%
import io


class Careful(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"nobody asked for {module}.{name}")


print(Careful(io.BytesIO(pickle.dumps([20, 22]))).load())
try:
    Careful(io.BytesIO(parcel)).load()
except pickle.UnpicklingError as error:
    print("refused:", error)

# %% [markdown] lang="fr"
# Attention : un `pickle` cassé peut lever bien d’autres erreurs (`EOFError`, `ValueError`, `IndexError`…). Votre fonction n’en promet qu’une : `ValueError`.

# %% [markdown] lang="en"
# Careful: a broken `pickle` may raise many other errors (`EOFError`, `ValueError`, `IndexError`…). Your function promises one only: `ValueError`.

# %% [markdown] lang="fr"
# ## Expérience 4 : croire la taille annoncée
#
# Un client annonce 4 milliards d’octets, et n’en envoie aucun. **Devinez d’abord** : que coûte une simple annonce à un serveur qui réserve la place d’avance ? Et que vaut `True + True` ?

# %% [markdown] lang="en"
# ## Experiment 4: believing the announced size
#
# A client announces 4 billion bytes, and sends none. **Guess first**: what does a mere announcement cost a server that reserves the room beforehand? And what is `True + True`?

# %%
(announced,) = struct.unpack("!I", b"\xff\xff\xff\xff")
print(f"{announced:,} bytes announced by 4 bytes")

print(isinstance(True, int), True + True, bool is int)

# %% [markdown] lang="fr"
# Quatre octets peuvent en faire réserver quatre milliards : c’est pourquoi la spécification fixe un maximum, et que l’on **vérifie avant de lire**. Et un `bool` passe pour un `int` si l’on demande `isinstance` : notre protocole le refuse.

# %% [markdown] lang="en"
# Four bytes can have four billion reserved: that is why the specification sets a limit, and why one **checks before reading**. And a `bool` passes for an `int` when one asks `isinstance`: our protocol refuses it.

# %% [markdown] lang="fr"
# ## Le contrat, première partie : des octets et des nombres
#
# - `encode_request(numbers)` rend les octets d’une question. `ValueError` pour ce que le protocole interdit : autre chose qu’une liste d’`int`, un contenu au-dessus de la limite.
# - `decode_payload(payload)` rend la liste que contiennent ces octets (sans la taille). N’importe et n’appelle rien, quoi qu’ils demandent. `ValueError` pour tout ce qui n’est pas une simple liste d’`int`.
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
# - `_stopped` est regardé au moins une fois par seconde ; quand `run` revient, tout est fermé.

# %% [markdown] lang="en"
# ## The contract, part two: the server
#
# - `AdderServer(host="127.0.0.1", port=0)` binds and listens at once; `address` says where.
# - `run()` serves clients, one after the other or several at once, until `stop()`. One connection may carry several requests, each after the reply to the one before, or all in a row.
# - On any error (a size that is too large, an early end, a payload that is no plain list of `int`, a sum that does not fit) the connection is closed **without a reply**, and the next client is served.
# - `_stopped` is looked at once a second at least; when `run` returns, everything is closed.

# %% tags=["check"]
check("ex07.AdderServer")

# %% [markdown] lang="fr"
# ## Le contrat, troisième partie : le client
#
# - `AdderClient(address, timeout=5.0)` s’emploie avec `with` : plusieurs sommes passent alors par une seule connexion, fermée à la fin. Sans `with`, une connexion par somme convient aussi.
# - `add(numbers)` rend la somme que dit le serveur. `ConnectionError` quand il ferme ou rompt sans répondre, `ValueError` pour ce que le protocole interdit, `TimeoutError` après `timeout` secondes sans réponse.

# %% [markdown] lang="en"
# ## The contract, part three: the client
#
# - `AdderClient(address, timeout=5.0)` is used with `with`: several sums then share one connection, closed at the end. Without `with`, one connection for each sum will do as well.
# - `add(numbers)` returns the sum that the server says. `ConnectionError` when it closes or breaks off without a reply, `ValueError` for what the protocol forbids, `TimeoutError` after `timeout` seconds without an answer.

# %% tags=["check"]
check("ex07.AdderClient")

# %% [markdown] lang="fr"
# ## Question
#
# Un collègue propose de remplacer `pickle` par du texte : les nombres en décimal, séparés par des espaces, puis une fin de ligne. Plus besoin de taille. Qu’y gagne-t-on, qu’y perd-on ? Comment le serveur sait-il alors qu’une question est finie ? Répondez en cinq phrases environ.

# %% [markdown] lang="en"
# ## Question
#
# A colleague proposes to replace `pickle` by text: the numbers in decimal, separated by spaces, then a line end. No more need for a size. What is gained, what is lost? How does the server then know that a request is over? Answer in about five sentences.

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
# `python -m autograder explain pickle-network` raconte chacune.
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
# `python -m autograder explain pickle-network` tells each.
#
# ## Where to go next
#
# You have written both ends of a protocol. Try your client against a neighbour’s server: if they understand each other without your having talked, the specification was good.

# %% tags=["module"]
