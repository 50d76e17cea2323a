"""Finds a quote in a text that may have changed since the quote was taken from it."""

import re

from indexer.documents import Span

IGNORABLE = re.compile(r"-(?=\s*[\r\n])|[\s\u00ad\u200b-\u200d\u2060\ufeff\ufffe]+")
"""What may come and go without changing the words: white space and hyphens at line ends."""

TOLERANT_REACH = 200_000
"""Characters before and after the expected place that are compared without white space."""


def locate_quote(text: str, quote: str, expected_start: int) -> Span | None:
    """Where the quote stands in the text, nearest to where it was expected; None when nowhere."""
    if not quote.strip():
        return None
    if text.startswith(quote, expected_start):
        return Span(expected_start, expected_start + len(quote))
    exact = _nearest(text, quote, expected_start)
    if exact is not None:
        return Span(exact, exact + len(quote))
    return _locate_without_spaces(text, quote, expected_start)


def _nearest(text: str, quote: str, expected_start: int) -> int | None:
    """The start of the occurrence nearest to the expected one."""
    before = text.rfind(quote, 0, max(expected_start, 0) + len(quote))
    after = text.find(quote, max(expected_start, 0))
    found = [start for start in (before, after) if start >= 0]
    return min(found, key=lambda start: abs(start - expected_start), default=None)


def _locate_without_spaces(text: str, quote: str, expected_start: int) -> Span | None:
    """Compare letters only, within reach of the expected place."""
    first = max(0, expected_start - TOLERANT_REACH)
    window = text[first : expected_start + len(quote) + TOLERANT_REACH]
    letters, places = _letters(window)
    wanted, _ = _letters(quote)
    if not wanted:
        return None
    expected = sum(place < expected_start - first for place in places)
    found = _nearest(letters, wanted, expected)
    if found is None:
        return None
    return Span(first + places[found], first + places[found + len(wanted) - 1] + 1)


def _letters(text: str) -> tuple[str, list[int]]:
    """The text without what may come and go, and where each remaining character stood."""
    places: list[int] = []
    position = 0
    for gap in IGNORABLE.finditer(text):
        places.extend(range(position, gap.start()))
        position = gap.end()
    places.extend(range(position, len(text)))
    return IGNORABLE.sub("", text), places
