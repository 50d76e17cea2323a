"""A kept answer knows which of its files have changed, moved or gone, and what they say now."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answers import AnswerTable, Citation
from assistant.conversation import KeptTurn, PassageChange
from assistant.conversations.comparing import changes_of
from assistant.conversations.rows import citations_of
from assistant.conversations.staleness import CitedFiles, turn_today
from indexer.documents import Page, ParsedDocument
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from tests.assistant.conversation_making import answer, citation, no_answer, table
from tests.fakes import HashEmbedder

LEASE = "The lease began in 2019.\nThe notice period is three months. The rent is due monthly.\n"
LibraryOf = Callable[[dict[str, str]], Library]


@pytest.fixture
def library(library_of: LibraryOf) -> Library:
    return library_of({"lease.txt": LEASE, "menu.txt": "Soup costs four euros.\n"})


@pytest.fixture
def docs(library: Library, tmp_path: Path) -> Path:
    return tmp_path / "docs"


def turn_of(*citations: Citation) -> KeptTurn:
    return KeptTurn(id=1, asked_at=1, question="Q?", scope="", answer=answer(*citations), trace="")


def today(library: Library, turn: KeptTurn) -> KeptTurn:
    return turn_today(turn, CitedFiles(library.ledger))


def update(library: Library) -> None:
    list(ingest(library, InlineParser(), HashEmbedder()))


def changes(library: Library, turn: KeptTurn) -> list[PassageChange]:
    parse = InlineParser().parse
    steps = changes_of(turn, CitedFiles(library.ledger), lambda path: parse(Path(path)))
    return [step for step in steps if step is not None]


def test_what_has_not_changed_is_as_it_was(library: Library, docs: Path) -> None:
    turn = turn_of(citation(docs / "lease.txt"), citation(docs / "menu.txt", marker=2))
    assert today(library, turn) == turn
    assert changes(library, turn) == []


def test_an_edited_file_is_changed_whether_or_not_it_was_indexed_again(
    library: Library, docs: Path
) -> None:
    turn = turn_of(citation(docs / "lease.txt"), citation(docs / "menu.txt", marker=2))
    (docs / "lease.txt").write_text(LEASE.replace("three", "six"))
    for _ in range(2):
        now = today(library, turn)
        assert (now.changed, now.missing) == ((str(docs / "lease.txt"),), ())
        update(library)


def test_a_change_that_keeps_size_and_time_is_noticed_in_a_file_just_read(
    library: Library, docs: Path
) -> None:
    turn, file = turn_of(citation(docs / "menu.txt")), docs / "menu.txt"
    status = file.stat()
    file.write_text("Soup costs five euros.\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert today(library, turn).changed == (str(file),)


def test_a_file_whose_size_and_time_prove_it_is_not_read(
    library: Library, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = turn_of(citation(docs / "lease.txt"))
    long_ago = time.time() - 3600
    os.utime(docs / "lease.txt", (long_ago, long_ago))
    update(library)
    monkeypatch.setattr("assistant.conversations.staleness.content_hash", lambda path: 1 / 0)
    assert today(library, turn) == turn


def test_a_file_of_another_size_has_changed_without_being_read(
    library: Library, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = library.ledger.file(docs / "lease.txt")
    assert record is not None
    turn = turn_of(citation(docs / "lease.txt", revision=record.revision))
    (docs / "lease.txt").write_text(LEASE * 2)
    monkeypatch.setattr("assistant.conversations.staleness.content_hash", lambda path: 1 / 0)
    assert today(library, turn).changed == (str(docs / "lease.txt"),)


def test_a_moved_file_is_opened_where_it_is_now(library: Library, docs: Path) -> None:
    turn = turn_of(citation(docs / "lease.txt"))
    revision = library.ledger.file(docs / "lease.txt")
    assert revision is not None
    cited = citation(docs / "lease.txt", revision=revision.revision)
    turn = turn_of(cited)
    (docs / "old").mkdir()
    moved = (docs / "lease.txt").rename(docs / "old" / "harbour.txt")
    assert today(library, turn).missing == (str(docs / "lease.txt"),)  # nobody has looked yet
    update(library)
    now = today(library, turn)
    assert (now.changed, now.missing) == ((), ())
    assert [each.path for each in citations_of(now.answer)] == [str(moved)]
    assert changes(library, turn) == []


def test_the_rows_of_a_table_move_with_their_files(library: Library, docs: Path) -> None:
    record = library.ledger.file(docs / "lease.txt")
    assert record is not None
    given = table()
    cited = citation(docs / "lease.txt", revision=record.revision)
    rows = (given.rows[0].__class__(path=cited.path, title="Lease"),)
    turn = KeptTurn(
        id=1, asked_at=1, question="Q?", scope="", trace="",
        answer=AnswerTable(
            question="Q?", rows=rows, citations=(cited,), coverage=given.coverage,
            mode=given.mode, model=None,
        ),
    )  # fmt: skip
    (docs / "lease.txt").rename(docs / "harbour.txt")
    update(library)
    now = today(library, turn).answer
    assert isinstance(now, AnswerTable)
    assert now.rows[0].path == now.citations[0].path == str(docs / "harbour.txt")


def test_a_deleted_file_is_missing_and_one_on_an_absent_drive_is_not(
    library: Library, docs: Path
) -> None:
    turn = turn_of(citation(docs / "lease.txt"))
    (docs / "lease.txt").unlink()
    assert today(library, turn).missing == (str(docs / "lease.txt"),)
    assert [(each.after, each.page_after) for each in changes(library, turn)] == [("", None)]
    library.ledger.set_away(docs, 5.0)
    assert today(library, turn) == turn
    assert changes(library, turn) == []


def test_the_nearest_places_of_no_answer_count_too(library: Library, docs: Path) -> None:
    nothing = no_answer()
    turn = KeptTurn(id=1, asked_at=1, question="Q?", scope="", answer=nothing, trace="")
    assert today(library, turn).missing == ("/docs/lease.txt",)


def test_the_passage_before_and_what_stands_there_now(library: Library, docs: Path) -> None:
    turn = turn_of(
        citation(docs / "lease.txt"),
        citation(docs / "lease.txt", "The rent is due monthly.", 2),
        citation(docs / "lease.txt", "The lease began in 2019.", 3),
    )
    (docs / "lease.txt").write_text(
        "A new preface that says little.\nThe lease  began\nin 2019. It is long.\n"
        "The notice period is now six months. Pets are welcome."
    )
    notice, rent = changes(library, turn)
    assert notice.before == "The notice period is three months."
    assert notice.after == "The notice period is now six months."
    assert (notice.marker, notice.page_after) == (1, None)
    assert (rent.marker, rent.after) == (2, "")


def page(number: int, text: str) -> Page:
    return Page(number=number, text=text)


def test_the_place_is_looked_for_near_its_page_first(library: Library, docs: Path) -> None:
    pages = [page(number, f"Filler of page {number}.") for number in range(1, 30)]
    same = "The notice period is nine months."
    pages[4] = page(5, f"Clause 2. {same} Thank you.")
    pages[20] = page(21, f"Old terms. {same}")
    document = ParsedDocument(media_type="application/pdf", pages=tuple(pages))
    lease = docs / "lease.txt"
    turn = turn_of(citation(lease, page=20), citation(lease, marker=2, page=4))
    (docs / "lease.txt").write_text("changed")
    steps = changes_of(turn, CitedFiles(library.ledger), lambda path: document)
    found = [step for step in steps if step is not None]
    assert [(each.page, each.page_after, each.after) for each in found] == [
        (20, 21, same),
        (4, 5, same),
    ]


def test_a_row_of_a_table_and_a_language_without_spaces_are_found(
    library: Library, docs: Path
) -> None:
    row, chinese = "Housing A-12   42.50   EUR", "租约的通知期为三个月。"
    turn = turn_of(citation(docs / "menu.txt", row), citation(docs / "menu.txt", chinese, 2))
    (docs / "menu.txt").write_text(
        "Price list\nHousing A-11   12.50   EUR\nHousing A-12   46.20   EUR\n"
        "Housing A-13   9.00   EUR\n\n"
        "其他条款如下。租约的通知期为六个月。房租按月支付。\n",
        encoding="utf-8",
    )
    assert [each.after for each in changes(library, turn)] == [
        "Housing A-12   46.20   EUR",
        "租约的通知期为六个月。",
    ]


def test_a_file_that_cannot_be_read_any_more_has_nothing_near(library: Library, docs: Path) -> None:
    turn = turn_of(citation(docs / "lease.txt"))
    (docs / "lease.txt").write_text("changed")
    steps = list(changes_of(turn, CitedFiles(library.ledger), lambda path: None))
    assert [step.after for step in steps if step is not None] == [""]
