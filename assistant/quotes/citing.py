"""From a place in a passage to a citation: which words, where they stand, how certain they are.

What a citation quotes is exactly the text of the page between two characters, never text that
anything wrote. Text that cannot be seen on the page is found and marked, but is no evidence: the
person who opens the page would look for it in vain, and whoever hid it may have done so on purpose.
"""

from collections.abc import Iterator, Sequence

from assistant.answers import Citation, Passage, QuoteBox, Support

_SAME_LINE = 0.5
"""Share of the lower of two boxes by which they overlap in height when they are on one line."""
_WORD_GAP = 2.0
"""Heights of a line that may lie between two words of it; columns are further apart."""


def cite(passage: Passage, start: int, end: int, marker: int) -> Citation:
    """A citation of characters `start` to `end` of the passage's page, which must lie within it."""
    if not passage.start <= start < end <= passage.end:
        raise ValueError(f"{start}..{end} is not within {passage.start}..{passage.end}")
    return Citation(
        marker=marker,
        path=passage.path,
        revision=passage.revision,
        page=passage.page,
        start=start,
        end=end,
        label=_label_at(passage, start),
        quote=passage.text[start - passage.start : end - passage.start],
        scanned=passage.scanned,
        confidence=passage.confidence,
        hidden=_is_hidden(passage, start, end),
        instructions=bool(passage.instructions),
        boxes=_line_boxes(
            [box for first, last, box in passage.boxes if first < end and start < last]
        ),
    )


def support_of(passage: Passage, support: Support) -> Support:
    """The verdict that may be shown: words read off a picture are never called verified."""
    if passage.scanned and support in (Support.SUPPORTED, Support.PARTLY):
        return Support.UNVERIFIED
    return support


def context_of(passage: Passage) -> str:
    """What can be seen of the passage, with the headings it stands under."""
    return " ".join((*passage.heading_path, visible_text(passage)))


def visible_text(passage: Passage) -> str:
    """The passage without what cannot be seen on the page, and without planted orders."""
    if not (passage.hidden or passage.instructions):
        return passage.text
    return " ".join(
        passage.text[start - passage.start : end - passage.start]
        for start, end in _visible(passage)
    )


def sentence_spans(passage: Passage) -> tuple[tuple[int, int], ...]:
    """The passage's sentences that can be seen, or the whole of it where they are not known.

    Of a sentence with an order in it, what is before and after the order.
    """
    within = tuple(
        (start, end)
        for start, end in passage.sentences
        if passage.start <= start < end <= passage.end
    )
    spans = within or ((passage.start, passage.end),)
    shown = tuple(span for span in spans if not _is_hidden(passage, *span))
    if not passage.instructions:
        return shown
    return tuple(part for span in shown for part in _without(passage, *span))


def _without(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence that are no orders."""
    for first, last in passage.instructions:
        if last <= start or end <= first:
            continue
        if passage.text[start - passage.start : max(start, first) - passage.start].strip():
            yield start, first
        start = max(start, last)
    if passage.text[start - passage.start : end - passage.start].strip():
        yield start, end


def _visible(passage: Passage) -> Iterator[tuple[int, int]]:
    """The stretches of the passage between what is hidden or an order."""
    position = passage.start
    for start, end in sorted((*passage.hidden, *passage.instructions)):
        if position < start:
            yield position, start
        position = max(position, end)
    if position < passage.end:
        yield position, passage.end


def _is_hidden(passage: Passage, start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in passage.hidden)


def _label_at(passage: Passage, start: int) -> str:
    """The label of the sentence that the place is in."""
    for (_, end), label in zip(passage.sentences, passage.sentence_labels, strict=False):
        if start < end:
            return label
    return passage.label


def _line_boxes(words: Sequence[QuoteBox]) -> tuple[QuoteBox, ...]:
    """One box for the words of a line that follow each other."""
    boxes: list[QuoteBox] = []
    for word in words:
        if boxes and _continues(boxes[-1], word):
            boxes[-1] = _around(boxes[-1], word)
        else:
            boxes.append(word)
    return tuple(boxes)


def _continues(line: QuoteBox, word: QuoteBox) -> bool:
    height = min(line.bottom - line.top, word.bottom - word.top)
    overlap = min(line.bottom, word.bottom) - max(line.top, word.top)
    gap = word.left - line.right
    return overlap > _SAME_LINE * height and -height < gap < _WORD_GAP * height


def _around(one: QuoteBox, other: QuoteBox) -> QuoteBox:
    return QuoteBox(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )
