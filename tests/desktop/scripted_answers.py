"""Answers beyond a few sentences, as the scripted engine gives them: tables, conflicts, follow-ups,
tags and traces.

The first word of a question chooses: `table` asks 35 documents (33 have something, two have
nothing, one more cannot be read), `halftable` stops after twelve and goes on until it is cancelled,
`bigtable` asks 500, `sections` asks the sections of one, `disagree` finds a conflict, `follow` is
completed from the conversation unless it is to be searched for as typed.
"""

from collections.abc import Callable, Iterator

import msgspec

from assistant.answers import (
    Answer,
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    Citation,
    Conflict,
    Coverage,
    Support,
    TableRow,
)
from assistant.messages import (
    AnswerFinished,
    LibraryListed,
    PassagesFound,
    RequestDone,
    RequestFailed,
    RowFound,
    TagEntry,
    TraceRead,
    TracesListed,
)
from assistant.requests import (
    AnyRequest,
    Ask,
    DeleteTraces,
    ListTraces,
    ReadTrace,
    TagPaths,
)
from assistant.trace import AnswerTrace, PassageFate, TracedPassage, TracedSentence, TraceEntry
from tests.desktop.scripted_library import FOLDER, LEASE, SENTENCES, evidence, passages

Say = Callable[[int, msgspec.Struct], None]
TRACE = "0123456789ab"
ASKED_AT = 1_760_000_000.0
TABLES = {"table": 35, "halftable": 35, "bigtable": 500, "sections": 9}
COMPLETED = "How long is the notice period of the lease?"


class ScriptedAnswers:
    """Serves the requests that the rest of the engine does not."""

    def __init__(self, say: Say, open_requests: dict[int, AnyRequest]) -> None:
        self._say = say
        self._open = open_requests
        self._tags: dict[str, set[str]] = {"contracts": {str(FOLDER)}}
        self._traces = 42

    @property
    def tags(self) -> tuple[TagEntry, ...]:
        """All tags with what carries them."""
        return tuple(
            TagEntry(name=name, paths=tuple(sorted(paths))) for name, paths in self._tags.items()
        )

    def serve(self, request: int, body: AnyRequest) -> bool:
        """Answer it; False where it is for somebody else."""
        match body:
            case Ask():
                return self._ask(request, body)
            case TagPaths():
                self._tag(request, body)
            case ReadTrace():
                self._say(request, TraceRead(trace=trace() if body.trace == TRACE else None))
                self._say(request, RequestDone())
            case ListTraces() | DeleteTraces():
                self._traces = 0 if isinstance(body, DeleteTraces) else self._traces
                self._say(request, TracesListed(traces=tuple(entries(self._traces))))
                self._say(request, RequestDone())
            case _:
                return False
        return True

    def _ask(self, request: int, body: Ask) -> bool:
        first = body.question.split()[0]
        kind = "table" if body.every_document and first not in TABLES else first
        if body.every_document is False:
            kind = ""
        if kind in TABLES:
            self._table(request, body, kind)
        elif kind == "disagree":
            self._answer(request, body, conflicts=(conflict(),))
        elif kind == "near":
            self._answer(request, body, unmet=("Zephyr",))
        elif kind == "follow":
            self._answer(request, body, searched="" if body.as_typed else COMPLETED)
        else:
            return False
        return True

    def _answer(
        self,
        request: int,
        body: Ask,
        searched: str = "",
        conflicts: tuple[Conflict, ...] = (),
        unmet: tuple[str, ...] = (),
    ) -> None:
        found = evidence()
        self._say(request, PassagesFound(passages=passages(), searched=searched))
        self._say(request, found)
        answer = Answer(
            question=body.question,
            sentences=found.sentences,
            citations=found.citations,
            mode=AnswerMode.QUOTES,
            model=None,
            timings={"total": 0.31},
            conflicts=conflicts,
            unmet=unmet,
        )
        self._say(request, AnswerFinished(answer=answer, trace=TRACE))
        self._say(request, RequestDone())

    def _table(self, request: int, body: Ask, kind: str) -> None:
        total = TABLES[kind]
        rows: list[TableRow] = []
        citations: list[Citation] = []
        coverage = Coverage(read=0, total=total, nothing=0)
        for row, theirs in table_rows(total, sections=kind == "sections"):
            rows.append(row)
            citations += theirs
            coverage = Coverage(
                read=len(rows), total=total, nothing=sum(not each.sentences for each in rows)
            )
            self._say(request, RowFound(row=row, citations=theirs, coverage=coverage))
            if kind == "halftable" and len(rows) == 12:
                self._open[request] = body
                return
        if kind == "table":
            failed = (str(FOLDER / "Safe combination.pdf"),)
            coverage = Coverage(read=total, total=total + 1, nothing=2, failed=failed)
        table = AnswerTable(
            question=body.question,
            rows=tuple(rows),
            citations=tuple(citations),
            coverage=coverage,
            mode=AnswerMode.QUOTES,
            model=None,
            sections=kind == "sections",
            timings={"total": 4.2},
        )
        self._say(request, AnswerFinished(answer=table, trace=TRACE))
        self._say(request, RequestDone())

    def _tag(self, request: int, body: TagPaths) -> None:
        if "refused" in body.tag:
            self._say(request, RequestFailed(code="wrong-use", message="That cannot be a tag."))
            return
        carrying = self._tags.setdefault(body.tag, set())
        carrying.symmetric_difference_update(
            carrying & set(body.paths) if body.remove else set(body.paths) - carrying
        )
        if not carrying:
            del self._tags[body.tag]
        self._say(request, LibraryListed(sources=(), files=(), tags=self.tags))
        self._say(request, RequestDone())


def table_rows(
    total: int, *, sections: bool = False
) -> Iterator[tuple[TableRow, tuple[Citation, ...]]]:
    """A row for each document; the eighth and the twentieth have nothing to say."""
    known = evidence().citations
    marker = 0
    for number in range(total):
        name = f"Lease {number + 1:03}, house at the corner of Rosenthaler and Neue.md"
        path = LEASE if sections or number == 0 else str(FOLDER / name)
        title = f"§ {number + 1} Of the notice" if sections else f"Lease no. {number + 1}"
        if number in (7, 19):
            yield TableRow(path=path, title=title), ()
            continue
        value = f"{number % 6 + 1} months"
        text = f"The notice period is {value} to the end of a quarter."
        cited = []
        for quote in known[: 2 if number == 1 else 1]:
            marker += 1
            cited.append(
                msgspec.structs.replace(
                    quote,
                    marker=marker,
                    path=path,
                    scanned=number == 4,
                    confidence=0.71 if number == 4 else None,
                    hidden=number == 5,
                )
            )
        sentence = AnswerSentence(
            text=text,
            support=Support.UNVERIFIED if number == 4 else Support.SUPPORTED,
            citations=tuple(each.marker for each in cited),
            quoted=True,
        )
        more = AnswerSentence(text=SENTENCES[2] * 3, support=Support.PARTLY)
        sentences = (sentence, more) if number == 2 else (sentence,)
        yield TableRow(path=path, title=title, sentences=sentences, value=value), tuple(cited)


def conflict() -> Conflict:
    """The lease and its amendment do not say the same."""
    return Conflict(
        text="One says three months to the end of a quarter, the other six months.",
        citations=(3, 1),
    )


def entries(count: int) -> Iterator[TraceEntry]:
    """Traces as a list has them; every seventh without an answer."""
    for number in range(count):
        yield TraceEntry(
            id=TRACE if number == 0 else f"{number:012x}",
            asked_at=ASKED_AT - 3_600.0 * number,
            question=f"Question {number}?",
            mode=AnswerMode.QUOTES,
            abstained=number % 7 == 3,
            seconds=0.2 + number % 10 / 10,
            seconds_to_quotes=0.1 + number % 10 / 100,
        )


def trace() -> AnswerTrace:
    """How an answer came about, with everything that can be said of it."""
    fates = (
        PassageFate.QUOTED,
        PassageFate.GIVEN,
        PassageFate.NO_ROOM,
        PassageFate.NOT_USED,
    )
    return AnswerTrace(
        id=TRACE,
        asked_at=ASKED_AT,
        question="And how long is it there?",
        searched=COMPLETED,
        scope="tag:contracts type:pdf",
        mode=AnswerMode.SHORT,
        model="smollm2-135m",
        embedding_model="all-MiniLM-L6-v2",
        prompt_version="short-3",
        prompt_tokens=1_342,
        passages=tuple(
            TracedPassage(
                path=passage.path,
                page=passage.page,
                label=passage.label,
                score=passage.score,
                found_by={"dense": 0.62, "dense_rank": number + 1.0, "text_rank": 8.0 - number},
                fate=fates[min(number, 3)],
                hidden=bool(passage.hidden),
                scanned=passage.scanned,
            )
            for number, passage in enumerate(passages())
        ),
        sentences=(
            TracedSentence(text=SENTENCES[0], support=Support.SUPPORTED, quoted=True, shown=True),
            TracedSentence(
                text="The notice period is five months.",
                support=Support.UNSUPPORTED,
                quoted=False,
                shown=False,
                objections=("“five months” is not in the cited passage",),
            ),
        ),
        signals={"passage_similarity": 0.71, "passage_coverage": 0.8},
        timings={
            "retrieve": 0.041,
            "quote": 0.093,
            "first_token": 0.88,
            "write": 2.31,
            "verify": 0.04,
            "total": 2.61,
        },
    )
