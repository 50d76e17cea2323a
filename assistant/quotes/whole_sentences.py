"""Sentences that run on elsewhere: over the end of a page, or into the next column.

A passage is one stretch of one page, so such a sentence stands in the library as two halves. A
quote that has one of them takes in the other. The words stay those of the document, and each half
is cited where it stands, the one that comes first in front.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from assistant.answers import Passage
from assistant.quotes.citing import sentence_spans

PagesAround = Callable[[Passage], Sequence[Passage]]
"""The passages of a passage's page, of the one before and the one after, in reading order."""

NOTES_BELOW = 4
"""Sentences at the foot of a page, such as notes, after one that runs on to the next page."""
MOST_PARTS = 4
"""That one quote is put together from."""
FEWEST_WORDS = 4
"""Of the half that comes first; fewer are a label or a cell."""
FEWEST_SIGNS = 12
"""The same in writing without spaces."""
LONGEST_HALF = 600
"""Characters; what is longer is no sentence."""
_MOST_FIGURES = 0.3
"""Share of words with digits from which text is a table's."""
_CLOSE = 3
"""Characters; stretches of a page that are no further apart follow each other in its text."""
_ENDS = re.compile(r"[.!?:;。！？।؟…][\"'”’»)\]]*(?:\[\d{1,3}\]|\d{1,2})?$")
_GOES_ON = re.compile(
    r"\s(?:the|a|an|of|to|in|on|for|with|by|from|that|which|as|at|is|are|was|its|their|our|"
    r"der|die|das|den|dem|des|ein|eine|einer|eines|einem|einen|von|zu|zur|zum|mit|für|auf|im|bei|"
    r"nach|aus|als|dass|de|la|le|les|el|los|las|un|une|una|du|que|en|por|para|con|pour|avec|dans|"
    r"sur|par)$"
)
"""How a text ends that surely goes on, if with a name or, in German, a noun."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_FIRST_WORD = re.compile(r"(?!o\s+[A-Z])[a-zß-öø-ÿа-яёα-ω]+(?![A-Z])")
_PARTED = re.compile(r"\w[-\u00ad\u2010\ufffe\x02]$")
_CAPITALS = re.compile(r"\b[A-ZÄÖÜ]{2,}[^\w\s]*\s+[A-ZÄÖÜ]{2,}$")
"""How a heading or the name of a source ends, rather than half of a sentence."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_DIGIT = re.compile(r"\d")
_CELLS = " | "
_SLIDE = "Slide "


@dataclass(frozen=True, slots=True)
class Half:
    """Half of a sentence, and where it stands."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


def whole(half: Half, passages: Sequence[Passage]) -> list[Half]:
    """A quote with what its first and its last sentence have elsewhere in these passages.

    They are the pages around it, in reading order, as for `divided_sentences`.
    """
    divided = list(divided_sentences(passages))
    before = {(second.passage.page, second.start): first for first, second in divided}
    after = {(first.passage.page, first.end): second for first, second in divided}
    parts = [half]
    while len(parts) < MOST_PARTS and (part := before.get((parts[0].passage.page, parts[0].start))):
        parts.insert(0, part)
    while len(parts) < MOST_PARTS and (part := after.get((parts[-1].passage.page, parts[-1].end))):
        parts.append(part)
    return parts


def divided_sentences(passages: Sequence[Passage]) -> Iterator[tuple[Half, Half]]:
    """The sentences that are divided between two of these passages, which are in reading order.

    They are whole pages of one document, one after the other.
    """
    for before, after in pairwise(passages):
        if before.page == after.page and not _stand_apart(before, after):
            continue
        first = next(_halves(after), None)
        if first is None:
            continue
        most = 1 if before.page == after.page else NOTES_BELOW
        ends = islice(_halves_backwards(before, passages), most)
        if last := next((half for half in ends if half and runs_on(half.text, first.text)), None):
            yield last, first


def runs_on(first: str, second: str) -> bool:
    """Whether the second text goes on with a sentence that the first one leaves unfinished."""
    if not first or not second or max(len(first), len(second)) > LONGEST_HALF:
        return False
    if _UNSPACED.match(first[-1]) and _UNSPACED.match(second[0]):
        return len(first) >= FEWEST_SIGNS and bool(_ENDS.search(second))
    if not _is_open(first) or _is_of_table(second):
        return False
    if _FIRST_WORD.match(second):
        return True
    is_open = _GOES_ON.search(first) or _PARTED.search(first)
    return bool(is_open and second[0].isalpha() and _ENDS.search(second))


def may_be_half(quote: Half) -> bool:
    """Whether it may begin or end in the midst of a sentence: a look that costs nothing."""
    text, passage = quote.text.strip(), quote.passage
    if not text or passage.page is None or passage.label.startswith(_SLIDE):
        return False
    starts = [start for start, _ in passage.sentences]
    begins_late = bool(_FIRST_WORD.match(text)) and quote.start <= min(starts, default=0)
    last = max((start for start in starts if start < quote.end), default=quote.start)
    tail = text[max(0, last - quote.start) :].strip()
    return begins_late or bool(tail and _is_open(tail))


def joined(parts: Sequence[Half]) -> str:
    """The parts as one text of a page, to be made readable; a parted word becomes whole."""
    return "\n".join(part.text for part in parts)


def _stand_apart(one: Passage, other: Passage) -> bool:
    """Whether two passages of a page do not follow each other in its text."""
    return other.start < one.end or other.start - one.end > _CLOSE


def _halves(passage: Passage) -> Iterator[Half | None]:
    """The sentences of a passage; None in place of one that is not to be quoted."""
    shown = sentence_spans(passage)
    for start, end in passage.sentences:
        yield _trimmed(passage, start, end) if (start, end) in shown else None


def _halves_backwards(last: Passage, passages: Sequence[Passage]) -> Iterator[Half | None]:
    """The sentences of a page from the end of one of its passages back."""
    for passage in reversed(passages[: passages.index(last) + 1]):
        if passage.page != last.page:
            return
        yield from reversed(list(_halves(passage)))


def _trimmed(passage: Passage, start: int, end: int) -> Half:
    raw = passage.text[start - passage.start : end - passage.start]
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    return Half(passage, min(start, end), end)


def _is_open(text: str) -> bool:
    """Whether it is the beginning of a sentence without its end."""
    if _ENDS.search(text) or _CAPITALS.search(text) or _is_of_table(text):
        return False
    return len(_WORD.findall(text)) >= FEWEST_WORDS or bool(_UNSPACED.match(text[-1]))


def _is_of_table(text: str) -> bool:
    words = text.split()
    figures = sum(1 for word in words if _DIGIT.search(word))
    return _CELLS in text or figures > _MOST_FIGURES * len(words)
