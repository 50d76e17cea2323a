from pathlib import Path

import pytest

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing import html


def parsed(tmp_path: Path, content: str | bytes) -> ParsedDocument:
    path = tmp_path / "page.html"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return html.parse(path)


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str]]:
    page = document.pages[0]
    return [(block.kind, page.text[block.span.start : block.span.end]) for block in page.blocks]


def test_blocks_come_in_reading_order(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        """<html lang="de"><head><title> The
        lease </title></head><body><h1>Lease <i>of</i> 2024</h1>
        Loose   text<p>First<br>second &amp; third</p>
        <ul><li>milk<ol><li>cow</li></ol></li><li><p>bread</p></li></ul>
        <pre>x =  1
  y</pre><h2>Notice</h2><div>in <b>wri</b>ting<div>inner</div>after</div></body></html>""",
    )
    assert blocks(document) == [
        (BlockKind.HEADING, "Lease of 2024"),
        (BlockKind.PARAGRAPH, "Loose text"),
        (BlockKind.PARAGRAPH, "First\nsecond & third"),
        (BlockKind.LIST_ITEM, "• milk"),
        (BlockKind.LIST_ITEM, "1. cow"),
        (BlockKind.LIST_ITEM, "• bread"),
        (BlockKind.CODE, "x =  1\n  y"),
        (BlockKind.HEADING, "Notice"),
        (BlockKind.PARAGRAPH, "in writing"),
        (BlockKind.PARAGRAPH, "inner"),
        (BlockKind.PARAGRAPH, "after"),
    ]
    assert [b.level for b in document.pages[0].blocks if b.level] == [1, 2]
    assert (document.title, document.language) == ("The lease", "de")


def test_what_a_reader_does_not_see_is_left_out(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        """<style>p {}</style><script>var a</script><nav>Menu</nav><template>t</template>
        <div style="DISPLAY : none">hidden <p>deep</p></div><p hidden>hidden</p>
        <span aria-hidden="true">icon</span><div role="navigation">menu</div><!-- comment -->
        <p style="font-size:0">tiny</p><p style="font-size:0.9em">shown</p>
        <noscript>no</noscript>""",
    )
    assert document.pages[0].text == "shown"


def test_a_table_keeps_rows_cells_and_gaps(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        """<table><caption>Rents</caption><thead><tr><th>Year</th><th>Rent</th><th>Note</th></tr>
        </thead><tr><td>2023</td><td></td><td><ul><li>none</li></ul></td></tr>
        <tr><td>2024</td><td>900<br>net</td><td></td></tr></table>""",
    )
    assert blocks(document) == [
        (BlockKind.CAPTION, "Rents"),
        (BlockKind.TABLE, "Year | Rent | Note\n2023 |  | none\n2024 | 900 net"),
    ]


def test_the_padding_of_filings_is_removed_and_signs_join_their_figures(tmp_path: Path) -> None:
    rows = [["Sales", "", "$", "5", "", "(", "3", ")"], ["Costs", "", "", "4", "", "", "2"]]
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    document = parsed(tmp_path, f"<table><tr>{lines[0]}</tr><tr>{lines[1]}</tr></table>")
    assert document.pages[0].text == "Sales | $5 | (3)\nCosts | 4 | 2"


def test_a_cell_that_spans_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        """<table><tr><td colspan="2">Both</td><td rowspan="2">May</td></tr>
        <tr><td>a</td><td>b</td></tr><tr><td rowspan="9">c</td><td>d</td><td>e</td></tr>
        <tr><td>f</td><td rowspan="x">g</td></tr></table>""",
    )
    assert document.pages[0].text == "Both | May\na | b | May\nc | d | e\nc | f | g"


def test_tables_for_layout_are_read_as_blocks(tmp_path: Path) -> None:
    document = parsed(
        tmp_path,
        """<table><tr><td><h1>Left</h1></td><td><table><tr><td>a</td><td>b</td></tr></table>
        </td></tr></table>""",
    )
    assert blocks(document) == [(BlockKind.HEADING, "Left"), (BlockKind.TABLE, "a | b")]


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="iso-8859-2">',
        '<meta http-equiv="x" content="text/html; charset=ISO-8859-2">',
    ],
)
def test_the_declared_encoding_is_used(tmp_path: Path, head: str) -> None:
    page = f"<html><head>{head}</head><body><p>Łódź i Kraków</p></body></html>"
    assert parsed(tmp_path, page.encode("iso-8859-2")).pages[0].text == "Łódź i Kraków"


@pytest.mark.parametrize("content", ["", "<", "<table><tr>", "plain words", "<p>" * 5000 + "deep"])
def test_broken_pages_are_read_as_far_as_they_go(tmp_path: Path, content: str) -> None:
    text = parsed(tmp_path, content).pages[0].text
    assert text in {"", "<", "plain words", "deep"}


def test_numbered_lists_keep_their_numbers(tmp_path: Path) -> None:
    source = '<ol start="3"><li>cut<li>glue</ol><ol><li>dry<li value="7">paint</ol>'
    assert [text for _, text in blocks(parsed(tmp_path, source))] == [
        "3. cut",
        "4. glue",
        "1. dry",
        "7. paint",
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            '<p>See <img alt="A duck on a lake" src="d.png"> here</p>',
            "See [Picture: A duck on a lake] here",
        ),
        ('<p>See <img alt="logo"><img alt="my big duck.png"> here</p>', "See here"),
        (
            "<p>5 m<sup>2</sup>, the 4<sup>th</sup> duck<sup><a>12</a></sup></p>",
            "5 m^2, the 4th duck^12",
        ),
    ],
)
def test_pictures_and_raised_numbers_do_not_stick_to_words(
    tmp_path: Path, source: str, shown: str
) -> None:
    assert [text for _, text in blocks(parsed(tmp_path, source))] == [shown]
