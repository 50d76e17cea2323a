"""How a passage was found, in plain facts; light, so that the window can tell it without asking.

Words of the question are shown as they stand in the passage. Two words count as forms of one word
when their stems are equal or when they differ in few letters at their end, which is a little
coarser than the search's own stemmers and needs no list for any language.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, islice, zip_longest

import msgspec

from assistant.answers import Passage
from assistant.search.query import parse_query
from assistant.terms import STOP_WORDS, fold, stem, words

MOST_WORDS = 8
"""Shown of those that stand in a passage."""
_SHORTEST_SHARED = 4
"""Letters that two forms of one word begin with at least."""
_LONGEST_ENDING = 3
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")


class PassageExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """How one passage was found."""

    place: int
    """Among the results, from 1."""
    words: tuple[str, ...] = ()
    """Words of the question as they stand in the passage."""
    meaning_rank: int | None = None
    """Its place by meaning, from 1; None when it was not among the candidates."""
    words_rank: int | None = None
    """The same by words."""
    related_rank: int | None = None
    """The better of its places for what a measure in the question is computed from."""
    named: bool = False
    """Whether the question names its file."""
    beside: bool = False
    """Whether a passage right before or after it was found as well, which counts for it."""
    on_page: bool = False
    """Whether it is on a page that the question speaks of."""
    cited_before: bool = False
    """Whether the answer before stood on its file, and the question follows it."""
    rerank: int | None = None
    """Its place by the reranker, from 1; None when it was not read or there is none."""


class WhyNot(StrEnum):
    """What became of a file in a search."""

    SHOWN = "shown"
    RANKED = "ranked"
    BEYOND = "beyond"
    SAME_TEXT = "same-text"
    FILTERED = "filtered"
    OUTSIDE = "outside"
    PHRASE = "phrase"
    EXCLUDED = "excluded"
    NOT_INDEXED = "not-indexed"
    NO_PASSAGES = "no-passages"
    LEFT_OUT = "left-out"
    NOT_IN_LIBRARY = "not-in-library"
    NO_SUCH_FILE = "no-such-file"
    NO_QUESTION = "no-question"


class FileExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a file or folder is, or is not, among the results of a search."""

    query: str
    path: str
    cause: WhyNot
    sentence: str
    """The same for a person."""
    place: int | None = None
    """Of its best passage among all, from 1; None when that is not known or it has none."""
    passage: Passage | None = None
    """Its best passage, where it has one that may be shown."""
    how: PassageExplanation | None = None
    """How that passage was found; None when it was beyond the first."""
    parts: tuple[str, ...] = ()
    """What of the query keeps it out, as the chips below the field show it."""


def explain_passage(query: str, passage: Passage, place: int) -> PassageExplanation:
    """How a passage came to its place among the results for a query."""
    facts = passage.found_by
    related = (facts.get("related_dense_rank"), facts.get("related_text_rank"))
    return PassageExplanation(
        place=place,
        words=matched_words(parse_query(query).text, passage.text),
        meaning_rank=_rank(facts.get("dense_rank")),
        words_rank=_rank(facts.get("text_rank")),
        related_rank=_rank(min((rank for rank in related if rank is not None), default=None)),
        named=facts.get("named", 0.0) > 0,
        beside=facts.get("beside", 0.0) > 0,
        on_page=facts.get("on_page", 0.0) > 0,
        cited_before=facts.get("cited_before", 0.0) > 0,
        rerank=_rank(facts.get("rerank_rank")),
    )


def matched_words(question: str, text: str) -> tuple[str, ...]:
    """The words of a passage that are a form of one of the question's, as they stand in it."""
    asked = dict.fromkeys(_plain(word) for word in words(question) if word not in STOP_WORDS)
    forms: dict[str, dict[str, str]] = {word: {} for word in asked}
    for written, word in _written(text):
        home = next((other for other in asked if _same_word(word, other)), None)
        if home is not None:
            forms[home].setdefault(word, written)
    # By turns: many forms of one word should not hide the other words.
    by_turns = chain.from_iterable(zip_longest(*(each.values() for each in forms.values())))
    return tuple(islice((word for word in by_turns if word), MOST_WORDS))


def _written(text: str) -> Iterator[tuple[str, str]]:
    """Each word as it stands and in its plain form; of writing without spaces, its pairs."""
    for match in _WORD.finditer(text):
        parts = words(match.group())
        for part in parts:
            yield (match.group() if len(parts) == 1 else part), _plain(part)


def _same_word(one: str, other: str) -> bool:
    if one == other or (one.isalpha() and stem(one) == stem(other)):
        return True
    shared = 0
    for letter, opposite in zip(one, other, strict=False):
        if letter != opposite:
            break
        shared += 1
    rest = max(len(one), len(other)) - shared
    ends_alike = rest <= min(_LONGEST_ENDING, shared // 2)
    return one.isalpha() and other.isalpha() and shared >= _SHORTEST_SHARED and ends_alike


def _plain(word: str) -> str:
    """Folded, without the accents of Latin letters."""
    decomposed = unicodedata.normalize("NFKD", fold(word))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def _rank(value: float | None) -> int | None:
    return None if value is None else int(value)
