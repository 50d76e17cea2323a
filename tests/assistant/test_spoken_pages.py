"""Pages that a question speaks of come first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.search.explaining import explain_passage
from assistant.search.explanation_words import passage_sentence
from assistant.search.retrieval import Retriever
from assistant.search.spoken_pages import SpokenPages, spoken_pages
from indexer.chunks import Chunk
from indexer.documents import Span
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from tests.fakes import HashEmbedder


@pytest.mark.parametrize(
    ("question", "numbers", "places", "of"),
    [
        ("What does it say on page 14?", {"14"}, set(), ""),
        ("The date at the beginning of page(1)", {"1"}, set(), ""),
        ("What is on pages 3-5?", {"3", "5"}, set(), ""),
        ("the fax number on page fourteen", {"14"}, set(), ""),
        ("What stands on page iv?", {"iv"}, set(), ""),
        ("page 2 of the lease", {"2"}, set(), "lease"),
        ("Who is on the first page of the minutes?", set(), {1}, "minutes"),
        ("the address on the second cover page", set(), {2}, ""),
        ("What is shown on slide 3?", {"3"}, set(), ""),
        ("Was steht auf Seite 4 der Anlage?", {"4"}, set(), "anlage"),
        ("Que dit la page 3 du bail ?", {"3"}, set(), "bail"),
        ("¿Qué pone en la primera página?", set(), {1}, ""),
    ],
)
def test_pages_are_understood(question: str, numbers: set[str], places: set[int], of: str) -> None:
    assert spoken_pages(question) == SpokenPages(frozenset(numbers), frozenset(places), of=of)


def test_the_last_page_is_understood() -> None:
    assert spoken_pages("Is there a signature on the last page?") == SpokenPages(last=True)


@pytest.mark.parametrize(
    "question",
    [
        "How many pages does the report have?",
        "Which page has a snowflake?",
        "Is there a 10 page limit?",
        "the home page of the firm",
        "What comes first?",
        "",
    ],
)
def test_other_pages_are_left_alone(question: str) -> None:
    assert spoken_pages(question) is None


def _chunk(page: int | None, label: str) -> Chunk:
    return Chunk("r", 0, page, Span(0, 1), "x", "x", label=label)


def test_a_printed_number_counts_before_the_place() -> None:
    spoken = SpokenPages(numbers=frozenset({"5"}), places=frozenset({1}))
    assert spoken.fits(_chunk(9, "p. 9 (5)"), 20) == 1.0
    assert spoken.fits(_chunk(5, "p. 5 (1)"), 20) == 0.5
    assert spoken.fits(_chunk(5, "p. 5"), 20) == 1.0
    assert spoken.fits(_chunk(1, "p. 1 (6981)"), 20) == 1.0
    assert spoken.fits(_chunk(2, "p. 2"), 20) == 0.0
    assert spoken.fits(_chunk(None, "line 5"), 20) == 0.0
    assert SpokenPages(last=True).fits(_chunk(20, "p. 20"), 20) == 1.0


@pytest.fixture
def retriever(tmp_path: Path, samples: Path) -> Iterator[Retriever]:
    with Library.open(tmp_path / "library", create=True, write=True) as library:
        list(ingest(library, InlineParser(), HashEmbedder(), [samples]))
        yield Retriever(library, HashEmbedder())


def test_passages_on_the_page_of_the_document_that_is_meant_come_first(
    retriever: Retriever, samples: Path
) -> None:
    lease = str(samples / "premises" / "lease-harbour-yard.pdf")

    def places(question: str, **options: object) -> list[tuple[str, int | None]]:
        found = retriever.retrieve(question, 3, **options)
        return [(each.path, each.page) for each in found]

    for page in (1, 2, 3):
        assert places(f"What does page {page} of the lease say?")[0] == (lease, page)
        assert places(f"who pays, on page {page}", within=Path(lease))[0] == (lease, page)
        assert places(f"who pays, on page {page}", preferred=[lease])[0] == (lease, page)
    best = retriever.retrieve("What does page 2 of the lease say?")[0]
    assert best.found_by["on_page"] > 0
    told = passage_sentence(explain_passage("What does page 2 of the lease say?", best, 1))
    assert "It is on the page that you named." in told
    assert all(page == 2 for _, page in places("who pays on page 2", scope="type:pdf"))


def test_phrases_and_filters_hold_on_a_page_too(retriever: Retriever) -> None:
    found = retriever.retrieve('"service charge" on page 2 of the lease', 20)
    assert found
    assert all("service charge" in " ".join(each.text.split()).lower() for each in found)
    assert retriever.retrieve("page 2 of the lease type:docx", 20) != []
    assert all(
        each.path.endswith(".docx")
        for each in retriever.retrieve("page 2 of the lease type:docx", 20)
    )
