"""A PDF that breaks off is read as far as it goes."""

import contextlib
import zlib
from pathlib import Path

import pypdf
import pytest

from indexer.documents import ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import pdf
from indexer.parsing.pdf_repair import with_new_end
from tests.indexer.pdf_making import paragraph, write_pdf


def three_pages(tmp_path: Path) -> Path:
    texts = ("The lease begins.", "The rent is due.", "The lease ends.")
    return write_pdf(tmp_path / "lease.pdf", [paragraph(text, 700) for text in texts])


def cut(path: Path, end: int) -> Path:
    path.write_bytes(path.read_bytes()[:end])
    return path


def test_a_file_without_its_end_is_read_up_to_where_it_breaks_off(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    data = path.read_bytes()
    document = pdf.parse(cut(path, data.index(b"(The lease ends")))
    texts = [page.text for page in document.pages if page.text]
    assert texts == ["The lease begins.", "The rent is due."]
    assert "damaged" in document.warnings[0]


def test_pages_are_found_without_the_list_of_them(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    data = path.read_bytes().replace(b"/Type/Catalog", b"/Type/Unknown")
    path.write_bytes(data[: data.rindex(b"xref")])
    texts = [page.text for page in pdf.parse(path).pages]
    assert texts == ["The lease begins.", "The rent is due.", "The lease ends."]


def test_objects_that_are_packed_in_others_are_found(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    data = path.read_bytes()
    start = data.index(b"1 0 obj")
    catalog = data[start + len(b"1 0 obj") : data.index(b"endobj", start)].strip()
    packed = zlib.compress(b"1 0 " + catalog)
    stream = b"90 0 obj\n<</Type/ObjStm/N 1/First 4/Length %d>>stream\n" % len(packed)
    without = data[:start] + data[data.index(b"endobj", start) + 7 : data.rindex(b"xref")]
    path.write_bytes(without + stream + packed + b"\nendstream\nendobj\n")
    assert [page.text for page in pdf.parse(path).pages][1] == "The rent is due."


def test_what_is_locked_or_has_no_page_stays_refused(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(path)
    assert with_new_end(path.read_bytes()) is None
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n")
    with pytest.raises(UnreadableDocument) as caught:
        pdf.parse(path)
    assert caught.value.reason.code is ReasonCode.DAMAGED


def test_a_file_cut_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    whole = path.read_bytes()
    read = 0
    for end in range(10, len(whole), 97):
        path.write_bytes(whole[:end])
        with contextlib.suppress(UnreadableDocument):
            read += bool(pdf.parse(path).has_text)
    assert read > 3
