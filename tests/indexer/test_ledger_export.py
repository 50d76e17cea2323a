"""The ledger as a table that spreadsheets and programs read, and that harms neither."""

import csv
import json
import os
import sys
from pathlib import Path

import pytest

from assistant.wording import sentence_for
from indexer.documents import FileMark, FileStatus, Reason, ReasonCode
from indexer.errors import NotExported
from indexer.ledger_export import ExportedFile, export_ledger
from indexer.ledger_records import FileRecord

RECORDS = [
    FileRecord(
        "/d/Über, „alles“.pdf",
        FileStatus.PARTLY,
        Reason(ReasonCode.PAGES_WITHOUT_TEXT, "page 4"),
        source="/d",
        size=900,
        mtime_ns=1_700_000_000_000_000_000,
        revision="abc-pdf",
        pages=9,
        chunks=30,
        seconds=1.23456,
        indexed_at=1_700_000_060.5,
        marks=(FileMark.HIDDEN_TEXT, FileMark.SCANNED),
    ),
    FileRecord("/d/two\nlines.txt", FileStatus.INDEXED, size=3, pages=1, chunks=1),
    FileRecord("/d/b.mov", FileStatus.SKIPPED, Reason(ReasonCode.UNSUPPORTED, ".mov")),
]


def test_a_csv_has_a_row_for_each_file(tmp_path: Path) -> None:
    target = tmp_path / "files.csv"
    assert export_ledger(RECORDS, target, sentence_for) == 3
    assert target.read_bytes().startswith(b"\xef\xbb\xbf"), "or Excel takes it for another charset"
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ExportedFile.__struct_fields__
    assert rows[0] == {
        "path": "/d/Über, „alles“.pdf",
        "status": "partly",
        "reason": sentence_for(Reason(ReasonCode.PAGES_WITHOUT_TEXT, "page 4"), RECORDS[0].path),
        "reason_code": "pages-without-text",
        "pages": "9",
        "passages": "30",
        "seconds": "1.235",
        "size": "900",
        "modified": "2023-11-14T22:13:20+00:00",
        "indexed_at": "2023-11-14T22:14:20+00:00",
        "marks": "hidden-text scanned",
        "revision": "abc-pdf",
    }
    assert rows[1]["path"] == "/d/two\nlines.txt"
    assert rows[2]["reason_code"] == "unsupported"


def test_json_is_a_list_of_objects(tmp_path: Path) -> None:
    target = tmp_path / "files.JSON"
    assert export_ledger(RECORDS, target, sentence_for) == 3
    rows = json.loads(target.read_text(encoding="utf-8"))
    assert [row["path"] for row in rows] == [record.path for record in RECORDS]
    assert rows[0]["marks"] == ["hidden-text", "scanned"]
    assert (rows[1]["reason"], rows[1]["modified"], rows[1]["revision"]) == (None, None, None)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    formula = f"{start}HYPERLINK(1)"
    record = FileRecord(formula, FileStatus.FAILED, Reason(ReasonCode.DAMAGED), revision=formula)
    export_ledger([record], tmp_path / "files.csv", lambda reason, path: path)
    with (tmp_path / "files.csv").open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file)
    assert formula in row[0]
    assert not [cell for cell in row if cell.startswith(start)]
    export_ledger([record], tmp_path / "files.json", sentence_for)
    assert json.loads((tmp_path / "files.json").read_text())[0]["path"] == formula


def test_an_empty_library_makes_an_empty_table(tmp_path: Path) -> None:
    assert export_ledger([], tmp_path / "files.csv", sentence_for) == 0
    assert (tmp_path / "files.csv").read_text("utf-8-sig").startswith("path,status")
    export_ledger([], tmp_path / "files.json", sentence_for)
    assert json.loads((tmp_path / "files.json").read_text()) == []


def test_a_time_that_no_calendar_has_is_left_empty(tmp_path: Path) -> None:
    record = FileRecord("/d/a.txt", FileStatus.INDEXED, indexed_at=1e20)
    export_ledger([record], tmp_path / "files.json", sentence_for)
    assert json.loads((tmp_path / "files.json").read_text())[0]["indexed_at"] is None


@pytest.mark.parametrize("name", ["files.txt", "files", "files.csv.gz"])
def test_another_ending_is_refused_with_those_that_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotExported, match=r"end in \.csv or \.json"):
        export_ledger(RECORDS, tmp_path / name, sentence_for)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "files.csv").mkdir()
    with pytest.raises(NotExported, match="choose another name"):
        export_ledger(RECORDS, tmp_path / "files.csv", sentence_for)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    target = tmp_path / "gone" / "files.csv"
    with pytest.raises(NotExported, match="choose another place") as caught:
        export_ledger(RECORDS, target, sentence_for)
    assert str(target) in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="a full disk as POSIX has it")
def test_what_was_there_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "files.csv"
    target.write_text("what was there")

    def full(path: object, to: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NotExported, match="No space left"):
        export_ledger(RECORDS, target, sentence_for)
    assert target.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [target]
