"""What is read from a PDF: text, blocks, structure, and what is said about the rest."""

import re
from pathlib import Path

import pypdf
import pytest

from indexer.documents import Block, BlockKind, OutlineEntry, Page, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.page_lists import page_list
from indexer.parsing.pdf import parse
from indexer.parsing.pdf_structure import is_junk_title
from indexer.parsing.recognising import SWITCH
from tests.indexer.pdf_making import Text, assembled, paragraph, rewrite, stream, write_pdf

BODY = """The committee met three times during the year and looked at
the accounts of the society, which it found in good order and
complete, and at the plans for the garden behind the hall."""

SECOND = """A second paragraph stands a little lower on the page and says
something else, so that it is a block of its own."""


TOPICS = ("", "Gardening", "Singing", "Money", "Rain")


def kinds(page: Page) -> list[BlockKind]:
    return [block.kind for block in page.blocks]


def words(page: Page, block: Block) -> str:
    return " ".join(page.text[block.span.start : block.span.end].split())


def of_kind(page: Page, kind: BlockKind) -> list[str]:
    return [words(page, block) for block in page.blocks if block.kind is kind]


def reason_of(path: Path) -> tuple[ReasonCode, str]:
    with pytest.raises(UnreadableDocument) as caught:
        parse(path)
    return caught.value.reason.code, caught.value.reason.detail


def test_headings_and_paragraphs_are_told_apart(tmp_path: Path) -> None:
    page = [
        Text("Annual report", bottom=740, size=20),
        *paragraph(BODY, 700),
        Text("The garden", bottom=640, bold=True),
        *paragraph(SECOND, 620),
    ]
    read = parse(write_pdf(tmp_path / "a.pdf", [page])).pages[0]
    heading, paragraph_kind = BlockKind.HEADING, BlockKind.PARAGRAPH
    assert kinds(read) == [heading, paragraph_kind, heading, paragraph_kind]
    assert [block.level for block in read.blocks] == [1, 0, 2, 0]
    assert of_kind(read, BlockKind.HEADING) == ["Annual report", "The garden"]
    assert of_kind(read, BlockKind.PARAGRAPH) == [" ".join(t.split()) for t in (BODY, SECOND)]


def test_a_gap_between_lines_begins_a_paragraph(tmp_path: Path) -> None:
    page = [*paragraph(BODY, 700), *paragraph(SECOND, 640)]
    read = parse(write_pdf(tmp_path / "a.pdf", [page])).pages[0]
    assert kinds(read) == [BlockKind.PARAGRAPH] * 2


def test_a_page_turned_on_its_side_is_read_the_same(tmp_path: Path) -> None:
    page = [Text("Annual report", bottom=740, size=20), *paragraph(BODY, 700)]
    for rotate in (90, 180, 270):
        turned = parse(write_pdf(tmp_path / "a.pdf", [page], rotate=rotate)).pages[0]
        assert of_kind(turned, BlockKind.HEADING) == ["Annual report"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_set_in_another_direction_is_read_the_same(tmp_path: Path, turn: int) -> None:
    page = [
        Text("Annual report", bottom=560, size=20),
        *paragraph(BODY, 530),
        *paragraph(SECOND, 460),
    ]
    turned = parse(write_pdf(tmp_path / "a.pdf", [page], turn=turn)).pages[0]
    assert of_kind(turned, BlockKind.HEADING) == ["Annual report"]
    assert set(kinds(turned)) == {BlockKind.HEADING, BlockKind.PARAGRAPH}


def test_list_items_keep_their_second_lines(tmp_path: Path) -> None:
    page = [
        *paragraph(BODY, 740),
        Text("• The first item goes on over", bottom=680),
        Text("two lines of the page.", left=86, bottom=667),
        Text("• The second item.", bottom=654),
    ]
    read = parse(write_pdf(tmp_path / "a.pdf", [page])).pages[0]
    assert of_kind(read, BlockKind.LIST_ITEM) == [
        "• The first item goes on over two lines of the page.",
        "• The second item.",
    ]


def test_rows_of_a_table_stay_together_with_their_head(tmp_path: Path) -> None:
    rows = ["Year ended 2022 2021", "Net sales $ 1,234 $ 987", "Costs (456) (321)", "Total 778 666"]
    page = [*paragraph(BODY, 740), *paragraph("\n".join(rows), 680), *paragraph(SECOND, 600)]
    read = parse(write_pdf(tmp_path / "a.pdf", [page])).pages[0]
    assert of_kind(read, BlockKind.TABLE) == [" ".join(rows)]
    assert kinds(read) == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]


def test_what_stands_at_the_edge_of_every_page_is_furniture(tmp_path: Path) -> None:
    pages = [
        [
            Text("The Society's Report", bottom=760),
            *paragraph(
                f"{TOPICS[number]} is dealt with here.\n{BODY}\nSo much on {TOPICS[number]}.", 700
            ),
            Text(f"Page {number} of 4", left=300, bottom=30),
        ]
        for number in range(1, 5)
    ]
    for number, read in enumerate(parse(write_pdf(tmp_path / "a.pdf", pages)).pages, 1):
        assert of_kind(read, BlockKind.FURNITURE) == [
            "The Society's Report",
            f"Page {number} of 4",
        ]
        assert of_kind(read, BlockKind.PARAGRAPH)[0] == f"{TOPICS[number]} is dealt with here."


def test_a_heading_repeated_on_a_few_pages_stays_a_heading(tmp_path: Path) -> None:
    pages = [
        [
            Text(
                "Overview" if number % 10 == 0 else f"Part {'abcdefghi'[number % 9]}",
                bottom=740,
                bold=True,
            ),
            *paragraph(BODY, 700),
        ]
        for number in range(40)
    ]
    first = parse(write_pdf(tmp_path / "a.pdf", pages)).pages[0]
    assert of_kind(first, BlockKind.HEADING) == ["Overview"]


def test_blocks_cover_all_text_in_order(tmp_path: Path) -> None:
    page = [Text("Title", bottom=740, size=18), *paragraph(BODY, 700), *paragraph(SECOND, 600)]
    read = parse(write_pdf(tmp_path / "a.pdf", [page, []])).pages[0]
    starts = [block.span.start for block in read.blocks]
    covered = "".join(read.text[block.span.start : block.span.end] for block in read.blocks)
    assert starts == sorted(starts)
    assert "".join(covered.split()) == "".join(read.text.split())


def test_an_empty_page_is_no_loss(tmp_path: Path) -> None:
    document = parse(write_pdf(tmp_path / "a.pdf", [paragraph(BODY, 700), []]))
    assert [page.text == "" for page in document.pages] == [False, True]
    assert document.warnings == ()


def test_the_title_comes_from_the_metadata(tmp_path: Path) -> None:
    plain = write_pdf(tmp_path / "a.pdf", [paragraph(BODY, 700)])
    assert parse(plain).title == ""
    assert parse(rewrite(plain, tmp_path / "b.pdf", title="Annual report")).title == "Annual report"


@pytest.mark.parametrize(
    "title",
    ["", "Microsoft Word - minutes.doc", "untitled", "Untitled-1", "report_final.docx", "12-34",
     "0001018724-18-000005", "C:\\texts\\letter.txt", "Slide 1", "PowerPoint Presentation"],
)  # fmt: skip
def test_titles_that_programs_put_there_are_not_titles(title: str) -> None:
    assert is_junk_title(title)


@pytest.mark.parametrize("title", ["Annual report 2021", "年度报告书", "Word order in German"])
def test_real_titles_are_kept(title: str) -> None:
    assert not is_junk_title(title)


def test_the_outline_gives_pages_and_levels_to_headings(tmp_path: Path) -> None:
    page = [Text("The garden", bottom=740), *paragraph(BODY, 700)]
    writer = pypdf.PdfWriter(clone_from=write_pdf(tmp_path / "a.pdf", [[], page]))
    part = writer.add_outline_item(title="Part one", page_number=0)
    writer.add_outline_item(title="The  Garden", page_number=1, parent=part)
    writer.write(tmp_path / "b.pdf")
    document = parse(tmp_path / "b.pdf")
    assert document.outline == (OutlineEntry("Part one", 1, 1), OutlineEntry("The Garden", 2, 2))
    heading = document.pages[1].blocks[0]
    assert (heading.kind, heading.level) == (BlockKind.HEADING, 2)


def test_printed_labels_are_kept_where_they_differ(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", [paragraph(BODY, 700)] * 3)
    writer = pypdf.PdfWriter(clone_from=source)
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 2, style="/D", start=3)
    writer.write(tmp_path / "b.pdf")
    assert [page.label for page in parse(tmp_path / "b.pdf").pages] == ["i", "ii", ""]


@pytest.mark.parametrize("kids", [b"5 0 R", b"6 0 R 7 0 R"])
def test_printed_labels_that_contain_themselves_are_left_out(tmp_path: Path, kids: bytes) -> None:
    contents = b"BT /F1 11 Tf 72 700 Td (" + BODY.splitlines()[0].encode() + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/PageLabels 5 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        stream(contents),
        b"<</Kids[%s]/Limits[0 9]>>" % kids,
        b"<</Kids[7 0 R]/Limits[0 9]>>",
        b"<</Kids[6 0 R]/Limits[0 9]>>",
    ]
    (tmp_path / "a.pdf").write_bytes(assembled(objects))

    assert [page.label for page in parse(tmp_path / "a.pdf").pages] == [""]


def test_a_password_is_asked_for_only_where_one_is_needed(tmp_path: Path) -> None:
    plain = write_pdf(tmp_path / "a.pdf", [paragraph(BODY, 700)])
    locked = rewrite(plain, tmp_path / "locked.pdf", user="secret")
    assert reason_of(locked) == (ReasonCode.ENCRYPTED, "")
    protected = rewrite(plain, tmp_path / "protected.pdf", user="")
    assert parse(protected).pages[0].text == parse(plain).pages[0].text


def test_a_page_that_is_a_picture_is_named_when_pictures_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "off")
    source = write_pdf(tmp_path / "a.pdf", [paragraph(BODY, 700), [], []])
    content = source.read_bytes().replace(b"<</Length 0>>stream\n\nendstream", PICTURE)
    source.write_bytes(content)
    document = parse(source)
    assert document.warnings == ("pages 2–3 have no text, only pictures",)
    assert document.has_text


PICTURE = b"""<</Length 63>>stream
q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q    
endstream"""  # noqa: W291 - counted


def test_letters_without_meaning_are_not_passed_off_as_text(tmp_path: Path) -> None:
    pages = [paragraph(BODY, 700), [Text("@@@ @@@@ @@")]]
    document = parse(write_pdf(tmp_path / "a.pdf", pages, astral="\ue012"))
    assert kinds(document.pages[1]) == [BlockKind.FURNITURE]
    assert document.warnings == ("page 2 cannot be read: no letters are known for its font",)


def test_a_broken_page_does_not_take_the_others_along(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", [paragraph(BODY, 700)] * 3)
    content = source.read_bytes()
    page = list(re.finditer(rb"<</Type/Page/.*>>", content))[1]
    source.write_bytes(content.replace(page.group(), b"[0]".ljust(len(page.group())), 1))
    document = parse(source)
    assert [bool(page.text) for page in document.pages] == [True, False, True]
    assert document.warnings == ("page 2 could not be read",)


def test_a_file_that_pdfium_refuses_is_read_by_other_means(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", [paragraph(BODY, 700)])
    source.write_bytes(b"\0" * 2000 + source.read_bytes())
    document = parse(source)
    assert "committee met three times" in document.pages[0].text
    assert of_kind(document.pages[0], BlockKind.PARAGRAPH)
    assert document.warnings


def test_a_pdf_without_pages_or_without_sense_is_damaged(tmp_path: Path) -> None:
    locked = write_pdf(tmp_path / "plain.pdf", [[]])
    assert reason_of(rewrite(locked, tmp_path / "l.pdf", user="secret"))[0] is ReasonCode.ENCRYPTED
    empty = write_pdf(tmp_path / "a.pdf", [])
    assert reason_of(empty) == (ReasonCode.DAMAGED, "it has no pages")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(b"%PDF-1.7\nnothing more")
    assert reason_of(cut) == (ReasonCode.DAMAGED, "not a readable PDF")


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([4], "page 4"), ([1, 3, 4, 5], "pages 1, 3–5"), ([7, 8], "pages 7–8")],
)
def test_page_numbers_are_written_as_people_do(numbers: list[int], text: str) -> None:
    assert page_list(numbers) == text
