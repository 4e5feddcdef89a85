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

# %% [markdown] lang="en"
# # Names and addresses of machines
#
# **About 30 minutes.** This is the first exercise: it is enough to be able to write a function.
#
# At the end you will know how to:
#
# - ask for the name of your machine, and what it is worth;
# - go from a name to its addresses, and from an address to its names;
# - deal with a name that nobody knows, or that cannot exist;
# - and why a name often has several addresses.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le fil
#
# Parfois rien du tout : le nom est dans un fichier de la machine (`/etc/hosts`). Sinon, une question part vers un serveur de noms.
#
# ```
# votre programme      le système             un serveur de noms
#    |-- gethostbyname("…") -->|                     |
#    |                         | /etc/hosts ?        |
#    |                         |-- qui est … ? ----->|
#    |                         |<-- 192.0.2.7 -------|
#    |<-- "192.0.2.7" ---------|                     |
# ```
#
# C’est le **système** qui cherche. Votre programme pose la question, et attend : cela peut durer.

# %% [markdown] lang="en"
# ## What happens on the wire
#
# Sometimes nothing at all: the name is in a file of the machine (`/etc/hosts`). Otherwise a question goes to a name server.
#
# ```
# your program         the system             a name server
#    |-- gethostbyname("…") -->|                     |
#    |                         | /etc/hosts?         |
#    |                         |-- who is …? ------->|
#    |                         |<-- 192.0.2.7 -------|
#    |<-- "192.0.2.7" ---------|                     |
# ```
#
# It is the **system** that searches. Your program asks, and waits: that may take a while.

# %% [markdown] lang="fr"
# ## Expérience 1 : le nom de cette machine
#
# **Devinez d’abord** : ces deux lignes affichent-elles la même chose ? Une autre machine pourrait-elle vous joindre par ce nom ?

# %% [markdown] lang="en"
# ## Experiment 1: the name of this machine
#
# **Guess first**: do these two lines print the same? Could another machine reach you by this name?

# %%
import socket

print(socket.gethostname())
print(socket.getfqdn())

# %% [markdown] lang="fr"
# Le premier nom est celui que la machine **se donne** : n’importe qui peut en choisir un, et deux machines le même. Le second ajoute un domaine, si le système en trouve un ; sinon il rend ce qu’il a. Aucun des deux ne promet que quelqu’un d’autre le connaît.

# %% [markdown] lang="en"
# The first name is the one that the machine **gives itself**: anybody may choose one, and two machines the same. The second adds a domain, if the system finds one; otherwise it returns what it has. Neither promises that somebody else knows it.

# %% [markdown] lang="fr"
# ## Expérience 2 : combien d’adresses ?
#
# **Devinez d’abord** : combien d’adresses `localhost` a-t-il ? Et combien de lignes la seconde boucle affiche-t-elle ?

# %% [markdown] lang="en"
# ## Experiment 2: how many addresses?
#
# **Guess first**: how many addresses has `localhost`? And how many lines does the second loop print?

# %%
print(socket.gethostbyname("localhost"))

for answer in socket.getaddrinfo("localhost", None):
    print(answer)

# %% [markdown] lang="fr"
# `gethostbyname` ne rend qu’**une** adresse, et seulement en IPv4. `getaddrinfo` rend tout : chaque adresse, pour chaque sorte de socket. La même adresse revient donc plusieurs fois, et il peut y en avoir en IPv6 aussi. À vous de ne garder que ce qui diffère, dans l’ordre reçu.

# %% [markdown] lang="en"
# `gethostbyname` returns **one** address only, and in IPv4 only. `getaddrinfo` returns everything: each address, for each sort of socket. So the same address comes several times, and there may be some in IPv6, too. It is for you to keep what differs, in the order received.

# %% [markdown] lang="fr"
# ## Expérience 3 : un nom que personne ne connaît
#
# `.invalid` est réservé : aucun nom de ce domaine n’existera jamais. **Devinez d’abord** : que rend `gethostbyname` ? `None` ? Et pour un nom qui contient deux points de suite ? Pour un nom vide ?

# %% [markdown] lang="en"
# ## Experiment 3: a name that nobody knows
#
# `.invalid` is reserved: no name in that domain will ever exist. **Guess first**: what does `gethostbyname` return? `None`? And for a name with two dots in a row? For an empty name?

# %%
for name in ("nosuch.invalid", "a..b", "x" * 64, ""):
    try:
        print(repr(name[:8]), socket.gethostbyname(name))
    except (OSError, UnicodeError) as error:
        print(repr(name[:8]), type(error).__name__, isinstance(error, OSError))

# %% [markdown] lang="fr"
# Trois surprises. Un nom inconnu est une **erreur**, `gaierror`, qui est une `OSError`. Un nom impossible en est une autre : `UnicodeError`, qui n’en est **pas** une : `except OSError` la laisse passer. Et le nom vide… marche : il désigne cette machine, ce que personne ne voulait dire.
#
# N’écrivez pas `except:` pour autant : il avalerait aussi vos fautes de frappe.

# %% [markdown] lang="en"
# Three surprises. An unknown name is an **error**, `gaierror`, which is an `OSError`. An impossible name is another one: `UnicodeError`, which is **not**: `except OSError` lets it through. And the empty name… works: it stands for this machine, which nobody meant.
#
# Still, do not write a bare `except:`: it would swallow your typing errors as well.

# %% [markdown] lang="fr"
# ## Expérience 4 : de l’adresse au nom
#
# **Devinez d’abord** : combien de choses `gethostbyaddr` rend-elle ? Où est le nom principal ?

# %% [markdown] lang="en"
# ## Experiment 4: from the address to the name
#
# **Guess first**: how many things does `gethostbyaddr` return? Where is the primary name?

# %%
print(socket.gethostbyaddr("127.0.0.1"))
try:
    print(socket.gethostbyaddr("192.0.2.1"))
except OSError as error:
    print(type(error).__name__)

# %% [markdown] lang="fr"
# Trois choses : le nom principal, la liste des **autres** noms (les alias), les adresses. Le nom principal n’est pas dans la liste. Une adresse dont personne ne sait le nom est une erreur, là encore ; 192.0.2.1 est réservée aux exemples.

# %% [markdown] lang="en"
# Three things: the primary name, the list of **other** names (the aliases), the addresses. The primary name is not in the list. An address whose name nobody knows is an error again; 192.0.2.1 is reserved for examples.

# %% [markdown] lang="fr"
# ## Le contrat
#
# Ouvrez `ex01_hostnames.py`, à côté de ce carnet. Aucune fonction n’affiche rien : elles **rendent**. Un nom qui ne peut pas exister (vide, une étiquette vide comme dans `a..b`, une étiquette de plus de 63 caractères) est un nom inconnu comme un autre. Écrivez un corps, **enregistrez**, lancez la cellule.
#
# `local_name()` rend le nom de cette machine.

# %% [markdown] lang="en"
# ## The contract
#
# Open `ex01_hostnames.py`, beside this notebook. No function prints anything: they **return**. A name that cannot exist (empty, an empty label as in `a..b`, a label of more than 63 characters) is unknown like any other. Write a body, **save**, run the cell.
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
# Un programme affiche le nom de la machine, puis l’adresse de ce nom, et trouve `127.0.1.1`. Un camarade, sur une autre machine, veut s’en servir pour se connecter. Que lui répondez-vous, en trois à cinq phrases ?

# %% [markdown] lang="en"
# ## Question
#
# A program prints the machine’s name, then the address of that name, and finds `127.0.1.1`. A fellow student, on another machine, wants to use it to connect. What do you answer, in three to five sentences?

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
#
# `python -m autograder explain not-oserror` raconte chacune.
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
#
# `python -m autograder explain not-oserror` tells each.
#
# ## Where to go next
#
# Exercise 2: making a socket, and giving it an address.

# %% tags=["module"]
