"""What became of a cited passage: whether its words still stand there, and what is nearest to them.

The changed file is read again. Nearest is the stretch of whole sentences, or lines of a table,
that has most words in the same order (Ratcliff and Obershelp's ratio over words), first on the
cited page and beside it, then anywhere.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest

from assistant.answers import Citation
from assistant.conversation import KeptTurn, PassageChange
from assistant.conversations.rows import citations_of
from assistant.conversations.searching import UNSPACED
from assistant.conversations.staleness import CitedFiles, FileState
from indexer.documents import Page, ParsedDocument, Span
from indexer.sentences import split_lines, split_sentences

LEAST_ALIKE = 0.4
"""Below this share of words in common a stretch is not what the passage has become."""
ALIKE = 0.75
"""From here on pages further away are not looked at."""
NEAR = 2
"""Pages before and after the cited one that are looked at first."""
LOOKED_AT = 40
"""Stretches with most words in common whose order is compared."""
MOST_JOINED = 4
"""Sentences or lines that make up a stretch at most."""
_FURTHER = 0.01
"""What a page of distance counts against a stretch, for up to five pages."""

Parse = Callable[[str], ParsedDocument | None]
"""Reads a file; None when that is not possible, or was stopped."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring sentences or lines of a page."""

    text: str
    page: Page
    words: tuple[str, ...]


def changes_of(turn: KeptTurn, files: CitedFiles, parse: Parse) -> Iterator[PassageChange | None]:
    """What does not stand any more as it was cited; None after each file that was read."""
    documents: dict[str, ParsedDocument | None] = {}
    for citation in citations_of(turn.answer):
        file = files.today(citation.path, citation.revision)
        if file.state is FileState.MISSING:
            yield _change(citation, "", None)
        if file.state is not FileState.CHANGED:
            continue
        if file.path not in documents:
            documents[file.path] = parse(file.path)
            yield None
        document = documents[file.path]
        if document is None:
            yield _change(citation, "", None)
        elif not stands(document, citation):
            found = nearest(document, citation)
            yield _change(citation, *((found.text, found.page.number) if found else ("", None)))


def stands(document: ParsedDocument, citation: Citation) -> bool:
    """Whether the quoted words stand in the document still, wherever; white space aside."""
    words = " ".join(citation.quote.split())
    return any(words in " ".join(page.text.split()) for page in document.pages)


def nearest(document: ParsedDocument, citation: Citation) -> _Stretch | None:
    """The stretch that is most like the quote, or None when nothing is."""
    wanted = _words(citation.quote)
    near = [page for page in document.pages if _distance(page, citation) <= NEAR]
    found: tuple[float, _Stretch | None] = (0.0, None)
    for pages in (near, document.pages):
        for split in (split_sentences, split_lines):
            found = max(found, _best(pages, split, citation, wanted), key=lambda each: each[0])
            if found[0] >= ALIKE:
                return found[1]
    return found[1] if found[0] >= LEAST_ALIKE else None


def _best(
    pages: Sequence[Page],
    split: Callable[[str], list[Span]],
    citation: Citation,
    wanted: tuple[str, ...],
) -> tuple[float, _Stretch | None]:
    bag = Counter(wanted)
    stretches = (each for page in pages for each in _stretches(page, split, len(wanted)))
    likely = nlargest(LOOKED_AT, stretches, key=lambda each: _in_common(bag, each.words))
    matcher = SequenceMatcher(a=(), b=wanted, autojunk=False)
    best: tuple[float, _Stretch | None] = (0.0, None)
    for stretch in likely:
        matcher.set_seq1(stretch.words)
        alike = matcher.ratio() - _FURTHER * min(5, _distance(stretch.page, citation))
        if alike > best[0]:
            best = alike, stretch
    return best


def _stretches(page: Page, split: Callable[[str], list[Span]], size: int) -> Iterator[_Stretch]:
    """Each sentence alone and with those that follow it, while that is not much too long."""
    spans = split(page.text)
    words = [_words(page.text[span.start : span.end]) for span in spans]
    for first, begin in enumerate(spans):
        joined: tuple[str, ...] = ()
        for last in range(first, min(first + MOST_JOINED, len(spans))):
            joined += words[last]
            if last > first and len(joined) > 2 * size:
                break
            yield _Stretch(page.text[begin.start : spans[last].end], page, joined)


def _in_common(bag: Counter[str], words: Sequence[str]) -> float:
    """The most that the ratio of the words can be, whatever their order."""
    return 2 * (bag & Counter(words)).total() / max(1, bag.total() + len(words))


def _words(text: str) -> tuple[str, ...]:
    pattern = r"\w" if UNSPACED.search(text) else r"\w+(?:[.,]\d+)*|[%€$£¥§]"
    return tuple(re.findall(pattern, text.casefold()))


def _distance(page: Page, citation: Citation) -> int:
    if page.number is None or citation.page is None:
        return 0
    return abs(page.number - citation.page)


def _change(citation: Citation, after: str, page_after: int | None) -> PassageChange:
    return PassageChange(
        marker=citation.marker,
        path=citation.path,
        page=citation.page,
        before=citation.quote,
        after=after,
        page_after=page_after,
    )
