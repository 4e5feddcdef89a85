# %% [markdown] lang="fr" slide=""
# # Une prise pour parler
#
# Programmation réseau, deuxième partie : les sockets
#
# *Ensuite : l’exercice 2, créer, lier, connecter, fermer*

# %% [markdown] lang="en" slide=""
# # A plug to talk through
#
# Network programming, part two: sockets
#
# *Then: exercise 2, creating, binding, connecting, closing*

# %% [markdown] lang="fr" notes=1
# **À dire.** *Socket* veut dire prise : on s’y branche pour parler.
#
# **À demander.** Rappel : que désigne l’adresse, que désigne le port ?

# %% [markdown] lang="en" notes=1
# **Say.** A socket is what one plugs into, in order to talk.
#
# **Ask.** Recall: what does the address name, what the port?

# %% [markdown] lang="fr" slide="S1"
# ## Une socket : un bout de la conversation
#
# ![Deux programmes, chacun avec sa socket et son adresse ; un trait relie les deux sockets](drawing:two_sockets)
#
# Chaque bout a son **adresse** : (IP, port). Le module s’appelle `socket`.

# %% [markdown] lang="en" slide="S1"
# ## A socket: one end of the conversation
#
# ![Two programs, each with its socket and its address; a line joins the two sockets](drawing:two_sockets)
#
# Each end has its **address**: (IP, port). The module is called `socket`.

# %% [markdown] lang="fr" notes=2
# **À dire.** Il en faut une à chaque bout. Deux sockets d’un même programme peuvent se parler : c’est ce que feront ces
# diapositives.
#
# **À demander.** Combien de sockets dans un serveur qui parle à dix clients ? Garder les réponses pour la quatrième partie.

# %% [markdown] lang="en" notes=2
# **Say.** One is needed at each end. Two sockets of one program may talk to each other: that is what these slides will do.
#
# **Ask.** How many sockets in a server that talks to ten clients? Keep the answers for part four.

# %% [markdown] lang="fr" slide="S1"
# ## Deux types de sockets
#
# | | datagrammes | flux |
# | --- | --- | --- |
# | son type | `SOCK_DGRAM` | `SOCK_STREAM` |
# | le transport | UDP | TCP |
# | ce qu’on y met | des messages entiers | des octets |

# %% [markdown] lang="en" slide="S1"
# ## Two types of sockets
#
# | | datagrams | stream |
# | --- | --- | --- |
# | its type | `SOCK_DGRAM` | `SOCK_STREAM` |
# | the transport | UDP | TCP |
# | what goes in | whole messages | bytes |

# %% [markdown] lang="fr" notes=1
# **À dire.** Le type est choisi à la création, et ne change plus.
#
# **À demander.** Lequel pour le chat, lequel pour le serveur d’écho ?

# %% [markdown] lang="en" notes=1
# **Say.** The type is chosen at the creation, and never changes.
#
# **Ask.** Which one for the chat, which one for the echo server?

# %% [markdown] lang="fr" slide="S2"
# ## Comment s’appelle cette machine ?

# %% [markdown] lang="en" slide="S2"
# ## What is this machine called?


# %%
import socket

print(socket.gethostname())
print(socket.getfqdn())

# %% [markdown] lang="fr"
# Le second ajoute le domaine, **s’il en trouve un**. Rien ne dit que d’autres machines connaissent ces noms.

# %% [markdown] lang="en"
# The second adds the domain, **if it finds one**. Nothing says that other machines know these names.

# %% [markdown] lang="fr" notes=1
# **À dire.** C’est le nom de la machine qui a construit ces diapositives.
#
# **À demander.** Essayez sur la vôtre : les deux noms diffèrent-ils ?

# %% [markdown] lang="en" notes=1
# **Say.** It is the name of the machine that built these slides.
#
# **Ask.** Try it on yours: do the two names differ?

# %% [markdown] lang="fr" slide="S2"
# ## Du nom à l’adresse, et retour

# %% [markdown] lang="en" slide="S2"
# ## From a name to an address, and back

# %%
print(socket.gethostbyname("localhost"))

found = socket.gethostbyaddr("127.0.0.1")
name, aliases, addresses = found
print(name, aliases, addresses)

# %% [markdown] lang="fr"
# `gethostbyaddr` rend **trois** choses : le nom, les alias, les adresses.

# %% [markdown] lang="en"
# `gethostbyaddr` returns **three** things: the name, the aliases, the addresses.

# %% [markdown] lang="fr" notes=2
# **À dire.** Le fichier *hosts* répond, sinon un serveur de noms. L’aller et le retour ne concordent pas toujours : rien
# n’y oblige celui qui tient les noms.
#
# **À demander.** Peut-on se fier au nom que donne une adresse ? Non : celui qui tient l’adresse écrit ce qu’il veut.

# %% [markdown] lang="en" notes=2
# **Say.** The *hosts* file answers, or else a name server. There and back do not always agree: nothing makes whoever keeps
# the names do so.
#
# **Ask.** Can the name that an address gives be trusted? No: whoever keeps the address writes what they like.

# %% [markdown] lang="fr" slide="S2"
# ## Pas d’adresse IPv4 : une `OSError`

# %% [markdown] lang="en" slide="S2"
# ## No IPv4 address: an `OSError`

# %% tags=["fails"]
socket.gethostbyname("::1")

# %%
try:
    socket.gethostbyname("::1")
except OSError as error:
    print(error)

# %% [markdown] lang="fr" notes=2
# **À dire.** `gethostbyname` ne connaît qu’IPv4. Un nom que personne ne connaît lève la même `gaierror`, une `OSError` :
# attrapez `OSError`, et rien de plus large. À
# essayer devant eux avec `nosuch.invalid`, un domaine qui n’existera jamais (RFC 6761).
#
# **À demander.** Pourquoi pas `except:` tout court ? Il avalerait aussi une faute de frappe dans notre code.

# %% [markdown] lang="en" notes=2
# **Say.** `gethostbyname` knows IPv4 only. A name that nobody knows raises the same `gaierror`, an `OSError`: catch that, and
# nothing wider. Try it before them with `nosuch.invalid`, a domain that will never exist (RFC 6761).
#
# **Ask.** Why not a bare `except:`? It would swallow a typing error in our own code as well.

# %% [markdown] lang="fr" slide="S2"
# ## `getaddrinfo` : toutes les familles

# %% [markdown] lang="en" slide="S2"
# ## `getaddrinfo`: every family

# %%
for host in ("127.0.0.1", "::1"):
    row, *_ = socket.getaddrinfo(host, 80)
    print(row[0].name, row[4])

# %% [markdown] lang="fr"
# Chaque ligne donne une famille et une adresse prête pour `connect`. Un nom peut en avoir **plusieurs**.

# %% [markdown] lang="en"
# Each row gives a family, and an address ready for `connect`. A name may have **several**.

# %% [markdown] lang="fr" notes=1
# **À dire.** C’est la fonction moderne ; l’exercice 1 s’en sert.
#
# **À demander.** Pourquoi `localhost` a-t-il parfois deux adresses ? Une par famille.

# %% [markdown] lang="en" notes=1
# **Say.** It is the modern function; exercise 1 uses it.
#
# **Ask.** Why has `localhost` sometimes two addresses? One for each family.

# %% [markdown] lang="fr" slide="S3"
# ## Créer une socket

# %% [markdown] lang="en" slide="S3"
# ## Creating a socket

# %%
plain = socket.socket()
print(plain.family.name, plain.type.name)
print(plain.getsockname())

# %% [markdown] lang="fr"
# Sans argument : IPv4, flux ; pas encore d’adresse, **que des zéros**.

# %% [markdown] lang="en"
# Without arguments: IPv4, stream; no address yet, **zeros only**.

# %% tags=["hide"]
plain.close()

# %% [markdown] lang="fr" notes=1
# **À dire.** La famille d’abord (`AF_INET`), le type ensuite (`SOCK_STREAM`) : ce sont les valeurs par défaut.
#
# **À demander.** Quel est son port ? 0, c’est-à-dire aucun.

# %% [markdown] lang="en" notes=1
# **Say.** The family first (`AF_INET`), the type next (`SOCK_STREAM`): these are the defaults.
#
# **Ask.** Which port has it? 0, that is none.

# %% [markdown] lang="fr" slide="S3"
# ## En IPv6, une adresse a quatre champs

# %% [markdown] lang="en" slide="S3"
# ## In IPv6 an address has four fields

# %%
kind = socket.SOCK_DGRAM
six = socket.socket(socket.AF_INET6, kind)
print(six.getsockname())

# %% tags=["fails"]
host, port = six.getsockname()

# %%
host, port = six.getsockname()[:2]

# %% tags=["hide"]
six.close()

# %% [markdown] lang="fr" notes=1
# **À dire.** Hôte, port, puis deux nombres que l’on garde tels quels. Ne dépliez jamais une adresse en deux sans savoir sa
# famille.
#
# **À demander.** Que veut dire `::` ? Rien que des zéros, comme `0.0.0.0`.

# %% [markdown] lang="en" notes=1
# **Say.** Host, port, then two numbers to be kept as they are. Never unpack an address in two without knowing its family.
#
# **Ask.** What does `::` mean? Nothing but zeros, as in `0.0.0.0`.

# %% [markdown] lang="fr" slide="S3"
# ## Le type à la place de la famille

# %% [markdown] lang="en" slide="S3"
# ## The type in the family’s place

# %%
wrong = socket.socket(socket.SOCK_DGRAM)
print(wrong.family.name, wrong.type.name)

right = socket.socket(type=socket.SOCK_DGRAM)
print(right.family.name, right.type.name)

# %% tags=["hide"]
wrong.close()
right.close()

# %% [markdown] lang="fr"
# La première est une socket **TCP**, et personne ne proteste : `SOCK_DGRAM` vaut 2, comme `AF_INET`. Nommez l’argument : `type=`.

# %% [markdown] lang="en"
# The first is a **TCP** socket, and nobody protests: `SOCK_DGRAM` is 2, and so is `AF_INET`. Name the argument: `type=`.

# %% [markdown] lang="fr" notes=2
# **À dire.** Pas d’erreur, et c’est pire : le programme échouera bien plus tard, ailleurs.
#
# **À demander.** Avant de montrer la sortie : quel est le type de la première ?

# %% [markdown] lang="en" notes=2
# **Say.** No error, which is worse: the program will fail much later, elsewhere.
#
# **Ask.** Before showing the output: what type has the first one?

# %% [markdown] lang="fr" slide="S5"
# ## `bind` : prendre une adresse

# %% [markdown] lang="en" slide="S5"
# ## `bind`: taking an address

# %% tags=["hide"]
ada = socket.socket(type=socket.SOCK_DGRAM)
bob = socket.socket(type=socket.SOCK_DGRAM)

# %%
ada.bind(("127.0.0.1", 0))
print(ada.getsockname())

# %% tags=["fails"]
bob.bind(ada.getsockname())

# %%
bob.bind(("127.0.0.1", 0))

# %% [markdown] lang="fr"
# Une adresse, **une seule** socket ; port 0 : n’importe quel port libre.

# %% [markdown] lang="en"
# One address, **one socket** only; port 0: any free port.

# %% tags=["hide"]
ada.close()
bob.close()

# %% [markdown] lang="fr" notes=2
# **À dire.** Le couple est un seul argument : deux paires de parenthèses. `getsockname` dit quel port a été choisi.
#
# **À demander.** Qui doit prendre une adresse connue, le client ou le serveur ? Le serveur : c’est lui que l’on cherche.

# %% [markdown] lang="en" notes=2
# **Say.** The pair is one argument: two pairs of parentheses. `getsockname` says which port was chosen.
#
# **Ask.** Who must take an address that is known, the client or the server? The server: it is the one that is looked for.

# %% [markdown] lang="fr" slide="S4"
# ## `connect` : joindre une adresse

# %% [markdown] lang="en" slide="S4"
# ## `connect`: reaching an address

# %% tags=["hide"]
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()

# %%
client = socket.socket()
client.connect(address)
print(client.getpeername())
print(client.getsockname())

# %% [markdown] lang="fr"
# Le client a maintenant une adresse **à lui** : le système lui a choisi un port, sans `bind`.

# %% [markdown] lang="en"
# The client now has an address **of its own**: the system has chosen its port, without `bind`.

# %% tags=["hide"]
client.close()

# %% [markdown] lang="fr" notes=2
# **À dire.** La forme de l’adresse dépend de la famille. Pour un nom qui a plusieurs adresses,
# `socket.create_connection` les essaie toutes.
#
# **À demander.** Laquelle des deux lignes changera à la prochaine exécution ? Ici, les deux ; chez un vrai serveur, la
# seconde.

# %% [markdown] lang="en" notes=2
# **Say.** The address’s form depends on the family. For a name with several addresses, `socket.create_connection` tries
# them all.
#
# **Ask.** Which of the two lines will change when it is run again? Here both; with a real server, the second.

# %% [markdown] lang="fr" slide="S4"
# ## Deux arguments là où il en faut un

# %% [markdown] lang="en" slide="S4"
# ## Two arguments where one is wanted

# %% tags=["hide"]
client = socket.socket()
host, port = address

# %% tags=["fails"]
client.connect(host, port)

# %%
client.connect((host, port))
print(client.getpeername() == (host, port))

# %% tags=["hide"]
client.close()
server.close()

# %% [markdown] lang="fr" notes=1
# **À dire.** Il manquait les parenthèses du couple. La même chose vaut pour `bind` et `sendto`.
#
# **À demander.** Qu’y a-t-il de trop dans le premier appel ? Rien : il y a deux arguments au lieu d’un.

# %% [markdown] lang="en" notes=1
# **Say.** The pair’s parentheses were missing. The same goes for `bind` and `sendto`.
#
# **Ask.** What is too much in the first call? Nothing: there are two arguments instead of one.

# %% [markdown] lang="fr" slide="S6"
# ## Fermer tout ce qu’on a ouvert

# %% [markdown] lang="en" slide="S6"
# ## Close whatever you have opened

# %%
with socket.socket() as sock:
    print(sock.fileno() >= 0)

# %% tags=["fails"]
sock.getsockname()

# %% [markdown] lang="fr"
# - `with` ferme toujours, **même quand une erreur survient**.
# - Fermer rend au système ce qu’il a prêté : il en a peu.

# %% [markdown] lang="en"
# - `with` always closes, **even when an error occurs**.
# - Closing gives back what the system has lent: it has little.

# %% [markdown] lang="fr" notes=2
# **À dire.** Ce qui est rendu : un numéro, un port, des tampons. Une socket fermée ne sert plus : on en crée une autre.
#
# **À demander.** Sans `with`, où mettre `close()` ? Dans `finally`.

# %% [markdown] lang="en" notes=2
# **Say.** What is given back: a number, a port, buffers. A closed socket is of no more use: make another.
#
# **Ask.** Without `with`, where does `close()` go? Into `finally`.

# %% [markdown] lang="fr" slide=""
# ## À vous : l’exercice 2
#
# **ex02_socket_creation** : créer, lier, connecter, fermer.
#
# ```
# python -m autograder watch ex02
# ```
#
# - Le carnet : `notebooks/fr/ex02_socket_creation`
# - L’exercice 1 n’est pas fini ? Il vous attend.

# %% [markdown] lang="en" slide=""
# ## Over to you: exercise 2
#
# **ex02_socket_creation**: creating, binding, connecting, closing.
#
# ```
# python -m autograder watch ex02
# ```
#
# - The notebook: `notebooks/en/ex02_socket_creation`
# - Exercise 1 is not done? It waits for you.

# %% [markdown] lang="fr" notes=3
# **À dire.** Écrire ensemble `create`, puis provoquer une erreur dans `bound_socket` : le contrôle dit quelle socket est
# restée ouverte. C’est le piège de l’exercice : fermer aussi quand `bind` ou `connect` échoue.
#
# **À demander.** Quelles sont les cinq réponses de `probe` ? Les retrouver dans la consigne.

# %% [markdown] lang="en" notes=3
# **Say.** Write `create` together, then cause an error in `bound_socket`: the check says which socket was left open. That
# is the exercise’s trap: close when `bind` or `connect` fails, too.
#
# **Ask.** What are the five answers of `probe`? Find them in the instructions.
