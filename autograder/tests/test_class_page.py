# cases: 61
"""The page of a class: its numbers, its safety, its colours, and that it can be without names."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from autograder.command_line import main
from autograder.course import exercises
from autograder.exports import class_page
from autograder.exports.pairs import Pair
from autograder.exports.results import CannotExport
from autograder.exports.roster import read_roster
from autograder.exports.understood import understood
from autograder.tests.canaries import need_sandbox
from autograder.tests.graded_class import FIRST, MISTAKE, SECOND, result, small_class, student, write_class
from autograder.tests.test_exports import ENGLISH, FRENCH, worksheet
from autograder.texts import LANGUAGES, lesson

NAMES = ["zacharie", "wilhelmine", "thibault"]
ROSTER = {name: name for name in [*NAMES, "quentin"]}


def named_class() -> list[dict[str, Any]]:
    """Three students, of whom one has handed in half, and one has made mistakes."""
    return [
        student(NAMES[0], result(FIRST), result(SECOND)),
        student(NAMES[1], result(FIRST, 0, 1, 2), result(SECOND)),
        student(NAMES[2], result(FIRST, 0, 1, 2, 3)),
    ]


def page(language: str = "en", **options: Any) -> str:
    """The page of that class, with pairs that are alike."""
    pairs = [Pair(FIRST.name, NAMES[0], NAMES[1], 93, 700)]
    return class_page.page(named_class(), (FIRST, SECOND), language, roster=ROSTER, alike=pairs, **options)


class Reader(HTMLParser):
    """What a browser would see: elements, their attributes, whether they are closed in order."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_class_is_counted() -> None:
    """Points, exercises, checks, mistakes, who needs help, who is absent."""
    found = understood(named_class(), (FIRST, SECOND), ROSTER, "en")
    assert found.bins == [0, 1, 0, 0, 0, 0, 0, 1, 0, 1]
    assert (found.median_points, found.most_points) == (14, 20)
    assert [(each.percent, each.whole, each.missing) for each in found.exercises] == [
        (pytest.approx(100 * (1 + 0.4 + 0.2) / 3), 1, []),
        (100, 2, [NAMES[2]]),
    ]
    hardest = found.exercises[0].hardest_first
    assert [(check.passed, check.judged) for check in hardest] == [(1, 3), (1, 3), (1, 3), (2, 3), (3, 3)]
    (mistake,) = found.mistakes
    assert (mistake.lesson.name, mistake.students, mistake.exercises) == (MISTAKE, NAMES[1:], [FIRST.short_name])
    assert [each.name for each in found.in_need] == [NAMES[2]]
    assert found.absent == ["quentin"]


def test_what_could_not_be_graded_counts_against_nobody() -> None:
    """Neither against a check, nor against the student."""
    found = understood(small_class(), (FIRST, SECOND), {}, "en")
    assert found.not_graded == 2
    second = found.exercises[1].checks["check_1"]
    assert (second.passed, second.judged) == (1, 2)
    assert found.exercises[1].missing == ["1004", "1005"]


@pytest.mark.parametrize(("language", "anonymous"), list(product(LANGUAGES, (False, True))))
def test_the_page_lets_nothing_run_and_fetches_nothing(language: str, anonymous: bool) -> None:
    """No script, no style attribute, no address but those of the page itself; one style, allowed by its hash."""
    text = page(language, anonymous=anonymous)
    reader = Reader(text)
    assert reader.open == []
    tags = {tag for tag, _ in reader.elements}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = (found["content"] for _, found in reader.elements if found.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ids = [found["id"] for _, found in reader.elements if "id" in found]
    assert len(ids) == len(set(ids))
    for tag, found in reader.elements:
        assert not any(name == "style" or name.startswith("on") for name in found), (tag, found)
        if "href" in found:
            assert (found["href"] or "")[1:] in ids and (found["href"] or "").startswith("#")
        if tag == "svg":
            assert found["role"] == "img" and found["aria-label"]
    assert "url(" not in style and "@import" not in style


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_names_there_is_none(language: str) -> None:
    """Not in a list, not in a chart, not among the alike; the lessons are there."""
    with_names, without = page(language), page(language, anonymous=True)
    for name in ROSTER:
        assert name in with_names
        assert name not in without
    known = lesson(MISTAKE, language)
    assert known is not None and f'id="lesson-{MISTAKE}"' in without
    assert str(class_page.marked(known.title)) in without


def test_what_a_student_wrote_stays_a_text() -> None:
    """Signs of HTML in a name or in the title of a check are shown as they are."""
    records = named_class()
    records[2]["student"] = "<b>&amp;"
    records[2]["exercises"][0]["checks"][0]["title"] = "<script>alert(1)</script>"
    text = class_page.page(records[2:], (FIRST, SECOND), "en", roster={"x": '"><img src=x>'})
    assert "<script" not in text and "<img" not in text and "&lt;b&gt;&amp;amp;" in text


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_colour_of_a_text_can_be_read(scheme: str) -> None:
    """A contrast of 4.5 to 1 at least with both backgrounds; of 3 to 1 for the bars (WCAG AA)."""
    blocks = re.findall(r":root \{(.*?)\}", (class_page.HERE / "class_page.css").read_text(encoding="utf-8"))
    colours = dict(re.findall(r"--(\w+): (#\w+)", blocks[["light", "dark", "print"].index(scheme)]))
    for text, ground in product(("ink", "quiet", "link"), ("paper", "band")):
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["bar"], colours["paper"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG computes it."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_page_is_wholly_in_its_language() -> None:
    """No word of a French page stands on the English one, and the other way round."""
    tables = {
        language: tomllib.loads((class_page.HERE.parent / "texts" / f"messages.{language}.toml").read_text("utf-8"))
        for language in LANGUAGES
    }
    for language, other in (("fr", "en"), ("en", "fr")):
        text = page(language)
        for key in ("class-title", "class-again", "class-help", "class-not-handed-in", "class-lessons"):
            assert str(class_page.marked(tables[language][key])) in text
            assert tables[other][key] not in text
        assert f'<html lang="{language}">' in text


def test_rosters_of_every_kind(tmp_path: Path) -> None:
    """A list of names, a table with a heading, Moodle's worksheet in both languages; another file is said so."""
    path = tmp_path / "roster"
    for content, expected in (
        (b"ada\n\nbruno\n", {"ada": "ada", "bruno": "bruno"}),
        (b"\xef\xbb\xbfid;name\nada;Ada L.\n", {"ada": "ada"}),
        (worksheet(ENGLISH, "1001"), {"1001": "Léa Martin"}),
        (worksheet(FRENCH, "1001", "1002"), {"1001": "Léa Martin", "1002": "Léa Martin"}),
    ):
        path.write_bytes(content)
        assert read_roster(path) == expected
    path.write_bytes(b"\xff\xfe\x00ada")
    with pytest.raises(CannotExport):
        read_roster(path)


def test_export_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the results, or where it was asked for; with Moodle's worksheet, people have their names."""
    graded = write_class(tmp_path / "graded")
    (tmp_path / "sheet.csv").write_bytes(worksheet(ENGLISH, "1004", "99"))
    words = ["export", "page", str(graded), "--roster", str(tmp_path / "sheet.csv"), "--lang", "fr"]
    assert main(words) == 0
    assert "Léa Martin" in (graded / "class.html").read_text(encoding="utf-8")
    assert main([*words, "--anonymous", "--to", str(tmp_path / "shown.html")]) == 0
    shown = (tmp_path / "shown.html").read_text(encoding="utf-8")
    assert "Léa Martin" not in shown and "1004" not in shown
    assert all(exercise.title["fr"] in shown for exercise in exercises()[:2])
    assert main(["export", "page", str(graded), "--roster", str(tmp_path / "none")]) == 2
    (graded / "alike.csv").write_text("no list\n")
    assert main(["export", "page", str(graded)]) == 2
    capsys.readouterr()


def test_grade_leaves_the_page_beside_the_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the language of the run, with the student who handed in."""
    need_sandbox()
    path = tmp_path / "submitted" / "zoe" / FIRST.name / f"{FIRST.name}.py"
    path.parent.mkdir(parents=True)
    path.write_text("nothing here loads (\n", encoding="utf-8")
    assert main(["grade", str(tmp_path / "submitted"), "--out", str(tmp_path / "graded"), "--lang", "fr"]) == 0
    text = (tmp_path / "graded" / "class.html").read_text(encoding="utf-8")
    assert "Ce que la classe a compris" in text and "zoe" in text
    capsys.readouterr()
