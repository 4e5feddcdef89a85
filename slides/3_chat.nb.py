# %% [markdown] lang="fr" slide=""
# # Bavarder en datagrammes
#
# Programmation réseau, troisième partie : un chat sur UDP
#
# *25 minutes, puis les exercices 3 et 4*

# %% [markdown] lang="en" slide=""
# # Chatting in datagrams
#
# Network programming, part three: a chat over UDP
#
# *25 minutes, then exercises 3 and 4*

# %% [markdown] lang="fr" notes=true
# Rappel (1 min) : un datagramme arrive entier ou pas du tout, sans ordre promis, sans connexion.

# %% [markdown] lang="en" notes=true
# Recall (1 min): a datagram arrives whole or not at all, in no promised order, without a connection.

# %% tags=["hide"]
import socket

ada = socket.socket(type=socket.SOCK_DGRAM)
ada.bind(("127.0.0.1", 0))
bob = socket.socket(type=socket.SOCK_DGRAM)
bob.bind(("127.0.0.1", 0))
bob.settimeout(2)
to_bob = bob.getsockname()

# %% [markdown] lang="fr" slide="C1"
# ## Une socket ne transporte que des octets

# %% [markdown] lang="en" slide="C1"
# ## A socket carries bytes only

# %% tags=["fails"]
ada.sendto("café", to_bob)

# %%
data = "café".encode()
print(data, ada.sendto(data, to_bob))
print(len("café"), len(data))

# %% [markdown] lang="fr"
# 4 caractères, **5 octets** : comparez ce que rend `sendto` à `len(data)`, pas à la longueur du texte.

# %% [markdown] lang="en"
# 4 characters, **5 bytes**: compare what `sendto` returns with `len(data)`, not with the text’s length.

# %% [markdown] lang="fr" notes=true
# 2 min. Faire prédire les trois nombres. `encode()` sans argument : UTF-8, la même chose aux deux bouts.

# %% [markdown] lang="en" notes=true
# 2 min. Have the three numbers predicted. `encode()` without an argument: UTF-8, the same at both ends.

# %% tags=["hide"]
bob.recvfrom(4096)

# %% [markdown] lang="fr" slide="C2"
# ## Tout ou rien

# %% [markdown] lang="en" slide="C2"
# ## All or nothing

# %%
print(ada.sendto(bytes(65507), to_bob))

# %% tags=["fails"]
ada.sendto(bytes(65508), to_bob)

# %% [markdown] lang="fr"
# Une boucle qui « envoie le reste » est l’idée du cours ; avec `sendto` elle ne fait **qu’un tour** : un datagramme part entier ou ne part pas.

# %% [markdown] lang="en"
# A loop that “sends the rest” is the lecture’s idea; with `sendto` it goes round **once**: a datagram leaves whole or not at all.

# %% [markdown] lang="fr" notes=true
# 2 min. 65 507 = 65 535 − 20 (IP) − 8 (UDP). La boucle d’envoi est juste, et indispensable… en TCP, quatrième partie.

# %% [markdown] lang="en" notes=true
# 2 min. 65,507 = 65,535 − 20 (IP) − 8 (UDP). The send loop is right, and a must… over TCP, in part four.

# %% tags=["hide"]
bob.recvfrom(65535)

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
# Le dernier bloc, **plus court** ou vide, dit « fini ».

# %% [markdown] lang="en"
# The last block, **shorter** or empty, says “done”.

# %% [markdown] lang="fr" notes=true
# 2 min. Pourquoi le bloc vide ? Sans lui, qui reçoit `def` attendrait la suite pour toujours. C’est l’exercice 3.

# %% [markdown] lang="en" notes=true
# 2 min. Why the empty block? Without it, whoever receives `def` would wait for more for ever. It is exercise 3.

# %% [markdown] lang="fr" slide="C3"
# ## Recevoir : prévoir assez de place

# %% [markdown] lang="en" slide="C3"
# ## Receiving: make enough room

# %%
ada.sendto(b"bonjour tout le monde", to_bob)
data, sender = bob.recvfrom(8)
print(data)
print(sender == ada.getsockname())

# %% [markdown] lang="fr"
# Le reste du datagramme est **perdu**, sans erreur. 65 535 octets suffisent toujours ; 4096 suffit à un chat poli.

# %% [markdown] lang="en"
# The rest of the datagram is **lost**, without an error. 65,535 bytes are always enough; 4096 are for a polite chat.

# %% [markdown] lang="fr" notes=true
# 2 min. Faire prédire : que rendra le `recvfrom` suivant ? Rien du tout : il attendra. Sous Windows, c’est une erreur.

# %% [markdown] lang="en" notes=true
# 2 min. Have them guess: what would the next `recvfrom` return? Nothing at all: it would wait. On Windows it is an error.

# %% [markdown] lang="fr" slide="C4"
# ## Le chat : ce dont il se souvient

# %% [markdown] lang="en" slide="C4"
# ## The chat: what it remembers


# %%
class Chat:
    def __init__(self, host, port):
        self._sock = socket.socket(
            type=socket.SOCK_DGRAM
        )
        self._sock.settimeout(0.5)
        self._sock.bind((host, port))
        self._running = True
        self._correspondent = None


# %% [markdown] lang="fr"
# Une socket liée, un délai d’attente, s’il tourne encore, à qui il parle.

# %% [markdown] lang="en"
# A bound socket, a timeout, whether it still runs, whom it talks to.

# %% [markdown] lang="fr" notes=true
# 2 min. Le même programme aux deux bouts : pair à pair. Qui reçoit n’a pas besoin d’avoir été « rejoint ».

# %% [markdown] lang="en" notes=true
# 2 min. The same program at both ends: peer to peer. Who receives need not have been “joined”.

# %% [markdown] lang="fr" slide="C4 C6"
# ## À quoi sert le délai d’attente ?

# %% [markdown] lang="en" slide="C4 C6"
# ## What is the timeout for?

# %%
bob.settimeout(0.5)
try:
    bob.recvfrom(4096)
except TimeoutError:
    print("nobody yet: shall we stop?")

# %% [markdown] lang="fr"
# Sans lui, `recvfrom` attendrait toujours, et personne ne verrait que le programme **doit finir**.

# %% [markdown] lang="en"
# Without it, `recvfrom` would wait for ever, and nobody would see that the program **is to end**.

# %% [markdown] lang="fr" notes=true
# 1 min. Un délai n’est pas la fin de la conversation : on regarde si l’on tourne encore, et on recommence.

# %% [markdown] lang="en" notes=true
# 1 min. A timeout is not the end of the conversation: look whether we still run, and start again.

# %% [markdown] lang="fr" slide="C5"
# ## Quatre commandes

# %% [markdown] lang="en" slide="C5"
# ## Four commands

# %% [markdown] lang="fr"
# | | |
# | --- | --- |
# | `/join HÔTE PORT` | choisir un correspondant |
# | `/send TEXTE` | lui envoyer un texte |
# | `/quit` | quitter ce correspondant |
# | `/exit` | finir, et fermer |
#
# Une méthode pour chacune.

# %% [markdown] lang="en"
# | | |
# | --- | --- |
# | `/join HOST PORT` | choose a correspondent |
# | `/send TEXT` | send them a text |
# | `/quit` | leave this correspondent |
# | `/exit` | end, and close |
#
# One method for each.

# %% [markdown] lang="fr" notes=true
# 1 min. Demander : que doit faire `/send` avant tout `/join` ? Le dire à l’utilisateur, et continuer.

# %% [markdown] lang="en" notes=true
# 1 min. Ask: what should `/send` do before any `/join`? Tell the user, and go on.

# %% [markdown] lang="fr" slide="C7"
# ## Couper la ligne une fois, au premier espace

# %% [markdown] lang="en" slide="C7"
# ## Cut the line once, at its first space

# %%
line = "/send a   b"
print(line.split())

command, _, argument = line.partition(" ")
print([command, argument])

# %% [markdown] lang="fr"
# `split()` perd les espaces de l’utilisateur : son texte est **à lui**.

# %% [markdown] lang="en"
# `split()` loses the user’s spaces: the text is **theirs**.

# %% [markdown] lang="fr" notes=true
# 2 min. Faire prédire les deux lignes. `partition` rend toujours trois morceaux, même sans espace.

# %% [markdown] lang="en" notes=true
# 2 min. Have both lines predicted. `partition` always returns three parts, even without a space.

# %% [markdown] lang="fr" slide="C7"
# ## Chercher la commande dans un dictionnaire

# %% [markdown] lang="en" slide="C7"
# ## Look the command up in a dictionary

# %%
commands = {"/send": print}
for line in ("/send hello", "/sned hello"):
    command, _, text = line.partition(" ")
    if command in commands:
        commands[command](text)
    else:
        print("unknown command", command)

# %% [markdown] lang="fr" notes=true
# 2 min. Pas de suite de `if` : ajouter une commande, c’est ajouter une ligne. Une commande inconnue se dit, et ne tue rien.

# %% [markdown] lang="en" notes=true
# 2 min. No chain of `if`: to add a command is to add a line. An unknown command is said, and kills nothing.

# %% tags=["hide"]
import threading

# %% [markdown] lang="fr" slide="C6"
# ## Attendre deux choses à la fois

# %% [markdown] lang="en" slide="C6"
# ## Waiting for two things at once


# %%
def receive():
    print("received", bob.recvfrom(4096)[0])


receiver = threading.Thread(target=receive)
receiver.start()
print("the keyboard is free")
ada.sendto(b"hello", to_bob)
receiver.join()

# %% [markdown] lang="fr" notes=true
# 3 min. Le fil qui reçoit attend seul ; le fil principal lit les commandes. Deux attentes, deux fils.

# %% [markdown] lang="en" notes=true
# 3 min. The receiving thread waits on its own; the main thread reads commands. Two waits, two threads.

# %% [markdown] lang="fr" slide="C6"
# ## Deux parenthèses de trop

# %% [markdown] lang="en" slide="C6"
# ## Two parentheses too many

# %% tags=["hide"]
bob.settimeout(0.2)

# %% tags=["fails"]
receiver = threading.Thread(target=receive())
receiver.start()

# %% [markdown] lang="fr"
# `receive()` attend **ici**, dans le fil principal ; aucun fil n’a encore démarré. On passe la fonction : `target=receive`.

# %% [markdown] lang="en"
# `receive()` waits **here**, in the main thread; no thread has started yet. Pass the function: `target=receive`.

# %% [markdown] lang="fr" notes=true
# 2 min. L’erreur la plus fréquente du chapitre. Sans délai d’attente, le programme semblerait gelé.

# %% [markdown] lang="en" notes=true
# 2 min. The commonest mistake of this chapter. Without a timeout the program would seem frozen.

# %% [markdown] lang="fr" slide="C4 C5 C6 C7"
# ## Le voici en marche

# %% [markdown] lang="en" slide="C4 C5 C6 C7"
# ## Here it runs

# %% tags=["hide"]
ada.settimeout(2)

# %%
from ex04_chat import Chat

host, port = ada.getsockname()
chat = Chat("127.0.0.1", 0)
join = f"/join {host} {port}"
chat.run([join, "/send coucou", "/exit"])
print(ada.recvfrom(4096)[0])

# %% [markdown] lang="fr"
# C’est la solution de l’exercice 4, telle quelle.

# %% [markdown] lang="en"
# It is the solution of exercise 4, as it stands.

# %% tags=["hide"]
ada.close()
bob.close()

# %% [markdown] lang="fr" notes=true
# 1 min. `run` prend n’importe quelle suite de lignes : le clavier, une liste, un fichier. C’est ainsi que le correcteur la juge.

# %% [markdown] lang="en" notes=true
# 1 min. `run` takes any lines: the keyboard, a list, a file. That is how the grader judges it.

# %% [markdown] lang="fr" slide=""
# ## À vous : les exercices 3 et 4
#
# **ex03_udp_send_loop** : des datagrammes, de longs messages.
#
# **ex04_chat** : le chat entier.
#
# ```
# python -m autograder watch ex03
# ```
#
# - Les carnets : `notebooks/fr/`
# - Puis essayez votre chat avec celui d’un voisin.

# %% [markdown] lang="en" slide=""
# ## Over to you: exercises 3 and 4
#
# **ex03_udp_send_loop**: datagrams, and long messages.
#
# **ex04_chat**: the whole chat.
#
# ```
# python -m autograder watch ex03
# ```
#
# - The notebooks: `notebooks/en/`
# - Then try your chat with a neighbour’s.

# %% [markdown] lang="fr" notes=true
# Avec HOST 0.0.0.0 le chat écoute sur toutes les adresses de la machine : à réserver à un réseau de confiance.

# %% [markdown] lang="en" notes=true
# With HOST 0.0.0.0 the chat listens on all the machine’s addresses: for a network that one trusts.
