"""PDFs made to hurt whoever opens them: circles in all their trees, and ten thousand pages."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.documents import ParsedDocument
from indexer.errors import UnreadableDocument
from indexer.parsing.pool import ParserLimits, ParserProcess
from tests.indexer.outliving import outcome


@pytest.fixture(scope="module")
def parser() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits(seconds=150)) as process:
        yield process


PDF_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<<>>>>"
LOOPS = {
    "page tree": [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"],
    "outline": [
        b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        PDF_PAGE,
        b"<</First 5 0 R/Last 5 0 R>>",
        b"<</Title(Round)/Next 5 0 R/First 5 0 R/Dest[3 0 R/Fit]>>",
    ],
    "contents": [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents[4 0 R]/Resources<<>>>>",
        b"[4 0 R 4 0 R]",
    ],
}


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    content = [b"%PDF-1.7\n"]
    places = []
    position = len(content[0])
    for number, body in enumerate(objects, 1):
        places.append(position)
        content.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        position += len(content[-1])
    content.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    content.extend(b"%010d 00000 n \n" % place for place in places)
    content.append(b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(places) + 1, trailer))
    return b"".join(content) + b"startxref\n%d\n%%%%EOF\n" % position


@pytest.mark.parametrize("objects", LOOPS.values(), ids=LOOPS.keys())
def test_a_pdf_that_leads_in_circles_ends(
    parser: ParserProcess, tmp_path: Path, objects: list[bytes]
) -> None:
    path = tmp_path / "circle.pdf"
    path.write_bytes(pdf(objects))
    outcome(parser, path)


def test_page_labels_in_circles_cost_at_most_their_own_file(
    parser: ParserProcess, tmp_path: Path
) -> None:
    """The library that reads them follows them until its stack is full."""
    objects = list(LOOPS["outline"])
    objects[0] = b"<</Type/Catalog/Pages 2 0 R/PageLabels 4 0 R>>"
    objects[3] = b"<</Kids[4 0 R 4 0 R]>>"
    path = tmp_path / "circle.pdf"
    path.write_bytes(pdf(objects))
    with contextlib.suppress(UnreadableDocument):
        parser.parse(path)
    path.write_bytes(pdf(LOOPS["outline"]))
    assert isinstance(outcome(parser, path), ParsedDocument)


def test_a_cross_reference_that_names_itself_ends(parser: ParserProcess, tmp_path: Path) -> None:
    objects = LOOPS["outline"][1:3]
    plain = pdf([b"<</Type/Catalog/Pages 2 0 R>>", *objects])
    start = plain.index(b"xref\n")
    path = tmp_path / "circle.pdf"
    path.write_bytes(pdf([b"<</Type/Catalog/Pages 2 0 R>>", *objects], b"/Prev %d" % start))
    outcome(parser, path)


def test_ten_thousand_pages_are_read(parser: ParserProcess, tmp_path: Path) -> None:
    words = b"BT /F1 12 Tf 9 50 Td (words) Tj ET"
    fonts = b"/Resources<</Font<</F1 3 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 99 99]%s>>" % fonts
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 10_005))
    head = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 10000/Kids[%s]>>" % kids,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
    ]
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf([*head, *[page] * 10_000]))
    found = outcome(parser, path)
    assert isinstance(found, ParsedDocument)
    assert len(found.pages) == 10_000
    assert found.pages[-1].text.strip() == "words"
