"""The checks over and over in one warm process that grades nobody: the processor time that they take themselves.

Prints the seconds of one round of all eight.
"""

import sys
import time

from autograder.bench.workload import plain_checks, right

rounds = int(sys.argv[1])
scope = vars(plain_checks) | vars(right)
everything = compile("\n".join(plain_checks.CALLS), "checks", "exec")
exec(everything, scope)
begin = time.process_time()
for _ in range(rounds):
    exec(everything, scope)
print((time.process_time() - begin) / rounds)
