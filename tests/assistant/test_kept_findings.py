"""What documents said is kept beyond the process, as places, and goes with its document."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from assistant.answers import AnswerTable, Support
from assistant.mapping import kept_findings
from assistant.mapping.asking import Shelves, answer_from_all
from assistant.mapping.findings import Finding
from assistant.mapping.kept_findings import (
    FILE_NAME,
    MOST_DAYS,
    FindingStore,
    KeptFinding,
    KeptSaid,
    hidden_question,
    kept_of,
    restored,
)
from assistant.mapping.known_findings import FindingsMemory
from assistant.mapping.model_work import MapModels
from assistant.messages import AnswerFinished
from assistant.settings import KEEP_TRACES, Settings
from assistant.traces.keeping import delete_all, forget_gone
from assistant.traces.keeping import kept_findings as findings_of
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.interfaces import LanguageModel, Vectors
from tests.fakes import HashEmbedder, ScriptedLanguageModel

MakeLibrary = Callable[[dict[str, str]], Library]
QUESTION = "list the notice period of every contract"
TEXTS = {
    f"{count:02}.txt": f"The notice period is {count} days. Canary{count} sings in the hall."
    for count in range(1, 31)
}
DAY = 86_400.0


class Counting(HashEmbedder):
    """Remembers the sentences that it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().embed_documents(texts)


def table_of(
    library: Library,
    embedder: HashEmbedder,
    question: str = QUESTION,
    model: LanguageModel | None = None,
    **options: object,
) -> AnswerTable:
    """The answer of a process that has just begun."""
    memory = FindingsMemory(FindingStore(library.folder))
    shelves = Shelves(library, embedder, memory, MapModels(writing=lambda: model))
    *_, last = answer_from_all(question, shelves, **options) or ()  # type: ignore[arg-type]
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, AnswerTable)
    return last.answer


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_stopped_question_goes_on_after_the_window_was_closed(library_of: MakeLibrary) -> None:
    library, first, second = library_of(TEXTS), Counting(), Counting()
    stopped = table_of(library, first, should_stop=lambda: len(first.texts) > 10)
    assert 0 < stopped.coverage.read < 30
    whole = table_of(library, second)
    assert [row.value for row in whole.rows] == [f"{count} days" for count in range(1, 31)]
    read_twice = {text for text in first.texts if text in second.texts and "period" in text}
    assert read_twice <= {"What is the notice period?"}
    third = Counting()
    again = table_of(library, third)
    assert (again.rows, again.citations) == (whole.rows, whole.citations)
    assert not any("days" in text for text in third.texts)


def test_neither_the_question_nor_a_word_of_a_document_is_in_the_file(
    library_of: MakeLibrary,
) -> None:
    library = library_of(TEXTS)
    table_of(library, HashEmbedder())
    kept = (library.folder / FILE_NAME).read_bytes()
    for word in (b"notice", b"Canary", b"days", b"contract", b".txt"):
        assert word not in kept


def test_what_a_model_wrote_leaves_with_its_document(
    library_of: MakeLibrary, tmp_path: Path
) -> None:
    library = library_of({"a.txt": "The zymurgist met the board in March. The board drank tea."})
    written = "The zymurgist met the board in March [1]. "
    question = "Summarise every document"
    table = table_of(library, HashEmbedder(), question, ScriptedLanguageModel(written))
    assert not table.rows[0].sentences[0].quoted
    again = table_of(library, HashEmbedder(), question, ScriptedLanguageModel())
    assert again.rows == table.rows
    assert b"zymurgist" in (library.folder / FILE_NAME).read_bytes()
    (tmp_path / "docs" / "a.txt").unlink()
    list(ingest(library, InlineParser(), HashEmbedder(), [tmp_path / "docs"]))
    forget_gone(library.folder, library.ledger)
    assert b"zymurgist" not in bytes_of(library.folder)


def test_a_document_that_changed_is_read_again(library_of: MakeLibrary, tmp_path: Path) -> None:
    library = library_of({"a.txt": "The notice period is two days."})
    assert table_of(library, HashEmbedder()).rows[0].value == "two days"
    (tmp_path / "docs" / "a.txt").write_text("The notice period is nine days.", "utf-8")
    list(ingest(library, InlineParser(), HashEmbedder(), [tmp_path / "docs"]))
    assert table_of(library, HashEmbedder()).rows[0].value == "nine days"


def test_places_that_are_not_there_any_more_are_read_again(library_of: MakeLibrary) -> None:
    library = library_of({"a.txt": "The notice period is two days."})
    whole = table_of(library, HashEmbedder())
    gone = KeptFinding((KeptSaid(None, 900, 950, 901, 940, Support.SUPPORTED),))
    with sqlite3.connect(library.folder / FILE_NAME) as connection:
        connection.execute("UPDATE findings SET finding = ?", (msgspec.json.encode(gone),))
    assert table_of(library, HashEmbedder()).rows == whole.rows


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_damaged_file_stops_nothing(library_of: MakeLibrary, content: bytes) -> None:
    library = library_of({"a.txt": "The notice period is two days."})
    (library.folder / FILE_NAME).write_bytes(content)
    assert table_of(library, HashEmbedder()).rows[0].value == "two days"
    assert table_of(library, HashEmbedder()).rows[0].value == "two days"


def test_it_is_bounded_in_number_and_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_findings, "ROWS_REMEMBERED", 5)
    nothing = kept_of(Finding())
    for number in range(8):
        FindingStore(tmp_path, now=lambda at=float(number): at).keep("q", {f"r{number}": nothing})
    assert set(FindingStore(tmp_path, now=lambda: 9.0).rows("q")) == {f"r{n}" for n in range(3, 8)}
    late = FindingStore(tmp_path, now=lambda: MOST_DAYS * DAY + 5.5)
    assert set(late.rows("q")) == {"r6", "r7"}
    assert FindingStore(tmp_path, now=lambda: 9.0).rows("another") == {}


def test_it_goes_with_traces_and_where_none_are_wanted(tmp_path: Path) -> None:
    FindingStore(tmp_path).keep("q", {"r": kept_of(Finding())})
    delete_all(tmp_path)
    assert FindingStore(tmp_path).rows("q") == {}
    settings = Settings(tmp_path / "settings.toml")
    assert findings_of(tmp_path, settings) is not None
    settings.set(KEEP_TRACES, False)
    assert findings_of(tmp_path, settings) is None


def test_another_model_prompt_or_topic_is_another_question() -> None:
    ways = [("each", "rent"), ("each", "notice"), ("each", "rent", "m", "map.v1"), ("each rent",)]
    assert len({hidden_question(way) for way in ways}) == len(ways)


def test_nothing_said_is_kept_as_such() -> None:
    assert restored(kept_of(Finding()), ()) == Finding()
