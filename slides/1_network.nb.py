# %% [markdown] lang="fr" slide=""
# # Deux programmes se parlent
#
# Programmation réseau, première partie : le réseau
#
# *Ensuite : l’exercice 1, des noms et des adresses*

# %% [markdown] lang="en" slide=""
# # Two programs talk
#
# Network programming, part one: the network
#
# *Then: exercise 1, names and addresses*

# %% [markdown] lang="fr" notes=1
# **À dire.** Le plan : qui parle, à qui, par quel moyen, selon quelles règles. Tout ce qui est montré aujourd’hui a
# vraiment tourné ; rien n’est recopié à la main.
#
# **À demander.** Qui a déjà fait communiquer deux programmes ?

# %% [markdown] lang="en" notes=1
# **Say.** The plan: who talks, to whom, by what means, by which rules. Everything shown today was really run; nothing
# was typed in by hand.
#
# **Ask.** Who has ever made two programs communicate?

# %% [markdown] lang="fr" slide="N1"
# ## Un réseau relie des programmes
#
# - Sur deux machines… ou **sur la même** : le code ne change pas.
# - Commander une machine à distance, lire ses journaux.
# - Aller chercher des données, en fournir.
# - Rendre un service : pages web (HTTP), courriel (SMTP).
#
# > Qu’avez-vous fait aujourd’hui sans réseau ?

# %% [markdown] lang="en" slide="N1"
# ## A network connects programs
#
# - On two machines… or **on the same one**: the code is the same.
# - Command a machine from afar, read its logs.
# - Fetch data, hand data over.
# - Offer a service: web pages (HTTP), mail (SMTP).
#
# > What have you done today without a network?

# %% [markdown] lang="fr" notes=1
# **À dire.** Insister sur « la même machine » : c’est ainsi que l’on travaillera, un programme à chaque bout, sans rien
# installer.
#
# **À demander.** La question de la diapositive ; laisser chercher : presque rien.

# %% [markdown] lang="en" notes=1
# **Say.** Insist on “the same machine”: that is how we shall work, one program at each end, with nothing to install.
#
# **Ask.** The question on the slide; let them search: hardly anything.

# %% [markdown] lang="fr" slide="N2"
# ## Pair à pair : tous le même programme
#
# ![Cinq machines qui font tourner le même programme ; chacune parle à toutes les autres](drawing:peer_to_peer)
#
# BitTorrent, Bitcoin ; avant eux Usenet, Napster, Gnutella, Spotify.

# %% [markdown] lang="en" slide="N2"
# ## Peer to peer: all the same program
#
# ![Five machines that run the same program; each talks to all others](drawing:peer_to_peer)
#
# BitTorrent, Bitcoin; before them Usenet, Napster, Gnutella, Spotify.

# %% [markdown] lang="fr" notes=2
# **À dire.** Personne n’est indispensable : une machine s’en va, les autres continuent. Spotify a abandonné le pair à
# pair en 2014.
#
# **À demander.** Combien de liaisons pour cinq machines ? (dix) Et pour mille ? (499 500 : personne ne les ouvre toutes)

# %% [markdown] lang="en" notes=2
# **Say.** Nobody is indispensable: one machine leaves, the others go on. Spotify gave peer to peer up in 2014.
#
# **Ask.** How many links for five machines? (ten) And for a thousand? (499,500: nobody opens them all)

# %% [markdown] lang="fr" slide="N3"
# ## Client et serveur : un seul répond
#
# ![Quatre clients envoient des requêtes à un serveur, qui répond à chacun](drawing:client_server)
#
# HTTP, FTP, l’imprimante du couloir.

# %% [markdown] lang="en" slide="N3"
# ## Client and server: one answers
#
# ![Four clients send requests to one server, which answers each](drawing:client_server)
#
# HTTP, FTP, the printer down the hall.

# %% [markdown] lang="fr" notes=2
# **À dire.** Le client commence toujours : le serveur ne connaît personne d’avance.
#
# **À demander.** Que se passe-t-il quand le serveur tombe en panne ? Comparer avec le pair à pair.

# %% [markdown] lang="en" notes=2
# **Say.** The client always begins: the server knows nobody beforehand.
#
# **Ask.** What happens when the server goes down? Compare with peer to peer.

# %% [markdown] lang="fr" slide="N2 N3"
# ## Lequel est-ce ?
#
# | | pair à pair | client-serveur |
# | --- | --- | --- |
# | lire une page web | | ✓ |
# | bavarder sans intermédiaire | ✓ | |
# | déposer un fichier par FTP | | ✓ |
# | échanger les morceaux d’un film | ✓ | |
#
# Votre chat sera le premier ; votre serveur d’écho, le second.

# %% [markdown] lang="en" slide="N2 N3"
# ## Which one is it?
#
# | | peer to peer | client-server |
# | --- | --- | --- |
# | reading a web page | | ✓ |
# | chatting directly | ✓ | |
# | putting a file on an FTP site | | ✓ |
# | swapping the pieces of a film | ✓ | |
#
# Your chat will be the first; your echo server, the second.

# %% [markdown] lang="fr" notes=1
# **À dire.** Un chat peut aussi passer par un serveur ; le nôtre s’en passera.
#
# **À demander.** À main levée, ligne par ligne, avant de lire les coches.

# %% [markdown] lang="en" notes=1
# **Say.** A chat may also go through a server; ours will do without.
#
# **Ask.** Show of hands, line by line, before reading the ticks.

# %% [markdown] lang="fr" slide="N4"
# ## Une adresse, un port
#
# ![Un client joint une machine à l’adresse 192.0.2.7 : le port 80 mène au serveur web, 25 au courriel, 5000 au chat](drawing:address_and_port)
#
# L’**adresse** IP désigne une machine ; le **port**, un de ses programmes.

# %% [markdown] lang="en" slide="N4"
# ## An address, a port
#
# ![A client reaches a machine at 192.0.2.7: port 80 leads to the web server, 25 to mail, 5000 to a chat](drawing:address_and_port)
#
# The IP **address** names a machine; the **port**, one of its programs.

# %% [markdown] lang="fr" notes=2
# **À dire.** Un immeuble et ses portes. Un port est un nombre de 0 à 65535 ; 0 veut dire « choisis pour moi ». L’adresse
# 192.0.2.7 est réservée aux exemples (RFC 5737).
#
# **À demander.** Deux onglets du navigateur sur un même site : combien de ports chez vous ?

# %% [markdown] lang="en" notes=2
# **Say.** A building and its doors. A port is a number from 0 to 65535; 0 means “choose one for me”. The address
# 192.0.2.7 is kept for examples (RFC 5737).
#
# **Ask.** Two tabs of a browser on one site: how many ports at your end?

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

# %% [markdown] lang="fr" notes=1
# **À dire.** 127.0.0.1 est toujours la machine où l’on se trouve. Le port 0 fait choisir un port libre : deux exécutions,
# deux nombres.
#
# **À demander.** Avant de montrer : même adresse ? même port ?

# %% [markdown] lang="en" notes=1
# **Say.** 127.0.0.1 is always the machine that one is on. Port 0 has a free port chosen: run twice, two numbers.
#
# **Ask.** Before showing: the same address? the same port?

# %% [markdown] lang="fr" slide="N5"
# ## UDP : des datagrammes, sans promesse
#
# ![Trois datagrammes : le premier arrive après le troisième, le deuxième se perd](drawing:datagrams)
#
# Sans connexion, léger ; chacun porte l’adresse (IP, port) où il va. Convient bien au **pair à pair**.

# %% [markdown] lang="en" slide="N5"
# ## UDP: datagrams, and no promise
#
# ![Three datagrams: the first arrives after the third, the second is lost](drawing:datagrams)
#
# No connection, light; each carries the address (IP, port) that it goes to. Suits **peer to peer**.

# %% [markdown] lang="fr" notes=2
# **À dire.** Ni arrivée ni ordre promis. Ce qui l’est : un datagramme arrive entier ou pas du tout.
#
# **À demander.** À qui cela suffit-il ? La voix, le jeu, la question d’un nom.

# %% [markdown] lang="en" notes=2
# **Say.** Neither arrival nor order is promised. What is: a datagram arrives whole or not at all.
#
# **Ask.** For whom is that enough? Voice, games, asking for a name.

# %% [markdown] lang="fr" slide="N5"
# ## Personne n’écoute ? UDP n’en dit rien

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

# %% [markdown] lang="fr" notes=1
# **À dire.** La valeur rendue compte ce qui est parti, jamais ce qui est arrivé. Seule une réponse de l’autre le dit.
#
# **À demander.** Faire deviner ce qui s’affiche : une erreur ? zéro ?

# %% [markdown] lang="en" notes=1
# **Say.** The value returned counts what has left, never what has arrived. Only an answer from the other end tells.
#
# **Ask.** Have them guess what is printed: an error? zero?

# %% [markdown] lang="fr" slide="N6"
# ## TCP : un flux, entier et dans l’ordre
#
# ![Trois morceaux envoyés, deux reçus : les mêmes octets, dans le même ordre, coupés ailleurs](drawing:stream)
#
# Connecté, plus lourd ; s’adresse aussi par (IP, port). Convient bien au **client-serveur**.

# %% [markdown] lang="en" slide="N6"
# ## TCP: one stream, whole and in order
#
# ![Three pieces sent, two received: the same bytes in the same order, cut elsewhere](drawing:stream)
#
# Connected, heavier; addressed by (IP, port) as well. Suits **client-server**.

# %% [markdown] lang="fr" notes=2
# **À dire.** Un robinet, pas des colis : les coups de pompe ne se voient pas à l’arrivée. C’est l’idée la plus importante
# de la séance.
#
# **À demander.** Où finit le premier message, vu du bas ? On ne peut pas le savoir.

# %% [markdown] lang="en" notes=2
# **Say.** A tap, not parcels: the strokes of the pump do not show at the other end. It is the most important idea of the
# lecture.
#
# **Ask.** Where does the first message end, seen from below? There is no telling.

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

# %%
client.sendall(b"bon")
client.sendall(b"jour ")
client.sendall(b"Ada")

# %% tags=["hide"]
everything = socket.MSG_PEEK | socket.MSG_WAITALL
other.recv(11, everything)

# %%
print(other.recv(4096))

# %% [markdown] lang="fr"
# Les limites entre les messages ont **disparu** : il ne reste que des octets.

# %% [markdown] lang="en"
# The limits between the messages are **gone**: only bytes are left.

# %% tags=["hide"]
client.close()
other.close()
server.close()

# %% [markdown] lang="fr" notes=2
# **À dire.** Ici une seule réception suffit, ailleurs il en faudra dix : un programme ne doit jamais en dépendre.
#
# **À demander.** Faire parier : combien de réceptions pour trois envois ?

# %% [markdown] lang="en" notes=2
# **Say.** Here one receive is enough, elsewhere it will be ten: a program must never depend on it.
#
# **Ask.** Take bets: how many receives for three sends?

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

# %% [markdown] lang="fr" notes=1
# **À dire.** Couper n’est pas impoli : c’est la défense la plus simple. On y revient en cinquième partie.
#
# **À demander.** Un protocole que vous parlez tous : le téléphone. Qui commence, par quel mot, qui raccroche ?

# %% [markdown] lang="en" notes=1
# **Say.** Hanging up is not rude: it is the simplest defence. We come back to it in part five.
#
# **Ask.** A protocol that you all speak: the telephone. Who begins, by which word, who hangs up?

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

# %% [markdown] lang="fr" notes=3
# **À dire.** Ouvrir le carnet à l’écran, lancer la commande, écrire ensemble `local_name` : un contrôle passe au vert.
# La suite se fait après le cours ; qui a fini tôt lit `python -m autograder explain`.
#
# **À demander.** Que rendra `ipv4_address` pour un nom que personne ne connaît ? La consigne le dit : la faire lire.

# %% [markdown] lang="en" notes=3
# **Say.** Open the notebook on the screen, start the command, write `local_name` together: a check turns green. The rest
# is done after the lecture; who finishes early reads `python -m autograder explain`.
#
# **Ask.** What will `ipv4_address` return for a name that nobody knows? The instructions say so: have them read.
