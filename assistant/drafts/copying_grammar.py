"""A grammar by which a model can only copy: a sentence's number, and words that stand in it.

So a small model, too, cannot spoil a number or make up a name; it can only choose badly.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

MOST_UNITS = 120
"""Words and signs of a sentence that can be copied; what stands behind them cannot."""
_UNIT = re.compile(
    r"[\u2e80-\u9fff\u3040-\u30ff]|[^\W\u2e80-\u9fff\u3040-\u30ff]+"
    r"(?:[.,:'’/&@-][^\W\u2e80-\u9fff\u3040-\u30ff]+)*|\S"
)
_NO_START = frozenset(".,;:!?)]}%。，、；：")


def copying_grammar(sentences: Sequence[str]) -> str:
    """GBNF for `{"found": false}`, or a sentence's number from 1 on with words copied from it."""
    choices = " | ".join(f"choice{number}" for number in range(1, len(sentences) + 1))
    start = r'root ::= "{\"found\": false}" | "{\"found\": true, \"sentence\": " (' + choices
    lines = [start + ') "}"']
    for number, sentence in enumerate(sentences, start=1):
        lines.extend(_rules(number, sentence))
    return "\n".join(lines)


def _rules(number: int, sentence: str) -> Iterator[str]:
    """What may follow after a sentence was chosen: a run of its words, or none."""
    units = list(_UNIT.finditer(sentence))[:MOST_UNITS]
    starts = [place for place, unit in enumerate(units) if unit.group() not in _NO_START]
    head = rf'choice{number} ::= "{number}, \"value\": \""'
    runs = " | ".join(_rule(number, place) for place in starts)
    yield f'{head} ({runs})? "\\""' if runs else rf'{head} "\""'
    for place, unit in enumerate(units):
        rule = f"{_rule(number, place)} ::= {_literal(unit.group())}"
        if place + 1 < len(units):
            gap = '" " ' if units[place + 1].start() > unit.end() else ""
            rule += f" ({gap}{_rule(number, place + 1)})?"
        yield rule


def _rule(number: int, place: int) -> str:
    return f"run{number}-{place}"


def _literal(text: str) -> str:
    """A text within JSON, as GBNF spells it."""
    within = msgspec.json.encode(text).decode()[1:-1]
    return '"' + within.replace("\\", r"\\").replace('"', r"\"") + '"'
