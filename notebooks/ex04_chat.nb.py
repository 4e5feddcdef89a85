# %% [markdown] lang="fr"
# # Un chat de pair à pair
#
# **Durée : 60 minutes environ.** Vous connaissez les datagrammes (exercice 3). Ici, un programme entier.
#
# À la fin, vous saurez :
#
# - attendre deux choses à la fois, le clavier et le réseau ;
# - découper une ligne sans abîmer le texte de l’utilisateur ;
# - ne rien laisser derrière vous : ni fil, ni socket ;
# - ne pas afficher n’importe quoi qui vient de n’importe qui.

# %% [markdown] lang="en"
# # A peer-to-peer chat
#
# **About 60 minutes.** You know datagrams (exercise 3). Here is a whole program.
#
# At the end you will know how to:
#
# - wait for two things at once, the keyboard and the network;
# - cut a line without spoiling the user’s text;
# - leave nothing behind: no thread, no socket;
# - not print anything at all that comes from anybody at all.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le fil
#
# Le même programme aux deux bouts. Personne n’est le serveur.
#
# ```
# le chat d’Ada                     le chat de Bob
#   /join 127.0.0.1 5001
#   /send bonjour
#   |--- datagramme « bonjour » ------->|   affiché aussitôt
#   |<-- datagramme « salut » ----------|   /join …, /send salut
#   affiché, même si Ada est en train d’écrire
# ```
#
# `/join` n’envoie rien : elle retient une adresse. Bob peut recevoir sans avoir rejoint personne.

# %% [markdown] lang="en"
# ## What happens on the wire
#
# The same program at both ends. Nobody is the server.
#
# ```
# Ada's chat                        Bob's chat
#   /join 127.0.0.1 5001
#   /send bonjour
#   |--- datagram "bonjour" ----------->|   printed at once
#   |<-- datagram "salut" --------------|   /join …, /send salut
#   printed, even if Ada is typing
# ```
#
# `/join` sends nothing: it remembers an address. Bob can receive without having joined anybody.

# %% [markdown] lang="fr"
# ## Expérience 1 : attendre deux choses à la fois
#
# Cette boucle attend le réseau, puis s’occupe du clavier. Un message arrive après 0,3 seconde. **Devinez d’abord** : dans quel ordre les lignes s’affichent-elles ?

# %% [markdown] lang="en"
# ## Experiment 1: waiting for two things at once
#
# This loop waits for the network, then sees to the keyboard. A message arrives after 0.3 seconds. **Guess first**: in which order are the lines printed?

# %%
import socket
import threading

from autograder import beside

sock = socket.socket(type=socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 0))
sock.settimeout(2)

with beside.correspondent() as bob:
    later = threading.Timer(0.3, bob.sends, (b"salut",), {"to": sock.getsockname()})
    later.start()
    for typed in ("/send one", "/send two"):
        print("network:", sock.recvfrom(65535)[0])
        print("keyboard:", typed)
        break
    later.join()

# %% [markdown] lang="fr"
# Le clavier a attendu le réseau : tant que rien n’arrive, rien de ce que l’on tape n’est lu. L’inverse serait aussi mauvais : aucun message ne s’afficherait pendant que l’on réfléchit. Deux attentes demandent **deux fils** (ou un `selector`) :

# %% [markdown] lang="en"
# The keyboard waited for the network: as long as nothing arrives, nothing that is typed is read. The other way round would be as bad: no message would show while one thinks. Two waits take **two threads** (or a `selector`):


# %%
def receive():
    print("network:", sock.recvfrom(65535)[0])


receiver = threading.Thread(target=receive)
receiver.start()
print("keyboard: /send one")
with beside.correspondent() as bob:
    bob.sends(b"salut", to=sock.getsockname())
    receiver.join()

# %% [markdown] lang="fr"
# ## Expérience 2 : fermer la socket sous les pieds du fil
#
# Le fil attend dans `recvfrom`. On ferme la socket depuis le fil principal. **Devinez d’abord** : le fil se réveille-t-il ?

# %% [markdown] lang="en"
# ## Experiment 2: closing the socket under the thread’s feet
#
# The thread waits in `recvfrom`. The main thread closes the socket. **Guess first**: does the thread wake up?

# %%
victim = socket.socket(type=socket.SOCK_DGRAM)
victim.bind(("127.0.0.1", 0))
where = victim.getsockname()
waiting = threading.Thread(target=lambda: print("woken by", victim.recvfrom(10)[0]))
waiting.start()
waiting.join(0.2)

victim.close()
waiting.join(0.3)
print("still waiting:", waiting.is_alive())
with beside.correspondent() as bob:
    bob.sends(b"x", to=where)
    waiting.join(1)

# %% [markdown] lang="fr"
# Sous Linux, `close` ne réveille personne : le fil attend toujours, sur une socket que l’on croyait fermée. D’où le **délai d’attente** de la leçon : le fil se réveille de lui-même, regarde si le chat tourne encore, et finit. On attend qu’il ait fini, **puis** on ferme.

# %% [markdown] lang="en"
# On Linux `close` wakes nobody: the thread is still waiting, on a socket that was thought to be closed. Hence the lecture’s **timeout**: the thread wakes up by itself, looks whether the chat still runs, and ends. One waits until it has ended, **then** closes.

# %% [markdown] lang="fr"
# ## Expérience 3 : couper une ligne
#
# **Devinez d’abord** : combien d’espaces reste-t-il dans chaque texte ?

# %% [markdown] lang="en"
# ## Experiment 3: cutting a line
#
# **Guess first**: how many spaces are left in each text?

# %%
line = "/send one   two"

print(repr(" ".join(line.split()[1:])))
print(repr(line.partition(" ")[2]))

# %% [markdown] lang="fr"
# `split` sans argument coupe partout et jette les espaces ; les recoller n’en rend qu’un. Seule la commande est un mot : coupez **une fois**, et laissez le reste à l’utilisateur.

# %% [markdown] lang="en"
# `split` without an argument cuts everywhere and throws the spaces away; gluing the words back gives one each. Only the command is a word: cut **once**, and leave the rest to the user.

# %% [markdown] lang="fr"
# ## Expérience 4 : ce qu’un inconnu peut faire à votre écran
#
# **Devinez d’abord** : qu’affiche un terminal quand un message contient `\x1b[2J` ?

# %% [markdown] lang="en"
# ## Experiment 4: what a stranger can do to your screen
#
# **Guess first**: what does a terminal show when a message contains `\x1b[2J`?

# %%
message = "hello\x1b[2J\x07"

print(message.isprintable())
print("".join(char if char.isprintable() else "?" for char in message))

# %% [markdown] lang="fr"
# `\x1b[2J` **efface l’écran** ; d’autres suites changent le titre de la fenêtre ou cachent du texte. Qui affiche ce qui vient du réseau sans regarder prête son terminal au premier venu.

# %% [markdown] lang="en"
# `\x1b[2J` **clears the screen**; other sequences change the window’s title or hide text. Whoever prints what comes from the network without looking lends their terminal to anybody.

# %%
sock.close()

# %% [markdown] lang="fr"
# ## Le contrat
#
# - `Chat(host="127.0.0.1", port=5000)` crée une socket UDP et la lie ; avec le port 0, le système choisit. `address` dit où l’on peut lui écrire.
# - `run(lines=None)` obéit aux commandes de `lines`, par défaut celles du clavier, et affiche ce qui arrive. Elle revient après `/exit` et à la fin des lignes, en 2 secondes au plus ; alors la socket est fermée et aucun fil ne reste.
# - `/join HÔTE PORT` choisit un correspondant ; `/send TEXTE` lui envoie un datagramme, en UTF-8, espaces compris ; `/quit` le quitte ; `/exit` finit.
# - Une commande inconnue, un argument manquant ou de trop, un port impossible, un hôte inconnu, `/send` avant `/join` : une ligne le dit, et le chat continue. Une ligne vide ne fait rien.
# - Chaque datagramme, de qui que ce soit, est affiché aussitôt, sur une ligne. Rien de ce qui vient du réseau ne finit le chat : ni des octets qui ne sont pas de l’UTF-8, ni un message vide, ni 60 000 octets, ni un correspondant disparu. Aucun caractère de contrôle n’atteint le terminal.
#
# Ouvrez `ex04_chat.py`, écrivez la classe, **enregistrez**, lancez la cellule. Commencez par l’envoi ou par la réception : chacun rapporte ses points.

# %% [markdown] lang="en"
# ## The contract
#
# - `Chat(host="127.0.0.1", port=5000)` makes a UDP socket and binds it; with port 0 the system chooses. `address` says where one can write to it.
# - `run(lines=None)` obeys the commands in `lines`, by default those of the keyboard, and prints what arrives. It returns after `/exit` and at the end of the lines, within 2 seconds; by then the socket is closed and no thread is left.
# - `/join HOST PORT` chooses a correspondent; `/send TEXT` sends them a datagram, in UTF-8, spaces included; `/quit` leaves them; `/exit` ends.
# - An unknown command, an argument that is missing or too many, an impossible port, an unknown host, `/send` before `/join`: a line says so, and the chat goes on. An empty line does nothing.
# - Each datagram, from whomever, is printed at once, on one line. Nothing that comes from the network ends the chat: neither bytes that are not UTF-8, nor an empty message, nor 60,000 bytes, nor a correspondent that is gone. No control character reaches the terminal.
#
# Open `ex04_chat.py`, write the class, **save**, run the cell. Begin with sending or with receiving: each earns its points.

# %% tags=["check"]
check("ex04.Chat")

# %% [markdown] lang="fr"
# ## Question
#
# Deux personnes utilisent votre chat depuis deux machines, et l’une ne reçoit rien. Citez trois causes possibles, et pour chacune ce que vous feriez pour la confirmer.

# %% [markdown] lang="en"
# ## Question
#
# Two people use your chat from two machines, and one receives nothing. Name three possible causes, and for each what you would do to confirm it.

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `blocking-surprise` : attendre le clavier et le réseau tour à tour.
# - `close-wakes-thread` : compter sur `close` pour réveiller un fil.
# - `spaces-lost` : perdre les espaces du texte.
# - `ignores-strangers` : n’écouter que son correspondant.
# - `control-characters-printed` : afficher tout ce qui vient.
# - `thread-left` : laisser un fil derrière soi.
#
# `python -m autograder explain blocking-surprise` raconte chacune.
#
# ## Pour continuer
#
# Essayez votre chat avec celui d’un voisin (`python ex04_chat.py 5000 0.0.0.0`), puis l’exercice 5 : les flux.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `blocking-surprise`: waiting for keyboard and network in turn.
# - `close-wakes-thread`: counting on `close` to wake a thread.
# - `spaces-lost`: losing the spaces of the text.
# - `ignores-strangers`: listening to one’s correspondent only.
# - `control-characters-printed`: printing whatever comes.
# - `thread-left`: leaving a thread behind.
#
# `python -m autograder explain blocking-surprise` tells each.
#
# ## Where to go next
#
# Try your chat with a neighbour’s (`python ex04_chat.py 5000 0.0.0.0`), then exercise 5: streams.

# %% tags=["module"]
