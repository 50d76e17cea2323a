"""Puts words together again that a PDF parts at the end of a line.

The engine marks such a place and does not tell whether the hyphen is one of spelling
(“high-dimensional”) or only of the line (“exam-ple”). The rest of the document mostly does.
"""

import re
from collections.abc import Iterable

PARTED = re.compile(r"([^\W\d_]+)(?:[\ufffe\x02]|[-\u2010\u00ad][ \t]*\r?\n)\s*(\w+)")
WORD = re.compile(r"[^\W\d_]+")
COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010]\w+)+")
SHORTEST_WORD = 3
"""Letters; shorter ones are syllables more often than parts of a compound."""
FIRST_HALVES = frozenset(
    {
        *("any", "back", "every", "for", "fore", "here", "how", "out", "over", "some", "there"),
        *("under", "up", "what", "when", "where", "who", "with"),
    }
)
"""English words that begin many words written without a hyphen."""


class Rejoiner:
    """Knows the words of one document."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        for text in texts:
            whole = PARTED.sub(" ", text).casefold()
            self._words.update(WORD.findall(whole))
            self._compounds.update(COMPOUND.findall(whole.replace("\u2010", "-")))

    def rejoin(self, text: str) -> str:
        """The text with its parted words whole, with a hyphen where they are spelt with one."""
        return PARTED.sub(self._rejoined, text)

    def _rejoined(self, parted: re.Match[str]) -> str:
        first, second = parted.groups()
        return first + ("-" if self._is_compound(first, second) else "") + second

    def _is_compound(self, first: str, second: str) -> bool:
        one, other = first.casefold(), second.casefold()
        if one + other in self._words:
            return False
        if not second[0].islower() or f"{one}-{other}" in self._compounds:
            return not first.isupper() or not second.isupper()
        if one in FIRST_HALVES or min(len(one), len(other)) < SHORTEST_WORD:
            return False
        return one in self._words and other in self._words
