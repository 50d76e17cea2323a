"""A question taken apart with the small words of its language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.following.words import LANGUAGES, small_words
from assistant.terms import fold

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*(?!\w)|\w+(?:[-./]\w*\d[\w.-]*)+|\w+")
_PAUSES = ",;:?—"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question."""

    text: str
    """As it stands."""
    start: int
    folded: str

    @property
    def end(self) -> int:
        """Where it ends in the question."""
        return self.start + len(self.text)

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def words_of(text: str) -> list[Word]:
    """The words of a text; codes and numbers with points or hyphens are one."""
    return [
        Word(found.group(), found.start(), _folded(found.group(), found.start()))
        for found in _TOKEN.finditer(text)
    ]


def _folded(word: str, start: int) -> str:
    """May within a question is the month, and no verb."""
    return "month of may" if start and word == "May" else fold(word)


def content_of(words: Sequence[Word], language: str) -> list[Word]:
    """Those that say what a question is about; all where the language has no words here."""
    small = small_words(language) if language else frozenset[str]()
    return [word for word in words if word.folded not in small and not _is_scrap(word)]


class ReadQuestion:
    """A question without what opens it as a follow-up, and its words."""

    def __init__(self, question: str, language: str) -> None:
        """`language` is one of `LANGUAGES`."""
        self.language = language
        self.own = LANGUAGES[language]
        text = question.strip().lstrip("¿¡ ")
        about = re.match(rf"(?:{self.own.about})(?!\w)[\s,]*", text, re.IGNORECASE)
        opener = re.match(rf"(?:{self.own.openers})(?!\w)[\s,:]*", text, re.IGNORECASE)
        opened = about or opener
        self.about = about.group().casefold().split() if about else []
        """The words of “what about”, where it begins so."""
        self.is_opened = opened is not None
        """Whether it begins with “and” or the like."""
        self.rest = text[opened.end() :] if opened else text
        self.folded = self.rest.casefold()
        self.words = words_of(self.rest)
        self.content = content_of(self.words, language)

    def has(self, wanted: frozenset[str]) -> bool:
        """Whether any of these words is in it."""
        return any(word.folded in wanted for word in self.words)

    def begins_with(self, wanted: frozenset[str]) -> bool:
        """Whether one of these words is the first."""
        return bool(self.words) and self.words[0].folded in wanted

    @property
    def asks(self) -> bool:
        """Whether it has a question word."""
        return self.has(self.own.questions)

    def before(self, place: int) -> str:
        """The word before a place, folded; empty before the first."""
        return self.words[place - 1].folded if place else ""

    def behind(self, place: int) -> Word | None:
        """The word after a place."""
        return self.words[place + 1] if place + 1 < len(self.words) else None

    def nouns(self, start: int, end: int) -> list[int]:
        """Places of what can be spoken of: content words that no “how” stands before."""
        return [
            place
            for place in range(start, end)
            if self.words[place] in self.content and self.before(place) not in self.own.degrees
        ]

    def clause_start(self, place: int) -> int:
        """The last place up to this one where a clause begins; 0 for the first."""
        for start in range(place, 0, -1):
            opens = start < place and self.words[start].folded in self.own.conjunctions
            if opens or self.pauses_before(start):
                return start
        return 0

    def pauses_before(self, place: int) -> bool:
        """Whether a comma or the like stands before a word."""
        gap = self.rest[self.words[place - 1].end : self.words[place].start]
        return any(sign in gap for sign in _PAUSES)

    def asked_at(self) -> int:
        """The place of the question word; 0 without one."""
        asking = self.own.questions
        return next((n for n, word in enumerate(self.words) if word.folded in asking), 0)

    def pairs(self) -> Iterator[tuple[Word, str]]:
        """Each word with the one after it, folded."""
        behind = [word.folded for word in self.words[1:]]
        yield from zip(self.words, [*behind, ""], strict=True)


def _is_scrap(word: Word) -> bool:
    """A single letter that an apostrophe left over."""
    return len(word.text) == 1 and word.text.islower() and word.text.isascii()
