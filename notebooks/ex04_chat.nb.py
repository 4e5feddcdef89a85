# %% [markdown] lang="fr"
# # Un chat de pair à pair
#
# **Durée : 60 minutes environ.** Vous connaissez les datagrammes (exercice 3). Ici, un programme entier.
#
# À la fin, vous saurez :
#
# - attendre deux choses à la fois, le clavier et le réseau ;
# - découper une ligne sans abîmer le texte de l’utilisateur ;
# - ne rien laisser derrière vous : ni fil d’exécution (`thread`), ni socket ;
# - ne pas afficher n’importe quoi qui vient de n’importe qui.
#
# Chaque expérience se joue en trois temps : devinez, lancez la cellule (Maj+Entrée), lisez l’explication.

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
# - not print just anything that comes from just anybody.
#
# Each experiment has three steps: guess, run the cell (Shift+Enter), read the explanation.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le réseau
#
# De pair à pair : le même programme aux deux bouts, et personne n’est le serveur.
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
# ## What happens on the network
#
# Peer to peer: the same program at both ends, and nobody is the server.
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
# Ce programme attend le réseau, puis s’occupe du clavier. L’utilisateur a **déjà** tapé sa ligne ; le message de Bob n’arrive qu’une demi-seconde plus tard. **Devinez d’abord** : dans quel ordre les lignes s’affichent-elles ?

# %% [markdown] lang="en"
# ## Experiment 1: waiting for two things at once
#
# This program waits for the network, then sees to the keyboard. The user has **already** typed a line; Bob’s message arrives only half a second later. **Guess first**: in which order are the lines printed?

# %%
import socket
import threading

from autograder import beside

sock = socket.socket(type=socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 0))
sock.settimeout(5)

with beside.correspondent() as bob:
    later = threading.Timer(0.5, bob.sends, (b"salut",), {"to": sock.getsockname()})
    later.start()
    print("network: ", sock.recvfrom(65535)[0])
    print("keyboard: /send one")
    later.join()

# %% [markdown] lang="fr"
# Le clavier a attendu le réseau : tant que rien n’arrive, rien de ce que l’on tape n’est lu. L’inverse serait aussi mauvais : aucun message ne s’afficherait tant que l’utilisateur réfléchit. Deux attentes demandent **deux fils d’exécution** (ou un `selector`). On donne au fil la fonction elle-même, `target=receive`, sans parenthèses : c’est lui qui l’appelle.

# %% [markdown] lang="en"
# The keyboard waited for the network: as long as nothing arrives, nothing that is typed is read. The other way round would be as bad: no message would show while the user thinks. Two waits take **two threads** (or a `selector`). The thread is given the function itself, `target=receive`, without parentheses: the thread is to call it.


# %%
def receive():
    print("network: ", sock.recvfrom(65535)[0])


receiver = threading.Thread(target=receive)
receiver.start()
print("keyboard: /send one")
with beside.correspondent() as bob:
    bob.sends(b"salut", to=sock.getsockname())
    receiver.join()

# %% [markdown] lang="fr"
# ## Expérience 2 : fermer la socket sous les pieds du fil
#
# Un fil attend dans `recvfrom`. Le fil principal ferme la socket, puis Bob écrit encore une fois à la même adresse. **Devinez d’abord** : le fil se réveille-t-il à la fermeture ? Et le message de Bob, qui le reçoit ?

# %% [markdown] lang="en"
# ## Experiment 2: closing the socket under the thread’s feet
#
# A thread waits in `recvfrom`. The main thread closes the socket, then Bob writes once more to the same address. **Guess first**: does the thread wake up when the socket is closed? And who receives Bob’s message?

# %%
victim = socket.socket(type=socket.SOCK_DGRAM)
victim.bind(("127.0.0.1", 0))
where = victim.getsockname()
waiting = threading.Thread(target=lambda: print("woken by", victim.recvfrom(100)[0]))
waiting.start()
waiting.join(0.2)

victim.close()
waiting.join(0.5)
print("still waiting:", waiting.is_alive())
with beside.correspondent() as bob:
    bob.sends(b"anybody there?", to=where)
    waiting.join(5)

# %% [markdown] lang="fr"
# Sous Linux, `close` ne réveille personne : le fil attendait toujours, et a même reçu un message sur une socket que l’on croyait fermée. Si Bob n’avait rien écrit, le programme n’aurait jamais fini.
#
# La bonne façon est celle de la leçon. La socket a un **délai d’attente** d’une demi-seconde : le fil se réveille de lui-même, attrape la `TimeoutError`, regarde si le chat tourne encore, et recommence ou finit. Pour sortir : on note que c’est fini, on attend le fil (`join`), et **ensuite seulement** on ferme.

# %% [markdown] lang="en"
# On Linux `close` wakes nobody: the thread was still waiting, and even received a message on a socket that was thought to be closed. Had Bob not written, the program would never have ended.
#
# The right way is the lecture’s. The socket has a **timeout** of half a second: the thread wakes up by itself, catches the `TimeoutError`, looks whether the chat still runs, and starts again or ends. To leave: note that it is over, wait for the thread (`join`), and **only then** close.

# %% [markdown] lang="fr"
# ## Expérience 3 : couper une ligne
#
# La même ligne, découpée de deux façons, part vers Bob. **Devinez d’abord** : combien d’espaces Bob reçoit-il à chaque fois ?

# %% [markdown] lang="en"
# ## Experiment 3: cutting a line
#
# The same line, cut in two ways, leaves for Bob. **Guess first**: how many spaces does Bob receive each time?

# %%
line = "/send one   two"

with beside.correspondent() as bob:
    sock.sendto(" ".join(line.split()[1:]).encode(), bob.address)
    sock.sendto(line.partition(" ")[2].encode(), bob.address)
    print("Bob received", bob.receives())
    print("Bob received", bob.receives())

# %% [markdown] lang="fr"
# `split` sans argument coupe partout et jette les espaces ; recoller les mots n’en rend qu’un entre eux. Seule la commande est un mot : coupez **une fois**, et laissez le reste tel quel.
#
# La commande se cherche ensuite dans un dictionnaire de fonctions. Toutes prennent **un** argument, même vide. **Devinez d’abord** : que ferait cette boucle si `send` n’était appelée avec un argument que quand il y en a un ?

# %% [markdown] lang="en"
# `split` without an argument cuts everywhere and throws the spaces away; gluing the words back gives one between them. Only the command is a word: cut **once**, and leave the rest as it is.
#
# The command is then looked up in a dictionary of functions. All of them take **one** argument, be it empty. **Guess first**: what would this loop do if `send` were called with an argument only when there is one?


# %%
def send(text):
    if text:
        sock.sendto(text.encode(), bob.address)
    else:
        print("/send what?")


known = {"/send": send}
with beside.correspondent() as bob:
    for typed in ("/send", "/dance", "/send if x:"):
        word, _, rest = typed.partition(" ")
        if word in known:
            known[word](rest)
        else:
            print("unknown:", word)
    print("Bob received", bob.receives())

# %% [markdown] lang="fr"
# Deux fautes de frappe, deux phrases, et le chat a continué. Appelée sans son argument, `send` aurait levé une `TypeError` : le fil principal serait mort là, sans jamais arriver au troisième message, et l’autre fil aurait tourné pour toujours.

# %% [markdown] lang="en"
# Two slips, two sentences, and the chat went on. Called without its argument, `send` would have raised a `TypeError`: the main thread would have died there, without ever reaching the third message, and the other thread would have run on for ever.

# %% [markdown] lang="fr"
# ## Expérience 4 : ce qu’un inconnu peut faire à votre chat
#
# Mallory connaît votre port, et vous envoie deux datagrammes. Votre chat écrit devant chaque message de qui il vient. **Devinez d’abord** : le premier est-il affiché ? De qui le second semble-t-il venir ?

# %% [markdown] lang="en"
# ## Experiment 4: what a stranger can do to your chat
#
# Mallory knows your port, and sends you two datagrams. Your chat writes in front of each message whom it comes from. **Guess first**: is the first one printed? From whom does the second one seem to come?

# %%
with beside.correspondent() as mallory:
    mallory.sends(b"\xff\xfe", b"hi\rbob> lend me 100 euros", to=sock.getsockname())

for _ in range(2):
    data = sock.recvfrom(65535)[0]
    try:
        print("mallory>", data.decode())
    except UnicodeDecodeError as error:
        print(error)
    readable = data.decode(errors="replace")
    print("mallory>", "".join(char if char.isprintable() else "?" for char in readable))

# %% [markdown] lang="fr"
# Rien n’oblige des octets à être du texte : `decode()` seul lève une erreur ; le fil qui reçoit en serait mort, et le chat devenu sourd. `errors="replace"` tient.
#
# Dans le second, `\r` ramène au début de la ligne : Bob semble demander de l’argent, alors que tout vient de Mallory. D’autres **caractères de contrôle** font pire : `\x1b[2J` efface l’écran. Qui affiche sans regarder ce qui vient du réseau prête son terminal au premier venu : remplacez-les.

# %% [markdown] lang="en"
# Nothing makes bytes be text: plain `decode()` raises an error; the receiving thread would have died of it, and the chat gone deaf. `errors="replace"` holds.
#
# In the second one, `\r` goes back to the beginning of the line: Bob seems to ask for money, while all of it comes from Mallory. Other **control characters** do worse: `\x1b[2J` clears the screen. Whoever prints what comes from the network without looking lends their terminal to anybody: replace them.

# %%
sock.close()

# %% [markdown] lang="fr"
# ## Le contrat
#
# - `Chat(host="127.0.0.1", port=5000)` crée une socket UDP et la lie ; avec le port 0, le système choisit. `address` dit où l’on peut lui écrire.
# - `run(lines=None)` obéit aux commandes de `lines`, par défaut celles du clavier, et affiche ce qui arrive. Elle revient après `/exit` et à la fin des lignes, en 2 secondes au plus ; alors la socket est fermée et aucun fil ne reste.
# - `/join HÔTE PORT` choisit un correspondant ; `/send TEXTE` lui envoie le texte en un seul datagramme, en UTF-8, espaces compris, jusqu’à 60 000 octets ; `/quit` le quitte ; `/exit` finit.
# - Une commande inconnue, un argument manquant ou de trop, un port qui n’est pas un nombre de 1 à 65535, un hôte inconnu, `/send` avant `/join` : une ligne le dit, et le chat continue. Une ligne vide ne fait rien.
# - Chaque datagramme, de qui que ce soit, est affiché aussitôt, sur une ligne. Rien de ce qui vient du réseau ne met fin au chat : ni des octets qui ne sont pas de l’UTF-8, ni un message vide, ni 60 000 octets, ni un correspondant disparu. Aucun caractère de contrôle n’atteint le terminal.
# - Comme programme, `python ex04_chat.py [PORT [HÔTE]]` (cette partie est donnée) ; il finit avec le code 0, sans trace d’erreur.
#
# Ouvrez `ex04_chat.py`, à côté de ce carnet, écrivez la classe, **enregistrez**, lancez la cellule. Commencez par l’envoi ou par la réception : chacun rapporte ses points.

# %% [markdown] lang="en"
# ## The contract
#
# - `Chat(host="127.0.0.1", port=5000)` makes a UDP socket and binds it; with port 0 the system chooses. `address` says where one can write to it.
# - `run(lines=None)` obeys the commands in `lines`, by default those of the keyboard, and prints what arrives. It returns after `/exit` and at the end of the lines, within 2 seconds; by then the socket is closed and no thread is left.
# - `/join HOST PORT` chooses a correspondent; `/send TEXT` sends them the text as one datagram, in UTF-8, spaces included, up to 60,000 bytes; `/quit` leaves them; `/exit` ends.
# - An unknown command, an argument that is missing or too many, a port that is not a number from 1 to 65535, an unknown host, `/send` before `/join`: a line says so, and the chat goes on. An empty line does nothing.
# - Each datagram, from whomever, is printed at once, on one line. Nothing that comes from the network ends the chat: neither bytes that are not UTF-8, nor an empty message, nor 60,000 bytes, nor a correspondent that is gone. No control character reaches the terminal.
# - As a program, `python ex04_chat.py [PORT [HOST]]` (this part is given); it ends with code 0, without a traceback.
#
# Open `ex04_chat.py`, beside this notebook, write the class, **save**, run the cell. Begin with sending or with receiving: each earns its points.

# %% tags=["check"]
check("ex04.Chat")

# %% [markdown] lang="fr"
# ## Question
#
# Deux personnes utilisent votre chat depuis deux machines, et l’une ne reçoit rien. Citez trois causes possibles, et pour chacune ce que vous feriez pour la confirmer. Répondez dans la cellule qui suit (double-cliquez dessus).

# %% [markdown] lang="en"
# ## Question
#
# Two people use your chat from two machines, and one receives nothing. Name three possible causes, and for each what you would do to confirm it. Answer in the cell that follows (double-click it).

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `blocking-surprise` : attendre le clavier et le réseau tour à tour.
# - `close-wakes-thread` : compter sur `close` pour réveiller un fil.
# - `spaces-lost` : perdre les espaces du texte.
# - `bad-input-kills` : mourir d’octets qui ne sont pas du texte.
# - `ignores-strangers` : n’écouter que son correspondant.
# - `control-characters-printed` : afficher tout ce qui vient.
# - `thread-left` : laisser un fil derrière soi.
#
# Chacune a sa leçon. Dans un terminal, par exemple : `python -m autograder explain blocking-surprise`.
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
# - `bad-input-kills`: dying of bytes that are no text.
# - `ignores-strangers`: listening to one’s correspondent only.
# - `control-characters-printed`: printing whatever comes.
# - `thread-left`: leaving a thread behind.
#
# Each has its lesson. In a terminal, for example: `python -m autograder explain blocking-surprise`.
#
# ## Where to go next
#
# Try your chat with a neighbour’s (`python ex04_chat.py 5000 0.0.0.0`), then exercise 5: streams.

# %% tags=["module"]
