"""Two mistakes in one module: both are told, the one to mend first first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import find
from autograder.samples import Mistake, mistakes, with_mistakes
from autograder.tests.verdicts import explain, judge_all

PAIRS = [
    ("ex01", "unknown_name_raises", "duplicate_addresses"),
    ("ex01", "known_names_raises", "ipv4_only"),
    ("ex02", "probe_keeps_open", "ipv4_connect"),
    ("ex02", "two_fields_only", "port_wraps"),
    ("ex03", "counts_characters", "any_sender"),
    ("ex03", "text_not_encoded", "strict_decode"),
    ("ex03", "small_buffer", "last_block_again"),
    ("ex04", "spaces_lost", "unknown_command_silent"),
    ("ex04", "correspondent_only", "unknown_command_silent"),
    ("ex05", "send_once", "recv_once"),
    ("ex05", "short_chunk_is_the_end", "exactly_without_end"),
    ("ex05", "takes_too_much", "request_without_timeout"),
    ("ex06", "stop_ignored", "client_without_half_close"),
    ("ex06", "client_decodes_chunks", "no_reuse"),
    ("ex07", "one_request_per_connection", "reply_length_unchecked"),
    ("ex07", "unsigned_sum", "client_recv_once"),
]
"""Two mistakes of different functions, in the order in which they are to be mended."""

SAME_FUNCTION = {
    "takes too much, and never sees the end": (
        ["over-read", "eof-ignored"],
        """
def receive_exactly(sock, size):
    data = b""
    while len(data) < size:
        data += sock.recv(4096)
    return data[:size]
""",
    ),
    "one piece, and as text, which hides it": (
        ["str-not-bytes"],
        """
def receive_all(sock):
    return sock.recv(4096).decode(errors="replace")
""",
    ),
    "no half-close, and never closed": (
        ["no-half-close", "socket-left-open"],
        """
def request(address, message, timeout=5.0):
    sock = socket.create_connection(address, timeout)
    send_all(sock, message)
    return receive_all(sock)
""",
    ),
}
"""Two mistakes of one function of ex05, and the names that are to be told of it, in their order."""


def chosen(exercise: str, stem: str) -> Mistake:
    """A file of tests/mistakes/."""
    return next(mistake for mistake in mistakes(find(exercise)) if mistake.path.stem == stem)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Every module of this page, judged."""
    sources = {
        f"{exercise} {first} {second}": (exercise, with_mistakes(chosen(exercise, first), chosen(exercise, second)))
        for exercise, first, second in PAIRS
    }
    request = chosen("ex05", "recv_once")
    for name, (_, wrong) in SAME_FUNCTION.items():
        sources[name] = ("ex05", with_mistakes(request).partition("# expected")[0] + wrong)
    modules = {}
    for name, (exercise, source) in sources.items():
        path = tmp_path_factory.mktemp(exercise) / f"{find(exercise).name}.py"
        path.write_text(source, encoding="utf-8")
        modules[name] = (find(exercise), Path(path))
    return judge_all(modules)


def told(record: dict[str, Any]) -> list[str]:
    """The names in a record, each once, in their order."""
    return list(dict.fromkeys(check["mistake"] for check in record["checks"] if check["mistake"]))


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_both_are_told(pair: tuple[str, str, str], records: dict[str, dict[str, Any]]) -> None:
    """Each by its name, and nothing else."""
    exercise, first, second = pair
    record = records[" ".join(pair)]
    assert told(record) == [chosen(exercise, first).mistake, chosen(exercise, second).mistake], explain(record)


@pytest.mark.parametrize("name", SAME_FUNCTION)
def test_two_of_one_function_are_told(name: str, records: dict[str, dict[str, Any]]) -> None:
    """What one function does wrong in two ways has two names, unless one hides the other."""
    assert told(records[name]) == SAME_FUNCTION[name][0], explain(records[name])
