"""How the ledger is shown to a person in the terminal."""

from rich.console import Console
from rich.table import Table

from assistant.command_line.ledger_view import (
    add_files,
    add_marks,
    add_sources,
    files_table,
    git_ignored,
    number_of,
)
from assistant.command_line.preview_view import as_size
from assistant.wording import counted_reason, next_step, short_reason
from indexer.documents import FileMark, FileStatus, Reason, ReasonCode
from indexer.ledger_records import FileRecord, SourceRecord


def printed(table: Table) -> str:
    console = Console(width=160, markup=False)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def failed(number: int, code: ReasonCode, detail: str = "") -> list[FileRecord]:
    reason = Reason(code, detail)
    return [FileRecord(f"/d/{code}{each}", FileStatus.FAILED, reason) for each in range(number)]


def test_reasons_are_counted_the_most_frequent_first() -> None:
    table = Table(show_header=False, box=None)
    records = failed(3, ReasonCode.DAMAGED) + failed(9, ReasonCode.ENCRYPTED)
    add_files(table, records)
    assert "Failed   12 files: 9 protected by a password, 3 damaged" in printed(table)
    assert "Indexed  0 files" in printed(table)
    assert "Waiting" not in printed(table)


def test_kinds_that_are_not_read_are_named() -> None:
    table = Table(show_header=False, box=None)
    kinds = [".mov", ".mov", ".zip", "", ".a", ".b", ".c"]
    records = [
        FileRecord(f"/d/{n}", FileStatus.SKIPPED, Reason(ReasonCode.UNSUPPORTED, kind))
        for n, kind in enumerate(kinds)
    ]
    records += [FileRecord("/d/x", FileStatus.SKIPPED, Reason(ReasonCode.EXCLUDED, "*.log"))]
    add_files(table, records)
    shown = printed(table)
    assert "7 of kinds not read yet (.mov, .zip, no ending, .a, .b, …), 1 left out" in shown
    assert "*.log" not in shown


def test_sources_say_that_they_are_away_and_what_is_left_out() -> None:
    table = Table(show_header=False, box=None)
    add_sources(table, [SourceRecord("/d", hidden=1200), SourceRecord("/stick", 1.7e9, excluded=1)])
    shown = printed(table)
    assert "/stick (not connected since 2023-11-1" in shown
    assert "1,200 hidden or made by programs, 1 folder by rules" in shown
    assert ".gitignore" not in shown
    table = Table(show_header=False, box=None)
    add_sources(table, [])
    assert "footnote index FOLDER" in printed(table)
    assert "Left out" not in printed(table)


def test_files_that_a_gitignore_leaves_out_are_told_from_those_of_the_persons_rules() -> None:
    rules = ["*.log in project/.gitignore", "*.log", "*.log in project/.footnoteignore"]
    records = [
        FileRecord(f"/d/{rule}", FileStatus.SKIPPED, Reason(ReasonCode.EXCLUDED, rule))
        for rule in rules
    ]
    table = Table(show_header=False, box=None)
    add_sources(table, [SourceRecord("/d")], git_ignored(records))
    assert "0 hidden or made by programs, 1 file by a .gitignore" in printed(table)
    reasons = [short_reason(record.reason) for record in records if record.reason]
    assert reasons == ["Left out by a .gitignore", *["Left out by your rules"] * 2]


def test_marks_are_counted_and_shown_with_each_file() -> None:
    marked = FileRecord(
        "/d/[bold]scan.pdf", FileStatus.INDEXED, seconds=1.25, marks=(FileMark.SCANNED,)
    )
    table = Table(show_header=False, box=None)
    add_marks(table, [marked, FileRecord("/d/b", FileStatus.INDEXED)])
    assert "Marks  1 scan" in printed(table)
    assert "1.2" in printed(files_table([marked]))
    assert "[bold]scan.pdf" in printed(files_table([marked]))
    assert printed(files_table([marked])).rstrip().endswith("scan")


def test_every_reason_has_a_next_step() -> None:
    for code in ReasonCode:
        step = next_step(code)
        assert step.endswith("."), code
        assert "{name}" not in step, code
        assert counted_reason(code, 1200).startswith("1,200 "), code


def test_numbers_and_sizes_read_well() -> None:
    assert (number_of(1, "file"), number_of(1200, "file")) == ("1 file", "1,200 files")
    sizes = [as_size(size) for size in (999, 1500, 2_400_000, 5_100_000_000)]
    assert sizes == ["999 B", "2 kB", "2 MB", "5.1 GB"]
