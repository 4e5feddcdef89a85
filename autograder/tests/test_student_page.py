"""The page of a student, in a real browser: whole, harmless, for everybody, on a telephone and on a large screen."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograder.course import exercises, find
from autograder.report.html import MOST_DIAGRAMS, page_of
from autograder.samples import mistakes
from autograder.tests.test_command_line import run
from autograder.texts import LANGUAGES, lesson

WIDTHS = (360, 1280)
MOST_BYTES = 300_000
SMALLEST_LETTERS = 9.5
"""Pixels that the letters of a diagram have at least, on a telephone too."""

NAME = "Zoé O’Neill <b>&amp;"
HOSTILE = r"""
HOSTILE = "\x1b[2J\u202e\x07\u2066</code><script>alert(1)</script><img src=x onerror=alert(1)>&quot;`{{ 7*7 }}`"
HOSTILE += "A" * 9_000

def receive_all(sock):
    return HOSTILE.encode()

def receive_exactly(sock, size):
    raise ValueError(HOSTILE)

def send_all(sock, data):
    sock.sendall(HOSTILE.encode())
"""


@pytest.fixture(scope="module", params=LANGUAGES)
def records(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[dict[str, Any]]]:
    """Real results in one language: mistakes on streams, with datagrams, of a server, and hostile code."""
    folder = tmp_path_factory.mktemp("modules")
    sources = {
        "ex03": next(each.source for each in mistakes(find("ex03")) if each.path.stem == "no_short_block"),
        "ex05": HOSTILE,
        "ex06": next(each.source for each in mistakes(find("ex06")) if each.path.stem == "one_client_only"),
        "ex07": "def encode_sum(:\n",
    }
    found = []
    for short, source in sources.items():
        path = folder / f"{find(short).name}.py"
        path.write_text(source, encoding="utf-8")
        words = ("check", short, "--module", str(path), "--seed", "5", "--lang", request.param, "--json")
        found += json.loads(run(*words).stdout)
    return request.param, found


@pytest.fixture
def page(records: tuple[str, list[dict[str, Any]]]) -> str:
    """The page of these results; three exercises were not handed in."""
    language, found = records
    return page_of(NAME, found, exercises(), language)


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_is_whole_and_calls_nobody(page: str) -> None:
    """No script, nothing from elsewhere, one style sheet that its hash allows, ids that are there once."""
    assert len(page.encode()) < MOST_BYTES
    elements = Elements(page).found
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in elements}
    for tag, attributes in elements:
        assert not {"style", "src", "srcset"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert tag != "a" or str(attributes["href"]).startswith("#")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = (row["content"] for tag, row in elements if row.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style
    ids = [str(row["id"]) for _, row in elements if "id" in row]
    assert len(ids) == len(set(ids))
    assert {str(row["href"])[1:] for tag, row in elements if tag == "a"} <= set(ids)


def test_what_a_submission_says_stays_text(page: str) -> None:
    """Markup, templates, control characters and marks of direction are shown, and do nothing."""
    assert "alert(1)" in page
    assert "<script" not in page
    assert "<b>&amp;" not in page
    assert "Zoé O’Neill &lt;b&gt;" in page
    assert "{{" in page
    assert not set(page) & set("\x1b\x07\u202e\u2066")
    assert "A" * 500 not in page


def test_the_page_says_what_the_record_says(records: tuple[str, list[dict[str, Any]]], page: str) -> None:
    """Each failure with its fact, its mistake with the lesson, a diagram for the first of its kind, the points."""
    language, found = records
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    for record in found:
        for check in record["checks"]:
            if check["outcome"] == "failed" and "<" not in check["fact"] and "&" not in check["fact"]:
                assert " ".join(check["title"].split()) in text.replace("&#39;", "'")
            if check["mistake"]:
                known = lesson(check["mistake"], language)
                assert known is not None
                assert re.sub(r"\s+", " ", known.advice.split("`")[0]).strip() in text.replace("&#39;", "'")
    pictures = page.count('<svg xmlns="http://www.w3.org/2000/svg"')
    assert 5 <= pictures <= MOST_DIAGRAMS
    assert {"fr": "non remis", "en": "not handed in"}[language] in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_it(page: str, chromium: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """axe finds nothing to mend, nothing stands out at the side, letters of diagrams are large enough."""
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    tab = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    tab.goto((tmp_path / "page.html").as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    letters = tab.evaluate(
        "[...document.querySelectorAll('figure svg')].map(each => 11 * each.getBoundingClientRect().width / 400)"
    )
    assert min(letters) >= SMALLEST_LETTERS
    results = Axe().run(tab)
    assert results.violations_count == 0, results.generate_report()
    tab.close()


def test_the_browser_refuses_nothing_and_asks_for_nothing(page: str, chromium: Any, tmp_path: Path) -> None:
    """Under its own strict policy the page looks as it should: no complaint, no request but for itself, colours on."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    address = (tmp_path / "page.html").as_uri()
    tab, told = chromium.new_page(color_scheme="light"), []
    tab.on("console", lambda message: told.append(message.text))
    tab.on("pageerror", lambda error: told.append(str(error)))
    tab.on("request", lambda request: told.append(request.url))
    tab.goto(address)
    assert told == [address]
    size = tab.locator("h1").evaluate("each => each.getBoundingClientRect().height")
    assert size > 20
    assert tab.locator("figure svg").first.evaluate("each => each.getBoundingClientRect().width") > 300
    tab.close()


def test_it_can_be_printed(page: str, chromium: Any, tmp_path: Path) -> None:
    """On paper it is light, even where the screen is dark."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    tab = chromium.new_page(color_scheme="dark")
    tab.goto((tmp_path / "page.html").as_uri())
    tab.emulate_media(media="print")
    background = tab.locator("figure svg rect").first.evaluate("each => getComputedStyle(each).fill")
    assert background == "rgb(255, 255, 255)"
    assert tab.locator("body").evaluate("each => getComputedStyle(each).color") == "rgb(31, 35, 40)"
    assert tab.pdf(format="A4").startswith(b"%PDF")
    tab.close()


def test_check_writes_the_page(tmp_path: Path) -> None:
    """`check --html FILE`, beside what it prints; a file that cannot be written is a wrong call."""
    file = tmp_path / "report.html"
    result = run("check", "ex05", "--only", "send_all", "--html", str(file), "--lang", "fr")
    assert result.returncode == 1
    assert "send_all" in result.stdout
    text = file.read_text(encoding="utf-8")
    assert '<html lang="fr">' in text
    assert "Vos modules" in text
    assert run("check", "ex05", "--only", "send_all", "--html", str(tmp_path / "no" / "x.html")).returncode == 2
