from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import rtf

STYLES = r"{\stylesheet{\ql Normal;}{\s1\sbasedon0 heading 1;}{\s7\outlinelevel2 Own;}{\*\cs9 x;}}"
FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Mincho;}}"


TOKEN_WORDS = (
    r"{ } \ \par \* \u55555 \uc9 \'e \bin99 x \cell \row \intbl \footnote \stylesheet "
    r"\shptxt \pard \ansicpg-1 \s1 \fonttbl \f1 \fcharset128"
)
TOKENS = TOKEN_WORDS.split()


def parsed(tmp_path: Path, body: str, head: str = FONTS + STYLES, end: str = "}") -> ParsedDocument:
    path = tmp_path / "note.rtf"
    path.write_bytes(rf"{{\rtf1\ansi\ansicpg1252\deff0{head} {body}{end}".encode("latin-1"))
    return rtf.parse(path)


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, int, str]]:
    page = document.pages[0]
    return [
        (block.kind, block.level, page.text[block.span.start : block.span.end])
        for block in page.blocks
    ]


def text(tmp_path: Path, body: str) -> str:
    return parsed(tmp_path, body).pages[0].text


def test_headings_paragraphs_lists_and_tables_become_blocks(tmp_path: Path) -> None:
    body = r"""\pard\s1 Rent\par \pard It is due\tab monthly.\line Always.\par
\pard{\listtext\f0 \'b7\tab}milk\par {\pntext 2.\tab}bread\par
\trowd\pard\intbl Year\cell Rent\cell\row \pard\intbl 2024\par A\cell 900\cell\row
\pard\s7 Notice\par \pard\outlinelevel1 Last\par"""
    document = parsed(tmp_path, body)
    assert blocks(document) == [
        (BlockKind.HEADING, 1, "Rent"),
        (BlockKind.PARAGRAPH, 0, "It is due\tmonthly.\nAlways."),
        (BlockKind.LIST_ITEM, 0, "• milk"),
        (BlockKind.LIST_ITEM, 0, "2. bread"),
        (BlockKind.TABLE, 0, "Year | Rent\n2024 A | 900"),
        (BlockKind.HEADING, 3, "Notice"),
        (BlockKind.HEADING, 2, "Last"),
    ]
    assert (document.title, document.warnings) == ("Rent", ())
    assert document.pages[0].number is None


def test_what_no_reader_sees_is_left_out(tmp_path: Path) -> None:
    body = r"""{\info{\title The lease}{\author Ana}}{\header Head\par}{\*\generator W;}
{\pict\wmetafile8 0a0b}Seen{\v hidden}{\deleted gone}\v x\v0 .
{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt  A link}}{\bin3 {{{} end\par"""
    document = parsed(tmp_path, body)
    assert document.pages[0].text == "Seen. A link end"
    assert document.title == "The lease"


def test_notes_and_text_boxes_are_kept_apart(tmp_path: Path) -> None:
    body = r"""Words{\super\chftn{\footnote\pard\plain \chftn  See annex.\par}} go on.
{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard In a box.\par Twice.\par}}{\shprslt no}}\par"""
    assert blocks(parsed(tmp_path, body)) == [
        (BlockKind.PARAGRAPH, 0, "Words[1] go on."),
        (BlockKind.PARAGRAPH, 0, "In a box."),
        (BlockKind.PARAGRAPH, 0, "Twice."),
        (BlockKind.FOOTNOTE, 0, "[1] See annex."),
    ]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (r"K\'f6ln \'80 5", "Köln € 5"),
        (r"\u8364? \u-10179?\u-8704? \uc2\u246\'94\'94ffnen", "€ 😀 öffnen"),
        (r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}\'e9", "Приветé"),
        ("{\\f2 \\'93\\\r\n'fa\\'96\\'7b}".replace("\\\r\n", "\r\n\\"), "日本"),
        (r"\{a\}\~b\_c\-d \emdash\ldblquote x\rdblquote", "{a}\xa0b-cd —“x”"),
        ("K\xf6ln", "Köln"),
        (r"{\upr{plain}{\*\ud{\u246?}}}", "plain"),
    ],
)
def test_characters_come_out_whatever_their_encoding(tmp_path: Path, body: str, shown: str) -> None:
    assert text(tmp_path, body) == shown


def test_the_code_page_of_the_file_is_used(tmp_path: Path) -> None:
    document = parsed(tmp_path, r"\'b3\'f3d\'9f", head=r"\ansicpg1250")
    assert document.pages[0].text == "łódź"
    document = parsed(tmp_path, r"K\'f6ln", head=r"\ansicpg31337")
    assert document.pages[0].text == "Köln"


def test_a_file_without_its_end_is_read_in_part(tmp_path: Path) -> None:
    document = parsed(tmp_path, r"{\b Half a", end="")
    assert document.pages[0].text == "Half a"
    assert len(document.warnings) == 1


def test_what_is_no_rich_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "note.rtf"
    path.write_bytes(b"plain")
    with pytest.raises(UnreadableDocument) as caught:
        rtf.parse(path)
    assert caught.value.reason.code is ReasonCode.WRONG_FORMAT
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, "{" * 10_000)
    assert caught.value.reason.code is ReasonCode.DAMAGED


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.sampled_from(TOKENS)))
def test_no_sequence_of_tokens_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    page = parsed(tmp_path_factory.getbasetemp(), "".join(parts)).pages[0]
    assert page.text.encode("utf-8") is not None
