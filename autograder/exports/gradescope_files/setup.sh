#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the autograder's image.
set -euo pipefail
root=${GRADESCOPE_ROOT:-/autograder}
apt-get update
apt-get install -y bubblewrap python3 python3-pip python3-venv
# Who runs the students' code where the image allows no sandbox.
id grader >/dev/null 2>&1 || useradd --create-home grader
python3 -m venv "$root/source/.venv"
"$root/source/.venv/bin/python" -m pip install --disable-pip-version-check -r "$root/source/requirements.txt"
