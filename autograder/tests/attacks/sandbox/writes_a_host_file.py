# cases: 10, 11
# guard: files
# harms: the file has changed
"""Changes a file of the machine that everybody may write, and looks whether it did."""
import os


def attack(bait):
    try:
        with open(bait["file"], "r+") as file:
            file.write("attacked")
            file.flush()
            file.seek(0)
            return file.read(8)
    except OSError:
        pass
    for action in (os.unlink, os.rmdir, lambda path: os.chmod(path, 0)):
        try:
            return str(action(bait["file"])) + " done"
        except OSError:
            continue
