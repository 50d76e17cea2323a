"""The library that the scripted engine knows: seven files, three quotes, eight passages."""

from collections.abc import Iterator
from pathlib import Path

from assistant.answers import AnswerSentence, Citation, Passage, Support
from assistant.messages import EvidenceFound, FileEntry, SentenceChecked
from indexer.documents import FileMark, FileStatus, Reason, ReasonCode

FOLDER = Path("/library/contracts")
LEASE = str(FOLDER / "Lease, Rosenthal 14.md")
SENTENCES = (
    "The notice period is three months to the end of a quarter.",
    "Notice must be given in writing.",
    "The deposit is two monthly rents, and it bears interest from the day of payment.",
)
NAMES = (
    "Lease, Rosenthal 14.md",
    "Amendment of 12 March 2024 to the lease of the flat in Rosenthal 14, second floor, with all"
    " annexes, signed and scanned by the property management.pdf",
    "Minutes 2023-11-02.docx",
    "Price list.html",
    "Scan 0042.pdf",
    "notes.txt",
    "Safe combination.pdf",
)

MARKS: tuple[tuple[FileMark, ...], ...] = (
    (),
    (FileMark.HIDDEN_TEXT, FileMark.SCANNED),
    (),
    (),
    (FileMark.SCANNED,),
    (),
    (),
)


def entries() -> list[FileEntry]:
    """One file of each kind that the list has to tell apart."""
    statuses = [FileStatus.INDEXED] * 4 + [
        FileStatus.PARTLY,
        FileStatus.SKIPPED,
        FileStatus.FAILED,
    ]
    reasons = [None] * 4 + [
        Reason(ReasonCode.PAGES_WITHOUT_TEXT, "pages 3, 4"),
        Reason(ReasonCode.EMPTY),
        Reason(ReasonCode.ENCRYPTED),
    ]
    return [
        FileEntry(
            path=str(FOLDER / name),
            status=status,
            reason=reason,
            pages=pages,
            chunks=3 * pages,
            size=20_000 * pages + 1_000,
            seconds=0.1 * pages,
            marks=marks,
        )
        for name, status, reason, pages, marks in zip(
            NAMES, statuses, reasons, (1, 14, 3, 2, 9, 0, 0), MARKS, strict=True
        )
    ]


def _starts() -> Iterator[int]:
    position = len("# Lease\n\n")
    for sentence in SENTENCES:
        yield position
        position += len(sentence) + 2


def evidence() -> EvidenceFound:
    """Three quotes: a plain one, one with hidden text, one from a scan."""
    citations = tuple(
        Citation(
            marker=marker,
            path=LEASE,
            revision="1a-markdown",
            page=None,
            start=start,
            end=start + len(sentence),
            label="§ 9 Notice",
            quote=sentence,
            scanned=marker == 3,
            confidence=0.835 if marker == 3 else None,
            hidden=marker == 2,
        )
        for marker, (start, sentence) in enumerate(zip(_starts(), SENTENCES, strict=True), start=1)
    )
    sentences = tuple(
        AnswerSentence(
            text=each.quote, support=Support.SUPPORTED, citations=(each.marker,), quoted=True
        )
        for each in citations
    )
    return EvidenceFound(sentences=sentences, citations=citations)


def checked(position: int) -> SentenceChecked:
    """The verdict on one of the sentences."""
    sentence = AnswerSentence(
        text=SENTENCES[position], support=Support.SUPPORTED, citations=(position + 1,)
    )
    return SentenceChecked(sentence=sentence, citations=())


def passages() -> tuple[Passage, ...]:
    """Eight passages; the second has hidden text and is from a scan, so is the fifth."""
    text = " ".join(SENTENCES) + " <b>Not bold</b> & so on. " + " ".join(SENTENCES)
    return tuple(
        Passage(
            path=str(FOLDER / NAMES[number % len(NAMES)]),
            revision="1a-markdown",
            page=number + 1 if number % 2 else None,
            start=0,
            end=len(text),
            label="§ 9 Notice" if number % 2 == 0 else "",
            text=text,
            score=1.0 / (number + 1),
            hidden=((4, 10),) if number == 1 else (),
            scanned=number in (1, 4),
            confidence=0.83 if number == 4 else None,
            found_by={"dense_rank": 8.0 - number, "text_rank": number + 1.0},
        )
        for number in range(8)
    )
