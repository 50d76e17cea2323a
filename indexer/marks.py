"""What of a page's marks belongs to a part of it: hidden text, and words read off a picture."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from indexer.documents import HiddenText, Page, Recognition, Span, WordBox


def hidden_within(page: Page, span: Span) -> tuple[HiddenText, ...]:
    """The hidden stretches of the page that lie in `span`, cut to it."""
    first = bisect_right(page.hidden, span.start, key=lambda hidden: hidden.span.end)
    last = bisect_left(page.hidden, span.end, key=lambda hidden: hidden.span.start)
    return tuple(
        replace(hidden, span=_common(hidden.span, span)) for hidden in page.hidden[first:last]
    )


def recognition_within(page: Page, span: Span) -> Recognition | None:
    """How this part of the page was recognised; None where it is text of the file itself."""
    recognition = page.recognition
    if recognition is None or not recognition.words:
        return recognition
    words = recognition.words
    first = bisect_right(words, span.start, key=lambda word: word.span.end)
    last = bisect_left(words, span.end, key=lambda word: word.span.start)
    if first == last:  # a part of the file itself beside pictures that it encloses
        return None
    return replace(recognition, words=words[first:last])


def placed_within(page: Page, span: Span) -> tuple[WordBox, ...]:
    """The places on the page of what lies in `span` and is not in the viewer's text."""
    return tuple(
        replace(box, span=_common(box.span, span)) for box in page.placed if box.span.overlaps(span)
    )


def _common(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))
