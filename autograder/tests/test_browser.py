"""In a real browser: a student meets the table, mends the module, earns the points."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from autograder.course import EXERCISES, ROOT
from autograder.course_layout import taught
from autograder.notebook.surroundings import NOTEBOOKS
from autograder.samples import mistakes, solution_of
from autograder.tests.browser import jupyter, picture, picture_of_failure
from autograder.tests.nbgrader_class import EXERCISE
from autograder.texts import lesson, say

MODULE = f"{EXERCISE.name}.py"
FUNCTION = EXERCISE.functions[1]
MISTAKE = "recv-once"
IDLE = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator[data-status=idle]"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A copy of the kit, in which a student has made a mistake."""
    folder = tmp_path / "kit"
    for part in (ROOT / "autograder", EXERCISES, NOTEBOOKS):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    wrong = next(mistake for mistake in mistakes(EXERCISE) if mistake.mistake == MISTAKE and FUNCTION in mistake.check)
    (folder / "exercises" / MODULE).write_text(wrong.source, encoding="utf-8")
    return folder


def run_all_cells(page: Any) -> None:
    """As from the menu; once more, as anybody would, when JupyterLab was not ready yet and nothing has run.

    A star alone tells nothing: it goes again, and nothing runs, where the kernel is connected only then.
    """
    page.wait_for_selector(IDLE)
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        with suppress(TimeoutError):
            page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).first.wait_for(timeout=15_000)
            return


def output_of(page: Any, function: str) -> Any:
    """What stands below the check cell of a function."""
    return page.locator(".jp-CodeCell", has_text=f'check("{EXERCISE.short_name}.{function}")').locator(".jp-OutputArea")


def test_a_student_sees_what_is_wrong_mends_it_and_earns_the_points(page: Any, kit: Path, tmp_path: Path) -> None:
    """In French, from the first notebook that `make lab` opens, by nothing but clicks and keys."""
    known = lesson(MISTAKE, "fr")
    assert known is not None
    french = {"LANG": "fr_FR.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", "PYTHONPATH": str(kit)}
    with jupyter(["autograder.notebook.lab"], kit, tmp_path, **french) as address, picture_of_failure(page):
        first = taught("fr")[0].name
        assert f"/fr/{first}/{first}.ipynb" in address
        page.goto(address.replace(first, EXERCISE.name))
        run_all_cells(page)
        output = output_of(page, FUNCTION)
        output.get_by_text(known.title).first.wait_for()
        output.scroll_into_view_if_needed()
        picture(page, "wrong-module")
        assert say("cell-lesson", "fr") in output.inner_text()
        # the line below the table opens the module that was judged
        output.get_by_role("link").click()
        editor = page.locator(".jp-FileEditor .cm-content")
        editor.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(solution_of(EXERCISE).read_text(encoding="utf-8"))
        picture(page, "module")
        page.keyboard.press("Control+S")
        page.wait_for_selector(".lm-TabBar-tab.lm-mod-current:not(.jp-mod-dirty)")
        page.get_by_role("tab", name=EXERCISE.name).first.click()
        run_all_cells(page)
        for function in EXERCISE.functions:
            output_of(page, function).get_by_text(say("passed", "fr")).last.wait_for(state="attached")
        page.wait_for_selector(IDLE)
        output_of(page, FUNCTION).get_by_text(say("passed", "fr")).last.scroll_into_view_if_needed()
        output_of(page, FUNCTION).get_by_role("table").wait_for()
        picture(page, "right-module")
        assert (kit / "exercises" / MODULE).read_bytes() == solution_of(EXERCISE).read_bytes()
        for function in EXERCISE.functions:
            text = output_of(page, function).text_content()
            assert say("passed", "fr") in text and say("failed", "fr") not in text
