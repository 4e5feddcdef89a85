# %% [markdown] lang="fr"
# # Des noms et des adresses de machines
#
# **Durée : 30 minutes environ.** C’est le premier exercice : il suffit de savoir écrire une fonction.
#
# À la fin, vous saurez :
#
# - demander le nom de votre machine, et ce qu’il vaut ;
# - passer d’un nom à ses adresses, et d’une adresse à ses noms ;
# - ce qui se passe quand personne ne connaît un nom, ou quand il ne peut pas exister ;
# - pourquoi un nom a souvent plusieurs adresses.
#
# Chaque expérience se joue en trois temps : devinez, lancez la cellule (Maj+Entrée), lisez l’explication.

# %% [markdown] lang="en"
# # Names and addresses of machines
#
# **About 30 minutes.** This is the first exercise: it is enough to be able to write a function.
#
# At the end you will know:
#
# - how to ask for the name of your machine, and what it is worth;
# - how to go from a name to its addresses, and from an address to its names;
# - what happens when nobody knows a name, or when it cannot exist;
# - why a name often has several addresses.
#
# Each experiment has three steps: guess, run the cell (Shift+Enter), read the explanation.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le réseau
#
# Une **adresse IP** désigne une machine, un **port** un programme de cette machine. Les gens préfèrent les noms : il faut donc passer de l’un à l’autre.
#
# Parfois, rien ne part : le nom est dans un fichier de la machine (`/etc/hosts`). Sinon, une question part vers un serveur de noms.
#
# ```
# votre programme          le système           un serveur de noms
#    |-- gethostbyname("…") -->|                     |
#    |                         | /etc/hosts ?        |
#    |                         |-- qui est … ? ----->|
#    |                         |<-- 192.0.2.7 -------|
#    |<-- "192.0.2.7" ---------|                     |
# ```
#
# C’est le **système** qui cherche. Votre programme pose la question, et attend : cela peut durer.

# %% [markdown] lang="en"
# ## What happens on the network
#
# An **IP address** stands for a machine, a **port** for a program on that machine. People prefer names, so one has to get from one to the other.
#
# Sometimes nothing leaves: the name is in a file of the machine (`/etc/hosts`). Otherwise a question goes to a name server.
#
# ```
# your program             the system           a name server
#    |-- gethostbyname("…") -->|                     |
#    |                         | /etc/hosts?         |
#    |                         |-- who is …? ------->|
#    |                         |<-- 192.0.2.7 -------|
#    |<-- "192.0.2.7" ---------|                     |
# ```
#
# It is the **system** that searches. Your program asks, and waits: that may take a while.

# %% [markdown] lang="fr"
# ## Expérience 1 : par quels noms joint-on cette machine ?
#
# Pendant ces expériences, un petit serveur du kit tourne à côté du carnet. Il dit `hello` à qui se connecte, et disparaît à la fin du `with`. Il écoute à **une** adresse, 127.0.0.1, et sur un port que le système choisit. `create_connection((nom, port))` cherche l’adresse du nom, puis s’y connecte : l’exercice 2 y reviendra.
#
# `gethostname()` et `getfqdn()` rendent le nom de cette machine. 127.0.0.2 est aussi une de ses adresses : toutes celles qui commencent par 127 mènent à elle. **Devinez d’abord** : lesquels des quatre mènent au serveur ?

# %% [markdown] lang="en"
# ## Experiment 1: by which names is this machine reached?
#
# During these experiments a small server of the kit runs beside the notebook. It says `hello` to whoever connects, and is gone at the end of the `with`. It listens at **one** address, 127.0.0.1, and on a port that the system chooses. `create_connection((name, port))` looks the name’s address up, then connects to it: exercise 2 comes back to this.
#
# `gethostname()` and `getfqdn()` return the name of this machine. 127.0.0.2 is one of its addresses, too: all those that begin with 127 lead to it. **Guess first**: which of the four lead to the server?

# %%
import socket

from autograder import beside

with beside.speaks(b"hello") as (host, port):
    for name in ("localhost", socket.gethostname(), socket.getfqdn(), "127.0.0.2"):
        try:
            with socket.create_connection((name, port), timeout=1) as sock:
                print(name, "is", sock.getpeername()[0], sock.recv(100))
        except OSError as error:
            print(name, type(error).__name__)

# %% [markdown] lang="fr"
# `localhost` veut dire « cette machine », partout. Le nom que la machine **se donne**, lui, dépend de la machine. Chez vous il a peut-être marché. Sous Debian et Ubuntu, il mène souvent à 127.0.1.1, où personne n’écoute : `ConnectionRefusedError`. Ailleurs, personne ne le connaît : `gaierror`. `getfqdn` ajoute un domaine si le système en trouve un ; sinon il rend ce qu’il a, sans se plaindre.
#
# Et 127.0.0.2 refuse, alors que c’est bien cette machine ! Un serveur répond à l’adresse qu’il a **prise**, pas à toutes celles de sa machine.

# %% [markdown] lang="en"
# `localhost` means “this machine” everywhere. The name that the machine **gives itself** depends on the machine. On yours it may have worked. On Debian and Ubuntu it often leads to 127.0.1.1, where nobody listens: `ConnectionRefusedError`. Elsewhere nobody knows it: `gaierror`. `getfqdn` adds a domain if the system finds one; otherwise it returns what it has, without a complaint.
#
# And 127.0.0.2 refuses, although it is this very machine! A server answers at the address that it has **taken**, not at all those of its machine.

# %% [markdown] lang="fr"
# ## Expérience 2 : un nom, combien d’adresses ?
#
# **Devinez d’abord** : combien d’adresses `localhost` a-t-il ? Et combien de lignes la boucle affiche-t-elle ?

# %% [markdown] lang="en"
# ## Experiment 2: one name, how many addresses?
#
# **Guess first**: how many addresses has `localhost`? And how many lines does the loop print?

# %%
print(socket.gethostbyname("localhost"))

for answer in socket.getaddrinfo("localhost", 80):
    print(answer)

# %% [markdown] lang="fr"
# `gethostbyname` ne rend qu’**une** adresse, et seulement en IPv4. `getaddrinfo` rend tout : chaque adresse, une fois pour chaque type de socket. D’où les répétitions, que `type=` écarte.
#
# Allons maintenant à chacune de ces adresses. À la place du nom, `None` veut dire « cette machine », en IPv4 et en IPv6. Le serveur écoute toujours sur 127.0.0.1. **Devinez d’abord** : répond-il aux deux ? Et laquelle vient la première ?

# %% [markdown] lang="en"
# `gethostbyname` returns **one** address only, and in IPv4 only. `getaddrinfo` returns everything: each address, once for each type of socket. Hence the repetitions, which `type=` does away with.
#
# Now let us go to each of these addresses. In the name’s place, `None` means “this machine”, in IPv4 and in IPv6. The server still listens at 127.0.0.1. **Guess first**: does it answer at both? And which one comes first?

# %%
with beside.speaks(b"hello") as (host, port):
    for family, _, _, _, address in socket.getaddrinfo(None, port, type=socket.SOCK_STREAM):
        try:
            with socket.create_connection(address[:2], timeout=1) as sock:
                print(family.name, address[0], sock.recv(100))
        except OSError as error:
            print(family.name, address[0], type(error).__name__)

# %% [markdown] lang="fr"
# `::1` est cette machine en IPv6, et le serveur n’y est pas : refusé. (`OSError` tout court : votre machine n’a pas d’IPv6.) Cette adresse vient d’ordinaire la première. Qui n’essaie qu’une adresse croit donc que le serveur est arrêté, alors que la suivante répond. `create_connection` les essaie l’une après l’autre, dans l’ordre reçu : là où `localhost` a ces deux adresses, c’est ainsi que l’expérience 1 a réussi.
#
# Dans `addresses`, ne perdez donc aucune adresse, n’en gardez aucune deux fois, et respectez l’ordre.

# %% [markdown] lang="en"
# `::1` is this machine in IPv6, and the server is not there: refused. (Plain `OSError`: your machine has no IPv6.) That address usually comes first. So whoever tries one address only believes that the server is down, while the next one answers. `create_connection` tries them one after the other, in the order received: where `localhost` has both these addresses, that is how experiment 1 succeeded.
#
# So in `addresses` lose no address, keep none twice, and respect the order.

# %% [markdown] lang="fr"
# ## Expérience 3 : un nom que personne ne connaît
#
# On cherche une adresse, puis on s’y connecte. `.invalid` est réservé : aucun nom de ce domaine n’existera jamais. **Devinez d’abord** : que rend `gethostbyname` pour un tel nom ? `None` ? Et pour un nom où deux points se suivent, un nom de 64 lettres, un nom vide ? Lequel mène au serveur ?

# %% [markdown] lang="en"
# ## Experiment 3: a name that nobody knows
#
# An address is looked up, then connected to. `.invalid` is reserved: no name in that domain will ever exist. **Guess first**: what does `gethostbyname` return for such a name? `None`? And for a name with two dots in a row, a name of 64 letters, an empty name? Which one leads to the server?

# %%
with beside.speaks(b"hello") as (host, port):
    for name in ("nosuch.invalid", "a..b", "x" * 64, ""):
        try:
            found = socket.gethostbyname(name)
            with socket.create_connection((found, port), timeout=1) as sock:
                print(repr(name), found, sock.recv(100))
        except (OSError, UnicodeError) as error:
            print(repr(name[:14]), type(error).__name__, isinstance(error, OSError))

# %% [markdown] lang="fr"
# Trois surprises. Un nom inconnu est une **erreur**, `gaierror`, qui est une `OSError`. Un nom impossible en est une autre, `UnicodeError`, qui n’en est **pas** une : `except OSError` la laisse passer. Et le nom vide… a trouvé quelqu’un ! 0.0.0.0 veut dire « n’importe quelle adresse de cette machine », ce que personne ne demandait.
#
# N’écrivez pas `except:` pour autant : il avalerait aussi vos fautes de frappe.

# %% [markdown] lang="en"
# Three surprises. An unknown name is an **error**, `gaierror`, which is an `OSError`. An impossible name is another one, `UnicodeError`, which is **not**: `except OSError` lets it through. And the empty name… has found somebody! 0.0.0.0 means “any address of this machine”, which nobody asked for.
#
# Still, do not write a bare `except:`: it would swallow your typing errors as well.

# %% [markdown] lang="fr"
# ## Expérience 4 : de l’adresse au nom
#
# Deux serveurs, à deux adresses de cette machine. **Devinez d’abord** : répondent-ils tous les deux ? Leurs adresses ont-elles toutes les deux un nom ? Et que rend `gethostbyaddr` : un nom, ou davantage ?

# %% [markdown] lang="en"
# ## Experiment 4: from the address to the name
#
# Two servers, at two addresses of this machine. **Guess first**: do both answer? Do both their addresses have a name? And what does `gethostbyaddr` return: a name, or more?

# %%
for where in ("127.0.0.1", "127.77.66.55"):
    try:
        with beside.speaks(b"hello", host=where) as address:
            with socket.create_connection(address, timeout=1) as sock:
                print(where, sock.recv(100))
        print(socket.gethostbyaddr(where))
    except OSError as error:
        print(type(error).__name__)

# %% [markdown] lang="fr"
# Les deux répondent, et la seconde n’a pas de nom : `herror`, encore une `OSError`. Une adresse n’a pas besoin d’un nom pour servir, et rien n’oblige l’aller et le retour à concorder. N’échangez donc jamais l’adresse que l’on vous donne contre son nom : vous risquez de parler à quelqu’un d’autre, ou à personne. (Sous macOS, 127.77.66.55 n’existe pas d’avance : le serveur lui-même n’a pas pu démarrer.)
#
# Quand un nom est connu, la réponse tient en trois choses : le nom principal, la liste des **autres** noms (les alias), les adresses. Le nom principal n’est pas dans la liste.

# %% [markdown] lang="en"
# Both answer, and the second has no name: `herror`, an `OSError` again. An address needs no name to be of use, and nothing makes there and back agree. So never trade the address that you are given for its name: you may end up talking to somebody else, or to nobody. (On macOS 127.77.66.55 is not there beforehand: the server itself could not start.)
#
# When a name is known, the answer is three things: the primary name, the list of **other** names (the aliases), the addresses. The primary name is not in the list.

# %% [markdown] lang="fr"
# ## Le contrat
#
# Ouvrez `ex01_hostnames.py`, à côté de ce carnet. Aucune fonction n’affiche rien : elles **rendent**. Un nom qui ne peut pas exister (vide, une étiquette vide comme dans `a..b`, une étiquette de plus de 63 caractères ; une étiquette est ce que les points séparent) est un nom inconnu comme un autre. Écrivez un corps, **enregistrez**, lancez la cellule.
#
# `local_name()` rend le nom de cette machine.

# %% [markdown] lang="en"
# ## The contract
#
# Open `ex01_hostnames.py`, beside this notebook. No function prints anything: they **return**. A name that cannot exist (empty, an empty label as in `a..b`, a label of more than 63 characters; a label is what the dots separate) is unknown like any other. Write a body, **save**, run the cell.
#
# `local_name()` returns the name of this machine.

# %% tags=["check"]
check("ex01.local_name")

# %% [markdown] lang="fr"
# `full_name(name="")` rend le nom complet d’un hôte, comme `printer.example.org` ; sans argument, celui de cette machine. Quand on ne sait rien de mieux, le nom lui-même.

# %% [markdown] lang="en"
# `full_name(name="")` returns the fully qualified name of a host, such as `printer.example.org`; without an argument, that of this machine. When nothing better is known, the name itself.

# %% tags=["check"]
check("ex01.full_name")

# %% [markdown] lang="fr"
# `ipv4_address(name)` rend l’adresse IPv4 d’un hôte, comme `"127.0.0.1"` ; `None` quand il n’y en a pas : nom inconnu, adresse IPv6, nom impossible, texte vide.

# %% [markdown] lang="en"
# `ipv4_address(name)` returns the IPv4 address of a host, such as `"127.0.0.1"`; `None` when there is none: an unknown name, an IPv6 address, an impossible name, an empty text.

# %% tags=["check"]
check("ex01.ipv4_address")

# %% [markdown] lang="fr"
# `known_names(address)` rend les noms d’une adresse : le principal d’abord, puis les alias, chacun une fois. Une liste vide quand on n’en sait rien.

# %% [markdown] lang="en"
# `known_names(address)` returns the names of an address: the primary one first, then the aliases, each once. An empty list when nothing is known.

# %% tags=["check"]
check("ex01.known_names")

# %% [markdown] lang="fr"
# `addresses(name)` rend toutes les adresses d’un hôte avec leur famille, chacune une fois, dans l’ordre du système : `("IPv4", "127.0.0.1")`, `("IPv6", "::1")`. Une liste vide pour un nom inconnu ou impossible.

# %% [markdown] lang="en"
# `addresses(name)` returns every address of a host with its family, each once, in the system’s order: `("IPv4", "127.0.0.1")`, `("IPv6", "::1")`. An empty list for a name that is unknown or impossible.

# %% tags=["check"]
check("ex01.addresses")

# %% [markdown] lang="fr"
# ## Question
#
# Un programme affiche le nom de la machine, puis l’adresse de ce nom, et trouve `127.0.1.1`. Un camarade, sur une autre machine, veut s’en servir pour se connecter. Que lui répondez-vous, en trois à cinq phrases ? Répondez dans la cellule qui suit (double-cliquez dessus).

# %% [markdown] lang="en"
# ## Question
#
# A program prints the machine’s name, then the address of that name, and finds `127.0.1.1`. A fellow student, on another machine, wants to use it to connect. What do you answer, in three to five sentences? Answer in the cell that follows (double-click it).

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `unknown-name-raises` : laisser finir en erreur un nom inconnu.
# - `not-oserror` : oublier l’erreur des noms impossibles.
# - `empty-name-is-any` : prendre un nom vide pour une machine.
# - `alias-missing` : oublier le nom principal, ou les autres.
# - `duplicate-addresses` : rendre deux fois la même adresse.
# - `ip-v4-only` : oublier IPv6.
# - `getaddr-reverse` : échanger une adresse contre son nom.
#
# Chacune a sa leçon. Dans un terminal, par exemple : `python -m autograder explain not-oserror`.
#
# ## Pour continuer
#
# L’exercice 2 : créer une socket, et lui donner une adresse.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `unknown-name-raises`: letting an unknown name end in an error.
# - `not-oserror`: forgetting the error of impossible names.
# - `empty-name-is-any`: taking an empty name for a machine.
# - `alias-missing`: forgetting the primary name, or the others.
# - `duplicate-addresses`: returning the same address twice.
# - `ip-v4-only`: forgetting IPv6.
# - `getaddr-reverse`: trading an address for its name.
#
# Each has its lesson. In a terminal, for example: `python -m autograder explain not-oserror`.
#
# ## Where to go next
#
# Exercise 2: making a socket, and giving it an address.

# %% tags=["module"]
