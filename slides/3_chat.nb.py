# %% [markdown] lang="fr" slide=""
# # Bavarder en datagrammes
#
# Programmation réseau, troisième partie : un chat sur UDP
#
# *Ensuite : les exercices 3 et 4, jusqu’au chat entier*

# %% [markdown] lang="en" slide=""
# # Chatting in datagrams
#
# Network programming, part three: a chat over UDP
#
# *Then: exercises 3 and 4, up to the whole chat*

# %% [markdown] lang="fr" notes=1
# **À dire.** Dans toute cette partie, `ada` et `bob` sont deux sockets UDP de cette machine, et `to_bob` est l’adresse de
# `bob`.
#
# **À demander.** Rappel : que promet un datagramme, et que ne promet-il pas ?

# %% [markdown] lang="en" notes=1
# **Say.** Throughout this part, `ada` and `bob` are two UDP sockets of this machine, and `to_bob` is the address of `bob`.
#
# **Ask.** Recall: what does a datagram promise, and what not?

# %% tags=["hide"]
import socket
import threading

ada = socket.socket(type=socket.SOCK_DGRAM)
ada.bind(("127.0.0.1", 0))
ada.settimeout(5)
bob = socket.socket(type=socket.SOCK_DGRAM)
bob.bind(("127.0.0.1", 0))
bob.settimeout(5)
to_ada = ada.getsockname()
to_bob = bob.getsockname()

# %% [markdown] lang="fr" slide="C1"
# ## Une socket ne transporte que des octets

# %% [markdown] lang="en" slide="C1"
# ## A socket carries bytes only

# %% tags=["fails"]
ada.sendto("café", to_bob)

# %%
data = "café".encode()
print(data)
print(len("café"), ada.sendto(data, to_bob))

# %% [markdown] lang="fr"
# 4 caractères, **5 octets** : comparez `sendto` à `len(data)`.

# %% [markdown] lang="en"
# 4 characters, **5 bytes**: compare `sendto` with `len(data)`.

# %% tags=["hide"]
bob.recvfrom(4096)

# %% [markdown] lang="fr" notes=2
# **À dire.** `encode()` sans argument, c’est UTF-8 : la même chose aux deux bouts. `sendto` rend le nombre d’octets partis.
#
# **À demander.** Faire prédire les deux nombres.

# %% [markdown] lang="en" notes=2
# **Say.** `encode()` without an argument is UTF-8: the same at both ends. `sendto` returns how many bytes have left.
#
# **Ask.** Have both numbers predicted.

# %% [markdown] lang="fr" slide="C2"
# ## Tout ou rien

# %% [markdown] lang="en" slide="C2"
# ## All or nothing

# %% tags=["fails"]
ada.sendto(bytes(65508), to_bob)

# %%
print(ada.sendto(bytes(65507), to_bob))

# %% [markdown] lang="fr"
# « Tant que tout n’est pas parti, envoyer le reste » ? Avec `sendto`, cette boucle ne fait **qu’un tour** : un datagramme part entier, ou ne part pas.

# %% [markdown] lang="en"
# “As long as not all has left, send the rest”? With `sendto` this loop goes round **once**: a datagram leaves whole, or not at all.

# %% tags=["hide"]
bob.recvfrom(65535)

# %% [markdown] lang="fr" notes=1
# **À dire.** 65 507 = 65 535 − 20 (IP) − 8 (UDP). La boucle d’envoi est juste, et indispensable… en TCP, quatrième partie.
#
# **À demander.** Comment envoyer plus de 65 507 octets ? C’est la diapositive suivante.

# %% [markdown] lang="en" notes=1
# **Say.** 65,507 = 65,535 − 20 (IP) − 8 (UDP). The send loop is right, and a must… over TCP, in part four.
#
# **Ask.** How are more than 65,507 bytes sent? The next slide tells.

# %% [markdown] lang="fr" slide="C2"
# ## Un long message : des blocs, une fin

# %% [markdown] lang="en" slide="C2"
# ## A long message: blocks, and an end


# %%
def blocks(message, size):
    for start in range(0, len(message) + 1, size):
        yield message[start : start + size]


for message in (b"abcdefgh", b"abcdef"):
    print(list(blocks(message, 3)))

# %% [markdown] lang="fr"
# Un dernier bloc **plus court**, ou vide, annonce la fin.

# %% [markdown] lang="en"
# A last block that is **shorter**, or empty, says “the end”.

# %% [markdown] lang="fr" notes=2
# **À dire.** On additionne ici des datagrammes entiers : chacun tient dans `sendto`. C’est l’exercice 3, et c’est ainsi que
# fait TFTP (RFC 1350).
#
# **À demander.** Pourquoi le bloc vide ? Sans lui, qui reçoit `def` attendrait la suite pour toujours.

# %% [markdown] lang="en" notes=2
# **Say.** What is added up here are whole datagrams: each fits in `sendto`. It is exercise 3, and how TFTP does it
# (RFC 1350).
#
# **Ask.** Why the empty block? Without it, whoever receives `def` would wait for more for ever.

# %% [markdown] lang="fr" slide="C3"
# ## Recevoir : prévoir assez de place

# %% [markdown] lang="en" slide="C3"
# ## Receiving: make enough room

# %% tags=["hide"]
for _ in range(2):
    ada.sendto(b"bonjour Bob", to_bob)

# %%
print(bob.recvfrom(4)[0])

# %%
data, sender = bob.recvfrom(4096)
print(data, sender == to_ada)

# %% [markdown] lang="fr"
# Le même datagramme, reçu deux fois. La première, le reste est **perdu**, sans erreur. 4096 suffit à un chat ; 65 535, toujours.

# %% [markdown] lang="en"
# The same datagram, received twice. The first time the rest is **lost**, without an error. 4096 is enough for a chat; 65,535, always.

# %% [markdown] lang="fr" notes=2
# **À dire.** `recvfrom` rend un couple : les données, et qui les envoie. La socket doit être liée, sinon personne ne peut
# l’atteindre. Sous Windows, le premier appel lève une erreur.
#
# **À demander.** Où est passé « our Bob » ? Nulle part : le `recvfrom` suivant rend le datagramme suivant.

# %% [markdown] lang="en" notes=2
# **Say.** `recvfrom` returns a pair: the data, and who sends it. The socket must be bound, or else nobody can reach it. On
# Windows the first call raises an error.
#
# **Ask.** Where has “our Bob” gone? Nowhere: the next `recvfrom` returns the next datagram.

# %% [markdown] lang="fr" slide="C4"
# ## Le chat : ce dont il se souvient

# %% [markdown] lang="en" slide="C4"
# ## The chat: what it remembers


# %%
class Chat:
    def __init__(self, host, port):
        udp = socket.SOCK_DGRAM
        self.sock = socket.socket(type=udp)
        self.sock.settimeout(0.5)
        self.sock.bind((host, port))
        self.running = True
        self.correspondent = None


# %% tags=["hide"]
chat = Chat("127.0.0.1", 0)
to_chat = chat.sock.getsockname()

# %% [markdown] lang="fr"
# Une socket liée, un délai d’attente ; s’il tourne encore, à qui il parle.

# %% [markdown] lang="en"
# A bound socket, a timeout; whether it still runs, whom it talks to.

# %% [markdown] lang="fr" notes=2
# **À dire.** Le même programme aux deux bouts : pair à pair. Les diapositives suivantes lui ajoutent ses méthodes, une à une ;
# à la fin il tourne.
#
# **À demander.** Faut-il avoir choisi un correspondant pour recevoir ? Non : il suffit d’avoir une adresse.

# %% [markdown] lang="en" notes=2
# **Say.** The same program at both ends: peer to peer. The following slides add its methods, one by one; in the end it runs.
#
# **Ask.** Must a correspondent be chosen in order to receive? No: to have an address is enough.

# %% [markdown] lang="fr" slide="C4 C6"
# ## À quoi sert le délai d’attente ?

# %% [markdown] lang="en" slide="C4 C6"
# ## What is the timeout for?

# %%
try:
    chat.sock.recvfrom(4096)
except TimeoutError as error:
    print(error)

# %% [markdown] lang="fr"
# Rien n’est venu en une demi-seconde : l’occasion de regarder si le programme **doit finir**, puis d’attendre à nouveau.
#
# Sans délai, `recvfrom` attendrait pour toujours.

# %% [markdown] lang="en"
# Nothing has come in half a second: a chance to look whether the program **is to end**, then to wait again.
#
# Without a timeout, `recvfrom` would wait for ever.

# %% [markdown] lang="fr" notes=1
# **À dire.** Un délai n’est pas la fin de la conversation : l’autre réfléchit.
#
# **À demander.** Pourquoi pas dix secondes ? Il faudrait les attendre avant que `/exit` ne prenne effet.

# %% [markdown] lang="en" notes=1
# **Say.** A timeout is not the end of the conversation: the other end is thinking.
#
# **Ask.** Why not ten seconds? One would have to wait for them before `/exit` takes effect.

# %% [markdown] lang="fr" slide="C6"
# ## Attendre deux choses à la fois

# %% [markdown] lang="en" slide="C6"
# ## Waiting for two things at once


# %%
def hear():
    print(bob.recvfrom(4096)[0])


receiver = threading.Thread(target=hear)
receiver.start()
print("1 + 1 =", 1 + 1)
ada.sendto(b"bonjour", to_bob)
receiver.join()

# %% [markdown] lang="fr" notes=2
# **À dire.** Deux attentes, deux fils : l’un attend le réseau, l’autre reste libre pour le clavier. `start` fait partir le fil, `join` attend qu’il finisse.
#
# **À demander.** Laquelle des deux lignes s’affiche d’abord, et pourquoi ?

# %% [markdown] lang="en" notes=2
# **Say.** Two waits, two threads: one waits for the network, the other stays free for the keyboard. `start` sets the thread off, `join` waits until it has ended.
#
# **Ask.** Which of the two lines is printed first, and why?

# %% [markdown] lang="fr" slide="C6"
# ## Deux parenthèses de trop

# %% [markdown] lang="en" slide="C6"
# ## Two parentheses too many

# %% tags=["hide"]
bob.settimeout(0.2)

# %% tags=["fails"]
receiver = threading.Thread(target=hear())

# %% tags=["hide"]
bob.settimeout(5)

# %%
receiver = threading.Thread(target=hear)
receiver.start()

# %% tags=["hide-input"]
ada.sendto(b"bonjour", to_bob)
receiver.join()

# %% [markdown] lang="fr"
# `hear()` attend **ici**, avant même que le fil n’existe. C’est la fonction que l’on passe : `hear`, sans l’appeler.

# %% [markdown] lang="en"
# `hear()` waits **here**, before the thread even exists. It is the function that is passed: `hear`, without calling it.

# %% [markdown] lang="fr" notes=1
# **À dire.** L’erreur la plus fréquente du chapitre. Sans délai d’attente, le programme semblerait gelé.
#
# **À demander.** Que passerait-on au fil si `hear()` finissait par rendre quelque chose ? Ce résultat, et non la fonction.

# %% [markdown] lang="en" notes=1
# **Say.** The commonest mistake of this chapter. Without a timeout the program would seem frozen.
#
# **Ask.** What would be passed to the thread if `hear()` returned at last? Its result, not the function.

# %% [markdown] lang="fr" slide="C6"
# ## Recevoir, tant que le chat tourne

# %% [markdown] lang="en" slide="C6"
# ## Receiving, as long as the chat runs


# %%
def receive(self):
    while self.running:
        try:
            data, _ = self.sock.recvfrom(4096)
        except TimeoutError:
            continue
        print(data.decode())


# %% tags=["hide-input"]
import select
import time

Chat.receive = receive
receiver = threading.Thread(target=chat.receive)
receiver.start()
for text in ("coucou", "ça va ?"):
    ada.sendto(text.encode(), to_chat)
while select.select([chat.sock], [], [], 0)[0]:
    time.sleep(0.01)
chat.running = False
receiver.join()

# %% [markdown] lang="fr"
# Une méthode de `Chat`, dans un fil à part. Ici, Ada a écrit deux fois.

# %% [markdown] lang="en"
# A method of `Chat`, in a thread of its own. Here Ada has written twice.

# %% [markdown] lang="fr" notes=2
# **À dire.** Le délai fait revenir au `while` deux fois par seconde : c’est ainsi que la fin se remarque.
#
# **À demander.** Que fait un datagramme qui n’est pas de l’UTF-8 ? Il tue ce fil : l’exercice 4 demande mieux.

# %% [markdown] lang="en" notes=2
# **Say.** The timeout leads back to `while` twice a second: that is how the end is noticed.
#
# **Ask.** What does a datagram do that is not UTF-8? It kills this thread: exercise 4 asks for better.

# %% [markdown] lang="fr" slide="C5"
# ## Quatre commandes, une méthode chacune
#
# | commande | méthode | effet |
# | --- | --- | --- |
# | `/join HÔTE PORT` | `join` | choisir un correspondant |
# | `/send TEXTE` | `send` | lui envoyer un texte |
# | `/quit` | `quit` | le quitter |
# | `/exit` | `exit` | finir, et tout fermer |

# %% [markdown] lang="en" slide="C5"
# ## Four commands, one method each
#
# | command | method | effect |
# | --- | --- | --- |
# | `/join HOST PORT` | `join` | choose a correspondent |
# | `/send TEXT` | `send` | send them a text |
# | `/quit` | `quit` | leave them |
# | `/exit` | `exit` | end, and close everything |

# %% [markdown] lang="fr" notes=1
# **À dire.** Quitter un correspondant n’est pas finir : on peut en choisir un autre.
#
# **À demander.** Que doit faire `/send` avant tout `/join` ? Le dire à l’utilisateur, et continuer.

# %% [markdown] lang="en" notes=1
# **Say.** To leave a correspondent is not to end: another may be chosen.
#
# **Ask.** What should `/send` do before any `/join`? Tell the user, and go on.

# %% [markdown] lang="fr" slide="C5"
# ## Choisir un correspondant, le quitter

# %% [markdown] lang="en" slide="C5"
# ## Choosing a correspondent, leaving them


# %%
def join(self, text):
    host, port = text.split()
    self.correspondent = (host, int(port))


def quit(self, text):
    self.correspondent = None


# %% tags=["hide"]
Chat.join, Chat.quit = join, quit

# %%
chat.join("127.0.0.1 5000")
print(chat.correspondent)

# %% tags=["hide"]
chat.quit("")
assert chat.correspondent is None

# %% [markdown] lang="fr" notes=1
# **À dire.** UDP n’a pas de connexion : « rejoindre » n’envoie rien, c’est seulement retenir une adresse. Toutes les méthodes
# prennent un texte, même celles qui n’en font rien : on les appellera toutes de la même façon.
#
# **À demander.** Que se passe-t-il avec `/join` tout court ? Une `ValueError` : à l’exercice 4 de la dire.

# %% [markdown] lang="en" notes=1
# **Say.** UDP has no connection: “joining” sends nothing, it only remembers an address. All methods take a text, even those
# that make nothing of it: they will all be called in the same way.
#
# **Ask.** What happens with `/join` alone? A `ValueError`: exercise 4 must say it.

# %% [markdown] lang="fr" slide="C5"
# ## Envoyer un texte, finir

# %% [markdown] lang="en" slide="C5"
# ## Sending a text, ending


# %%
def send(self, text):
    data = text.encode()
    self.sock.sendto(data, self.correspondent)


def exit(self, text):
    self.running = False


# %% tags=["hide"]
Chat.send, Chat.exit = send, exit
chat.join("{} {}".format(*to_ada))

# %%
chat.send("coucou")
print(ada.recvfrom(4096)[0])

# %% tags=["hide"]
chat.running = True
chat.exit("")
assert not chat.running

# %% [markdown] lang="fr" notes=1
# **À dire.** Pas de boucle d’envoi : un datagramme part entier. `exit` ne fait que lever un drapeau ; la suite dit pourquoi.
#
# **À demander.** Pourquoi `exit` ne ferme-t-elle pas la socket ? Un fil s’en sert encore.

# %% [markdown] lang="en" notes=1
# **Say.** No send loop: a datagram leaves whole. `exit` only raises a flag; what follows says why.
#
# **Ask.** Why does `exit` not close the socket? A thread is still using it.

# %% [markdown] lang="fr" slide="C7"
# ## Couper au premier espace, une seule fois

# %% [markdown] lang="en" slide="C7"
# ## Cut at the first space, once only

# %%
line = "/send a   b"
print(line.split())

# %%
command, _, text = line.partition(" ")
print([command, text])

# %% [markdown] lang="fr"
# `split()` perd les espaces de l’utilisateur ; `partition` ne coupe **qu’une fois**.

# %% [markdown] lang="en"
# `split()` loses the user’s spaces; `partition` cuts **once only**.

# %% [markdown] lang="fr" notes=1
# **À dire.** Le texte appartient à l’utilisateur : on ne le change pas. `partition` rend toujours trois morceaux, même sans
# espace.
#
# **À demander.** Faire prédire les deux lignes. Et pour `"/exit"` ?

# %% [markdown] lang="en" notes=1
# **Say.** The text is the user’s: it is not to be changed. `partition` always returns three parts, even without a space.
#
# **Ask.** Have both lines predicted. And for `"/exit"`?

# %% [markdown] lang="fr" slide="C7"
# ## Un dictionnaire de commandes

# %% [markdown] lang="en" slide="C7"
# ## A dictionary of commands

# %%
chat.commands = {
    "/join": chat.join,
    "/quit": chat.quit,
    "/send": chat.send,
    "/exit": chat.exit,
}
chat.commands["/send"]("bonjour")

# %% tags=["hide-input"]
print(ada.recvfrom(4096)[0])

# %% [markdown] lang="fr"
# À chaque mot sa méthode : pas de suite de `if`.

# %% [markdown] lang="en"
# To each word its method: no chain of `if`.

# %% [markdown] lang="fr" notes=1
# **À dire.** Ajouter une commande, c’est ajouter une ligne. Ce que l’on voit dessous est ce qu’Ada a reçu.
#
# **À demander.** Pourquoi n’y a-t-il pas de parenthèses après `chat.join` ? Comme pour le fil : on ne l’appelle pas encore.

# %% [markdown] lang="en" notes=1
# **Say.** To add a command is to add a line. What is shown below is what Ada has received.
#
# **Ask.** Why are there no parentheses after `chat.join`? As with the thread: it is not called yet.

# %% [markdown] lang="fr" slide="C7"
# ## Obéir à une ligne

# %% [markdown] lang="en" slide="C7"
# ## Obeying one line


# %%
def obey(self, line):
    command, _, text = line.partition(" ")
    if command in self.commands:
        self.commands[command](text)
    else:
        print("?", command)


# %% tags=["hide"]
Chat.obey = obey

# %%
chat.obey("/sned bonjour")

# %% [markdown] lang="fr"
# Une commande inconnue se signale, et n’arrête rien.

# %% [markdown] lang="en"
# An unknown command is reported, and stops nothing.

# %% [markdown] lang="fr" notes=1
# **À dire.** `/exit` et `/send bonjour` passent par la même ligne : le texte est vide pour l’une.
#
# **À demander.** Quelles autres fautes l’utilisateur peut-il faire ? Un port qui n’est pas un nombre, un hôte inconnu…

# %% [markdown] lang="en" notes=1
# **Say.** `/exit` and `/send bonjour` take the same line: the text is empty for one of them.
#
# **Ask.** Which other mistakes can the user make? A port that is no number, an unknown host…

# %% [markdown] lang="fr" slide="C5 C6"
# ## Fermer pendant que le fil attend

# %% [markdown] lang="en" slide="C5 C6"
# ## Closing while the thread waits

# %% tags=["hide"]
import sys


def in_short(failure):
    name = failure.exc_type.__name__
    print(
        f"{name}: {failure.exc_value}",
        file=sys.stderr,
    )


threading.excepthook = in_short


def start():
    chat = Chat("127.0.0.1", 0)
    chat.commands = {
        "/join": chat.join,
        "/quit": chat.quit,
        "/send": chat.send,
        "/exit": chat.exit,
    }
    return chat, threading.Thread(
        target=chat.receive
    )


chat.sock.close()
chat, receiver = start()

# %%
receiver.start()
chat.sock.close()
receiver.join()

# %% tags=["hide"]
chat, receiver = start()
receiver.start()

# %%
chat.running = False
receiver.join()
chat.sock.close()

# %% [markdown] lang="fr"
# D’abord prévenir le fil, puis l’**attendre**, enfin fermer.

# %% [markdown] lang="en"
# First tell the thread, then **wait** for it, then close.

# %% [markdown] lang="fr" notes=2
# **À dire.** Fermer dans `exit` est la faute la plus naturelle : le programme finit, mais sur une trace de pile.
#
# **À demander.** Combien de temps `join` peut-il attendre ici ? Une demi-seconde : le délai de la socket.

# %% [markdown] lang="en" notes=2
# **Say.** To close in `exit` is the most natural mistake: the program ends, but with a traceback.
#
# **Ask.** How long may `join` wait here? Half a second: the socket’s timeout.

# %% [markdown] lang="fr" slide="C6 C7"
# ## `run` : lire, obéir, finir dans l’ordre

# %% [markdown] lang="en" slide="C6 C7"
# ## `run`: read, obey, end in order


# %%
def run(self, lines):
    hear = threading.Thread(target=self.receive)
    hear.start()
    for line in lines:
        self.obey(line)
        if not self.running:
            break
    self.running = False
    hear.join()
    self.sock.close()


# %% tags=["hide"]
Chat.run = run
chat, _ = start()
unused = Chat("127.0.0.1", 0)
unused.run([])

# %% [markdown] lang="fr" notes=1
# **À dire.** `lines` est n’importe quelle suite de lignes : le clavier (`sys.stdin`), une liste, un fichier.
#
# **À demander.** Que se passe-t-il à la fin du clavier, sans `/exit` ? La boucle finit, et le chat aussi.

# %% [markdown] lang="en" notes=1
# **Say.** `lines` is any sequence of lines: the keyboard (`sys.stdin`), a list, a file.
#
# **Ask.** What happens at the end of the keyboard, without `/exit`? The loop ends, and so does the chat.

# %% [markdown] lang="fr" slide="C4 C5 C6 C7"
# ## Le voici en marche

# %% [markdown] lang="en" slide="C4 C5 C6 C7"
# ## Here it runs

# %% tags=["hide"]
host, port = to_ada

# %%
lines = ["/send coucou", "/sned", "/exit"]
chat.run([f"/join {host} {port}", *lines])
print(ada.recvfrom(4096)[0])

# %% [markdown] lang="fr"
# Tout ce que l’on a écrit ; `run` y lit une liste au lieu du clavier.

# %% [markdown] lang="en"
# All that we have written; `run` reads a list instead of the keyboard.

# %% tags=["hide"]
ada.close()
bob.close()

# %% [markdown] lang="fr" notes=1
# **À dire.** Une trentaine de lignes. L’exercice 4 demande la même chose, plus tout ce que les utilisateurs et le réseau
# peuvent faire de travers.
#
# **À demander.** D’où vient chacune des deux lignes affichées ?

# %% [markdown] lang="en" notes=1
# **Say.** Some thirty lines. Exercise 4 asks for the same, plus whatever users and the network may do wrong.
#
# **Ask.** Where does each of the two printed lines come from?

# %% [markdown] lang="fr" slide="C5 C7"
# ## La même chose, vue du réseau

# %% [markdown] lang="en" slide="C5 C7"
# ## The same, seen from the network

# %% tags=["hide-input"]
from autograder.lecture.conversation import (
    conversation,
)

conversation("ex04", "sends_what_the_user_types")

# %% [markdown] lang="fr" notes=1
# **À dire.** Une vraie conversation, celle d’un contrôle de l’exercice 4 avec sa solution ; le correcteur joue le
# correspondant.
#
# **À demander.** Qu’est-ce que `/join` a envoyé ? Rien.

# %% [markdown] lang="en" notes=1
# **Say.** A real conversation, that of a check of exercise 4 with its solution; the grader plays the correspondent.
#
# **Ask.** What has `/join` sent? Nothing.

# %% [markdown] lang="fr" slide=""
# ## À vous : les exercices 3 et 4
#
# **ex03_udp_send_loop** : de longs messages.
#
# **ex04_chat** : le chat entier.
#
# ```
# python -m autograder watch ex03
# ```
#
# - Les carnets : `notebooks/fr/`
# - Ensuite, bavardez avec le chat d’un voisin.

# %% [markdown] lang="en" slide=""
# ## Over to you: exercises 3 and 4
#
# **ex03_udp_send_loop**: long messages.
#
# **ex04_chat**: the whole chat.
#
# ```
# python -m autograder watch ex03
# ```
#
# - The notebooks: `notebooks/en/`
# - Then chat with a neighbour’s program.

# %% [markdown] lang="fr" notes=3
# **À dire.** Écrire ensemble `send_text` : deux lignes. Avec l’hôte 0.0.0.0, le chat écoute sur toutes les adresses de la
# machine : à réserver à un réseau de confiance.
#
# **À demander.** Que doit rendre `send_text("café", …)` ? Le contrôle le dira aussi.

# %% [markdown] lang="en" notes=3
# **Say.** Write `send_text` together: two lines. With the host 0.0.0.0 the chat listens on all the machine’s addresses: for
# a network that one trusts.
#
# **Ask.** What should `send_text("café", …)` return? The check will say so, too.
