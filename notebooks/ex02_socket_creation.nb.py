# %% [markdown] lang="fr"
# # Créer, lier, connecter, fermer
#
# **Durée : 40 minutes environ.** Une socket est un bout d’une communication. Ici, vous en fabriquez.
#
# À la fin, vous saurez :
#
# - choisir la famille et le transport d’une socket, et les lire sur une socket que l’on vous donne ;
# - lui donner une adresse (`bind`) ou joindre celle d’une autre (`connect`) ;
# - reconnaître les façons dont une connexion échoue ;
# - fermer tout ce que vous ouvrez, surtout quand quelque chose échoue.

# %% [markdown] lang="en"
# # Creating, binding, connecting, closing
#
# **About 40 minutes.** A socket is one end of a communication. Here you make some.
#
# At the end you will know how to:
#
# - choose a socket’s family and transport, and read them off a socket that you are given;
# - give it an address (`bind`) or reach that of another (`connect`);
# - recognise the ways in which a connection fails;
# - close whatever you open, above all when something fails.

# %%
from autograder import check

# %% [markdown] lang="fr"
# ## Ce qui passe sur le fil
#
# Créer, lier et fermer une socket UDP n’envoie **rien**. Connecter une socket TCP, si :
#
# ```
# client                             serveur
#   |--- je voudrais parler (SYN) ----->|
#   |<-- d’accord (SYN, ACK) -----------|   quelqu’un écoute
#   |--- entendu (ACK) ---------------->|
#
#   |--- je voudrais parler (SYN) ----->|
#   |<-- non (RST) ---------------------|   personne n’écoute : « refusé »
#
#   |--- je voudrais parler (SYN) ----->|
#   |                                   |   rien ne revient : on attend…
# ```

# %% [markdown] lang="en"
# ## What happens on the wire
#
# Creating, binding and closing a UDP socket sends **nothing**. Connecting a TCP socket does:
#
# ```
# client                             server
#   |--- may I talk to you? (SYN) ----->|
#   |<-- you may (SYN, ACK) ------------|   somebody listens
#   |--- fine (ACK) ------------------->|
#
#   |--- may I talk to you? (SYN) ----->|
#   |<-- no (RST) ----------------------|   nobody listens: “refused”
#
#   |--- may I talk to you? (SYN) ----->|
#   |                                   |   nothing comes back: one waits…
# ```

# %% [markdown] lang="fr"
# ## Expérience 1 : une socket UDP… vraiment ?
#
# **Devinez d’abord** : de quelle sorte est chacune de ces deux sockets ?

# %% [markdown] lang="en"
# ## Experiment 1: a UDP socket… really?
#
# **Guess first**: of which sort is each of these two sockets?

# %%
import socket

first = socket.socket(socket.SOCK_DGRAM)
second = socket.socket(type=socket.SOCK_DGRAM)
for sock in (first, second):
    print(sock.family.name, sock.type.name, sock.getsockname())
    sock.close()

# %% [markdown] lang="fr"
# La première est une socket **TCP**, et personne n’a protesté : le premier argument est la famille, et `SOCK_DGRAM` vaut le même nombre que `AF_INET`. Nommez vos arguments. Remarquez l’adresse d’une socket qui n’est pas liée : des zéros, mais une adresse.

# %% [markdown] lang="en"
# The first is a **TCP** socket, and nobody complained: the first argument is the family, and `SOCK_DGRAM` is the same number as `AF_INET`. Name your arguments. Notice the address of a socket that is not bound: zeros, but an address.

# %% [markdown] lang="fr"
# ## Expérience 2 : une adresse est-elle un couple ?
#
# **Devinez d’abord** : cette boucle ira-t-elle au bout ?

# %% [markdown] lang="en"
# ## Experiment 2: is an address a pair?
#
# **Guess first**: will this loop get to its end?

# %%
for family in (socket.AF_INET, socket.AF_INET6):
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        address = sock.getsockname()
        try:
            host, port = address
            print(host, port)
        except ValueError as error:
            print(address, error)

# %% [markdown] lang="fr"
# En IPv6, une adresse a **quatre** champs : hôte, port, et deux nombres dont on se sert rarement. `host, port = sock.getsockname()` casse sur la première socket IPv6 venue ; `sock.getsockname()[:2]` tient.

# %% [markdown] lang="en"
# In IPv6 an address has **four** fields: host, port, and two numbers that are rarely used. `host, port = sock.getsockname()` breaks on the first IPv6 socket; `sock.getsockname()[:2]` holds.

# %% [markdown] lang="fr"
# ## Expérience 3 : trois façons d’échouer
#
# **Devinez d’abord** : ces trois connexions échouent-elles de la même façon ? Laquelle fait attendre ?

# %% [markdown] lang="en"
# ## Experiment 3: three ways to fail
#
# **Guess first**: do these three connections fail in the same way? Which one makes you wait?

# %%
import time

from autograder import beside

full = socket.create_server(("127.0.0.1", 0), backlog=0)
waiting = []
for _ in range(3):
    sock = socket.socket()
    sock.setblocking(False)
    sock.connect_ex(full.getsockname())
    waiting.append(sock)

for address in (beside.nobody(), ("nosuch.invalid", 80), full.getsockname()):
    begin = time.monotonic()
    try:
        socket.create_connection(address, timeout=0.5).close()
        print("connected")
    except OSError as error:
        print(type(error).__name__, f"after {time.monotonic() - begin:.1f} s")

for sock in (*waiting, full):
    sock.close()

# %% [markdown] lang="fr"
# Une **réponse** négative vient aussitôt : personne n’écoute. Un nom inconnu aussi, avant même d’essayer. Mais un hôte qui ne répond pas **ne dit rien** : seul votre délai d’attente vous en sort. Ici, la file d’un serveur était pleine ; un pare-feu ferait pareil. Trois pannes, trois conclusions : ne les mettez pas toutes dans le même `except`.

# %% [markdown] lang="en"
# A negative **answer** comes at once: nobody listens. So does an unknown name, before anything is tried. But a host that does not answer **says nothing**: only your timeout gets you out. Here a server’s queue was full; a firewall would do the same. Three faults, three conclusions: do not put them all into the same `except`.

# %% [markdown] lang="fr"
# ## Expérience 4 : un port trop grand
#
# Un port va de 0 à 65535. **Devinez d’abord** : que fait Python avec 70000 ?

# %% [markdown] lang="en"
# ## Experiment 4: a port that is too large
#
# A port goes from 0 to 65535. **Guess first**: what does Python do with 70000?

# %%
for use in (socket.socket.bind, socket.socket.connect):
    with socket.socket() as sock:
        try:
            use(sock, ("127.0.0.1", 70000))
        except (OSError, OverflowError) as error:
            print(type(error).__name__, isinstance(error, OSError))

print(70000 % 65536)

# %% [markdown] lang="fr"
# Ici une `OverflowError`, qui n’est **pas** une `OSError` : un `except OSError` la laisse passer, et la socket reste ouverte si personne ne la ferme. Ailleurs (`getaddrinfo`, donc `create_connection`), le système peut ne garder que les 16 derniers bits, et vous connecter au port 4464. Vérifiez vous-même.

# %% [markdown] lang="en"
# Here an `OverflowError`, which is **not** an `OSError`: `except OSError` lets it through, and the socket stays open if nobody closes it. Elsewhere (`getaddrinfo`, hence `create_connection`) the system may keep the lower 16 bits only, and connect you to port 4464. Check for yourself.

# %% [markdown] lang="fr"
# ## Le contrat
#
# Ouvrez `ex02_socket_creation.py`. Une adresse est un couple (hôte, port). Une socket qu’une fonction ouvre, elle la ferme, **aussi quand elle échoue**, sauf si elle la rend.
#
# `create(family="IPv4", transport="TCP")` rend une socket neuve ; la famille est `"IPv4"` ou `"IPv6"`, le transport `"TCP"` ou `"UDP"`. `ValueError` pour tout autre mot, avec les mots valides dans son texte.

# %% [markdown] lang="en"
# ## The contract
#
# Open `ex02_socket_creation.py`. An address is a pair (host, port). A socket that a function opens, it closes, **when it fails as well**, unless it returns it.
#
# `create(family="IPv4", transport="TCP")` returns a new socket; the family is `"IPv4"` or `"IPv6"`, the transport `"TCP"` or `"UDP"`. `ValueError` for any other word, with the valid words in its text.

# %% tags=["check"]
check("ex02.create")

# %% [markdown] lang="fr"
# `describe(sock)` rend la famille, le transport et l’adresse locale d’une socket : `IPv4 UDP 127.0.0.1:5000`, `IPv6 TCP [::1]:5000` ; sans liaison, `IPv4 TCP 0.0.0.0:0`.

# %% [markdown] lang="en"
# `describe(sock)` returns a socket’s family, transport and local address: `IPv4 UDP 127.0.0.1:5000`, `IPv6 TCP [::1]:5000`; when it is not bound, `IPv4 TCP 0.0.0.0:0`.

# %% tags=["check"]
check("ex02.describe")

# %% [markdown] lang="fr"
# `bound_socket(host, port=0)` rend une socket UDP en IPv4, liée à cet hôte et ce port ; avec 0, le système choisit. En cas d’échec, l’`OSError` passe et rien ne reste ouvert.

# %% [markdown] lang="en"
# `bound_socket(host, port=0)` returns a UDP socket in IPv4, bound to this host and port; with 0 the system chooses. On failure the `OSError` goes through and nothing stays open.

# %% tags=["check"]
check("ex02.bound_socket")

# %% [markdown] lang="fr"
# `connected_socket(address, timeout=2.0)` rend une socket connectée par TCP, en IPv4 ou en IPv6, en `timeout` secondes au plus. En cas d’échec, l’erreur passe et rien ne reste ouvert. `ValueError` ou `OverflowError` pour un port hors de 0 à 65535.

# %% [markdown] lang="en"
# `connected_socket(address, timeout=2.0)` returns a socket connected over TCP, IPv4 or IPv6, within `timeout` seconds. On failure the error goes through and nothing stays open. `ValueError` or `OverflowError` for a port outside 0 to 65535.

# %% tags=["check"]
check("ex02.connected_socket")

# %% [markdown] lang="fr"
# `probe(address, timeout=1.0)` essaie de se connecter et rend un mot : `"open"`, `"refused"`, `"no answer"`, `"unknown host"` ou `"invalid port"`. Elle ne lève rien pour tout cela, et ferme dans tous les cas.

# %% [markdown] lang="en"
# `probe(address, timeout=1.0)` tries to connect and returns a word: `"open"`, `"refused"`, `"no answer"`, `"unknown host"` or `"invalid port"`. It raises nothing for any of these, and closes in each case.

# %% tags=["check"]
check("ex02.probe")

# %% [markdown] lang="fr"
# ## Question
#
# Dans l’expérience 3, un serveur dont la file est pleine et une machine éteinte donnent le même résultat. Un programme peut-il les distinguer ? Que diriez-vous à l’utilisateur ? Trois à cinq phrases.

# %% [markdown] lang="en"
# ## Question
#
# In experiment 3, a server whose queue is full and a machine that is switched off give the same result. Can a program tell them apart? What would you tell the user? Three to five sentences.

# %% [markdown] tags=["answer"]

# %% [markdown] lang="fr"
# ## Les erreurs classiques, par leur nom
#
# - `wrong-socket-type` : mettre le type à la place de la famille.
# - `no-tuple` : donner l’hôte et le port en deux arguments.
# - `socket-left-open` : ne pas fermer quand `bind` ou `connect` échoue.
# - `port-wraps` : laisser passer un port trop grand.
# - `except-too-wide` : un seul `except` pour toutes les pannes.
# - `ip-v4-only` : oublier IPv6.
#
# `python -m autograder explain socket-left-open` raconte chacune.
#
# ## Pour continuer
#
# L’exercice 3 : envoyer des datagrammes, et de longs messages en blocs.

# %% [markdown] lang="en"
# ## The classical mistakes, by name
#
# - `wrong-socket-type`: putting the type in the family’s place.
# - `no-tuple`: giving host and port as two arguments.
# - `socket-left-open`: not closing when `bind` or `connect` fails.
# - `port-wraps`: letting a port through that is too large.
# - `except-too-wide`: one `except` for all faults.
# - `ip-v4-only`: forgetting IPv6.
#
# `python -m autograder explain socket-left-open` tells each.
#
# ## Where to go next
#
# Exercise 3: sending datagrams, and long messages in blocks.

# %% tags=["module"]
