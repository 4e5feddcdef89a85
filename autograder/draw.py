"""What nobody can know beforehand: payloads, words and numbers of a check."""

from __future__ import annotations

import random
import string


class Draw:
    """Random payloads and numbers for a check, from the seed of the run: the same seed draws the same."""

    def __init__(self, seed: int, check: str) -> None:
        self._random = random.Random(f"{seed}/{check}")

    def bytes(self, size: int) -> bytes:
        """`size` bytes, none of them predictable."""
        return self._random.randbytes(size)

    def word(self, letters: int = 8) -> str:
        """A word of ASCII letters."""
        return "".join(self._random.choices(string.ascii_lowercase, k=letters))

    def text(self, characters: int) -> str:
        """A text with letters that UTF-8 writes in one, two, three and four bytes, and no control character."""
        return self._drawn_from(string.ascii_letters + string.digits + "éàçœß€日😀", characters)

    def ascii(self, characters: int) -> str:
        """A text of ASCII letters and digits."""
        return self._drawn_from(string.ascii_letters + string.digits, characters)

    def _drawn_from(self, alphabet: str, characters: int) -> str:
        """A byte of chance for each: the alphabet over and over, so that some letters are a little more frequent."""
        table = alphabet * (256 // len(alphabet) + 1)
        return self._random.randbytes(characters).decode("latin-1").translate(table)

    def number(self, least: int, most: int) -> int:
        """A whole number between the two, both included."""
        return self._random.randint(least, most)
