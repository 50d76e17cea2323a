"""What all formats share about text that nobody sees: characters without a shape, and joining."""

import re
from collections.abc import Iterable, Iterator

from indexer.documents import HiddenBecause, HiddenText, Span

SHAPELESS = "\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff\u034f\u115f\u1160\u3164\uffa0"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
TAGS = "\U000e0000-\U000e007f"
SMUGGLED = re.compile(
    rf"(?<!\U0001f3f4)(?:(?<![{TAGS}])[{TAGS}])[{TAGS}]*"  # tags, unless they make a flag
    rf"|(?:[{SHAPELESS}{SELECTORS}]){{4,}}"
    rf"|(?:[A-Za-z][{SHAPELESS}]+){{4,}}[A-Za-z]?"
)
"""Tag characters outside of flags; four shapeless characters on end; Latin letters split by them.

Persian and Indic scripts, Khmer, emoji and long names of web pages need one at a time, between
letters of their own or between words.
"""


def zero_width(text: str) -> Iterator[HiddenText]:
    """Stretches of a text with more shapeless characters than any script needs."""
    if text.isascii():
        return
    for match in SMUGGLED.finditer(text):
        yield HiddenText(Span(match.start(), match.end()), HiddenBecause.ZERO_WIDTH)


def merged(stretches: Iterable[HiddenText]) -> tuple[HiddenText, ...]:
    """Stretches in order and without overlaps; where two overlap, the earlier one is kept whole."""
    kept: list[HiddenText] = []
    for stretch in sorted(stretches, key=lambda stretch: (stretch.span.start, -stretch.span.end)):
        start = max(stretch.span.start, kept[-1].span.end if kept else 0)
        if start < stretch.span.end:
            kept.append(HiddenText(Span(start, stretch.span.end), stretch.because))
    return tuple(kept)
