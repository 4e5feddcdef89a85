# Each target sets up what it needs in .venv, then runs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: lab course grade check test notebooks slides slides-pdf bench steady clean

# JupyterLab on the first notebook, in the language of the locale.
lab: $(READY)
	$(BIN)/python -m autograder.notebook.lab

# A course for nbgrader, in the language of the locale or in another: make course LANG=fr OUT=build/course
OUT ?= build/course
course: $(READY)
	$(BIN)/python -m autograder.course_layout '$(OUT)' $(if $(filter command line,$(origin LANG)),--lang '$(LANG)')

# The sample class: eight students, graded in one go.
grade: $(READY)
	$(BIN)/python -m autograder.samples build/submitted
	$(BIN)/python -m autograder grade build/submitted --out build/graded

# Your own modules in exercises/.
check: $(READY)
	$(BIN)/python -m autograder check

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The notebooks in both languages, from their sources.
notebooks: $(READY)
	$(BIN)/python -m autograder.lecture.notebooks

# The lecture: build/slides/index.html opens all decks.
slides: $(READY)
	$(BIN)/python -m autograder.lecture

slides-pdf: $(READY)
	$(BIN)/python -m autograder.lecture pdf

# What the kit takes, beside the goals and beside other graders: about 25 minutes on a machine with nothing else to do.
# One part of it: .venv/bin/python -m autograder.bench peers
bench: $(READY)
	$(BIN)/python -m autograder.bench

steady: $(READY)
	$(BIN)/python -m autograder.steady

clean:
	rm -rf build $(VENV)

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed: $$($(PYTHON) --version) is here. Name another with: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python cannot make a virtual environment: install the package python3-venv (sudo apt install python3-venv)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -c 'import pathlib, sysconfig; \
		pathlib.Path(sysconfig.get_path("purelib"), "course_kit.pth").write_text("$(CURDIR)\n", encoding="utf-8")'
	@touch $(READY)
