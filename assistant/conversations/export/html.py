"""A conversation as one HTML file that loads nothing, from wherever it is opened."""

from collections.abc import Iterator
from html import escape

from assistant.conversations.export import words
from assistant.conversations.export.content import Content, Line, Row, Source, Turn

_HEAD = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 46rem }}
body {{ margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.6rem }}
h2 {{ font-size: 1.25rem; margin: 2.5rem 0 .25rem; break-after: avoid }}
h3 {{ font-size: 1rem; margin: 1.25rem 0 .25rem; break-after: avoid }}
small, .remark {{ color: #767676; font-size: .85rem }}
.stale {{ border-left: 3px solid #b7791f; padding-left: .75rem }}
ul, ol {{ padding-left: 1.25rem }}
li {{ margin: .35rem 0 }}
blockquote {{ margin: .15rem 0 .5rem; padding-left: .75rem; border-left: 3px solid #9aa5b1 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #9aa5b1; padding: .35rem .5rem }}
th, td {{ text-align: start; vertical-align: top }}
a {{ color: #2b6cb0 }}
</style>
</head>
<body>
"""


def html(content: Content) -> bytes:
    """The whole file, in UTF-8."""
    parts = [
        _HEAD.format(title=escape(content.title)),
        f'<h1 dir="auto">{escape(content.title)}</h1>',
        f'<p class="remark">{escape(content.remark)}</p>',
    ]
    for number, turn in enumerate(content.turns, start=1):
        parts += _turn(turn, number)
    parts.append("</body>\n</html>\n")
    return "\n".join(parts).encode()


def _turn(turn: Turn, number: int) -> Iterator[str]:
    yield f'<section>\n<h2 dir="auto">{escape(turn.question)}</h2>'
    yield f'<p class="remark">{escape(turn.remark)}</p>'
    if turn.stale:
        yield f'<p class="stale" dir="auto">{escape(turn.stale)}</p>'
    if turn.message:
        yield f"<p>{escape(turn.message)}</p>"
    if turn.lines:
        yield from _list(turn.lines, number)
    if turn.rows:
        yield from _table(turn, number)
    if turn.conflicts:
        yield f"<h3>{escape(words.CONFLICTS)}</h3>"
        yield from _list(turn.conflicts, number)
    if turn.sources:
        yield f"<h3>{escape(turn.sources_heading)}</h3>"
        yield from (_source(source, number) for source in turn.sources)
    yield "</section>"


def _list(lines: tuple[Line, ...], number: int) -> Iterator[str]:
    yield "<ul>"
    yield from (f'<li dir="auto">{_line(line, number)}</li>' for line in lines)
    yield "</ul>"


def _line(line: Line, number: int) -> str:
    verdict = f" <small>({escape(line.verdict)})</small>" if line.verdict else ""
    return f"{escape(line.text)}{_markers(line, number)}{verdict}"


def _markers(line: Line, number: int) -> str:
    return "".join(f' <a href="#s{number}-{marker}">[{marker}]</a>' for marker in line.markers)


def _table(turn: Turn, number: int) -> Iterator[str]:
    yield "<table>\n<tr>" + "".join(f"<th>{escape(head)}</th>" for head in turn.heads) + "</tr>"
    yield from (_row(row, number) for row in turn.rows)
    yield "</table>"


def _row(row: Row, number: int) -> str:
    says = " ".join(f"{escape(line.text)}{_markers(line, number)}" for line in row.lines)
    cells = (escape(row.title), escape(row.value), says or f"<small>{words.SAYS_NOTHING}</small>")
    return "<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in cells) + "</tr>"


def _source(source: Source, number: int) -> str:
    place = escape(source.place)
    if source.link:
        place = f'<a href="{escape(source.link)}">{place}</a>'
    remark = f" <small>({escape(source.remark)})</small>" if source.remark else ""
    return (
        f'<div id="s{number}-{source.marker}">[{source.marker}] {place}{remark}\n'
        f'<blockquote dir="auto">“{escape(source.quote)}”</blockquote></div>'
    )
