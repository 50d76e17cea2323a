"""Answers with citations, for the tests of conversations."""

from pathlib import Path

from assistant.answers import (
    AbstentionReason,
    Answer,
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    Citation,
    Conflict,
    Coverage,
    NoAnswer,
    QuoteBox,
    Support,
    TableRow,
)
from indexer.reading import content_hash

NOTICE = "The notice period is three months."


def citation(
    path: str | Path = "/docs/lease.txt", quote: str = NOTICE, marker: int = 1, **other: object
) -> Citation:
    """A place in a file; of one that exists the revision is that of its present content."""
    revision = f"{content_hash(str(path))}-text" if Path(path).is_file() else "0" * 32 + "-text"
    fields = {
        "page": None,
        "start": 3,
        "end": 3 + len(quote),
        "label": "line 1",
        "revision": revision,
    }
    return Citation(marker=marker, path=str(path), quote=quote, **(fields | other))  # type: ignore[arg-type]


def answer(*citations: Citation, question: str = "How long is the notice period?") -> Answer:
    """Each citation's quote as a sentence."""
    cited = citations or (citation(),)
    return Answer(
        question=question,
        sentences=tuple(
            AnswerSentence(
                text=each.quote, support=Support.SUPPORTED, citations=(each.marker,), quoted=True
            )
            for each in cited
        ),
        citations=cited,
        mode=AnswerMode.QUOTES,
        model=None,
        timings={"total": 0.25},
    )


def full_answer() -> Answer:
    """One with everything that an answer can have."""
    scan = citation(
        "/docs/scan.png",
        "Drei Monate",
        2,
        page=4,
        label="p. 4",
        scanned=True,
        confidence=0.8,
        hidden=True,
        boxes=(QuoteBox(0.1, 0.2, 0.3, 0.4),),
    )
    return Answer(
        question="How long?",
        sentences=(
            AnswerSentence(text="It is three months.", support=Support.PARTLY, citations=(1, 2)),
            AnswerSentence(text="There are 2 leases.", support=Support.SUPPORTED, counted=True),
        ),
        citations=(citation(), scan),
        mode=AnswerMode.FULL,
        model="qwen",
        timings={"total": 1.5},
        dropped=(AnswerSentence(text="It is nine years.", support=Support.UNSUPPORTED),),
        conflicts=(Conflict(text="The two leases name different periods.", citations=(2, 1)),),
    )


def no_answer() -> NoAnswer:
    """With the nearest place."""
    return NoAnswer(
        question="Who?", reason=AbstentionReason.NOT_IN_DOCUMENTS, nearest=(citation(),)
    )


def table() -> AnswerTable:
    """Two documents, of which one says nothing."""
    says = AnswerSentence(text=NOTICE, support=Support.SUPPORTED, citations=(1,), quoted=True)
    return AnswerTable(
        question="The notice period of every contract?",
        rows=(
            TableRow(
                path="/docs/lease.txt", title="Lease", sentences=(says,), value="three months"
            ),
            TableRow(path="/docs/menu.txt", title="Menu"),
        ),
        citations=(citation(),),
        coverage=Coverage(read=2, total=3, nothing=1, failed=("/docs/broken.pdf",)),
        mode=AnswerMode.QUOTES,
        model=None,
    )
