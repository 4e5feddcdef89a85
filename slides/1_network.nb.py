# %% [markdown] lang="fr" slide=""
# # Deux programmes se parlent
#
# Programmation réseau, première partie : le réseau
#
# *20 minutes, puis l’exercice 1*

# %% [markdown] lang="en" slide=""
# # Two programs talk
#
# Network programming, part one: the network
#
# *20 minutes, then exercise 1*

# %% [markdown] lang="fr" notes=true
# Accueil (1 min). Dire le plan : qui parle, à qui, par quel moyen, selon quelles règles. Tout ce qui est montré
# aujourd’hui a vraiment tourné sur cette machine ; rien n’est recopié.

# %% [markdown] lang="en" notes=true
# Welcome (1 min). Say the plan: who talks, to whom, by what means, by which rules. Everything shown today was really
# run on this machine; nothing is typed in by hand.

# %% [markdown] lang="fr" slide="N1"
# ## Un réseau relie des programmes
#
# - Sur deux machines… ou **sur la même** : le code est le même.
# - Donner un ordre à distance, lire un journal de bord.
# - Prendre des données, en donner.
# - Rendre un service : pages web (HTTP), courriel (SMTP).
#
# > Qu’avez-vous fait aujourd’hui sans réseau ?

# %% [markdown] lang="en" slide="N1"
# ## A network connects programs
#
# - On two machines… or **on the same one**: the code is the same.
# - Give an order from afar, read a log.
# - Fetch data, hand data over.
# - Offer a service: web pages (HTTP), mail (SMTP).
#
# > What have you done today without a network?

# %% [markdown] lang="fr" notes=true
# 2 min. Laisser chercher : presque rien. Insister sur « la même machine » : c’est ainsi que l’on travaillera, chaque
# programme à un bout, sans rien installer.

# %% [markdown] lang="en" notes=true
# 2 min. Let them search: hardly anything. Insist on “the same machine”: that is how we shall work, one program at each
# end, with nothing to install.

# %% [markdown] lang="fr" slide="N2"
# ## Pair à pair : tous le même programme
#
# ![Cinq machines qui font tourner le même programme ; chacune parle à toutes les autres](drawing:peer_to_peer)
#
# BitTorrent, Bitcoin ; avant eux Usenet, Napster, Gnutella, Spotify à ses débuts.

# %% [markdown] lang="en" slide="N2"
# ## Peer to peer: all the same program
#
# ![Five machines that run the same program; each talks to all others](drawing:peer_to_peer)
#
# BitTorrent, Bitcoin; before them Usenet, Napster, Gnutella, Spotify in its early days.

# %% [markdown] lang="fr" notes=true
# 2 min. Personne n’est indispensable : une machine s’en va, les autres continuent. Demander : combien de liaisons pour
# cinq machines ? (dix) Et pour mille ?

# %% [markdown] lang="en" notes=true
# 2 min. Nobody is indispensable: one machine leaves, the others go on. Ask: how many links for five machines? (ten) And
# for a thousand?

# %% [markdown] lang="fr" slide="N3"
# ## Client et serveur : un répond, les autres demandent
#
# ![Quatre clients envoient des requêtes à un serveur, qui répond à chacun](drawing:client_server)
#
# HTTP, FTP, l’imprimante du couloir.

# %% [markdown] lang="en" slide="N3"
# ## Client and server: one answers, the others ask
#
# ![Four clients send requests to one server, which answers each](drawing:client_server)
#
# HTTP, FTP, the printer down the hall.

# %% [markdown] lang="fr" notes=true
# 2 min. Le client commence toujours : le serveur ne connaît personne d’avance. Demander ce qui se passe quand le
# serveur tombe, et le comparer au pair à pair.

# %% [markdown] lang="en" notes=true
# 2 min. The client always begins: the server knows nobody beforehand. Ask what happens when the server goes down, and
# compare with peer to peer.

# %% [markdown] lang="fr" slide="N2 N3"
# ## Lequel est-ce ?
#
# | | pair à pair | client et serveur |
# | --- | --- | --- |
# | une page web | | ✓ |
# | un chat entre voisins, sans intermédiaire | ✓ | |
# | déposer un fichier par FTP | | ✓ |
# | échanger les morceaux d’un film | ✓ | |
#
# Votre chat sera le premier ; votre serveur d’écho, le second.

# %% [markdown] lang="en" slide="N2 N3"
# ## Which one is it?
#
# | | peer to peer | client and server |
# | --- | --- | --- |
# | a web page | | ✓ |
# | a chat between neighbours, with nobody between them | ✓ | |
# | putting a file on an FTP site | | ✓ |
# | swapping the pieces of a film | ✓ | |
#
# Your chat will be the first; your echo server, the second.

# %% [markdown] lang="fr" notes=true
# 2 min, à main levée, ligne par ligne. Piège : un chat peut aussi passer par un serveur ; le nôtre ne le fera pas.

# %% [markdown] lang="en" notes=true
# 2 min, show of hands, line by line. Trap: a chat may also go through a server; ours will not.

# %% [markdown] lang="fr" slide="N4"
# ## L’adresse dit la machine, le port dit le programme
#
# ![Un client joint une machine à l’adresse 192.0.2.7 : le port 80 mène au serveur web, 25 au courriel, 5000 au chat](drawing:address_and_port)

# %% [markdown] lang="en" slide="N4"
# ## The address names the machine, the port the program
#
# ![A client reaches a machine at 192.0.2.7: port 80 leads to the web server, 25 to mail, 5000 to a chat](drawing:address_and_port)

# %% [markdown] lang="fr" notes=true
# 2 min. L’image de l’immeuble et de la porte. Un port est un nombre de 0 à 65535 ; 0 veut dire « choisis pour moi ».
# 192.0.2.0/24 est réservé aux exemples (RFC 5737).

# %% [markdown] lang="en" notes=true
# 2 min. The image of a building and its doors. A port is a number from 0 to 65535; 0 means “choose one for me”.
# 192.0.2.0/24 is kept for examples (RFC 5737).

# %% [markdown] lang="fr" slide="N4"
# ## Deux programmes, une machine, deux ports

# %% [markdown] lang="en" slide="N4"
# ## Two programs, one machine, two ports

# %%
import socket

ada = socket.create_server(("127.0.0.1", 0))
bob = socket.create_server(("127.0.0.1", 0))
print(ada.getsockname())
print(bob.getsockname())

# %% [markdown] lang="fr"
# Une adresse complète est un couple : **(hôte, port)**.

# %% [markdown] lang="en"
# A complete address is a pair: **(host, port)**.

# %% tags=["hide"]
ada.close()
bob.close()

# %% [markdown] lang="fr" notes=true
# 2 min. Demander avant de montrer : même adresse ? même port ? Le port 0 fait choisir un port libre : deux exécutions,
# deux nombres.

# %% [markdown] lang="en" notes=true
# 2 min. Ask before showing: same address? same port? Port 0 has a free port chosen: run twice, two numbers.

# %% [markdown] lang="fr" slide="N5"
# ## UDP envoie des datagrammes, et ne promet rien
#
# ![Trois datagrammes : le premier arrive après le troisième, le deuxième se perd](drawing:datagrams)
#
# Sans connexion, léger ; chacun porte l’adresse (IP, port). Va bien au **pair à pair**.

# %% [markdown] lang="en" slide="N5"
# ## UDP sends datagrams, and promises nothing
#
# ![Three datagrams: the first arrives after the third, the second is lost](drawing:datagrams)
#
# No connection, light; each carries its address (IP, port). Suits **peer to peer**.

# %% [markdown] lang="fr" notes=true
# 2 min. Ni arrivée ni ordre promis. Ce qui est promis : un datagramme arrive entier ou pas du tout. À qui cela
# suffit-il ? La voix, le jeu, la question d’un nom.

# %% [markdown] lang="en" notes=true
# 2 min. Neither arrival nor order is promised. What is: a datagram arrives whole or not at all. For whom is that enough?
# Voice, games, asking for a name.

# %% [markdown] lang="fr" slide="N5"
# ## Personne n’écoute ? UDP ne dit rien

# %% [markdown] lang="en" slide="N5"
# ## Nobody listens? UDP says nothing

# %%
gone = socket.socket(type=socket.SOCK_DGRAM)
gone.bind(("127.0.0.1", 0))
address = gone.getsockname()
gone.close()

sender = socket.socket(type=socket.SOCK_DGRAM)
print(sender.sendto(b"bonjour", address))

# %% [markdown] lang="fr"
# 7 octets sont **partis**. Personne ne les a reçus.

# %% [markdown] lang="en"
# 7 bytes have **left**. Nobody received them.

# %% tags=["hide"]
sender.close()

# %% [markdown] lang="fr" notes=true
# 2 min. Faire deviner : une erreur ? zéro ? La valeur rendue compte ce qui est parti, jamais ce qui est arrivé.

# %% [markdown] lang="en" notes=true
# 2 min. Have them guess: an error? zero? The value returned counts what has left, never what has arrived.

# %% [markdown] lang="fr" slide="N6"
# ## TCP porte un flux : tout arrive, dans l’ordre
#
# ![Trois morceaux envoyés, deux reçus : les mêmes octets, dans le même ordre, coupés ailleurs](drawing:stream)
#
# Connecté, plus lourd ; s’adresse aussi par (IP, port). Va bien à **client et serveur**.

# %% [markdown] lang="en" slide="N6"
# ## TCP carries a stream: everything arrives, in order
#
# ![Three pieces sent, two received: the same bytes in the same order, cut elsewhere](drawing:stream)
#
# Connected, heavier; addressed by (IP, port) as well. Suits **client and server**.

# %% [markdown] lang="fr" notes=true
# 2 min. Un robinet, pas des colis : les coups de pompe ne se voient pas à l’arrivée. C’est la phrase la plus
# importante de la séance.

# %% [markdown] lang="en" notes=true
# 2 min. A tap, not parcels: the strokes of the pump do not show at the other end. It is the most important sentence of
# the lecture.

# %% [markdown] lang="fr" slide="N6"
# ## Trois envois, une réception

# %% [markdown] lang="en" slide="N6"
# ## Three sends, one receive

# %% tags=["hide"]
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(
    server.getsockname()
)
other, _ = server.accept()
client.setsockopt(
    socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
)

# %%
client.sendall(b"bon")
client.sendall(b"jour ")
client.sendall(b"Ada")
client.close()
print(other.recv(4096))

# %% [markdown] lang="fr"
# Les limites entre les messages ont **disparu** : il n’y a que des octets.

# %% [markdown] lang="en"
# The limits between the messages are **gone**: there are only bytes.

# %% tags=["hide"]
other.close()
server.close()

# %% [markdown] lang="fr" notes=true
# 2 min. Faire parier : combien de réceptions faudra-t-il ? Ici une seule suffit, ailleurs il en faudra dix : le
# programme ne doit jamais en dépendre.

# %% [markdown] lang="en" notes=true
# 2 min. Take bets: how many receives will it take? Here one is enough, elsewhere it will be ten: a program must never
# depend on it.

# %% [markdown] lang="fr" slide="N7"
# ## Un protocole : ce qu’on a le droit de dire
#
# - La liste des messages valides et leur forme, **convenues par les deux bouts**.
# - En texte : des caractères, encodés puis décodés.
# - En binaire : des octets, par exemple ceux de `pickle`.
# - Devant un message qui n’est pas valide, un bout **peut couper**.

# %% [markdown] lang="en" slide="N7"
# ## A protocol: what may be said
#
# - The list of valid messages and their form, **agreed by both ends**.
# - As text: characters, encoded then decoded.
# - As binary: bytes, for example those of `pickle`.
# - Faced with a message that is not valid, an end **may hang up**.

# %% [markdown] lang="fr" notes=true
# 1 min. Le dernier point surprend : couper n’est pas impoli, c’est la défense la plus simple. On y revient en
# cinquième partie.

# %% [markdown] lang="en" notes=true
# 1 min. The last point surprises: hanging up is not rude, it is the simplest defence. We come back to it in part five.

# %% [markdown] lang="fr" slide=""
# ## À vous : l’exercice 1
#
# **ex01_hostnames** : des noms et des adresses de machines.
#
# ```
# python -m autograder watch ex01
# ```
#
# - Le carnet : `notebooks/fr/ex01_hostnames`
# - Chaque enregistrement est contrôlé aussitôt.

# %% [markdown] lang="en" slide=""
# ## Over to you: exercise 1
#
# **ex01_hostnames**: names and addresses of machines.
#
# ```
# python -m autograder watch ex01
# ```
#
# - The notebook: `notebooks/en/ex01_hostnames`
# - Each save is checked at once.

# %% [markdown] lang="fr" notes=true
# Passer dans les rangs. Ceux qui finissent tôt lisent `python -m autograder explain`.

# %% [markdown] lang="en" notes=true
# Walk around. Those who finish early read `python -m autograder explain`.
