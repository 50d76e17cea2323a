"""Every document asked: 35 contracts as PDF, each with its own words, and what can go wrong."""

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pypdfium2
import pytest

from assistant.answers import Answer, AnswerTable, NoAnswer, Support
from assistant.mapping.asking import Shelves, answer_from_all
from assistant.mapping.known_findings import FindingsMemory
from assistant.mapping.table_export import write_table
from assistant.messages import AnswerFinished, RowFound
from benchmarks.made_contracts import TRIED_ON, MadeContract, make_contracts
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.interfaces import EmbeddingModel, Vectors
from models.loading import load_embedding_model
from tests.fakes import HashEmbedder
from tests.indexer.pdf_making import paragraph, write_pdf

MakeLibrary = Callable[[dict[str, str]], Library]
NOTICE = next(subject for subject in TRIED_ON if subject.topic == "notice period")
OTHERS = tuple(
    subject for subject in TRIED_ON if subject.topic in ("monthly rent", "governing law")
)
QUESTION = "list the notice period of every contract"
WITHOUT = (7, 22)
"""Numbers of the contracts that say nothing of notice."""


def made_contracts() -> list[MadeContract]:
    """35 contracts, two of them without a notice period."""
    with_notice = make_contracts(35, (NOTICE, *OTHERS), held=1.0, seed=4)
    without = make_contracts(35, OTHERS, held=1.0, seed=4)
    return [
        without[number - 1] if number in WITHOUT else contract
        for number, contract in enumerate(with_notice, start=1)
    ]


def wrapped(text: str, width: int = 90) -> str:
    """The text in lines that fit a page."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def write_contract(contract: MadeContract, folder: Path) -> None:
    """A PDF of two pages: the title alone, then the paragraphs."""
    page, top = [], 740.0
    for text in contract.paragraphs:
        page += paragraph(wrapped(text), top)
        top -= 20 + 13.2 * wrapped(text).count("\n") + 13.2
    write_pdf(folder / f"{contract.name}.pdf", [paragraph(contract.title, 740, size=18), page])


def page_text(path: str, page: int) -> str:
    """What pdfium reads on a page, without the library's help."""
    document = pypdfium2.PdfDocument(path)
    text: str = document[page - 1].get_textpage().get_text_range()
    document.close()
    return text


@pytest.fixture(scope="module")
def embedder() -> EmbeddingModel:
    return load_embedding_model(threads=1)


@pytest.fixture(scope="module")
def contracts(
    tmp_path_factory: pytest.TempPathFactory, embedder: EmbeddingModel
) -> Iterator[Library]:
    """A library of the 35 contracts."""
    folder = tmp_path_factory.mktemp("contracts")
    docs = folder / "docs"
    docs.mkdir()
    for contract in made_contracts():
        write_contract(contract, docs)
    library = Library.open(folder / "library", create=True, write=True)
    list(ingest(library, InlineParser(), embedder, [docs]))
    yield library
    library.close()


@pytest.mark.model
def test_thirty_five_contracts_give_thirty_five_rows_and_the_right_places(
    contracts: Library, embedder: EmbeddingModel
) -> None:
    events = list(answer_from_all(QUESTION, Shelves(contracts, embedder)) or ())
    *rows, last = events
    table = last.answer
    assert isinstance(table, AnswerTable)
    assert [row.row for row in rows] == list(table.rows)
    assert [row.coverage.read for row in rows] == list(range(1, 36))
    assert (table.coverage.read, table.coverage.total, table.coverage.nothing) == (35, 35, 2)
    cited = {citation.marker: citation for citation in table.citations}
    assert list(cited) == list(range(1, len(cited) + 1))
    for contract, row in zip(made_contracts(), table.rows, strict=True):
        assert Path(row.path).stem == contract.name
        if NOTICE.topic not in contract.said:
            assert row.sentences == ()
            continue
        sentence, fact = contract.said[NOTICE.topic]
        citation = cited[row.sentences[0].citations[0]]
        assert row.value == fact
        assert row.sentences[0].support is Support.SUPPORTED
        assert " ".join(citation.quote.split()) == sentence
        assert (citation.path, citation.page) == (row.path, 2)
        assert page_text(row.path, 2)[citation.start : citation.end] == citation.quote


@pytest.mark.model
def test_documents_are_counted_in_the_ledger(contracts: Library, embedder: EmbeddingModel) -> None:
    def said(question: str) -> str:
        (only,) = answer_from_all(question, Shelves(contracts, embedder)) or ()
        assert isinstance(only, AnswerFinished)
        assert isinstance(only.answer, Answer)
        assert only.answer.citations == ()
        (sentence,) = only.answer.sentences
        assert sentence.counted
        return sentence.text

    assert said("How many documents do I have?") == "You have 35 documents."
    assert (
        said("How many PDFs are in folder docs?") == "You have 35 PDF files in the folder “docs”."
    )
    assert said("How many PDFs are in docs?") == "You have 35 PDF files in the folder “docs”."
    assert said("How many Word files are in docs?").startswith("You have no Word files in")
    assert answer_from_all("How many PDFs are in Denmark?", Shelves(contracts, embedder)) is None
    assert said("How many Word files do I have?") == "You have no Word files."
    assert said("How many contracts do I have?").startswith("35 of your 35 documents have")


def rows_of(library: Library, question: str, **options: object) -> AnswerTable:
    """The table for a question over texts."""
    shelves = options.pop("shelves", None) or Shelves(library, HashEmbedder())
    *_, last = answer_from_all(question, shelves, **options) or ()  # type: ignore[arg-type]
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, AnswerTable)
    return last.answer


TEXTS = {
    "a/lease.txt": "The tenant lives upstairs. The notice period is three months.",
    "b/copy.txt": "The tenant lives upstairs. The notice period is three months.",
    "c/loan.txt": "The bank lends money. A penalty is owed for delay.",
    "minutes/2024-03.txt": "Minutes of the board of March 2024. The board met and chose a chair.",
    "minutes/2023-03.txt": "Minutes of the board of March 2023. The board met and drank tea.",
}


class CountingEmbedder(HashEmbedder):
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.queries = 0

    def embed_query(self, text: str) -> Vectors:
        self.queries += 1
        return super().embed_documents([text])[0]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().embed_documents(texts)


def test_identical_files_have_a_row_each_and_are_read_once(library_of: MakeLibrary) -> None:
    library, embedder = library_of(TEXTS), CountingEmbedder()
    table = rows_of(library, QUESTION, shelves=Shelves(library, embedder))
    same = [row for row in table.rows if row.value == "three months"]
    assert [Path(row.path).name for row in same] == ["lease.txt", "copy.txt"]
    assert [each.path for each in table.citations] == [row.path for row in same]
    assert embedder.texts.count("The notice period is three months.") == 1
    assert embedder.queries == 1


def test_a_stopped_reading_goes_on_where_it_was(library_of: MakeLibrary) -> None:
    library, memory = (
        library_of(
            {f"{count:02}.txt": f"The notice period is {count} days." for count in range(1, 31)}
        ),
        FindingsMemory(),
    )
    first = CountingEmbedder()
    events = answer_from_all(
        QUESTION, Shelves(library, first, memory), should_stop=lambda: len(first.texts) > 10
    )
    *rows, last = events or ()
    assert isinstance(last.answer, AnswerTable)
    assert 0 < last.answer.coverage.read == len(rows) < 30
    assert last.answer.coverage.total == 30
    second = CountingEmbedder()
    whole = rows_of(library, QUESTION, shelves=Shelves(library, second, memory))
    assert [row.value for row in whole.rows] == [f"{count} days" for count in range(1, 31)]
    assert not set(first.texts) & set(second.texts)
    third = CountingEmbedder()
    assert rows_of(library, QUESTION, shelves=Shelves(library, third, memory)).rows == whole.rows
    assert third.texts == []


def test_a_generator_that_is_left_keeps_what_it_read(library_of: MakeLibrary) -> None:
    library, memory = library_of(TEXTS), FindingsMemory()
    events = answer_from_all(QUESTION, Shelves(library, HashEmbedder(), memory))
    assert events is not None
    assert len(list(islice(events, 2))) == 2
    again = CountingEmbedder()
    rows_of(library, QUESTION, shelves=Shelves(library, again, memory))
    assert again.texts == []


def test_a_file_that_changed_is_read_again(library_of: MakeLibrary, tmp_path: Path) -> None:
    library, memory = library_of(TEXTS), FindingsMemory()
    rows_of(library, QUESTION, shelves=Shelves(library, HashEmbedder(), memory))
    (tmp_path / "docs/a/lease.txt").write_text("The notice period is two years.", "utf-8")
    list(ingest(library, InlineParser(), HashEmbedder(), [tmp_path / "docs"]))
    table = rows_of(library, QUESTION, shelves=Shelves(library, HashEmbedder(), memory))
    assert [row.value for row in table.rows[:2]] == ["two years", "three months"]


def test_what_could_not_be_read_counts_and_is_named(library_of: MakeLibrary) -> None:
    library = library_of(TEXTS | {"broken.pdf": "no PDF", "empty.txt": ""})
    coverage = rows_of(library, QUESTION).coverage
    assert (coverage.read, coverage.total) == (5, 7)
    assert [Path(path).name for path in coverage.failed] == ["broken.pdf", "empty.txt"]


def test_a_scope_narrows_from_outside_and_from_the_question(
    library_of: MakeLibrary, tmp_path: Path
) -> None:
    library = library_of(TEXTS)
    within = tmp_path / "docs/a"
    assert rows_of(library, QUESTION, within=within).coverage.total == 1
    assert rows_of(library, QUESTION, scope="in:b").coverage.total == 1
    assert rows_of(library, f"{QUESTION} in folder c").coverage.total == 1
    assert rows_of(library, f"{QUESTION} in:minutes").coverage.total == 2
    (only,) = (
        answer_from_all(f"{QUESTION} in folder nowhere", Shelves(library, HashEmbedder())) or ()
    )
    assert isinstance(only, AnswerFinished)
    assert isinstance(only.answer, NoAnswer)


def test_mentions_are_found_by_their_very_words(library_of: MakeLibrary) -> None:
    table = rows_of(library_of(TEXTS), "Which of my documents mention a penalty?")
    (row,) = [row for row in table.rows if row.sentences]
    assert Path(row.path).name == "loan.txt"
    assert row.sentences[0].text == "A penalty is owed for delay."
    assert table.coverage.nothing == 4


def test_minutes_of_a_year_are_summarised_and_nothing_else(library_of: MakeLibrary) -> None:
    table = rows_of(library_of(TEXTS), "Summarise all minutes of 2024")
    assert table.coverage.total == 5
    assert [Path(row.path).name for row in table.rows if row.sentences] == ["2024-03.txt"]


def test_the_person_can_overrule_what_a_question_sounds_like(library_of: MakeLibrary) -> None:
    shelves = Shelves(library_of(TEXTS), HashEmbedder())
    assert answer_from_all("What is the notice period?", shelves) is None
    assert answer_from_all(QUESTION, shelves, every_document=False) is None
    table = rows_of(shelves.library, "What is the notice period?", every_document=True)
    assert [row.value for row in table.rows[:2]] == ["three months", "three months"]


def test_a_count_of_what_no_name_tells_is_left_to_the_search(library_of: MakeLibrary) -> None:
    shelves = Shelves(library_of(TEXTS), HashEmbedder())
    assert answer_from_all("How many invoices do I have?", shelves) is None
    (only,) = answer_from_all("How many minutes do I have?", shelves) or ()
    assert only.answer.text.startswith("2 of your 5 documents have “minutes”")


def test_cells_that_look_like_formulas_stay_text(library_of: MakeLibrary, tmp_path: Path) -> None:
    text = "=HYPERLINK(1) says that the notice period is 9 days."
    table = rows_of(
        library_of({"=evil.txt": text, "b.txt": "Nothing here at all, really."}), QUESTION
    )
    target = tmp_path / "table.csv"
    assert write_table(table, target) == 2
    with target.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines[0]["quote"] == f"'{text}"
    assert lines[0]["file"] == "'=evil.txt"
    assert [line["status"] for line in lines] == ["found", "nothing"]
    assert lines[0]["value"] == "9 days"


def test_rows_are_events_that_a_window_gets_one_by_one(library_of: MakeLibrary) -> None:
    *rows, last = answer_from_all(QUESTION, Shelves(library_of(TEXTS), HashEmbedder())) or ()
    assert all(isinstance(event, RowFound) for event in rows)
    citations = [each for event in rows for each in event.citations]
    assert tuple(citations) == last.answer.citations


def test_a_year_narrows_to_documents_that_speak_of_it(library_of: MakeLibrary) -> None:
    texts = {
        "one.txt": "Invoice of 3 May 2023. The total amount is EUR 10.",
        "two.txt": "Invoice of 3 May 2024. The total amount is EUR 20.",
        "2023/three.txt": "Invoice for tea. The total amount is EUR 30.",
    }
    table = rows_of(library_of(texts), "List the total amount of every invoice from 2023")
    assert [row.value for row in table.rows] == ["EUR 30", "EUR 10", ""]
    assert table.coverage.total == 3
