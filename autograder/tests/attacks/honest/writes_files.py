"""Files in its own folder and in the one for temporary files, a database, a log, an archive."""
import logging
import os
import pathlib
import shutil
import sqlite3
import tempfile


def honest():
    pathlib.Path("received.bin").write_bytes(bytes(5_000_000))
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(folder + "/students.db")
        database.execute("create table marks (student text, points integer)")
        database.execute("insert into marks values ('ada', 15)")
        database.commit()
        points = database.execute("select points from marks").fetchone()
        database.close()
        logging.basicConfig(filename=folder + "/log.txt", force=True)
        logging.warning("hello")
        logging.shutdown()
        logging.basicConfig(force=True)
        archive = shutil.make_archive("all", "zip", folder)
    os.unlink(archive)
    os.unlink("received.bin")
    return points == (15,)
