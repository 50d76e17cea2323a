"""From ranked sentences to quotes: the best few, each with as much around it as it needs.

A row of a table means little without the rows above it, the item of a list without its list, and a
short sentence often without the next. So a quote grows within its paragraph, table or list, up to
a length that is read at a glance. What it holds is one stretch of the page, word for word.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answers import Passage
from assistant.quotes.citing import sentence_spans
from assistant.quotes.sentence_ranking import CELLS, RankedSentence
from assistant.terms import content_terms

MOST_QUOTES = 3
SENTENCES_TRIED = 16
"""Best sentences that quotes are made of: all that were looked at closely."""
CLOSE_ENOUGH = 1.5
"""How far behind the best sentence one of another passage may be and still be quoted."""
WORTH_JOINING = 2.0
"""How far behind the best sentence one may be for which a quote takes in what stands between."""
SAID_BEFORE = 0.8
"""Share of a quote's terms in a better quote from which it adds nothing."""
PROSE_CHARACTERS = 300
"""Up to which a quote from running text grows."""
BLOCK_CHARACTERS = 600
"""Up to which a quote from a table, a list or code grows."""
JOINED_CHARACTERS = 700
"""Of one passage from the beginning of one quote to the end of another, up to which they are one.
What a passage says to a question in two places belongs together, and leaves room for another's."""

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE_END = re.compile(r"[\r\n]")
_ENDS = re.compile(r"[.!?。！？।؟…][\"'”’»)\]]*$")
_COLON = re.compile(r"[:：]$")
_ITEM = re.compile(r"^\s*(?:[•▪◦‣●○·*+–—-]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s")


def make_quotes(
    ranked: Sequence[RankedSentence], passages: Sequence[Passage]
) -> list[RankedSentence]:
    """The one to three best quotes, best first."""
    quotes: list[RankedSentence] = []
    for sentence in ranked[:SENTENCES_TRIED]:
        behind = ranked[0].score - sentence.score
        if sentence.passage == ranked[0].passage or behind <= CLOSE_ENOUGH:
            _take(sentence, quotes, passages, may_join=behind <= WORTH_JOINING)
    return quotes[:MOST_QUOTES]


def _take(
    sentence: RankedSentence,
    quotes: list[RankedSentence],
    passages: Sequence[Passage],
    *,
    may_join: bool,
) -> None:
    """Make the sentence a quote, or part of one that it is near to, unless it adds nothing."""
    for place, quote in enumerate(quotes):
        if _is_within(sentence, quote):
            return
        if _adjoin(quote, sentence, passages):
            quotes[place] = _spanning(quote, sentence, passages)
            return
    grown = _grown(sentence, passages)
    near = [n for n, quote in enumerate(quotes) if may_join and _is_near(quote, grown, passages)]
    if near:
        quotes[near[0]] = _spanning(quotes[near[0]], grown, passages)
    elif not any(_says_it(quote, grown) for quote in quotes):
        quotes.append(grown)


def _is_near(one: RankedSentence, other: RankedSentence, passages: Sequence[Passage]) -> bool:
    """Whether two quotes of a passage may become one, with whatever stands between them."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    if one.passage != other.passage or end - start > JOINED_CHARACTERS:
        return False
    passage = passages[one.passage]
    unquoted = (*passage.hidden, *passage.instructions)
    return not any(first < end and start < last for first, last in unquoted)


def _says_it(quote: RankedSentence, other: RankedSentence) -> bool:
    """Whether a quote already has nearly all words of the other."""
    wanted = set(content_terms(other.text))
    return len(wanted & set(content_terms(quote.text))) >= SAID_BEFORE * len(wanted)


def _is_within(sentence: RankedSentence, quote: RankedSentence) -> bool:
    return (
        sentence.passage == quote.passage
        and quote.start <= sentence.start
        and sentence.end <= quote.end
    )


def _adjoin(one: RankedSentence, other: RankedSentence, passages: Sequence[Passage]) -> bool:
    if one.passage != other.passage:
        return False
    first, second = sorted((one, other), key=lambda each: each.start)
    return second.start < first.end or _belongs(_between(first.end, second.start, passages, one))


def _between(start: int, end: int, passages: Sequence[Passage], of: RankedSentence) -> str:
    passage = passages[of.passage]
    return passage.text[start - passage.start : end - passage.start]


def _spanning(
    quote: RankedSentence, other: RankedSentence, passages: Sequence[Passage]
) -> RankedSentence:
    start, end = min(quote.start, other.start), max(quote.end, other.end)
    return replace(
        quote,
        start=start,
        end=end,
        text=_between(start, end, passages, quote),
        coverage=max(quote.coverage, other.coverage),
    )


def _grown(sentence: RankedSentence, passages: Sequence[Passage]) -> RankedSentence:
    """The sentence with its neighbours, as long as they belong together and there is room."""
    passage = passages[sentence.passage]
    spans = _trimmed_spans(passage)
    place = next((n for n, span in enumerate(spans) if span[0] == sentence.start), None)
    if place is None:
        return sentence
    texts = [passage.text[start - passage.start : end - passage.start] for start, end in spans]
    gaps = [
        passage.text[one[1] - passage.start : other[0] - passage.start]
        for one, other in pairwise(spans)
    ]
    first = last = place
    is_block = _is_line(texts[place], place, gaps)
    room = (BLOCK_CHARACTERS if is_block else PROSE_CHARACTERS) - len(texts[place])
    while True:
        grown = _next(first, last, texts, gaps, is_block, room)
        if grown is None:
            break
        room -= len(texts[grown]) + 1
        first, last = min(first, grown), max(last, grown)
    start, end = spans[first][0], spans[last][1]
    text = passage.text[start - passage.start : end - passage.start]
    return replace(sentence, start=start, end=end, text=text)


def _trimmed_spans(passage: Passage) -> list[tuple[int, int]]:
    spans = []
    for start, end in sentence_spans(passage):
        raw = passage.text[start - passage.start : end - passage.start]
        start += len(raw) - len(raw.lstrip())
        end -= len(raw) - len(raw.rstrip())
        if start < end:
            spans.append((start, end))
    return spans


def _next(
    first: int, last: int, texts: Sequence[str], gaps: Sequence[str], is_block: bool, room: int
) -> int | None:
    """The neighbour to take in: what is above a row, what follows a sentence; None at the end."""
    above, below = first - 1, last + 1
    can_above = above >= 0 and _belongs(gaps[above]) and len(texts[above]) < room
    can_below = below < len(texts) and _belongs(gaps[last]) and len(texts[below]) < room
    if is_block and can_above:
        return above
    if can_below:
        return below
    return above if can_above else None


def _belongs(gap: str) -> bool:
    """Whether two sentences with this between them are of one paragraph, table or list."""
    return not gap.strip() and not _BLANK_LINE.search(gap)


def _is_line(text: str, place: int, gaps: Sequence[str]) -> bool:
    """Whether it is a row, an item or a line of code, and not a sentence of running text."""
    if CELLS in text or _ITEM.match(text) or _COLON.search(text):
        return True
    return not _ENDS.search(text) and place < len(gaps) and bool(_LINE_END.search(gaps[place]))
