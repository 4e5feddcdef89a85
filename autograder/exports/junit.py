"""Results as JUnit XML, which every continuous integration shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from autograder.exports.results import Record
from autograder.texts import say

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold, not even as references."""


def write_junit(records: Iterable[Record], path: Path, language: str) -> int:
    """Writes a suite for each student and exercise, a case for each check; how many cases there are.

    A check that fails is a failure, one that the grader could not make an error. Raises OSError.
    """
    report = JUnitXml(say("description", language))
    for record in records:
        for result in record["exercises"]:
            suite = TestSuite(_text(f"{record['student']}/{result['exercise']}"))
            suite.add_testcases([_case(result["exercise"], check) for check in result["checks"]])
            if not result["checks"]:
                suite.add_testcase(_ungraded(result, language))
            report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]
    report.write(str(path), pretty=True)
    return int(report.tests)


def _case(exercise: str, check: dict[str, Any]) -> TestCase:
    case = TestCase(_text(check["title"]), classname=f"{exercise}.{check['function']}")
    fact = _text(check["fact"] or "")
    if check["outcome"] == "failed":
        case.result = [_said(Failure(fact, check["mistake"]), "\n\n".join(filter(None, (fact, check["advice"]))))]
    elif check["outcome"] == "skipped":
        case.result = [Skipped(fact)]
    elif check["outcome"] == "not graded":
        case.result = [Error(fact, "not graded")]
    return case


def _ungraded(result: dict[str, Any], language: str) -> TestCase:
    """The one case of a submission that the grader could not judge at all."""
    case = TestCase(say("not graded", language), classname=result["exercise"])
    case.result = [Error(_text(str(result.get("not graded") or "")), "not graded")]
    return case


def _said(result: Failure, text: str) -> Failure:
    result.text = _text(text)
    return result


def _text(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)
