"""A command line that speaks the reader's language, also where argparse would answer in English.

What is wrong with a call is one sentence, with what was meant most likely, and where to read how to call it.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn, cast

from autograder.texts import say

WRONG = {
    "call-missing": r"the following arguments are required: (?P<names>.*)",
    "call-unknown": r"unrecognized arguments: (?P<words>.*)",
    "call-choice": r"argument (?P<name>[^:]*): invalid choice: '?(?P<asked>.*?)'? \(choose from (?P<names>.*)\)",
    "call-number": r"argument (?P<name>[^:]*): invalid int value: (?P<asked>.*)",
    "call-value": r"argument (?P<name>[^:]*): expected .*argument.*",
}
"""What argparse says (in English, whatever the locale: it comes with no translation), by the message that we say."""


class WrongCall(Exception):
    """The command line was called in a way that cannot be served; the text says why and what to do."""


class Parser(argparse.ArgumentParser):
    """A parser of arguments; one without `helps` lends its own to others."""

    def __init__(self, *, language: str, helps: bool = True, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self.language = language
        self._positionals.title, self._optionals.title = say("help-words", language), say("help-options", language)
        if helps:
            self.add_argument("-h", "--help", action="help", help=say("help-help", language))

    def commands(self, names: str) -> Any:
        """Where commands are added, one of which is to be named; `names` is how help shows them."""
        made = cast(type[Parser], partial(Parser, language=self.language))
        return self.add_subparsers(required=True, parser_class=made, metavar=names)

    def format_usage(self) -> str:
        """How it is called."""
        return super().format_usage().replace("usage:", say("help-usage", self.language), 1)

    def format_help(self) -> str:
        """All about it."""
        return super().format_help().replace("usage:", say("help-usage", self.language), 1)

    def error(self, message: str) -> NoReturn:
        """Raises WrongCall."""
        raise WrongCall(f"{self._sentence(message)} {say('call-help', self.language, command=self.prog)}")

    def _sentence(self, message: str) -> str:
        for key, pattern in WRONG.items():
            if found := re.fullmatch(pattern, message, re.DOTALL):
                said = found.groupdict()
                if key == "call-choice":
                    known = re.findall(r"[^\s,']+", said["names"])
                    where = say("call-where", self.language, name=said["name"]) if said["name"][0] == "-" else ""
                    nearest = nearest_of(said["asked"], known, self.language)
                    said |= {"names": ", ".join(known), "nearest": nearest, "where": where}
                return say(key, self.language, **said)
        return f"{message}."


def nearest_of(asked: str, known: Iterable[str], language: str) -> str:
    """The question whether the most similar of the known words was meant; empty when none is similar."""
    found = difflib.get_close_matches(asked, list(known), n=1, cutoff=0.55)
    return say("nearest", language, nearest=found[0]) if found else ""
