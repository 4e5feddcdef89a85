"""The lecture's sources and what is built of them: every row is taught, in both languages, in two hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.course import ROOT, exercises
from autograder.lecture.__main__ import name_of, sources
from autograder.lecture.conversation import WentOtherwise, conversation
from autograder.lecture.deck import minutes_of
from autograder.lecture.index import PLAN, ROWS
from autograder.lecture.running import LeavesTheMachine, run
from autograder.lecture.source import Cell, Unbalanced, cells_of
from autograder.texts import LANGUAGES

PROGRAMME = {"N": 7, "S": 6, "C": 7, "T": 6, "P": 4}
"""How many rows each part of the lecture's programme has."""

MOST_LINES, MOST_COLUMNS = 12, 52
LARGEST = 600_000
HIDDEN = {"hide", "hide-input"}
SAID = {"fr": ("**À dire.** ", "**À demander.** "), "en": ("**Say.** ", "**Ask.** ")}

WATCH = """
import sys, threading
_called = set()
def _note(frame, event, _):
    if event == "call" and "ipykernel_" in frame.f_code.co_filename:
        _called.add(frame.f_code.co_name)
sys.setprofile(_note)
threading.setprofile(_note)
"""
"""Ahead of a deck's code: notes which of its functions are called, in whichever thread."""


@pytest.fixture(params=[path.name for path in sources()])
def cells(request: pytest.FixtureRequest) -> list[Cell]:
    """The cells of one deck."""
    return cells_of(next(path for path in sources() if path.name == request.param))


def slides_of(cells: list[Cell]) -> Iterator[list[Cell]]:
    """The cells of each slide."""
    starts = [number for number, cell in enumerate(cells) if cell.slide is not None]
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        yield cells[start:end]


def test_every_row_is_on_a_slide() -> None:
    """The table of rows holds the whole programme; each row is on a slide, and no slide names another."""
    assert list(ROWS) == [f"{part}{number}" for part, last in PROGRAMME.items() for number in range(1, last + 1)]
    taught = {row for source in sources() for cell in cells_of(source) if cell.slide for row in cell.slide.split()}
    assert taught == set(ROWS)
    assert all(set(titles) == set(LANGUAGES) for titles in ROWS.values())


def test_the_plan_holds_every_deck() -> None:
    """In the order of the lecture, each before its exercises, two hours in all."""
    assert [part["deck"] for part in PLAN] == [name_of(source) for source in sources()]
    assert sum(minutes_of(cells_of(source)) for source in sources()) == 120
    assert [short for part in PLAN for short in part["exercises"]] == [exercise.short_name for exercise in exercises()]


def test_every_slide_has_notes(cells: list[Cell]) -> None:
    """Each slide has its time, what to say and what to ask, in both languages."""
    for slide in slides_of(cells):
        (notes,) = (cell for cell in slide if cell.kind == "notes")
        assert 1 <= notes.minutes <= 3
        for language, labels in SAID.items():
            paragraphs = notes.text[language].split("\n\n")
            assert len(paragraphs) == len(labels), notes.text[language]
            for paragraph, label in zip(paragraphs, labels, strict=True):
                assert paragraph.startswith(label) and len(paragraph) > len(label) + 10, paragraph


def test_every_deck_ends_with_its_exercises(cells: list[Cell], request: pytest.FixtureRequest) -> None:
    """The last slide names them, and the title too."""
    known = {exercise.short_name: exercise.name for exercise in exercises()}
    (part,) = (part for part in PLAN if f"{part['deck']}.nb.py" == request.node.callspec.params["cells"])
    first, *_, last = slides_of(cells)
    for language in LANGUAGES:
        for short in part["exercises"]:
            assert known[short] in last[0].text[language]
            assert str(int(short.removeprefix("ex"))) in first[0].text[language]


def test_code_is_short_enough_to_be_read(cells: list[Cell]) -> None:
    """A dozen lines at most on a slide, as wide as it is."""
    for slide in slides_of(cells):
        shown = [cell.code for cell in slide if cell.is_code and not HIDDEN & set(cell.tags)]
        lines = [line for code in shown for line in re.sub("\n{3,}", "\n\n", code).splitlines()]
        assert len(lines) <= MOST_LINES and all(len(line) <= MOST_COLUMNS for line in lines), shown


def test_every_function_of_a_deck_is_called(cells: list[Cell], tmp_path: Path) -> None:
    """So that the build fails when its code does."""
    defined = {name for cell in cells for name in re.findall(r"(?:def|class) (\w+)", cell.code)}
    before, after = Cell("code", code=WATCH), Cell("code", code="sys.setprofile(None)\nprint(*_called)")
    run([before, *cells, after], tmp_path)
    assert defined <= set("".join(output["text"] for output in after.outputs).split())


def test_a_cell_without_its_translation_is_named(tmp_path: Path) -> None:
    """By its first line."""
    source = tmp_path / "1_deck.nb.py"
    source.write_text('# %% [markdown] lang="fr" slide=""\n# # Bonjour\n\n# %%\nprint(1)\n', encoding="utf-8")
    with pytest.raises(Unbalanced, match="Bonjour"):
        cells_of(source)


@pytest.mark.parametrize("call", ['socket.gethostbyname("nosuch.invalid")', 'sock.connect(("192.0.2.7", 80))'])
def test_no_slide_leaves_the_machine(call: str, tmp_path: Path) -> None:
    """What would ask a name server, or another machine, is refused, also where a slide expects an error."""
    code = Cell("code", code=f"import socket\nsock = socket.socket()\n{call}", tags=("fails",))
    with pytest.raises(LeavesTheMachine, match=re.escape(call)):
        run([code], tmp_path)


def test_what_was_to_fail_and_did_not_is_named(tmp_path: Path) -> None:
    """A slide cannot promise an error that no longer comes."""
    with pytest.raises(ValueError, match="1 \\+ 1"):
        run([Cell("code", code="1 + 1", tags=("fails",))], tmp_path)


def test_a_conversation_that_goes_otherwise_is_not_drawn() -> None:
    """A check that passes shows no mistake."""
    with pytest.raises(WentOtherwise):
        conversation("ex05", "receive_all_joins_the_pieces", "uses_sendall")


def test_a_deck_is_one_small_file(decks: list[Path]) -> None:
    """Which loads nothing."""
    assert len(decks) == len(LANGUAGES) * len(sources())
    for deck in decks:
        text = deck.read_text(encoding="utf-8")
        assert len(text.encode()) <= LARGEST
        shown = re.sub(r"(?s)<script>.*?</script>", "", text)
        assert not re.search(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="', shown)


def test_the_index_opens_everything(decks: list[Path]) -> None:
    """Every deck, notebook and exercise in both languages, and no link leads nowhere."""
    index = decks[0].parent.parent / "index.html"
    text = index.read_text(encoding="utf-8")
    linked = {(index.parent / unquote(link.partition("#")[0])).resolve() for link in re.findall('href="([^"]+)"', text)}
    assert all(path.is_file() for path in linked)
    assert {deck.resolve() for deck in decks} <= linked
    for exercise in exercises():
        assert ROOT / "exercises" / f"{exercise.name}.py" in linked
        for language in LANGUAGES:
            assert ROOT / "notebooks" / language / exercise.name / f"{exercise.name}.ipynb" in linked
    assert "2 h 00" in text and "2:00" in text
