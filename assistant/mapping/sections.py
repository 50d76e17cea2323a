"""One long document summarised by its sections: what stands for each, quoted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from time import perf_counter

from assistant.answers import Citation, Coverage, Passage, TableRow
from assistant.mapping import map_words as say
from assistant.mapping.documents import made_table
from assistant.mapping.findings import Finding, row_of
from assistant.mapping.model_work import ModelWork
from assistant.messages import AnswerFinished, RowFound

MOST_SECTIONS = 24
"""Rows that a person still reads; longer documents have larger sections."""
FEWEST_SECTIONS = 3
"""Fewer headings than this say little: the next level is taken, or groups of pages."""
GROUPS_OF_PAGES = 8
SECTIONS_AT_ONCE = 4
"""Embedded together, between two rows that are shown."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, or a few pages of it."""

    title: str
    passages: tuple[Passage, ...]


Findings = Callable[[Sequence[Section], int], Sequence[Finding]]
"""What a few neighbouring sections say, the first of which has that number; fewer when stopped."""


def map_sections(
    question: str,
    path: str,
    sections: Sequence[Section],
    findings: Findings,
    should_stop: Callable[[], bool],
    work: ModelWork | None = None,
) -> Iterator[RowFound | AnswerFinished]:
    """A row for each section with the one or two sentences that stand for it, then the table."""
    started = perf_counter()
    rows: list[TableRow] = []
    citations: list[Citation] = []
    at_once = SECTIONS_AT_ONCE if work is None else 1
    for first in range(0, len(sections), at_once):
        some = sections[first : first + at_once]
        for section, finding in zip(some, findings(some, first), strict=False):
            row, own = row_of(finding, path, section.title, len(citations) + 1)
            rows.append(row)
            citations.extend(own)
            coverage = _coverage(rows, len(sections))
            yield RowFound(row=row, citations=own, coverage=coverage)
        if should_stop():
            break
    seconds = {"read": round(perf_counter() - started, 4)}
    coverage = _coverage(rows, len(sections))
    table = made_table(question, rows, citations, coverage, seconds, work, sections=True)
    yield AnswerFinished(answer=table)


def sections_of(passages: Sequence[Passage]) -> list[Section]:
    """The sections of a document, in order: by the highest level of headings that parts it."""
    for depth in (1, 2, 3):
        found = _by_headings(passages, depth)
        if len({section.title for section in found}) >= FEWEST_SECTIONS:
            return _joined(found)
    return _by_pages(passages)


def _by_headings(passages: Sequence[Passage], depth: int) -> list[Section]:
    return [
        Section(" › ".join(path[-1:]), tuple(group))
        for path, group in groupby(passages, key=lambda each: each.heading_path[:depth])
    ]


def _joined(sections: Sequence[Section]) -> list[Section]:
    """At most `MOST_SECTIONS`, by putting neighbours together; parts without a heading join."""
    named: list[Section] = []
    for section in sections:
        if not section.title and named:
            last = named.pop()
            section = Section(last.title, (*last.passages, *section.passages))
        named.append(section)
    named = [
        section if section.title else Section(say.OPENING_SECTION, section.passages)
        for section in named
    ]
    size = -(-len(named) // MOST_SECTIONS)
    groups = [named[start : start + size] for start in range(0, len(named), size)]
    return [
        Section(say.several_sections([each.title for each in group]), _all_passages(group))
        for group in groups
    ]


def _all_passages(sections: Sequence[Section]) -> tuple[Passage, ...]:
    return tuple(passage for section in sections for passage in section.passages)


def _by_pages(passages: Sequence[Passage]) -> list[Section]:
    """Groups of consecutive pages, or of passages where there are no pages."""
    pages = [list(group) for _, group in groupby(passages, key=lambda each: each.page)]
    if len(pages) < FEWEST_SECTIONS:
        pages = [[passage] for passage in passages]
    size = max(1, -(-len(pages) // GROUPS_OF_PAGES))
    groups = [list(chain(*pages[start : start + size])) for start in range(0, len(pages), size)]
    return [Section(_named(group), tuple(group)) for group in groups]


def _named(group: Sequence[Passage]) -> str:
    first, last = group[0], group[-1]
    if first.page is not None and last.page is not None:
        return say.page_range(first.page, last.page)
    return say.from_to(first.label, last.label)


def _coverage(rows: Sequence[TableRow], total: int) -> Coverage:
    nothing = sum(not row.sentences for row in rows)
    return Coverage(read=len(rows), total=total, nothing=nothing)
