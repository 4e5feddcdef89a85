# %% [markdown] lang="fr" slide=""
# # Une prise pour parler
#
# Programmation réseau, deuxième partie : les sockets
#
# *20 minutes, puis l’exercice 2*

# %% [markdown] lang="en" slide=""
# # A plug to talk through
#
# Network programming, part two: sockets
#
# *20 minutes, then exercise 2*

# %% [markdown] lang="fr" notes=true
# Rappel en une phrase (1 min) : une adresse pour la machine, un port pour le programme.

# %% [markdown] lang="en" notes=true
# Recall in one sentence (1 min): an address for the machine, a port for the program.

# %% [markdown] lang="fr" slide="S1"
# ## Une socket : un bout de la communication
#
# | | datagrammes | flux |
# | --- | --- | --- |
# | son type | `SOCK_DGRAM` | `SOCK_STREAM` |
# | transport | UDP | TCP |
# | on y met | des messages entiers | des octets |
#
# Et une **adresse** : (hôte, port). Le module s’appelle `socket`.

# %% [markdown] lang="en" slide="S1"
# ## A socket: one end of a communication
#
# | | datagrams | stream |
# | --- | --- | --- |
# | its type | `SOCK_DGRAM` | `SOCK_STREAM` |
# | transport | UDP | TCP |
# | what goes in | whole messages | bytes |
#
# And an **address**: (host, port). The module is called `socket`.

# %% [markdown] lang="fr" notes=true
# 2 min. Une prise électrique : il en faut une à chaque bout. Deux sockets d’un même programme peuvent se parler : nous
# le ferons sans cesse.

# %% [markdown] lang="en" notes=true
# 2 min. An electric plug: one is needed at each end. Two sockets of one program may talk to each other: we shall do so
# all the time.

# %% [markdown] lang="fr" slide="S2"
# ## Comment s’appelle cette machine ?

# %% [markdown] lang="en" slide="S2"
# ## What is this machine called?


# %%
import socket

print(socket.gethostname())
print(socket.getfqdn())

# %% [markdown] lang="fr"
# Le second ajoute le domaine, **s’il en trouve un**. Ni l’un ni l’autre n’est forcément un nom que d’autres connaissent.

# %% [markdown] lang="en"
# The second adds the domain, **if it finds one**. Neither need be a name that others know.

# %% [markdown] lang="fr" notes=true
# 1 min. Le nom est celui de la machine qui a construit ces diapositives. Demander aux étudiants de l’essayer sur la leur.

# %% [markdown] lang="en" notes=true
# 1 min. The name is that of the machine which built these slides. Ask the students to try it on theirs.

# %% [markdown] lang="fr" slide="S2"
# ## Du nom à l’adresse, et retour

# %% [markdown] lang="en" slide="S2"
# ## From a name to an address, and back

# %%
print(socket.gethostbyname("localhost"))

found = socket.gethostbyaddr("127.0.0.1")
name, aliases, addresses = found
print(found)

# %% [markdown] lang="fr"
# `gethostbyaddr` rend **trois** choses : le nom, les alias, les adresses.

# %% [markdown] lang="en"
# `gethostbyaddr` returns **three** things: the name, the aliases, the addresses.

# %% [markdown] lang="fr" notes=true
# 2 min. Qui répond ? Le fichier hosts, puis un serveur de noms. L’aller et le retour ne concordent pas toujours : rien
# n’y oblige celui qui tient les noms.

# %% [markdown] lang="en" notes=true
# 2 min. Who answers? The file hosts, then a name server. There and back do not always agree: nothing makes whoever keeps
# the names do so.

# %% [markdown] lang="fr" slide="S2"
# ## Un nom que personne ne connaît

# %% [markdown] lang="en" slide="S2"
# ## A name that nobody knows

# %% tags=["fails"]
socket.gethostbyname("nosuch.invalid")

# %%
try:
    socket.gethostbyname("nosuch.invalid")
except OSError:
    print("unknown")

# %% [markdown] lang="fr"
# Une erreur prévue : on attrape **`OSError`**, et rien de plus large.

# %% [markdown] lang="en"
# An error to expect: catch **`OSError`**, and nothing wider.

# %% [markdown] lang="fr" notes=true
# 2 min. `.invalid` n’existera jamais (RFC 6761). `gaierror` est une `OSError`. Pourquoi pas `except:` tout court ? Il
# avalerait aussi une faute de frappe dans notre code.

# %% [markdown] lang="en" notes=true
# 2 min. `.invalid` will never exist (RFC 6761). `gaierror` is an `OSError`. Why not a bare `except:`? It would swallow a
# typing error in our own code as well.

# %% [markdown] lang="fr" slide="S3"
# ## Créer une socket

# %% [markdown] lang="en" slide="S3"
# ## Creating a socket

# %%
plain = socket.socket()
print(plain.family.name, plain.type.name)
print(plain.getsockname())

# %% [markdown] lang="fr"
# Sans argument : IPv4 et flux. Pas encore d’adresse : que des zéros.

# %% [markdown] lang="en"
# Without arguments: IPv4 and stream. No address yet: zeros only.

# %% tags=["hide"]
plain.close()

# %% [markdown] lang="fr" notes=true
# 1 min. Demander : quel port a-t-il ? 0, c’est-à-dire aucun.

# %% [markdown] lang="en" notes=true
# 1 min. Ask: which port has it? 0, that is none.

# %% [markdown] lang="fr" slide="S3"
# ## En IPv6, une adresse a quatre champs

# %% [markdown] lang="en" slide="S3"
# ## In IPv6 an address has four fields

# %%
kind = socket.SOCK_DGRAM
six = socket.socket(socket.AF_INET6, kind)
print(six.getsockname())

# %% [markdown] lang="fr"
# Hôte, port, puis deux nombres que l’on garde tels quels. Ne dépliez jamais une adresse en deux sans savoir sa famille.

# %% [markdown] lang="en"
# Host, port, then two numbers to be kept as they are. Never unpack an address in two without knowing its family.

# %% tags=["hide"]
six.close()

# %% [markdown] lang="fr" notes=true
# 1 min. La famille d’abord, le type ensuite : la diapositive suivante les confond.

# %% [markdown] lang="en" notes=true
# 1 min. The family first, the type next: the following slide mixes them up.

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
# La première est une socket **TCP**, sans un mot : `SOCK_DGRAM` vaut 2, comme `AF_INET`. Nommez l’argument : `type=`.

# %% [markdown] lang="en"
# The first is a **TCP** socket, without a word: `SOCK_DGRAM` is 2, and so is `AF_INET`. Name the argument: `type=`.

# %% [markdown] lang="fr" notes=true
# 1 min. Faire deviner : une erreur ? Non, et c’est pire : le programme échouera bien plus tard, ailleurs.

# %% [markdown] lang="en" notes=true
# 1 min. Have them guess: an error? No, which is worse: the program will fail much later, elsewhere.

# %% [markdown] lang="fr" slide="S5"
# ## `bind` : prendre une adresse

# %% [markdown] lang="en" slide="S5"
# ## `bind`: taking an address

# %%
ada = socket.socket(type=socket.SOCK_DGRAM)
ada.bind(("127.0.0.1", 0))
print(ada.getsockname())

# %% tags=["fails"]
bob = socket.socket(type=socket.SOCK_DGRAM)
bob.bind(ada.getsockname())

# %% [markdown] lang="fr"
# **Un** couple (hôte, port), un seul socket.

# %% [markdown] lang="en"
# **One** pair (host, port), one socket only.

# %% tags=["hide"]
ada.close()
bob.close()

# %% [markdown] lang="fr" notes=true
# 2 min. Le couple est un seul argument : deux paires de parenthèses. Port 0 : le système choisit, `getsockname` dit quoi.

# %% [markdown] lang="en" notes=true
# 2 min. The pair is one argument: two pairs of parentheses. Port 0: the system chooses, `getsockname` says what.

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
# Le client a maintenant une adresse **à lui** : le système lui a choisi un port. Il n’a pas appelé `bind`.

# %% [markdown] lang="en"
# The client now has an address **of its own**: the system has chosen its port. It never called `bind`.

# %% tags=["hide"]
client.close()
server.close()

# %% [markdown] lang="fr" notes=true
# 2 min. La forme de l’adresse dépend de la famille. Pour un nom qui a plusieurs adresses, `socket.create_connection`
# les essaie toutes.

# %% [markdown] lang="en" notes=true
# 2 min. The address’s form depends on the family. For a name with several addresses, `socket.create_connection` tries
# them all.

# %% [markdown] lang="fr" slide="S4"
# ## Deux arguments là où il en faut un

# %% [markdown] lang="en" slide="S4"
# ## Two arguments where one is wanted

# %% tags=["hide"]
client = socket.socket()

# %% tags=["fails"]
client.connect("127.0.0.1", 5000)

# %% [markdown] lang="fr"
# Il manque les parenthèses du couple : `connect((hôte, port))`.

# %% [markdown] lang="en"
# The pair’s parentheses are missing: `connect((host, port))`.

# %% tags=["hide"]
client.close()

# %% [markdown] lang="fr" notes=true
# 1 min. La même chose vaut pour `bind` et `sendto`.

# %% [markdown] lang="en" notes=true
# 1 min. The same goes for `bind` and `sendto`.

# %% [markdown] lang="fr" slide="S6"
# ## Fermer tout ce qu’on a ouvert

# %% [markdown] lang="en" slide="S6"
# ## Close whatever you have opened

# %%
with socket.socket() as sock:
    print(sock.fileno() >= 0)
print(sock.fileno())

# %% [markdown] lang="fr"
# - Le système compte les sockets ouvertes : leur nombre est limité.
# - `with` ferme **aussi quand une erreur survient**.
# - Une socket fermée ne sert plus : on en crée une autre.

# %% [markdown] lang="en"
# - The system counts open sockets: there is no endless supply.
# - `with` closes **when an error occurs, too**.
# - A closed socket is of no more use: make another.

# %% [markdown] lang="fr" notes=true
# 2 min. -1 : le système n’a plus rien sous ce nom. Demander où mettre `close()` sans `with` : dans `finally`.

# %% [markdown] lang="en" notes=true
# 2 min. -1: the system has nothing left by that name. Ask where `close()` goes without `with`: into `finally`.

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
# - L’exercice 1 n’est pas fini ? Il n’attend que vous.

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
# - Exercise 1 is not done? It only waits for you.

# %% [markdown] lang="fr" notes=true
# Le piège de l’exercice : fermer aussi quand `bind` ou `connect` échoue.

# %% [markdown] lang="en" notes=true
# The exercise’s trap: close when `bind` or `connect` fails, too.
