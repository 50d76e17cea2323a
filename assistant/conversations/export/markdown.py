"""A conversation as Markdown (CommonMark, with tables as GitHub reads them)."""

import re
from collections.abc import Iterator

from assistant.conversation import KeptTurn
from assistant.conversations.export import words
from assistant.conversations.export.content import Content, Line, Row, Source, Turn, content_of

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$^]")
_AT_THE_END = re.compile(r"(?<=\s)#+$")
"""It would close a heading, and not be shown."""
_AT_THE_START = re.compile(r"^(?:[-+=#]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?<=\w)(?::(?=//)|@(?=\w))|(?<=\bwww)\.", re.IGNORECASE)
"""What makes an address of plain text in many programs, even without brackets."""


def markdown(content: Content) -> bytes:
    """The whole file, in UTF-8."""
    parts = [f"# {escaped(content.title)}", f"*{escaped(content.remark)}*"]
    for turn in content.turns:
        parts += _turn(turn)
    return ("\n\n".join(parts) + "\n").encode()


def turn_markdown(turn: KeptTurn) -> str:
    """One question with its answer and sources, to be pasted elsewhere."""
    (content,) = content_of("", (turn,)).turns
    return "\n\n".join(_turn(content)) + "\n"


def escaped(text: str) -> str:
    """The text so that it is shown as it is: no markup, no picture, no link."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    text = _ADDRESS.sub(r"\\\g<0>", text)
    text = _AT_THE_END.sub(r"\\\g<0>", text)
    start = _AT_THE_START.match(text)
    if start is None:
        return text
    end = start.end() if start.group()[0].isdigit() else 0
    return f"{text[:end]}\\{text[end:]}"


def _turn(turn: Turn) -> Iterator[str]:
    yield f"## {escaped(turn.question)}"
    yield f"*{escaped(turn.remark)}*"
    if turn.stale:
        yield f"> {escaped(turn.stale)}"
    if turn.message:
        yield escaped(turn.message)
    if turn.lines:
        yield "\n".join(f"- {_line(line)}" for line in turn.lines)
    if turn.rows:
        yield _table(turn)
    if turn.conflicts:
        yield f"**{words.CONFLICTS}**"
        yield "\n".join(f"- {_line(line)}" for line in turn.conflicts)
    if turn.sources:
        yield f"**{turn.sources_heading}**"
        yield "\n".join(f"- {_source(source)}" for source in turn.sources)


def _line(line: Line) -> str:
    verdict = f" — *{escaped(line.verdict)}*" if line.verdict else ""
    return f"{escaped(line.text)}{_markers(line)}{verdict}"


def _markers(line: Line) -> str:
    return "".join(f" \\[{marker}\\]" for marker in line.markers)


def _table(turn: Turn) -> str:
    lines = [" | ".join(turn.heads), " | ".join("---" for _ in turn.heads)]
    lines += [_row(row) for row in turn.rows]
    return "\n".join(f"| {line} |" for line in lines)


def _row(row: Row) -> str:
    says = " ".join(f"{escaped(line.text)}{_markers(line)}" for line in row.lines)
    return " | ".join((escaped(row.title), escaped(row.value), says or f"*{words.SAYS_NOTHING}*"))


def _source(source: Source) -> str:
    place = escaped(source.place)
    # A file's address may hold brackets, which end a link that is not in angle brackets.
    place = f"[{place}](<{source.link}>)" if source.link else place
    remark = f" — *{escaped(source.remark)}*" if source.remark else ""
    return f"\\[{source.marker}\\] {place}: “{escaped(source.quote)}”{remark}"
