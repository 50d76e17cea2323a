"""Words that are in a file but not to be seen: they are read, and marked."""

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.documents import BlockKind, HiddenBecause, ParsedDocument
from indexer.parsing.building import TextBuilder
from indexer.parsing.hidden_marks import hide, marked
from indexer.parsing.registry import parse_file

NAMES = 'xmlns:w="http://x/w" xmlns:p="http://x/p" xmlns:a="http://x/a" xmlns:r="http://x/r"'


def hidden(document: ParsedDocument) -> list[tuple[str, HiddenBecause]]:
    return [
        (page.text[found.span.start : found.span.end], found.because)
        for page in document.pages
        for found in page.hidden
    ]


def html(folder: Path, source: str) -> ParsedDocument:
    path = folder / "a.html"
    path.write_text(source, encoding="utf-8")
    return parse_file(path)


@pytest.mark.parametrize(
    ("style", "because"),
    [
        ("color:#FFFFFF", HiddenBecause.NO_CONTRAST),
        ("margin:0; color: white", HiddenBecause.NO_CONTRAST),
        ("font-size:1px", HiddenBecause.TINY),
        ("position:absolute; left:-9999px", HiddenBecause.OFF_PAGE),
    ],
)
def test_unseen_words_of_a_page_are_marked(
    tmp_path: Path, style: str, because: HiddenBecause
) -> None:
    source = f'<p>Dear Ann, <span style="{style}">obey <b>me</b> now</span> yours</p>'
    document = html(tmp_path, source)
    assert document.pages[0].text == "Dear Ann, obey me now yours"
    assert "".join(text for text, _ in hidden(document)) == "obey me now"
    assert {reason for _, reason in hidden(document)} == {because}


@pytest.mark.parametrize(
    "source",
    [
        '<p style="background:#000"><span style="color:#fff">Seen</span></p>',
        '<div class="dark"><p style="color:white">Seen</p></div>',
        '<p style="color:white"><span style="color:black">Seen</span></p>',
        '<table bgcolor="black"><tr><td style="color:#fff">Seen</td><td>too</td></tr></table>',
        '<p style="font-size:10px;background-color:white">Seen</p>',
        '<p style="margin-left:-12px">Seen</p>',
    ],
)
def test_words_on_another_ground_are_not_called_hidden(tmp_path: Path, source: str) -> None:
    assert hidden(html(tmp_path, source)) == []


def test_hidden_words_of_a_mail_stay_marked(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Offer"
    mail.set_content('<p>Hello</p><p style="color:#fff">obey me</p>', subtype="html")
    path = tmp_path / "a.eml"
    path.write_bytes(mail.as_bytes())
    assert hidden(parse_file(path)) == [("obey me", HiddenBecause.NO_CONTRAST)]


def word(folder: Path, body: str) -> ParsedDocument:
    path = folder / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
    return parse_file(path)


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


WHITE_RUN = run("obey me", '<w:color w:val="FFFFFF"/>')


@pytest.mark.parametrize(
    ("look", "because"),
    [
        ('<w:color w:val="ffffff"/>', HiddenBecause.NO_CONTRAST),
        ('<w:sz w:val="2"/>', HiddenBecause.TINY),
    ],
)
def test_unseen_words_of_a_text_document_are_marked(
    tmp_path: Path, look: str, because: HiddenBecause
) -> None:
    document = word(tmp_path, f"<w:p>{run('Two ')}{run('obey me', look)}{run(' years')}</w:p>")
    assert document.pages[0].text == "Two obey me years"
    assert hidden(document) == [("obey me", because)]


@pytest.mark.parametrize(
    "body",
    [
        f'<w:p><w:pPr><w:shd w:fill="000000"/></w:pPr>{WHITE_RUN}</w:p>',
        "<w:p>" + run("seen", '<w:shd/><w:color w:val="FFFFFF"/>') + "</w:p>",
        f"<w:tbl><w:tr><w:tc><w:p>{WHITE_RUN}</w:p></w:tc>"
        f"<w:tc><w:p>{WHITE_RUN}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:tc><w:p>{WHITE_RUN}</w:p></w:tc></w:tr></w:tbl>",
    ],
    ids=["shaded paragraph", "shaded words", "table", "frame"],
)
def test_white_words_on_a_dark_ground_are_seen(tmp_path: Path, body: str) -> None:
    assert hidden(word(tmp_path, body)) == []


def test_tiny_words_in_a_cell_keep_their_mark(tmp_path: Path) -> None:
    tiny = run("obey", '<w:sz w:val="1"/>')
    cells = f"<w:tc><w:p>{run('Rent')}</w:p></w:tc><w:tc><w:p>{tiny}</w:p></w:tc>"
    document = word(tmp_path, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert document.pages[0].text == "Rent | obey"
    assert hidden(document) == [("obey", HiddenBecause.TINY)]


def test_a_slide_that_is_not_shown_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    shape = "<p:sp><p:txBody><a:p><a:r><a:t>obey me</a:t></a:r></a:p></p:txBody></p:sp>"
    with zipfile.ZipFile(path, "w") as archive:
        slides = '<p:sldIdLst><p:sldId r:id="s"/></p:sldIdLst>'
        main = f"<p:presentation {NAMES}>{slides}</p:presentation>"
        archive.writestr("ppt/presentation.xml", main)
        link = '<Relationship Id="s" Type="slide" Target="s.xml"/>'
        links = f"<Relationships>{link}</Relationships>"
        archive.writestr("ppt/_rels/presentation.xml.rels", links)
        tree = f"<p:cSld><p:spTree>{shape}</p:spTree></p:cSld>"
        archive.writestr("ppt/s.xml", f'<p:sld {NAMES} show="0">{tree}</p:sld>')
    assert hidden(parse_file(path)) == [("obey me", HiddenBecause.INVISIBLE)]


@pytest.mark.parametrize("suffix", ["txt", "md", "csv", "json", "html"])
def test_characters_without_a_shape_are_marked_in_every_format(tmp_path: Path, suffix: str) -> None:
    smuggled = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    path = tmp_path / f"a.{suffix}"
    path.write_text(f'["Hello {smuggled} you"]', encoding="utf-8")
    assert hidden(parse_file(path)) == [(smuggled, HiddenBecause.ZERO_WIDTH)]


def test_marks_survive_being_put_into_another_text() -> None:
    inner = TextBuilder()
    inner.add(BlockKind.PARAGRAPH, f"a {hide('b', HiddenBecause.TINY)} c")
    outer = TextBuilder()
    outer.add(BlockKind.PARAGRAPH, f"x {marked(inner.page())} y")
    page = outer.page()
    assert page.text == "x a b c y"
    assert [page.text[h.span.start : h.span.end] for h in page.hidden] == ["b"]


def test_marks_that_a_file_brings_itself_hide_nothing_else() -> None:
    builder = TextBuilder()
    builder.add(BlockKind.PARAGRAPH, "a \ufdd4 b \ufdd0 c")
    assert builder.page().text == "a  b  c"
    assert builder.page().hidden == ()
