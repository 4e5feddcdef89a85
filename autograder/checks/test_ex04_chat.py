"""ex04: a peer-to-peer chat over UDP: what it sends, what it prints, whom it talks to, how it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.checking import SEEN_THROUGH, SILENCE, core, robust, suggests
from autograder.draw import Draw
from autograder.peers.names import Names
from autograder.peers.udp import Correspondent, Udp
from autograder.student.keyboard import KeyboardOfStudent
from autograder.student.remote import Remote
from autograder.student.student import Student
from autograder.verdict import CheckFailed

ENDING = 4.0
"""Seconds that the chat may take to end: twice what the student is told."""

AT_ONCE = 2.0
"""Seconds for what takes none, in a check whose deadline is long for another reason."""

OFTEN = 8
"""How often a mistake is typed: more often than /join and /send print lines of their own, which are no complaints."""

CONTROLS = "\x1b\x07\r\x08\x9b"
"""Escape, bell, carriage return, backspace, and of the second set (C1) the one that begins a command."""


def opens(student: Student, keyboard: KeyboardOfStudent) -> Remote:
    """A chat that obeys the keyboard."""
    chat = student.makes("Chat", "127.0.0.1", 0)
    chat.starts("run", keyboard)
    return chat


def join(peer: Correspondent) -> str:
    """The command that chooses a correspondent of ours."""
    host, port = peer.address
    return f"/join {host} {port}"


@contextmanager
def before_the_point() -> Iterator[None]:
    """What fails in here is not yet what the check is about: an earlier check names that mistake."""
    try:
        yield
    except CheckFailed as failure:
        failure.symptoms = ()
        raise


def sends(keyboard: KeyboardOfStudent, udp: Udp, draw: Draw, within: float | None = None) -> None:
    """The chat must send a word to a correspondent who is new to it, whatever was typed before."""
    peer, word = udp.correspondent(), draw.word()
    keyboard.types(join(peer), f"/send {word}")
    peer.receives(word.encode(), blanks_are_fine=True, within=within)


def prints(student: Student, chat: Remote, peer: Correspondent, draw: Draw) -> None:
    """The chat must print a word that a correspondent sends."""
    word = draw.word()
    peer.sends(word.encode(), to=chat.address)
    student.prints(word)


def complains(
    student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw, *mistakes: str, times: int = OFTEN
) -> None:
    """Whenever one of these mistakes is typed, a line must be printed, and the chat must go on.

    A mistake of two lines is one that may be complained of in the first or in the second.
    """
    already = len(student.lines_shown)
    for number, mistake in enumerate(mistakes, 1):
        keyboard.types(*[mistake] * times)
        sends(keyboard, udp, draw)
        student.prints_lines(already + number * times, about=mistake.partition("\n")[0])


@core("Chat", points=1.5, area="sending")
@suggests("blocking-surprise", "silent-screen", catches=False, beside="prints_what_arrives")
@suggests("wrong-socket-type", "BrokenPipeError")
def test_sends_what_the_user_types(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """/send sends its text to the correspondent that /join has chosen, as one datagram."""
    peer, message = udp.correspondent(), draw.ascii(12)
    opens(student, keyboard)
    keyboard.types(join(peer), f"/send {message}")
    peer.receives(message.encode())


@core("Chat", points=1.25, area="sending")
@suggests("spaces-lost", "cut-short", "differs")
def test_sends_the_spaces_inside_too(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """/send keeps the spaces inside its text, two in a row as well."""
    peer, message = udp.correspondent(), f"{draw.word()} {draw.word()}  {draw.word()}   {draw.word()}"
    opens(student, keyboard)
    with before_the_point():
        sends(keyboard, udp, draw)
    keyboard.types(join(peer), f"/send {message}")
    peer.receives(message.encode(), blanks_are_fine=True)


@core("Chat", points=1.25, area="sending")
def test_sends_each_line_of_a_list(student: Student, udp: Udp, draw: Draw) -> None:
    """run obeys any iterable of lines, without line ends too, and sends each message as a datagram of its own."""
    peer, messages = udp.correspondent(), [draw.text(20) for _ in range(3)]
    chat = student.makes("Chat", "127.0.0.1", 0)
    chat.starts("run", [join(peer), *(f"/send {message}" for message in messages)])
    peer.receives(*(message.encode() for message in messages))


@core("Chat", points=1.5, area="receiving")
@suggests("blocking-surprise", "no-thread-error", catches=False, beside="sends_what_the_user_types")
@suggests("no-flush", "no-thread-error", beside="sends_what_the_user_types")
@suggests("ignores-strangers", "not-printed", catches=False, beside="sends_what_the_user_types")
def test_prints_what_arrives(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """A datagram is printed at once, before the user has typed anything."""
    peer = udp.correspondent()
    chat = opens(student, keyboard)
    prints(student, chat, peer, draw)


@core("Chat", points=1, area="receiving")
@suggests("ignores-strangers", "not-printed")
def test_prints_whoever_sends(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """What somebody else than the correspondent sends is printed too."""
    peer, stranger, word = udp.correspondent(), udp.correspondent(), draw.word()
    chat = opens(student, keyboard)
    with before_the_point():
        keyboard.types(join(peer), f"/send {word}")
        peer.receives(word.encode(), blanks_are_fine=True)
        prints(student, chat, peer, draw)
        prints(student, chat, peer, draw)  # without a line typed in between
    prints(student, chat, stranger, draw)


@core("Chat", points=1, area="receiving")
def test_prints_each_datagram_on_its_line(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """Each datagram is printed on a line of its own, with its accents."""
    peer, first, second = udp.correspondent(), draw.text(20), draw.text(20)
    chat = opens(student, keyboard)
    peer.sends(first.encode(), to=chat.address)
    peer.sends(second.encode(), to=chat.address)
    student.prints(first, second)
    if shared := [line for line in student.lines_shown if first in line and second in line]:
        raise CheckFailed("same-line", screen=shared[0][:200])


@core("Chat", points=1, area="choosing")
def test_changes_its_correspondent(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """Another /join, by the name of the machine this time, changes the correspondent."""
    first, second, words = udp.correspondent(), udp.correspondent(), [draw.word(), draw.word()]
    opens(student, keyboard)
    keyboard.types(join(first), f"/send {words[0]}")
    first.receives(words[0].encode(), blanks_are_fine=True)
    keyboard.types(f"/join localhost {second.address[1]}", f"/send {words[1]}")
    second.receives(words[1].encode(), blanks_are_fine=True)
    first.hears_nothing()


@core("Chat", points=1, area="choosing")
@suggests("quit-is-not-exit", "call-over")
def test_leaves_its_correspondent(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """After /quit nothing is sent any more, until the next /join."""
    peer, before, between, after = udp.correspondent(), draw.word(), draw.word(), draw.word()
    opens(student, keyboard)
    with before_the_point():
        keyboard.types(join(peer), f"/send {before}")
        peer.receives(before.encode(), blanks_are_fine=True)
    keyboard.types("/quit", f"/send {between}", join(peer), f"/send {after}")
    peer.receives(after.encode(), blanks_are_fine=True)


@core("Chat", points=0.75, area="mistakes")
@suggests("unknown-command-silent", "says-nothing")
@suggests("bad-input-kills", "raised", catches=False)
def test_reports_an_unknown_command(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """An unknown command prints a line that says so, and the chat goes on."""
    opens(student, keyboard)
    with before_the_point():
        sends(keyboard, udp, draw)
    complains(student, keyboard, udp, draw, f"/{draw.word()}")


@core("Chat", points=0.75, area="mistakes")
@suggests("send-before-join-silent", "says-nothing")
@suggests("bad-input-kills", "raised", catches=False)
def test_reports_a_send_before_join(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """/send before /join prints a line that says so, and the chat goes on."""
    opens(student, keyboard)
    # more often than a greeting has lines: it may come late
    complains(student, keyboard, udp, draw, f"/send {draw.word()}", times=20)


@core("Chat", points=1, area="end of input", deadline=AT_ONCE + ENDING, takes=0.05)
@suggests("stdin-eof", "hang", catches=False)
@suggests("thread-left", "hang", catches=False)
def test_ends_with_its_lines(student: Student, udp: Udp, draw: Draw) -> None:
    """At the end of its lines, run returns."""
    peer, word = udp.correspondent(), draw.word()
    chat = student.makes("Chat", "127.0.0.1", 0)
    call = chat.calls("run", [join(peer), f"/send {word}"])
    peer.receives(word.encode(), blanks_are_fine=True, within=AT_ONCE)
    call.returned(within=ENDING)


@core("Chat", points=1, area="end", deadline=AT_ONCE + ENDING, takes=0.05)
@suggests("thread-left", "hang", catches=False)
def test_ends_when_told_to(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """After /exit, run returns, though the user types on, and obeys no more."""
    peer, word = udp.correspondent(), draw.word()
    chat = student.makes("Chat", "127.0.0.1", 0)
    call = chat.starts("run", keyboard)
    keyboard.types(join(peer), f"/send {word}", "/exit", f"/send {draw.word()}")
    peer.receives(word.encode(), blanks_are_fine=True, within=AT_ONCE)
    try:
        call.returned(within=ENDING)
    finally:
        peer.hears_nothing()  # who still obeys is told so, before being told not to have returned


@robust("Chat", points=0.5, area="sending")
@suggests("udp-send-loop", "cut-short")
def test_sends_the_longest_message_whole(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """A message of 60,000 bytes leaves as one datagram, and so does one of a single apostrophe."""
    peer, longest = udp.correspondent(), draw.ascii(59_990) + "é" * 5
    opens(student, keyboard)
    keyboard.types(join(peer), f"/send {longest}", "/send '")
    peer.receives(longest.encode(), b"'", blanks_are_fine=True)


@robust("Chat", points=0.75, area="receiving")
@suggests("bad-input-kills", "not-printed", catches=False)
def test_survives_bytes_that_are_no_text(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """After a datagram that is not UTF-8, the next one is printed."""
    peer = udp.correspondent()
    chat = opens(student, keyboard)
    with before_the_point():
        prints(student, chat, peer, draw)
    peer.sends(b"\xff\xfe" + draw.bytes(20) + b"\xc3", to=chat.address)
    prints(student, chat, peer, draw)


@robust("Chat", points=0.5, area="receiving")
@suggests("udp-empty-is-eof", "not-printed")
def test_survives_an_empty_datagram(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """After an empty datagram, the next one is printed: over UDP, nothing is not the end."""
    peer = udp.correspondent()
    chat = opens(student, keyboard)
    with before_the_point():
        prints(student, chat, peer, draw)
    peer.sends(b"", to=chat.address)
    prints(student, chat, peer, draw)


@robust("Chat", points=0.5, area="silence", takes=SEEN_THROUGH)
@suggests("silence-is-end", "not-printed")
def test_hears_after_a_silence(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """What arrives after a silence is printed too."""
    peer = udp.correspondent()
    chat = opens(student, keyboard)
    with before_the_point():
        prints(student, chat, peer, draw)
    peer.hears_nothing(seconds=SILENCE)
    prints(student, chat, peer, draw)


@robust("Chat", points=0.5, area="receiving")
@suggests("udp-small-buffer", "not-printed")
def test_prints_the_longest_message_whole(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """A datagram of 60,000 bytes is printed whole."""
    peer, message = udp.correspondent(), draw.ascii(60_000)
    chat = opens(student, keyboard)
    with before_the_point():
        prints(student, chat, peer, draw)
    peer.sends(message.encode(), to=chat.address)
    student.prints(message)


@robust("Chat", points=0.5, area="receiving")
@suggests("control-characters-printed", "control-character")
def test_lets_no_control_character_through(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """Control characters from the network, which would command the terminal, do not reach it."""
    peer, words = udp.correspondent(), [draw.word() for _ in range(len(CONTROLS) + 1)]
    chat = opens(student, keyboard)
    pairs = list(zip(words, CONTROLS, strict=False))
    peer.sends("".join([*map("".join, pairs), words[-1]]).encode(), to=chat.address)
    student.prints(words[-1])
    for (word, control), following in zip(pairs, words[1:], strict=True):
        # the chat's own control characters, for colours or a prompt, are its own business
        if f"{word}{control}{following}" in student.screen:
            raise CheckFailed("control-character", character=f"U+{ord(control):04X}")


@robust("Chat", points=0.5, area="choosing")
@suggests("peer-gone-crashes", "ConnectionRefusedError", "thread-ConnectionRefusedError", "not-printed")
def test_survives_a_correspondent_that_is_gone(
    student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw
) -> None:
    """A correspondent that is gone kills nothing: the next one is sent to, and heard."""
    gone, peer, word = udp.correspondent(), udp.correspondent(), draw.word()
    chat = opens(student, keyboard)
    with before_the_point():
        prints(student, chat, peer, draw)
        keyboard.types(join(gone), f"/send {word}")
        gone.receives(word.encode(), blanks_are_fine=True)
    gone.leaves()
    keyboard.types(*[f"/send {draw.word()}"] * 3, join(peer), f"/send {word}")
    peer.receives(word.encode(), blanks_are_fine=True)
    prints(student, chat, peer, draw)


@robust("Chat", points=0.25, area="choosing", deadline=2 * AT_ONCE)
@suggests("getaddr-reverse", "herror", "gaierror", "no-datagram")
def test_sends_to_the_address_that_was_typed(
    student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw, names: Names
) -> None:
    """/join takes an address as it was typed, even one that has no name."""
    opens(student, keyboard)
    with before_the_point():
        sends(keyboard, udp, draw, within=AT_ONCE)
        sends(keyboard, udp, draw, within=AT_ONCE)
    with names.unknown_address() as address:
        peer, word = udp.correspondent(address), draw.word()
        keyboard.types(join(peer), f"/send {word}")
        peer.receives(word.encode(), blanks_are_fine=True)


@robust("Chat", points=0.25, area="mistakes", deadline=2 * AT_ONCE)
@suggests("unknown-command-silent", "says-nothing")
@suggests("command-by-beginning", "says-nothing", "other-datagram", "no-datagram", "call-over")
def test_reports_what_only_begins_like_a_command(
    student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw
) -> None:
    """A word that only begins like a command is an unknown command too, and the chat goes on."""
    opens(student, keyboard)
    with before_the_point():
        sends(keyboard, udp, draw)
    complains(student, keyboard, udp, draw, f"/send{draw.word()}", f"/exit{draw.word()}")


@robust("Chat", points=0.5, area="mistakes", deadline=2 * AT_ONCE)
@suggests("args-not-checked", "says-nothing", "raised", "call-over", "other-datagram", catches=False)
def test_reports_wrong_arguments(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """An argument that is missing or too many prints a line that says so, and the chat goes on."""
    somebody, word = join(udp.correspondent()), draw.word()
    opens(student, keyboard)
    with before_the_point():
        sends(keyboard, udp, draw)
    too_few, too_many = ("/send", "/join", "/join 127.0.0.1"), (f"{somebody} {word}", f"/quit {word}", f"/exit {word}")
    complains(student, keyboard, udp, draw, *too_few, *too_many)


@robust("Chat", points=0.5, area="mistakes", deadline=2 * AT_ONCE)
@suggests("args-not-checked", "says-nothing", "raised", catches=False)
@suggests("port-wraps", "says-nothing")
def test_reports_a_port_that_is_none(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """A port that is no number, or outside 1 to 65535, prints a line that says so, and the chat goes on."""
    ports = (draw.word(), "0", "65536", "70000", "-1")
    opens(student, keyboard)
    with before_the_point():
        sends(keyboard, udp, draw)
    complains(student, keyboard, udp, draw, *(f"/join 127.0.0.1 {port}\n/send {draw.word()}" for port in ports))


@robust("Chat", points=0.25, area="mistakes", looks_up=True)
@suggests("not-oserror", "UnicodeError")
@suggests("unknown-name-raises", "gaierror")
def test_reports_an_unknown_host(
    student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw, names: Names
) -> None:
    """A host that nobody knows, or that no host can have, prints a line that says so, and the chat goes on."""
    opens(student, keyboard)
    with before_the_point():
        sends(keyboard, udp, draw, within=AT_ONCE)
        sends(keyboard, udp, draw, within=AT_ONCE)
    with names.unknown_name() as unknown:
        for host in (unknown, "no..such"):
            # a look-up may take a second: typed thrice it must print three lines more than before
            before = len(student.lines_shown)
            keyboard.types(*[f"/join {host} 5000\n/send {draw.word()}"] * 3)
            sends(keyboard, udp, draw)
            student.prints_lines(before + 3, about=f"/join {host} 5000")


@robust("Chat", points=0.25, area="mistakes")
def test_does_nothing_for_an_empty_line(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """An empty line does nothing, and the chat goes on."""
    peer, words = udp.correspondent(), [draw.word(), draw.word()]
    opens(student, keyboard)
    keyboard.types(join(peer), *[""] * OFTEN, *(f"/send {word}" for word in words))
    peer.receives(*(word.encode() for word in words), blanks_are_fine=True)

    def complaints(_: str = "") -> list[str]:
        # a prompt is printed for every line that is typed, a complaint for the empty ones alone
        return [line for line, times in Counter(student.lines_shown).items() if times == OFTEN]

    screen, deadline = student.process.output, student.deadline
    complained = screen.wait_until(lambda _: bool(complaints()), deadline.at_most(0.02))
    if complained and not screen.wait_until(lambda _: not complaints(), deadline.at_most(0.3)):
        raise CheckFailed("complains-about-nothing", screen="\n".join(complaints())[:200])


@robust("Chat", points=0.25, area="end of input", deadline=2 * AT_ONCE + ENDING, takes=0.05)
@suggests("thread-left", "thread-left", catches=False)
@suggests("socket-left-open", "port-still-taken", catches=False)
def test_leaves_nothing_behind_its_lines(student: Student, udp: Udp, draw: Draw) -> None:
    """When its lines have ended without /exit, its socket is closed and no thread is left either."""
    peer, word = udp.correspondent(), draw.word()
    chat = student.makes("Chat", "127.0.0.1", 0)
    address = chat.address
    call = chat.calls("run", [join(peer), f"/send {word}"])
    peer.receives(word.encode(), blanks_are_fine=True, within=AT_ONCE)
    call.returned(within=ENDING)
    student.leaves_no_thread()
    udp.takes_over(address)


@robust("Chat", points=0.25, area="end", deadline=2 * AT_ONCE + ENDING, takes=0.05)
@suggests("thread-left", "thread-left", catches=False)
@suggests("socket-left-open", "port-still-taken", catches=False)
def test_leaves_nothing_behind(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """When the chat is over, its socket is closed and no thread is left."""
    peer, word = udp.correspondent(), draw.word()
    chat = student.makes("Chat", "127.0.0.1", 0)
    address = chat.address
    call = chat.starts("run", keyboard)
    peer.reaches(draw.word(), address)
    keyboard.types(join(peer), f"/send {word}")
    peer.receives(word.encode(), blanks_are_fine=True, within=AT_ONCE)
    keyboard.types("/exit")
    keyboard.ends()
    call.returned(within=ENDING)
    student.leaves_no_thread()
    udp.takes_over(address)


@robust("Chat", points=0.5, area="end", deadline=2 * AT_ONCE + ENDING, takes=0.05)
@suggests("close-wakes-thread", "OSError", "ValueError", catches=False)
@suggests("thread-left", "program-runs-on", catches=False)
def test_program_ends_when_told_to(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """As a program, the chat ends after /exit with exit code 0 and no traceback."""
    peer, port, word = udp.correspondent(), udp.free_port(), draw.word()
    program = student.runs_program(str(port), "127.0.0.1")
    keyboard.types(join(peer))
    peer.reaches(draw.word(), ("127.0.0.1", port))
    keyboard.types(f"/send {word}")
    peer.receives(word.encode(), blanks_are_fine=True, within=AT_ONCE)
    keyboard.types("/exit")
    program.exits(0, within=ENDING)
    program.shows_no_traceback()


@robust("Chat", points=0.25, area="end", deadline=2 * AT_ONCE + ENDING, takes=0.05)
@suggests("stdin-eof", "program-runs-on", "EOFError")
@suggests("thread-left", "program-runs-on", catches=False)
@suggests("close-wakes-thread", "OSError", "ValueError", catches=False)
def test_program_ends_with_its_input(student: Student, keyboard: KeyboardOfStudent, udp: Udp, draw: Draw) -> None:
    """As a program, the chat ends at the end of its input with exit code 0 and no traceback."""
    peer, port, word = udp.correspondent(), udp.free_port(), draw.word()
    program = student.runs_program(str(port))
    keyboard.types(join(peer))
    peer.reaches(draw.word(), ("127.0.0.1", port))
    keyboard.types(f"/send {word}")
    peer.receives(word.encode(), blanks_are_fine=True, within=AT_ONCE)
    keyboard.ends()
    program.exits(0, within=ENDING)
    program.shows_no_traceback()
