# cases: 2
# fools: exit code
# whole module
# fact: ended before it had answered \(exit code 0\)
"""Ends the process with exit code 0 while it is loaded."""
import os

os._exit(0)
