"""What people have written onto a PDF is read: entries of forms, typed words and comments."""

from pathlib import Path

import pypdf
import pytest
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from indexer.chunk_columns import pack, unpack
from indexer.chunking import chunk_document
from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing import pdf
from tests.fakes import HashEmbedder
from tests.indexer.pdf_making import paragraph, write_pdf

PASSWORD_FIELD = 1 << 13
HIDDEN_FLAG = 2


def field(name: str, value: str, top: float, **more: object) -> DictionaryObject:
    """A field of a form in the left half of a page."""
    entries: dict[str, object] = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Widget"),
        "/FT": NameObject("/Tx"),
        "/T": TextStringObject(name),
        "/V": TextStringObject(value),
        "/Rect": ArrayObject([FloatObject(side) for side in (0, top - 79.2, 306, top)]),
        **{f"/{key}": each for key, each in more.items()},
    }
    return DictionaryObject({NameObject(key): each for key, each in entries.items()})  # type: ignore[misc]


def form(tmp_path: Path, *fields: DictionaryObject, rotate: int = 0) -> ParsedDocument:
    path = write_pdf(tmp_path / "form.pdf", [paragraph("Name:", 700)], rotate=rotate)
    writer = pypdf.PdfWriter(clone_from=path)
    added = ArrayObject([writer._add_object(each) for each in fields])
    writer.pages[0][NameObject("/Annots")] = added
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): added})
    writer.write(path)
    return pdf.parse(path)


def commented(tmp_path: Path) -> ParsedDocument:
    path = write_pdf(tmp_path / "a.pdf", [paragraph("The rent is due.", 700)])
    writer = pypdf.PdfWriter(clone_from=path)
    note = Text(text="Since when?", rect=(72, 600, 92, 620))
    note[NameObject("/T")] = TextStringObject("Ann")
    writer.add_annotation(0, note)
    writer.add_annotation(0, FreeText(text="Paid on 3 May", rect=(72, 500, 300, 520)))
    writer.write(path)
    return pdf.parse(path)


def test_the_entries_of_a_form_stand_after_the_text_of_their_page(tmp_path: Path) -> None:
    named = field("topmost[0].f1_2[0]", "Ada Lovelace", 792, TU=TextStringObject("Family name"))
    document = form(tmp_path, named, field("page[0].Street[0]", "High Street 5", 400))
    page = document.pages[0]
    assert page.text.split("\r\n") == [
        "Name:",
        "Family name: Ada Lovelace",
        "Street: High Street 5",
    ]
    assert [page.text[each.span.start : each.span.end] for each in page.placed] == [
        "Family name: Ada Lovelace",
        "Street: High Street 5",
    ]


@pytest.mark.parametrize(("rotate", "box"), [(0, (0.0, 0.0, 0.5, 0.1)), (90, (0.9, 0.0, 1.0, 0.5))])
def test_an_entry_has_its_place_on_the_page_as_it_is_shown(
    tmp_path: Path, rotate: int, box: tuple[float, ...]
) -> None:
    placed = form(tmp_path, field("a", "b c", 792), rotate=rotate).pages[0].placed[0]
    assert (placed.left, placed.top, placed.right, placed.bottom) == pytest.approx(box, abs=0.001)


def test_passwords_are_not_read_and_hidden_entries_are_marked(tmp_path: Path) -> None:
    secret = field("password", "swordfish", 700, Ff=NumberObject(PASSWORD_FIELD))
    unseen = field("note", "obey me", 600, F=NumberObject(HIDDEN_FLAG))
    page = form(tmp_path, secret, unseen, field("empty", "", 500)).pages[0]
    assert page.text.split("\r\n") == ["Name:", "note: obey me"]
    assert [page.text[each.span.start : each.span.end] for each in page.hidden] == ["note: obey me"]


def test_fields_that_contain_each_other_twice_at_every_level_are_not_followed(
    tmp_path: Path,
) -> None:
    path = write_pdf(tmp_path / "bomb.pdf", [paragraph("Name:", 700)])
    writer = pypdf.PdfWriter(clone_from=path)
    kid = writer._add_object(field("a", "b", 700))
    for _ in range(40):
        kid = writer._add_object(DictionaryObject({NameObject("/Kids"): ArrayObject([kid, kid])}))
    fields = DictionaryObject({NameObject("/Fields"): ArrayObject([kid])})
    writer.root_object[NameObject("/AcroForm")] = fields
    writer.write(path)
    assert pdf.parse(path).pages[0].text == "Name:"


def test_comments_and_typed_words_are_read_with_their_authors(tmp_path: Path) -> None:
    page = commented(tmp_path).pages[0]
    assert page.text.split("\r\n") == [
        "The rent is due.",
        "Comment by Ann: Since when?",
        "Paid on 3 May",
    ]
    assert [block.kind for block in page.blocks[-2:]] == [BlockKind.FOOTNOTE] * 2


def test_the_place_of_a_comment_survives_being_stored(tmp_path: Path) -> None:
    (chunk,) = chunk_document(commented(tmp_path), "r", HashEmbedder().count_tokens, 256)
    assert len(chunk.placed) == 2
    assert unpack(pack(chunk)).placed == pytest.approx(chunk.placed)
    assert chunk.recognition is None
