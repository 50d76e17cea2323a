"""What one document says to a question, before it is numbered and put into a row."""

from dataclasses import dataclass

from msgspec.structs import replace

from assistant.answers import AnswerSentence, Citation, Passage, Support, TableRow
from assistant.quotes.citing import cite, support_of
from assistant.terms import readable

ROWS_REMEMBERED = 20_000
"""Documents whose findings are kept, over all questions; about 2 KB each in memory."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, quoted or written, and the words it stands on."""

    passage: Passage
    start: int
    end: int
    text: str
    support: Support = Support.SUPPORTED
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What one document says; nothing when `said` is empty."""

    said: tuple[Said, ...] = ()
    value: str = ""
    """The short fact in the first sentence."""
    by_model: bool = False
    """Whether a language model picked or wrote it."""


NOTHING = Finding()


def quote(passage: Passage, start: int, end: int) -> Said:
    """The document's own words between two characters of the passage's page."""
    text = readable(passage.text[start - passage.start : end - passage.start])
    return Said(passage, start, end, text, support_of(passage, Support.SUPPORTED))


def row_of(
    finding: Finding, path: str, title: str, first_marker: int
) -> tuple[TableRow, tuple[Citation, ...]]:
    """A row for the file at `path`, and its citations numbered from `first_marker` on."""
    citations = tuple(
        replace(cite(said.passage, said.start, said.end, marker), path=path)
        for marker, said in enumerate(finding.said, start=first_marker)
    )
    sentences = tuple(
        AnswerSentence(
            text=said.text,
            support=said.support,
            citations=(citation.marker,),
            quoted=said.quoted,
        )
        for said, citation in zip(finding.said, citations, strict=True)
    )
    row = TableRow(
        path=path,
        title=title,
        sentences=sentences,
        value=finding.value,
        by_model=finding.by_model,
    )
    return row, citations
