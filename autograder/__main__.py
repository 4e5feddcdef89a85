"""`python -m autograder`."""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # while modules are imported there is no garbage
    try:
        from autograder.command_line import main

        status = main()
    except KeyboardInterrupt:
        status = 130
    gc.freeze()  # else Python looks through all objects once more before it ends, for as long as some checks take
    sys.exit(status)
