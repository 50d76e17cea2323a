import zipfile
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import epub
from tests.fakes import HashEmbedder

CONTAINER = """<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"""
ENCRYPTED = """<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData>
  </encryption>"""
NAVIGATION = """<html><body><nav><ol><li><a href="text/one%20a.xhtml">Chapter One</a></li>
  <li><a href="text/two.xhtml#a">Part A</a></li><li><a href="text/two.xhtml#b">Part B</a></li>
  </ol></nav></body></html>"""
OLDER = """<ncx><navMap><navPoint><navLabel><text>Chapter One</text></navLabel>
  <content src="text/one%20a.xhtml"/></navPoint></navMap></ncx>"""


def written(tmp_path: Path, *, leave_out: str = "", **parts: str) -> Path:
    """A book of two chapters, listed in the other order than they are read."""
    path = tmp_path / "book.epub"
    items = {"two": "text/two.xhtml", "one": "text/one%20a.xhtml"}
    listed = "".join(
        f'<item id="{name}" href="{href}" media-type="application/xhtml+xml"/>'
        for name, href in items.items()
    )
    package = f"""<package><metadata><title>The book</title><language>de</language></metadata>
      <manifest>{listed}<item id="nav" href="nav.xhtml" properties="nav"/>
      <item id="ncx" href="toc.ncx"/></manifest><spine toc="ncx"><itemref idref="nav"/>
      <itemref idref="one"/><itemref idref="two"/><itemref idref="one"/></spine></package>"""
    files = {
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": package,
        "OPS/nav.xhtml": NAVIGATION,
        "OPS/toc.ncx": OLDER,
        "OPS/text/one a.xhtml": "<html><head><title/></head><body><p>It began.</p></body></html>",
        "OPS/text/two.xhtml": "<body><h1>Two</h1><p>x</p><h2>Part B</h2><p>y</p></body>",
        **parts,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            if name != leave_out:
                archive.writestr(name, content)
    return path


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str, str]]:
    page = document.pages[0]
    return [
        (block.kind, page.text[block.span.start : block.span.end], block.label)
        for block in page.blocks
    ]


def reason(path: Path) -> ReasonCode:
    with pytest.raises(UnreadableDocument) as caught:
        epub.parse(path)
    return caught.value.reason.code


def test_chapters_come_in_reading_order_and_name_their_passages(tmp_path: Path) -> None:
    document = epub.parse(written(tmp_path))
    assert blocks(document) == [
        (BlockKind.HEADING, "Chapter One", "Chapter One"),
        (BlockKind.PARAGRAPH, "It began.", "Chapter One"),
        (BlockKind.HEADING, "Two", "Part A"),
        (BlockKind.PARAGRAPH, "x", "Part A"),
        (BlockKind.HEADING, "Part B", "Part B"),
        (BlockKind.PARAGRAPH, "y", "Part B"),
    ]
    assert (document.title, document.language, document.warnings) == ("The book", "de", ())
    assert document.pages[0].number is None
    chunks = chunk_document(document, "r", HashEmbedder().count_tokens, 256)
    assert chunks[0].label == "Chapter One"


def test_an_older_table_of_contents_will_do(tmp_path: Path) -> None:
    document = epub.parse(written(tmp_path, leave_out="OPS/nav.xhtml"))
    assert [label for _, _, label in blocks(document)][:3] == ["Chapter One", "Chapter One", "Two"]


def test_without_a_readable_table_of_contents_headings_name_the_chapters(tmp_path: Path) -> None:
    path = written(tmp_path, leave_out="OPS/nav.xhtml", **{"OPS/toc.ncx": "<ncx>"})
    assert [label for _, _, label in blocks(epub.parse(path))] == ["", "Two", "Two", "Two", "Two"]


def test_a_missing_chapter_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    document = epub.parse(written(tmp_path, leave_out="OPS/text/one a.xhtml"))
    assert document.pages[0].text.startswith("Two")
    assert len(document.warnings) == 1
    assert "one a.xhtml" in document.warnings[0]


def test_a_protected_book_is_told_from_one_with_scrambled_fonts(tmp_path: Path) -> None:
    def protected(algorithm: str) -> Path:
        content = ENCRYPTED.format(algorithm)
        return written(tmp_path, **{"META-INF/encryption.xml": content})

    assert reason(protected("http://www.w3.org/2001/04/xmlenc#aes128-cbc")) is ReasonCode.ENCRYPTED
    assert epub.parse(protected("http://www.idpf.org/2008/embedding")).has_text


def test_bad_files_are_refused_for_the_right_reason(tmp_path: Path) -> None:
    assert reason(written(tmp_path, leave_out="OPS/book.opf")) is ReasonCode.DAMAGED
    assert reason(written(tmp_path, leave_out="META-INF/container.xml")) is ReasonCode.WRONG_FORMAT
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-60])
    assert reason(path) is ReasonCode.DAMAGED
