# %% [markdown] lang="fr"
# # Un flux n’a pas de messages : tout envoyer, tout recevoir
#
# **Durée : 50 minutes environ.** Il suffit de savoir ce qu’est une socket (exercice 2).
#
# À la fin, vous saurez :
#
# - pourquoi un message TCP arrive en morceaux que l’on ne choisit pas ;
# - écrire la boucle d’envoi, que `sendall` cache d’habitude ;
# - écrire les deux boucles de réception : jusqu’à la fin, et jusqu’à tant d’octets ;
# - dire que l’on a fini de parler, tout en écoutant encore.
#
# Chaque expérience se joue en trois temps : devinez, lancez la cellule (Maj+Entrée), lisez l’explication.

# %% [markdown] lang="en"
# # A stream has no messages: sending all, receiving all
#
# **About 50 minutes.** It is enough to know what a socket is (exercise 2).
#
# At the end you will know:
#
# - why a TCP message arrives in pieces that one does not choose;
# - how to write the send loop, which `sendall` usually hides;
# - how to write both receive loops: to the end, and for so many bytes;
# - how to say that one has finished speaking while one still listens.
#
# Each experiment has three steps: guess, run the cell (Shift+Enter), read the explanation.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le réseau
#
# TCP ne transporte pas des messages : il transporte des **octets**, tous, et dans l’ordre. Les coupures, elles, ne voyagent pas.
#
# ```
# vous                                l’autre bout
#   |--- send("bonjour ") --------------->|
#   |--- send("Ada") -------------------->|   recv → "bonj"
#   |                                     |   recv → "our Ada"
#   |--- shutdown(SHUT_WR) : j’ai fini -->|   recv → b""
# ```
#
# Le client se connecte ; ensuite, chacun des deux bouts envoie et reçoit comme il veut. Ici, deux envois et deux réceptions : c’est un hasard. Il aurait pu y avoir une seule réception, ou onze.

# %% [markdown] lang="en"
# ## What happens on the network
#
# TCP does not carry messages: it carries **bytes**, all of them, and in order. The cuts do not travel.
#
# ```
# you                                 the other end
#   |--- send("bonjour ") --------------->|
#   |--- send("Ada") -------------------->|   recv → "bonj"
#   |                                     |   recv → "our Ada"
#   |--- shutdown(SHUT_WR): finished ---->|   recv → b""
# ```
#
# The client connects; after that each of the two ends sends and receives as it likes. Here, two sends and two receives: that is chance. There might have been a single receive, or eleven.

# %% [markdown] lang="fr"
# ## Expérience 1 : combien de réceptions ?
#
# Un serveur du kit, à côté du carnet, envoie trois mots en trois envois, à un dixième de seconde l’un de l’autre. **Devinez d’abord** : que rend `recv(4096)`, un mot ou les trois ? Et si l’on attend un peu avant de recevoir ?

# %% [markdown] lang="en"
# ## Experiment 1: how many receives?
#
# A server of the kit, beside the notebook, sends three words in three sends, a tenth of a second apart. **Guess first**: what does `recv(4096)` return, one word or all three? And if one waits a little before receiving?

# %%
import socket
import time

from autograder import beside

with beside.speaks(b"one ", b"two ", b"three") as address:
    with socket.create_connection(address, timeout=2) as sock:
        print("at once:", sock.recv(4096))
    with socket.create_connection(address, timeout=2) as sock:
        time.sleep(0.8)
        print("later:  ", sock.recv(4096))

# %% [markdown] lang="fr"
# Le même serveur, les mêmes envois : un morceau, puis tout. `recv` rend **ce qui est là**, au moins un octet, au plus 4096. Un programme qui se contente d’un seul `recv` marche chez son auteur, et casse chez les autres.

# %% [markdown] lang="en"
# The same server, the same sends: one piece, then everything. `recv` returns **what is there**, one byte at least, 4096 at most. A program that is content with one `recv` works on its author’s machine, and breaks on others.

# %% [markdown] lang="fr"
# ## Expérience 2 : à quoi reconnaît-on la fin ?
#
# **Devinez d’abord** : quand le serveur a tout dit et ferme, que rend `recv` ? Une erreur ? `None` ? Attend-il ? Et un morceau plus court que demandé, est-ce le dernier ?

# %% [markdown] lang="en"
# ## Experiment 2: how does one know the end?
#
# **Guess first**: when the server has said everything and closes, what does `recv` return? An error? `None`? Does it wait? And a chunk that is shorter than asked, is it the last one?

# %%
with beside.speaks(b"abc", b"defgh") as address:
    with socket.create_connection(address, timeout=2) as sock:
        for _ in range(4):
            print(sock.recv(4))

# %% [markdown] lang="fr"
# `b"abc"` était court, et ce n’était pas la fin. La fin, c’est `b""`, et rien d’autre : l’autre bout n’enverra plus jamais rien. La boucle de réception recueille les morceaux, s’arrête là, et là seulement.

# %% [markdown] lang="en"
# `b"abc"` was short, and it was not the end. The end is `b""`, and nothing else: the other end will never send anything more. The receive loop gathers the chunks, stops there, and only there.

# %% [markdown] lang="fr"
# ## Expérience 3 : `send` prend-il tout ?
#
# Un serveur ne lit jamais ; un client lui envoie dix millions d’octets d’un coup. **Devinez d’abord** : que rend `send` ? `None` ? 10 000 000 ?

# %% [markdown] lang="en"
# ## Experiment 3: does `send` take everything?
#
# A server never reads; a client sends it ten million bytes at once. **Guess first**: what does `send` return? `None`? 10,000,000?

# %%
with beside.never_reads() as address:
    with socket.create_connection(address, timeout=0.5) as sock:
        print(f"{sock.send(bytes(10_000_000)):,} bytes taken")

# %% [markdown] lang="fr"
# `send` rend le nombre d’octets que le système a **pris** ; les autres ne sont partis nulle part. Avec un petit message sur une machine tranquille, il prend tout : c’est pourquoi l’erreur se cache si bien. La boucle d’envoi recommence avec **le reste**, jusqu’à ce qu’il n’y en ait plus.
#
# Et pris ne veut pas dire reçu : ce serveur n’en a pas lu un seul. Seule sa réponse prouverait qu’il a lu.

# %% [markdown] lang="en"
# `send` returns the number of bytes that the system **took**; the others have gone nowhere. With a small message on a quiet machine it takes everything: that is why the mistake hides so well. The send loop starts again with **the rest**, until there is none.
#
# And taken does not mean received: this server has not read a single one. Only its answer would prove that it has read.

# %% [markdown] lang="fr"
# ## Expérience 4 : qui attend qui ?
#
# Ce serveur lit la question jusqu’à la fin, puis répond en majuscules. **Devinez d’abord** : le client reçoit-il sa réponse ? À quoi sert la ligne `shutdown` ?

# %% [markdown] lang="en"
# ## Experiment 4: who waits for whom?
#
# This server reads the question to the end, then answers in capitals. **Guess first**: does the client get its answer? What is the line `shutdown` for?

# %%
with beside.answers(bytes.upper) as address:
    with socket.create_connection(address, timeout=1) as sock:
        sock.sendall(b"is anybody there?")
        try:
            print(sock.recv(4096))
        except TimeoutError:
            print("a second later: nothing")

        sock.shutdown(socket.SHUT_WR)
        print(sock.recv(4096))

# %% [markdown] lang="fr"
# Sans `shutdown`, chacun attend l’autre : le serveur la fin de la question, le client la réponse. Le délai d’attente nous en sort ; sans lui, ce serait pour toujours. `shutdown(SHUT_WR)` ferme **une moitié** de la connexion : « j’ai fini, je vous écoute ».

# %% [markdown] lang="en"
# Without `shutdown` each waits for the other: the server for the end of the question, the client for the answer. The timeout gets us out; without it, it would be for ever. `shutdown(SHUT_WR)` closes **one half** of the connection: “I have finished, I am listening”.

# %% [markdown] lang="fr"
# ## Expérience 5 : interroger un serveur web
#
# Voici un vrai serveur web, et une question en HTTP/1.0. **Devinez d’abord** : la première ligne suffit-elle pour qu’il réponde ? Faut-il un `shutdown` cette fois ? Et un seul `recv` suffit-il pour la page ?

# %% [markdown] lang="en"
# ## Experiment 5: asking a web server
#
# Here is a real web server, and a question in HTTP/1.0. **Guess first**: is the first line enough for it to answer? Is a `shutdown` needed this time? And is one `recv` enough for the page?

# %%
with beside.web(b"<h1>Bonjour</h1>\n" * 500) as address:
    with socket.create_connection(address, timeout=1) as sock:
        sock.sendall(b"GET / HTTP/1.0\r\n")
        try:
            print(sock.recv(4096))
        except TimeoutError:
            print("a second later: nothing")

        sock.sendall(b"\r\n")
        while piece := sock.recv(4096):
            print(len(piece), piece[:30])

# %% [markdown] lang="fr"
# Après une ligne, le serveur attendait la suite. En HTTP, c’est une **ligne vide** qui finit la question : le protocole dit où elle s’arrête, et il n’y a rien à fermer. Chaque ligne finit par `\r\n`, non par `\n` seul : bien des serveurs refusent l’autre.
#
# La réponse est venue en plusieurs morceaux, l’en-tête d’abord. En HTTP/1.0, elle finit quand le serveur ferme : votre boucle jusqu’à `b""` y suffit. D’autres protocoles disent une taille : c’est pour eux que vous écrirez `receive_exactly`.

# %% [markdown] lang="en"
# After one line the server was waiting for the rest. In HTTP it is an **empty line** that ends the question: the protocol says where it stops, and nothing has to be closed. Each line ends with `\r\n`, not with `\n` alone: many servers refuse the latter.
#
# The answer came in several pieces, the header first. In HTTP/1.0 it ends when the server closes: your loop up to `b""` is enough. Other protocols state a size: it is for them that you will write `receive_exactly`.

# %% [markdown] lang="fr"
# ## Le contrat : `send_all`
#
# `send_all(sock, data)` envoie tout, avec la seule méthode `send`. Elle peut ne prendre qu’une partie de ce qu’on lui donne, et rend combien. Ni `sendall`, ni `makefile`, ni `sendfile` ici : ils sont la boucle que l’on vous demande d’écrire.
#
# Ouvrez `ex05_tcp_receive_loop.py`, à côté de ce carnet. Écrivez le corps de la fonction, **enregistrez**, puis lancez la cellule.

# %% [markdown] lang="en"
# ## The contract: `send_all`
#
# `send_all(sock, data)` sends everything, with the method `send` alone. It may take only a part of what it is given, and returns how much. Neither `sendall` nor `makefile` nor `sendfile` here: they are the loop that you are asked to write.
#
# Open `ex05_tcp_receive_loop.py`, beside this notebook. Write the body of the function, **save**, then run the cell.

# %% tags=["check"]
check("ex05.send_all")

# %% [markdown] lang="fr"
# ## Le contrat : `receive_all`
#
# `receive_all(sock)` rend tout ce que l’autre bout envoie, jusqu’à ce qu’il ait fini : des octets, en un seul morceau.

# %% [markdown] lang="en"
# ## The contract: `receive_all`
#
# `receive_all(sock)` returns everything that the peer sends until it has finished: bytes, in one piece.

# %% tags=["check"]
check("ex05.receive_all")

# %% [markdown] lang="fr"
# ## Le contrat : `receive_exactly`
#
# `receive_exactly(sock, size)` rend les `size` octets suivants, et ne prend **pas un octet de plus** dans le flux : la suite n’est pas pour vous. Pour 0, elle revient aussitôt. Si l’autre bout finit trop tôt, elle lève `EOFError`, dont le texte dit combien d’octets sont venus et combien on en voulait.

# %% [markdown] lang="en"
# ## The contract: `receive_exactly`
#
# `receive_exactly(sock, size)` returns the next `size` bytes, and takes **not one byte more** from the stream: what follows is not for you. For 0 it returns at once. When the peer finishes too early it raises `EOFError`, whose text says how many bytes came and how many were wanted.

# %% tags=["check"]
check("ex05.receive_exactly")

# %% [markdown] lang="fr"
# ## Le contrat : `request`
#
# `request(address, message, timeout=5.0)` se connecte à un serveur, envoie tout le message, dit qu’elle a fini, et rend tout ce qu’il répond. L’adresse est (hôte, port), en IPv4 ou en IPv6. La connexion est fermée dans tous les cas. `TimeoutError` quand rien n’arrive pendant `timeout` secondes, `ConnectionError` quand le serveur refuse ou rompt. Elle sait aussi chercher une page sur un vrai serveur web, avec `b"GET / HTTP/1.0\r\n\r\n"`. Ici, `sendall` est permis.

# %% [markdown] lang="en"
# ## The contract: `request`
#
# `request(address, message, timeout=5.0)` connects to a server, sends the whole message, says that it has finished, and returns everything that is answered. The address is (host, port), IPv4 or IPv6. The connection is closed in each case. `TimeoutError` when nothing arrives for `timeout` seconds, `ConnectionError` when the server refuses or breaks off. It can also fetch a page from a real web server, with `b"GET / HTTP/1.0\r\n\r\n"`. Here `sendall` is allowed.

# %% tags=["check"]
check("ex05.request")

# %% [markdown] lang="fr"
# ## Question
#
# Dans l’expérience 1, le même serveur a donné deux résultats. Expliquez à un camarade, en trois à cinq phrases, pourquoi aucun délai bien choisi ne peut remplacer la boucle. Répondez dans la cellule qui suit (double-cliquez dessus).

# %% [markdown] lang="en"
# ## Question
#
# In experiment 1 the same server gave two results. Explain to a fellow student, in three to five sentences, why no well-chosen pause can replace the loop. Answer in the cell that follows (double-click it).

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `recv-once` : un seul `recv` pour un message.
# - `short-as-timeout` : prendre un morceau court pour le dernier.
# - `eof-ignored` : ne pas remarquer `b""`, et tourner sans fin.
# - `send-not-all` : ne pas regarder ce que rend `send`.
# - `over-read` : prendre les octets du message suivant.
# - `no-half-close` : ne jamais dire que l’on a fini.
#
# Chacune a sa leçon. Dans un terminal, par exemple : `python -m autograder explain recv-once`.
#
# ## Pour continuer
#
# L’exercice 6 : un serveur d’écho. Les mêmes boucles, vues de l’autre bout.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `recv-once`: one `recv` for a message.
# - `short-as-timeout`: taking a short chunk for the last one.
# - `eof-ignored`: not noticing `b""`, and going round for ever.
# - `send-not-all`: not looking at what `send` returns.
# - `over-read`: taking the bytes of the next message.
# - `no-half-close`: never saying that one has finished.
#
# Each has its lesson. In a terminal, for example: `python -m autograder explain recv-once`.
#
# ## Where to go next
#
# Exercise 6: an echo server. The same loops, seen from the other end.

# %% tags=["module"]
