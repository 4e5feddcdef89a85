# %% [markdown] lang="fr"
# # Des datagrammes, et de longs messages en blocs
#
# **Durée : 50 minutes environ.** Vous savez créer et lier une socket UDP (exercice 2).
#
# À la fin, vous saurez :
#
# - envoyer un texte et en recevoir un, octet pour octet ;
# - ce qu’UDP promet (des messages entiers) et ce qu’il ne promet pas (tout le reste) ;
# - faire voyager de longs messages dans de petits datagrammes, et en dire la fin ;
# - ne pas vous laisser troubler par un inconnu.
#
# Chaque expérience se joue en trois temps : devinez, lancez la cellule (Maj+Entrée), lisez l’explication.

# %% [markdown] lang="en"
# # Datagrams, and long messages in blocks
#
# **About 50 minutes.** You can make and bind a UDP socket (exercise 2).
#
# At the end you will know how to:
#
# - send a text and receive one, byte for byte;
# - tell what UDP promises (whole messages) from what it does not (everything else);
# - carry long messages in small datagrams, and say where they end;
# - not be disturbed by a stranger.
#
# Each experiment has three steps: guess, run the cell (Shift+Enter), read the explanation.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le réseau
#
# Chaque `sendto` envoie un paquet à part, avec l’adresse de son destinataire. Pas de connexion, pas d’accusé de réception. De l’autre côté, une socket liée attend dans `recvfrom`, qui rend un datagramme et l’adresse de son expéditeur.
#
# ```
# vous                            votre correspondant
#   |--- datagramme (512 octets) ---->|   recvfrom → 512
#   |--- datagramme (512 octets) ---->|   recvfrom → 512
#   |--- datagramme (276 octets) ---->|   recvfrom → 276 : plus court, c’est le dernier
# ```
#
# Un datagramme arrive entier ou pas du tout ; il peut se perdre, arriver deux fois, en dépasser un autre.

# %% [markdown] lang="en"
# ## What happens on the network
#
# Each `sendto` sends a packet of its own, with the address of its receiver. No connection, no receipt. On the other side a bound socket waits in `recvfrom`, which returns a datagram and the address of its sender.
#
# ```
# you                             your correspondent
#   |--- datagram (512 bytes) ------->|   recvfrom → 512
#   |--- datagram (512 bytes) ------->|   recvfrom → 512
#   |--- datagram (276 bytes) ------->|   recvfrom → 276: shorter, it is the last one
# ```
#
# A datagram arrives whole or not at all; it may be lost, arrive twice, overtake another.

# %% [markdown] lang="fr"
# ## Expérience 1 : combien d’octets dans « café » ?
#
# Ada est un correspondant UDP du kit ; elle vit à côté du carnet. **Devinez d’abord** : les deux nombres affichés. Et peut-on envoyer le texte tel quel ?

# %% [markdown] lang="en"
# ## Experiment 1: how many bytes are there in “café”?
#
# Ada is a UDP correspondent of the kit; she lives beside the notebook. **Guess first**: the two numbers printed. And can the text be sent as it is?

# %%
import socket

from autograder import beside

with beside.correspondent() as ada, socket.socket(type=socket.SOCK_DGRAM) as sock:
    text = "café"
    try:
        sock.sendto(text, ada.address)
    except TypeError as error:
        print(error)
    print(len(text), sock.sendto(text.encode(), ada.address))
    data = ada.receives()
    print(data, str(data), data.decode())

# %% [markdown] lang="fr"
# Une socket ne transporte que des octets : `encode()` à l’envoi, `decode()` à l’arrivée. Quatre caractères font ici cinq octets, et `sendto` compte des **octets**. `str(data)` ne décode rien : il écrit `b'caf\xc3\xa9'`, avec le b et les guillemets.

# %% [markdown] lang="en"
# A socket carries bytes only: `encode()` on the way out, `decode()` on the way in. Four characters make five bytes here, and `sendto` counts **bytes**. `str(data)` decodes nothing: it writes `b'caf\xc3\xa9'`, with the b and the quotes.

# %% [markdown] lang="fr"
# ## Expérience 2 : `sendto` a rendu 5 ; est-ce arrivé ?
#
# Trois envois : 5 octets à Ada, 5 octets à Bob, qui vient de partir, et 70 000 octets à Ada. **Devinez d’abord** : que rend chaque `sendto` ? Le grand message est-il coupé en deux ?

# %% [markdown] lang="en"
# ## Experiment 2: `sendto` returned 5; did it arrive?
#
# Three sends: 5 bytes to Ada, 5 bytes to Bob, who has just left, and 70,000 bytes to Ada. **Guess first**: what does each `sendto` return? Is the large message cut in two?

# %%
with beside.correspondent() as ada, beside.correspondent() as bob:
    bob.close()
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        for size, address in ((5, ada.address), (5, bob.address), (70_000, ada.address)):
            try:
                print("sendto returned", sock.sendto(bytes(size), address))
            except OSError as error:
                print(error)
            print("Ada received", ada.receives(within=0.2))

# %% [markdown] lang="fr"
# `sendto` compte ce que **votre système** a pris, pas ce qui est arrivé : pour Bob, il a rendu 5, et rien ne vous a dit que personne n’était là. Seule une réponse de l’autre prouve qu’il a reçu.
#
# Et un datagramme part entier ou pas du tout : 65 507 octets au plus, sinon une erreur. Une boucle qui renverrait « le reste » ne servirait donc jamais. Pour un long message, c’est à **vous** de couper : voyez l’expérience 5.

# %% [markdown] lang="en"
# `sendto` counts what **your system** has taken, not what has arrived: for Bob it returned 5, and nothing told you that nobody was there. Only an answer from the other proves that they have received.
#
# And a datagram leaves whole or not at all: 65,507 bytes at the most, otherwise an error. So a loop that sent “the rest” would never be of use. For a long message **you** have to cut: see experiment 5.

# %% [markdown] lang="fr"
# ## Expérience 3 : un tampon trop petit
#
# `recvfrom` veut la taille du plus grand datagramme que l’on accepte. **Devinez d’abord** : si l’on reçoit 8 octets d’un datagramme de 21, où vont les 13 autres ?

# %% [markdown] lang="en"
# ## Experiment 3: a buffer that is too small
#
# `recvfrom` wants the size of the largest datagram that one accepts. **Guess first**: when 8 bytes of a datagram of 21 are received, where do the other 13 go?

# %%
with beside.correspondent() as ada, socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(1)
    ada.sends(b"hello to everybody!!!", b"next", to=sock.getsockname())
    for _ in range(2):
        print(sock.recvfrom(8))

# %% [markdown] lang="fr"
# Ils sont **perdus** : le second `recvfrom` rend déjà le message suivant. (Sous Windows, c’est une erreur.) Prévoyez la place du plus grand datagramme possible, 65 535 octets : cela ne coûte rien.

# %% [markdown] lang="en"
# They are **lost**: the second `recvfrom` already returns the next message. (On Windows it is an error.) Make room for the largest datagram there can be, 65,535 bytes: it costs nothing.

# %% [markdown] lang="fr"
# ## Expérience 4 : le vide, et rien
#
# Ada envoie trois datagrammes, dont un vide ; nous en demandons quatre. **Devinez d’abord** : un message de zéro octet arrive-t-il ? Est-ce la fin ? Et que rend le quatrième `recvfrom`, quand il n’y a plus rien ?

# %% [markdown] lang="en"
# ## Experiment 4: an empty one, and none
#
# Ada sends three datagrams, one of them empty; we ask for four. **Guess first**: does a message of no bytes arrive? Is it the end? And what does the fourth `recvfrom` return, when there is nothing left?

# %%
with beside.correspondent() as ada, socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(0.5)
    ada.sends(b"one", b"", b"three", to=sock.getsockname())
    for _ in range(4):
        try:
            print(sock.recvfrom(65535)[0])
        except TimeoutError:
            print("nothing for half a second")

# %% [markdown] lang="fr"
# Un datagramme vide est un message comme un autre : il part, il arrive, et d’autres le suivent. `b""` ne veut dire « fini » que sur un flux TCP ; en UDP il n’y a pas de fin, car il n’y a pas de connexion. Et quand il n’y a **rien**, `recvfrom` ne rend pas du vide : il attend, pour toujours si l’on n’a pas fixé de délai avec `settimeout`.

# %% [markdown] lang="en"
# An empty datagram is a message like any other: it leaves, it arrives, and others follow. `b""` means “finished” on a TCP stream only; over UDP there is no end, for there is no connection. And when there is **nothing**, `recvfrom` does not return something empty: it waits, for ever if no limit was set with `settimeout`.

# %% [markdown] lang="fr"
# ## Expérience 5 : couper un message en blocs
#
# Puisque rien ne dit la fin, convenons-en : des blocs de la même taille, le dernier **plus court**. Ada recueille les blocs de 3 octets jusqu’à un plus court : c’est ce que fait `gathers`. On lui envoie deux messages, de 6 et de 2 octets. **Devinez d’abord** : combien en reçoit-elle ?

# %% [markdown] lang="en"
# ## Experiment 5: cutting a message into blocks
#
# As nothing says the end, let us agree: blocks of one size, the last one **shorter**. Ada gathers blocks of 3 bytes up to a shorter one: that is what `gathers` does. She is sent two messages, of 6 and of 2 bytes. **Guess first**: how many does she receive?

# %%
with beside.correspondent() as ada, socket.socket(type=socket.SOCK_DGRAM) as sock:
    for message in (b"bonsoi", b"r!"):
        for start in range(0, len(message), 3):
            print("sent", message[start : start + 3])
            sock.sendto(message[start : start + 3], ada.address)

    print("Ada received", ada.gathers(size=3))
    print("Ada received", ada.gathers(size=3, within=0.5))

# %% [markdown] lang="fr"
# Un seul message, fait des deux ! Après deux blocs pleins, rien ne disait que le premier était fini : Ada attendait la suite, et a pris le second pour elle. Et pour un message vide, cette boucle n’enverrait rien du tout.
#
# Il faut un bloc de plus, **vide**, après un dernier bloc plein, et un bloc vide pour un message vide. C’est le piège de l’exercice.

# %% [markdown] lang="en"
# One message only, made of both! After two full blocks nothing said that the first was over: Ada was waiting for the rest, and took the second for it. And for an empty message this loop would send nothing at all.
#
# One more block is needed, **empty**, after a last block that is full, and an empty block for an empty message. That is the trap of the exercise.

# %% [markdown] lang="fr"
# ## Expérience 6 : un inconnu s’en mêle
#
# Vous recevez un message de Bob en blocs. Mallory connaît votre port. **Devinez d’abord** : les octets de Mallory peuvent-ils se glisser entre deux blocs de Bob ?

# %% [markdown] lang="en"
# ## Experiment 6: a stranger joins in
#
# You are receiving a message from Bob in blocks. Mallory knows your port. **Guess first**: can Mallory’s bytes slip in between two of Bob’s blocks?

# %%
with beside.correspondent() as bob, beside.correspondent() as mallory:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(1)
        bob.sends(b"hel", to=sock.getsockname())
        mallory.sends(b"XXX", to=sock.getsockname())
        bob.sends(b"lo", to=sock.getsockname())
        for _ in range(3):
            data, sender = sock.recvfrom(65535)
            print(data, "from Bob" if sender == bob.address else "from somebody else")

# %% [markdown] lang="fr"
# Une socket UDP liée reçoit de **tout le monde** : joints sans regarder, ces blocs donneraient `helXXXlo`. `recvfrom` dit qui a envoyé : retenez l’adresse entière, (hôte, port), de l’expéditeur du premier bloc, et laissez les autres de côté.

# %% [markdown] lang="en"
# A bound UDP socket receives from **everybody**: joined without a look, these blocks would give `helXXXlo`. `recvfrom` says who has sent: remember the whole address, (host, port), of the first block’s sender, and leave the others aside.

# %% [markdown] lang="fr"
# ## Le contrat
#
# Ouvrez `ex03_udp_send_loop.py`, à côté de ce carnet. La socket vous est donnée ; vous ne la fermez pas. Écrivez un corps, **enregistrez**, lancez la cellule.
#
# `send_text(sock, text, address)` envoie un texte, en UTF-8, en **un** datagramme, et rend le nombre d’octets partis.

# %% [markdown] lang="en"
# ## The contract
#
# Open `ex03_udp_send_loop.py`, beside this notebook. The socket is given to you; you do not close it. Write a body, **save**, run the cell.
#
# `send_text(sock, text, address)` sends a text, in UTF-8, as **one** datagram, and returns the number of bytes that left.

# %% tags=["check"]
check("ex03.send_text")

# %% [markdown] lang="fr"
# `receive_text(sock)` attend un datagramme et rend son texte, avec l’adresse de qui l’a envoyé. Elle a de la place pour le plus grand ; ce qui n’est pas de l’UTF-8 est remplacé, sans erreur ; un datagramme vide donne un texte vide.

# %% [markdown] lang="en"
# `receive_text(sock)` waits for a datagram and returns its text, with the address of whoever sent it. It has room for the largest; what is not UTF-8 is replaced, without an error; an empty datagram gives an empty text.

# %% tags=["check"]
check("ex03.receive_text")

# %% [markdown] lang="fr"
# `send_message(sock, message, address, size=512)` envoie des octets en blocs de `size`, le dernier plus court que les autres, vide s’il le faut, et rend le nombre de datagrammes : trois pour 1024 octets, un pour un message vide. Une taille hors de 1 à 65507 est une `ValueError`, et rien ne part.

# %% [markdown] lang="en"
# `send_message(sock, message, address, size=512)` sends bytes in blocks of `size`, the last one shorter than the others, empty if need be, and returns the number of datagrams: three for 1024 bytes, one for an empty message. A size outside 1 to 65507 is a `ValueError`, and nothing leaves.

# %% tags=["check"]
check("ex03.send_message")

# %% [markdown] lang="fr"
# `receive_message(sock, size=512)` rend le message entier, et l’adresse de son expéditeur : celui du premier bloc. Les datagrammes des autres sont ignorés. Quand la socket a un délai d’attente et qu’il est dépassé, la `TimeoutError` passe.

# %% [markdown] lang="en"
# `receive_message(sock, size=512)` returns the whole message, and the address of its sender: whoever sent the first block. Datagrams of others are ignored. When the socket has a timeout and it runs out, the `TimeoutError` goes through.

# %% tags=["check"]
check("ex03.receive_message")

# %% [markdown] lang="fr"
# ## Question
#
# Le deuxième des trois blocs d’un message se perd. Que rend alors `receive_message` ? Proposez, en trois à cinq phrases, ce qu’il faudrait ajouter au protocole pour que le destinataire s’en aperçoive. Répondez dans la cellule qui suit (double-cliquez dessus).

# %% [markdown] lang="en"
# ## Question
#
# The second of the three blocks of a message is lost. What does `receive_message` return then? Propose, in three to five sentences, what would have to be added to the protocol for the receiver to notice. Answer in the cell that follows (double-click it).

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `str-not-bytes` : envoyer du texte.
# - `bytes-vs-chars` : compter les caractères.
# - `udp-send-loop` : renvoyer le « reste » d’un datagramme.
# - `udp-small-buffer` : recevoir avec un petit tampon.
# - `udp-empty-is-eof` : prendre un datagramme vide pour la fin.
# - `exact-multiple` : oublier le bloc vide après des blocs pleins.
# - `udp-any-sender` : mélanger les expéditeurs.
#
# Chacune a sa leçon. Dans un terminal, par exemple : `python -m autograder explain exact-multiple`.
#
# ## Pour continuer
#
# L’exercice 4 : un chat entier, avec ces mêmes datagrammes.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `str-not-bytes`: sending text.
# - `bytes-vs-chars`: counting characters.
# - `udp-send-loop`: sending the “rest” of a datagram.
# - `udp-small-buffer`: receiving with a small buffer.
# - `udp-empty-is-eof`: taking an empty datagram for the end.
# - `exact-multiple`: forgetting the empty block after full ones.
# - `udp-any-sender`: mixing up the senders.
#
# Each has its lesson. In a terminal, for example: `python -m autograder explain exact-multiple`.
#
# ## Where to go next
#
# Exercise 4: a whole chat, with these same datagrams.

# %% tags=["module"]
