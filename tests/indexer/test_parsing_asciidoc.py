"""AsciiDoc: the file is the text, and its marks say what is what."""

from pathlib import Path

from indexer.cleaning import clean_asciidoc
from indexer.documents import BlockKind
from indexer.parsing.registry import parse_file

SOURCE = """\
= Pump guide
:toc:

Read <<start,this part>> first.

[[start]]
== Starting

.Steps
. Open it
and wait.
. Close it
+
NOTE: Slowly.

[source,python]
----
start()

stop()
----

|===
|Name |Value

|flow |3 l
|===

Old style
---------
====
An example.
====

////
A comment

of two parts
////
Last.
"""

GOLDEN = [
    (BlockKind.HEADING, 1, "= Pump guide"),
    (BlockKind.FURNITURE, 0, ":toc:"),
    (BlockKind.PARAGRAPH, 0, "Read <<start,this part>> first."),
    (BlockKind.PARAGRAPH, 0, "[[start]]"),
    (BlockKind.HEADING, 2, "== Starting"),
    (BlockKind.CAPTION, 0, ".Steps"),
    (BlockKind.LIST_ITEM, 0, ". Open it\nand wait."),
    (BlockKind.LIST_ITEM, 0, ". Close it\n+\nNOTE: Slowly."),
    (BlockKind.PARAGRAPH, 0, "[source,python]"),
    (BlockKind.CODE, 0, "----\nstart()\n\nstop()\n----"),
    (BlockKind.TABLE, 0, "|===\n|Name |Value\n\n|flow |3 l\n|==="),
    (BlockKind.HEADING, 2, "Old style\n---------"),
    (BlockKind.PARAGRAPH, 0, "====\nAn example.\n===="),
    (BlockKind.FURNITURE, 0, "////\nA comment\n\nof two parts\n////"),
    (BlockKind.PARAGRAPH, 0, "Last."),
]


def test_marks_say_what_is_what(tmp_path: Path) -> None:
    path = tmp_path / "guide.adoc"
    path.write_text(SOURCE, encoding="utf-8")
    document = parse_file(path)
    page = document.pages[0]
    assert page.text == SOURCE
    assert document.title == "Pump guide"
    found = [
        (block.kind, block.level, page.text[block.span.start : block.span.end])
        for block in page.blocks
    ]
    assert found == GOLDEN


def test_a_block_that_is_never_closed_reaches_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "open.adoc"
    path.write_text("----\na\n\nb\n", encoding="utf-8")
    [block] = parse_file(path).pages[0].blocks
    assert (block.kind, block.span.start, block.span.end) == (BlockKind.CODE, 0, 9)


def test_what_is_embedded_has_no_marks() -> None:
    assert clean_asciidoc("See https://example.org[the site] and <<a,b>>, *now*.") == (
        "See the site and b, now."
    )
    assert clean_asciidoc("== Starting") == "Starting"
    assert clean_asciidoc("[source,python]") == ""
    assert clean_asciidoc("|===") == ""
