"""Files that once broke a reader: each gets one honest status, and the run goes on."""

import json
from collections import Counter
from pathlib import Path

import pytest

from indexer.documents import ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.pool import ParserLimits, ParserProcess
from indexer.parsing.registry import format_of

pytestmark = pytest.mark.corpora

NEVER = {ReasonCode.PARSER_CRASHED, ReasonCode.PARSER_TIMEOUT, ReasonCode.PARSER_MEMORY}


def status(parser: ParserProcess, path: Path) -> ReasonCode | None:
    """Why the file was refused, or None when it was read."""
    try:
        document = parser.parse(path)
    except UnreadableDocument as error:
        return error.reason.code
    for page in document.pages:
        covered = set()
        for block in page.blocks:
            covered.update(range(block.span.start, block.span.end))
        assert all(index in covered or mark.isspace() for index, mark in enumerate(page.text))
    return None


@pytest.mark.parametrize("collection", ["pdfjs", "qpdf"])
def test_files_from_bug_reports_are_read_or_refused(corpora: Path, collection: str) -> None:
    paths = sorted((corpora / "parse" / collection).rglob("*.pdf"))
    # A hundred pages of them are pictures; recognising those takes minutes and is tested elsewhere.
    with ParserProcess(ParserLimits(seconds=20), recognises=lambda: False) as parser:
        found = Counter(status(parser, path) for path in paths)
    assert found.total() == len(paths)
    assert not NEVER & found.keys()
    assert found[None] > 0.85 * len(paths)


def test_files_that_need_a_password_say_so(corpora: Path) -> None:
    folder = corpora / "parse" / "pdfjs"
    rows = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    locked = [row["file"] for row in map(json.loads, rows) if row["kind"] == "encrypted"]
    with ParserProcess(ParserLimits(seconds=20)) as parser:
        assert {status(parser, folder / name) for name in locked} == {ReasonCode.ENCRYPTED}


OFFICE = ".pptx .xlsx .xlsm .xls .csv .tsv .odt .ods .odp .rtf .epub .docx".split()  # noqa: SIM905


def test_office_files_of_other_readers_are_read_unless_locked(corpora: Path) -> None:
    paths = [
        path
        for name in ("docling", "markitdown", "unstructured")
        for path in sorted((corpora / "parse" / name).rglob("*"))
        if path.suffix.lower() in OFFICE
    ]
    with ParserProcess(ParserLimits(seconds=20)) as parser:
        refused = {path.name: code for path in paths if (code := status(parser, path))}
    assert len(paths) > 90
    assert refused == {"password_protected.xlsx": ReasonCode.ENCRYPTED}


TEXTS = ("eml", "mbox", "msg", "asciidoc", "json", "notebook", "xml", "yaml", "code", "text")


@pytest.mark.parametrize(
    "collection", ["parse/docling", "parse/markitdown", "parse/unstructured", "injection"]
)
def test_mails_data_and_marked_texts_are_all_read(corpora: Path, collection: str) -> None:
    named = [(path, format_of(path)) for path in sorted((corpora / collection).rglob("*"))]
    paths = [path for path, known in named if known is not None and known.name in TEXTS]
    with ParserProcess(ParserLimits(seconds=20)) as parser:
        found = {path: status(parser, path) for path in paths if path.stat().st_size}
    assert found
    assert {path.name: code for path, code in found.items() if code} == {}
