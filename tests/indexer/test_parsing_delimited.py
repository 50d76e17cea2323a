from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.documents import BlockKind, ParsedDocument, RowNames
from indexer.parsing import delimited
from tests.fakes import HashEmbedder


def parsed(tmp_path: Path, content: str, name: str = "table.csv") -> ParsedDocument:
    path = tmp_path / name
    path.write_bytes(content.encode())
    return delimited.parse(path)


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str, int]]:
    page = document.pages[0]
    return [
        (block.kind, page.text[block.span.start : block.span.end], block.rows.first)
        for block in page.blocks
        if block.rows is not None
    ]


def test_the_text_is_the_file_itself(tmp_path: Path) -> None:
    document = parsed(tmp_path, 'name, rent\r\n"Köln, Süd", 900\r\n')
    assert document.pages[0].text == 'name, rent\n"Köln, Süd", 900\n'
    assert blocks(document) == [(BlockKind.TABLE, 'name, rent\n"Köln, Süd", 900', 1)]
    assert (document.pages[0].number, document.media_type) == (None, "text/csv")


@pytest.mark.parametrize("mark", [",", ";", "|", "\t"])
def test_titles_above_the_header_are_kept_apart_whatever_the_delimiter(
    tmp_path: Path, mark: str
) -> None:
    table = f"name{mark}rent\nAna{mark}900\nBo{mark}800"
    document = parsed(tmp_path, f"Rents of 2024{mark}\nall of them\n{table}\n\n\nsum{mark}1700\n")
    assert blocks(document) == [
        (BlockKind.PARAGRAPH, f"Rents of 2024{mark}\nall of them", 1),
        (BlockKind.TABLE, table, 3),
        (BlockKind.TABLE, f"sum{mark}1700", 8),
    ]


def test_a_list_of_single_values_is_one_table(tmp_path: Path) -> None:
    assert blocks(parsed(tmp_path, "Industry\nBanks\nShips")) == [
        (BlockKind.TABLE, "Industry\nBanks\nShips", 1)
    ]


def test_a_passage_is_named_by_its_rows_and_carries_the_header(tmp_path: Path) -> None:
    rows = "".join(f"tenant {number}\t{number} euros a month\n" for number in range(2, 90))
    document = parsed(tmp_path, f"Tenant\tRent\n{rows}", "rents.TSV")
    chunks = chunk_document(document, "r", HashEmbedder().count_tokens, 256)
    first, last = chunks[1].label.removeprefix("rows ").split("–")
    assert chunks[1].text.startswith(f"tenant {first}\t")
    assert f"tenant {last}\t" in chunks[1].text.splitlines()[-1]
    assert chunks[1].embedding_text.startswith("Tenant Rent\ntenant")
    assert chunks[-1].label.endswith("–89")


def test_values_of_several_lines_are_counted_by_line(tmp_path: Path) -> None:
    document = parsed(tmp_path, 'name,note\nAna,"one\n\ntwo"\nBo,x\n')
    (block,) = document.pages[0].blocks
    assert block.rows == RowNames(1, "lines ", "–", "line ")
    assert block.kind is BlockKind.TABLE


def test_a_table_with_an_empty_line_after_each_row_is_one_table(tmp_path: Path) -> None:
    text = "name,rent\r\r\nAna,900\r\r\nBo,800\r\r\n"
    assert blocks(parsed(tmp_path, text)) == [
        (BlockKind.TABLE, "name,rent\n\nAna,900\n\nBo,800\n\n", 1)
    ]


def test_an_empty_table_has_no_block(tmp_path: Path) -> None:
    assert parsed(tmp_path, " \n\n").pages[0].blocks == ()
