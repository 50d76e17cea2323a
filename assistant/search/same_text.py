"""Passages that are one text: the best is shown, the others are remembered beside it."""

import re
from collections.abc import Iterable

from assistant.search.fusion import FusedChunk
from assistant.terms import fold, words

_SAME_TEXT = 0.9
"""Share of words in common from which two passages with the same numbers are one text."""
_MOST_SAME = 3
"""Passages that are remembered beside the one that says it best."""
_NUMBER = re.compile(r"\d")


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts are nearly word for word one, so that only the better is shown."""
    return _same(_fingerprint(one), _fingerprint(other))


def distinct(hits: Iterable[FusedChunk], limit: int) -> list[tuple[FusedChunk, list[FusedChunk]]]:
    """The first `limit` hits, each with those that say nearly word for word what it says."""
    kept: list[tuple[FusedChunk, list[FusedChunk]]] = []
    known: list[tuple[frozenset[str], frozenset[str]]] = []
    for hit in hits:
        if len(kept) == limit:
            break
        fingerprint = _fingerprint(hit.chunk.text)
        place = next((n for n, other in enumerate(known) if _same(fingerprint, other)), None)
        if place is None:
            kept.append((hit, []))
            known.append(fingerprint)
        elif len(kept[place][1]) < _MOST_SAME:
            kept[place][1].append(hit)
    return kept


def _fingerprint(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """All words, and those with digits: tables often differ in nothing but their numbers."""
    found = frozenset(words(text)) or frozenset((fold(text),))
    return found, frozenset(word for word in found if _NUMBER.search(word))


def _same(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    return one[1] == other[1] and len(one[0] & other[0]) >= _SAME_TEXT * len(one[0] | other[0])
