# %% [markdown] lang="fr"
# # Des datagrammes, et de longs messages en blocs
#
# **Durée : 45 minutes environ.** Vous savez créer et lier une socket UDP (exercice 2).
#
# À la fin, vous saurez :
#
# - envoyer un texte et en recevoir un, octet pour octet ;
# - ce qu’UDP promet (des messages entiers) et ce qu’il ne promet pas (tout le reste) ;
# - cacher de longs messages dans de petits datagrammes, et en dire la fin ;
# - ne pas vous laisser troubler par un inconnu.

# %% [markdown] lang="en"
# # Datagrams, and long messages in blocks
#
# **About 45 minutes.** You can make and bind a UDP socket (exercise 2).
#
# At the end you will know how to:
#
# - send a text and receive one, byte for byte;
# - tell what UDP promises (whole messages) from what it does not (everything else);
# - carry long messages in small datagrams, and say where they end;
# - not be disturbed by a stranger.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le fil
#
# Chaque `sendto` est un paquet à part, avec l’adresse de son destinataire. Pas de connexion, pas d’accusé de réception.
#
# ```
# vous                            votre correspondant
#   |--- datagramme (512 octets) ---->|   recvfrom → 512
#   |--- datagramme (512 octets) ---->|   recvfrom → 512
#   |--- datagramme (276 octets) ---->|   recvfrom → 276 : plus court, c’est le dernier
# ```
#
# Un datagramme arrive entier ou pas du tout ; il peut se perdre, se doubler, en dépasser un autre.

# %% [markdown] lang="en"
# ## What happens on the wire
#
# Each `sendto` is a packet of its own, with the address of its receiver. No connection, no receipt.
#
# ```
# you                             your correspondent
#   |--- datagram (512 bytes) ------->|   recvfrom → 512
#   |--- datagram (512 bytes) ------->|   recvfrom → 512
#   |--- datagram (276 bytes) ------->|   recvfrom → 276: shorter, it is the last one
# ```
#
# A datagram arrives whole or not at all; it may be lost, doubled, overtake another.

# %% [markdown] lang="fr"
# ## Expérience 1 : combien d’octets dans « café » ?
#
# **Devinez d’abord** : les trois nombres affichés. Et peut-on envoyer le texte tel quel ?

# %% [markdown] lang="en"
# ## Experiment 1: how many bytes are there in “café”?
#
# **Guess first**: the three numbers printed. And can the text be sent as it is?

# %%
import socket

from autograder import beside

with beside.correspondent() as ada, socket.socket(type=socket.SOCK_DGRAM) as sock:
    text = "café"
    try:
        sock.sendto(text, ada.address)
    except TypeError as error:
        print(error)
    print(len(text), len(text.encode()), sock.sendto(text.encode(), ada.address))
    print(ada.receives())

# %% [markdown] lang="fr"
# Une socket ne transporte que des octets : `encode()` à l’envoi, `decode()` à l’arrivée. Quatre caractères font ici cinq octets, et `sendto` compte des **octets**. `str(data)` ne décode rien : il écrit `b'caf\xc3\xa9'`, avec le b et les guillemets.

# %% [markdown] lang="en"
# A socket carries bytes only: `encode()` on the way out, `decode()` on the way in. Four characters make five bytes here, and `sendto` counts **bytes**. `str(data)` decodes nothing: it writes `b'caf\xc3\xa9'`, with the b and the quotes.

# %% [markdown] lang="fr"
# ## Expérience 2 : un tampon trop petit
#
# **Devinez d’abord** : si l’on reçoit 8 octets d’un datagramme de 21, où vont les 13 autres ?

# %% [markdown] lang="en"
# ## Experiment 2: a buffer that is too small
#
# **Guess first**: when 8 bytes of a datagram of 21 are received, where do the other 13 go?

# %%
with beside.correspondent() as ada, socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(0.3)
    ada.sends(b"hello to everybody!!!", b"next", to=sock.getsockname())
    for _ in range(2):
        print(sock.recvfrom(8))

# %% [markdown] lang="fr"
# Ils sont **perdus** : le second `recvfrom` rend déjà le message suivant. (Sous Windows, c’est une erreur.) Prévoyez la place du plus grand datagramme possible, 65 535 octets : cela ne coûte rien.

# %% [markdown] lang="en"
# They are **lost**: the second `recvfrom` already returns the next message. (On Windows it is an error.) Make room for the largest datagram there can be, 65,535 bytes: it costs nothing.

# %% [markdown] lang="fr"
# ## Expérience 3 : le datagramme vide
#
# **Devinez d’abord** : peut-on envoyer un message de zéro octet ? Que rend alors `recvfrom` ? Est-ce la fin de quelque chose ?

# %% [markdown] lang="en"
# ## Experiment 3: the empty datagram
#
# **Guess first**: can one send a message of no bytes? What does `recvfrom` return then? Is it the end of something?

# %%
with beside.correspondent() as ada, socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(0.3)
    ada.sends(b"one", b"", b"three", to=sock.getsockname())
    for _ in range(3):
        print(sock.recvfrom(100)[0])

# %% [markdown] lang="fr"
# Un datagramme vide est un message comme un autre : il part, il arrive, et d’autres le suivent. `b""` ne veut dire « fini » que sur un flux TCP ; en UDP, il n’y a pas de fin, car il n’y a pas de connexion.

# %% [markdown] lang="en"
# An empty datagram is a message like any other: it leaves, it arrives, and others follow. `b""` means “finished” on a TCP stream only; over UDP there is no end, for there is no connection.

# %% [markdown] lang="fr"
# ## Expérience 4 : couper un message en blocs
#
# Puisque rien ne dit la fin, convenons-en : des blocs de la même taille, le dernier **plus court**. **Devinez d’abord** : comment le destinataire sait-il qu’un message de 6 octets, en blocs de 3, est fini ?

# %% [markdown] lang="en"
# ## Experiment 4: cutting a message into blocks
#
# As nothing says the end, let us agree: blocks of one size, the last one **shorter**. **Guess first**: how does the receiver know that a message of 6 bytes, in blocks of 3, is over?


# %%
def sizes(message, size):
    return [len(message[start : start + size]) for start in range(0, len(message), size)]


print(sizes(b"abcdefgh", 3))
print(sizes(b"abcdef", 3))
print(sizes(b"", 3))

# %% [markdown] lang="fr"
# 3, 3, 2 : le bloc de 2 dit « fini ». Mais 3, 3 ne le dit pas : le destinataire attend encore. Et pour un message vide, rien ne part du tout ! Il faut un bloc de plus, **vide**, quand le dernier est plein, et un bloc vide pour un message vide. C’est le piège de l’exercice.

# %% [markdown] lang="en"
# 3, 3, 2: the block of 2 says “finished”. But 3, 3 does not: the receiver is still waiting. And for an empty message nothing leaves at all! One more block is needed, **empty**, when the last one is full, and an empty block for an empty message. That is the trap of the exercise.

# %% [markdown] lang="fr"
# ## Expérience 5 : un inconnu s’en mêle
#
# Vous recevez un message de Bob en blocs. Mallory connaît votre port. **Devinez d’abord** : les octets de Mallory peuvent-ils se glisser entre deux blocs de Bob ?

# %% [markdown] lang="en"
# ## Experiment 5: a stranger joins in
#
# You are receiving a message from Bob in blocks. Mallory knows your port. **Guess first**: can Mallory’s bytes slip in between two of Bob’s blocks?

# %%
with beside.correspondent() as bob, beside.correspondent() as mallory:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.3)
        bob.sends(b"hel", to=sock.getsockname())
        mallory.sends(b"XXX", to=sock.getsockname())
        bob.sends(b"lo", to=sock.getsockname())
        for _ in range(3):
            data, sender = sock.recvfrom(65535)
            print(data, "from bob" if sender == bob.address else "from somebody else")

# %% [markdown] lang="fr"
# Une socket UDP liée reçoit de **tout le monde**. `recvfrom` dit qui a envoyé : gardez l’adresse entière, (hôte, port), du premier bloc, et laissez les autres de côté.

# %% [markdown] lang="en"
# A bound UDP socket receives from **everybody**. `recvfrom` says who has sent: keep the whole address, (host, port), of the first block, and leave the others aside.

# %% [markdown] lang="fr"
# ## Le contrat
#
# Ouvrez `ex03_udp_send_loop.py`. La socket vous est donnée ; vous ne la fermez pas.
#
# `send_text(sock, text, address)` envoie un texte, en UTF-8, en **un** datagramme, et rend le nombre d’octets partis.

# %% [markdown] lang="en"
# ## The contract
#
# Open `ex03_udp_send_loop.py`. The socket is given to you; you do not close it.
#
# `send_text(sock, text, address)` sends a text, in UTF-8, as **one** datagram, and returns the number of bytes that left.

# %% tags=["check"]
check("ex03.send_text")

# %% [markdown] lang="fr"
# `receive_text(sock)` rend le texte du datagramme suivant, et l’adresse de qui l’a envoyé. Elle a de la place pour le plus grand ; ce qui n’est pas de l’UTF-8 est remplacé, et n’est pas une erreur.

# %% [markdown] lang="en"
# `receive_text(sock)` returns the text of the next datagram, and the address of whoever sent it. It has room for the largest; what is not UTF-8 is replaced, and is no error.

# %% tags=["check"]
check("ex03.receive_text")

# %% [markdown] lang="fr"
# `send_message(sock, message, address, size=512)` envoie des octets en blocs de `size`, le dernier plus court que les autres, vide s’il le faut, et rend le nombre de blocs. Une taille qui ne convient à aucun datagramme est une `ValueError`.

# %% [markdown] lang="en"
# `send_message(sock, message, address, size=512)` sends bytes in blocks of `size`, the last one shorter than the others, empty if need be, and returns the number of blocks. A size that suits no datagram is a `ValueError`.

# %% tags=["check"]
check("ex03.send_message")

# %% [markdown] lang="fr"
# `receive_message(sock, size=512)` rend le message entier, et son expéditeur : celui du premier bloc. Les datagrammes des autres sont ignorés. Quand la socket a un délai d’attente et qu’il passe, la `TimeoutError` passe aussi.

# %% [markdown] lang="en"
# `receive_message(sock, size=512)` returns the whole message, and its sender: that of the first block. Datagrams of others are ignored. When the socket has a timeout and it passes, the `TimeoutError` goes through.

# %% tags=["check"]
check("ex03.receive_message")

# %% [markdown] lang="fr"
# ## Question
#
# Le second des trois blocs d’un message se perd. Que rend alors `receive_message` ? Proposez, en trois à cinq phrases, ce qu’il faudrait ajouter au protocole pour que le destinataire s’en aperçoive.

# %% [markdown] lang="en"
# ## Question
#
# The second of the three blocks of a message is lost. What does `receive_message` return then? Propose, in three to five sentences, what would have to be added to the protocol for the receiver to notice.

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `str-not-bytes` : envoyer du texte.
# - `bytes-vs-chars` : compter les caractères.
# - `udp-small-buffer` : recevoir avec un petit tampon.
# - `udp-empty-is-eof` : prendre un datagramme vide pour la fin.
# - `exact-multiple` : oublier le bloc vide après des blocs pleins.
# - `udp-any-sender` : mélanger les expéditeurs.
#
# `python -m autograder explain exact-multiple` raconte chacune.
#
# ## Pour continuer
#
# L’exercice 4 : un chat entier, avec ces mêmes datagrammes.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `str-not-bytes`: sending text.
# - `bytes-vs-chars`: counting characters.
# - `udp-small-buffer`: receiving with a small buffer.
# - `udp-empty-is-eof`: taking an empty datagram for the end.
# - `exact-multiple`: forgetting the empty block after full ones.
# - `udp-any-sender`: mixing up the senders.
#
# `python -m autograder explain exact-multiple` tells each.
#
# ## Where to go next
#
# Exercise 4: a whole chat, with these same datagrams.

# %% tags=["module"]
