from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.answers import AnswerTable, Passage
from assistant.mapping.asking import Shelves, answer_from_all
from assistant.mapping.centrality import central, lexrank, promising
from assistant.mapping.sections import MOST_SECTIONS, sections_of
from assistant.messages import AnswerFinished, RowFound
from indexer.library import Library
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]

WORDS = {
    "Safety": "child hot burn kitchen cable socket steam lid hand floor table wall",
    "Cleaning": "acid scale rinse water cloth sponge filter week jug brush soap sink",
    "Repair": "workshop heater screw part post invoice week engineer fault fuse plug box",
}
SECTIONS = {name: words.split() for name, words in WORDS.items()}


def section_text(words: list[str]) -> str:
    """A dozen sentences that share most of their words, so that a section fills a chunk."""
    return " ".join(
        f"The kettle and the {word} belong together when the {words[0]} and the "
        f"{words[1]} are looked at with the care that is usual for a {words[2]} of this age."
        for word in words
    )


MANUAL = "# Kettle manual\n\n" + "\n\n".join(
    f"## {name}\n\n{section_text(words)}" for name, words in SECTIONS.items()
)


def summary_of(library: Library, question: str, **options: object) -> AnswerTable:
    shelves = Shelves(library, HashEmbedder())
    *rows, last = answer_from_all(question, shelves, **options) or ()  # type: ignore[arg-type]
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, AnswerTable)
    assert [row.row for row in rows if isinstance(row, RowFound)] == list(last.answer.rows)
    return last.answer


def test_one_document_is_summarised_by_its_sections(library_of: MakeLibrary) -> None:
    library = library_of({"manual.md": MANUAL, "other.txt": "Nothing of interest is written here."})
    table = summary_of(library, "summarise manual.md")
    assert table.sections
    assert [row.title for row in table.rows] == ["Safety", "Cleaning", "Repair"]
    assert (table.coverage.read, table.coverage.total) == (3, 3)
    text = MANUAL
    for row, heading in zip(table.rows, ("Safety", "Cleaning", "Repair"), strict=True):
        assert 1 <= len(row.sentences) <= 2
        for sentence in row.sentences:
            citation = table.citations[sentence.citations[0] - 1]
            assert text[citation.start : citation.end] == citation.quote
            assert text.rindex("## ", 0, citation.start) == text.index(f"## {heading}")


def test_the_scope_can_name_the_one_document(library_of: MakeLibrary, tmp_path: Path) -> None:
    library = library_of({"manual.md": MANUAL, "other.txt": "Nothing of interest is written here."})
    table = summary_of(library, "Summarise this document", within=tmp_path / "docs/manual.md")
    assert len(table.rows) == 3
    assert answer_from_all("Summarise this document", Shelves(library, HashEmbedder())) is None


def test_a_summary_can_be_stopped_between_sections(library_of: MakeLibrary) -> None:
    chapters = "\n\n".join(
        f"# Chapter {number}\n\n{section_text(SECTIONS['Repair'])}" for number in range(1, 13)
    )
    library = library_of({"book.md": chapters})
    table = summary_of(library, "summarise book.md", should_stop=lambda: True)
    assert 0 < table.coverage.read < table.coverage.total == 12


def passage(number: int, page: int | None = None, heading: tuple[str, ...] = ()) -> Passage:
    return Passage(
        path="/a",
        revision="r",
        page=page,
        start=0,
        end=4,
        label=f"line {number}",
        text="Text",
        score=0.0,
        heading_path=heading,
    )


def test_pages_stand_in_for_headings() -> None:
    sections = sections_of([passage(number, page=number) for number in range(1, 41)])
    assert [section.title for section in sections][:2] == ["Pages 1–5", "Pages 6–10"]
    assert sum(len(section.passages) for section in sections) == 40


def test_a_title_over_everything_is_no_section() -> None:
    path = [("Report", f"Part {number // 3}") for number in range(12)]
    sections = sections_of([passage(n, heading=each) for n, each in enumerate(path)])
    assert [section.title for section in sections] == ["Part 0", "Part 1", "Part 2", "Part 3"]


def test_hundreds_of_headings_are_put_together() -> None:
    many = [passage(number, heading=(f"§ {number}",)) for number in range(400)]
    sections = sections_of(many)
    assert len(sections) <= MOST_SECTIONS
    assert sections[0].title.startswith("§ 0 – §")
    assert [each for section in sections for each in section.passages] == many


def test_nothing_has_no_sections() -> None:
    assert sections_of([]) == []
    assert central([], np.empty((0, 4), np.float32), 2) == []


def test_the_sentence_most_like_the_others_is_central() -> None:
    vectors = np.array([[1, 0, 0], [0.8, 0.6, 0], [0.8, 0, 0.6], [0, 0, 1]], np.float32)
    scores = lexrank(vectors)
    assert scores.sum() == pytest.approx(1.0)
    assert scores.argmax() == 2
    assert scores.argmin() in (1, 3)


def test_a_second_sentence_says_something_else() -> None:
    vectors = np.array([[1, 0], [0.99, 0.141], [0.6, 0.8]], np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert 2 in central(["a", "b", "c"], vectors, 2)


def test_questions_scraps_and_endless_sentences_promise_nothing() -> None:
    texts = [
        "Why is the harbour so very cold?",
        "Cold harbour.",
        "harbour " * 80,
        "The harbour is cold in winter.",
    ]
    assert promising(texts, 5) == [3]
