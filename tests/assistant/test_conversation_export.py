"""An exported conversation has every question, answer and source, and nothing in it runs."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pypdf
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from assistant.answers import AnyAnswer
from assistant.conversation import KeptTurn
from assistant.conversations.errors import ConversationNotExported
from assistant.conversations.export import pdf_fonts
from assistant.conversations.export.markdown import escaped
from assistant.conversations.export.writing import export_conversation
from tests.assistant.conversation_making import answer, citation, full_answer, no_answer, table

PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
ENDINGS = ["md", "html", "docx", "pdf"]
HOSTILE = (
    "![x](http://evil.example/a.png) <img src='http://evil.example/b.png'> "
    "[go](http://evil.example) "
    "<script>alert(1)</script> http://evil.example www.evil.example me@evil.example *bold* `code` "
    '| cell | &lt; <a href="javascript:x">y</a> \u202egnp.exe'
)


def turn_of(given: AnyAnswer, question: str = "How long?", **other: object) -> KeptTurn:
    fields = {"id": 1, "asked_at": 1.7e9, "question": question, "scope": "", "trace": ""}
    return KeptTurn(answer=given, **(fields | other))  # type: ignore[arg-type]


def exported(tmp_path: Path, ending: str, *turns: KeptTurn, mask: bool = False) -> Path:
    target = tmp_path / f"talk.{ending}"
    export_conversation("The lease", turns, target, mask=mask)
    return target


def rendered_markdown(path: Path) -> str:
    reader = MarkdownIt("commonmark").enable("table")
    reader.validateLink = lambda url: True  # by itself it refuses the addresses of local files
    return reader.render(path.read_text("utf-8"))


def text_of(path: Path) -> str:
    """What a reader sees, on one line."""
    match path.suffix:
        case ".md":
            rendered = rendered_markdown(path)
            shown = LexborHTMLParser(rendered).text(separator=" ")
        case ".html":
            body = LexborHTMLParser(path.read_text("utf-8")).body
            shown = body.text(separator=" ") if body else ""
        case ".docx":
            with ZipFile(path) as parts:
                body = ElementTree.fromstring(parts.read("word/document.xml"))
            shown = " ".join("".join(node.itertext()) for node in body.iter(PARAGRAPH))
        case _:
            with pypdfium2.PdfDocument(path) as document:
                shown = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(shown.split())


def links_of(path: Path) -> set[str]:
    match path.suffix:
        case ".md":
            return set(re.findall(r'href="([^"]+)"', rendered_markdown(path)))
        case ".html":
            return set(re.findall(r'href="([^"#][^"]+)"', path.read_text("utf-8")))
        case ".docx":
            relations = docx.Document(str(path)).part.rels.values()
            return {each.target_ref for each in relations if each.is_external}
        case _:
            with io.BytesIO(path.read_bytes()) as file:
                return {
                    annotation.get_object()["/A"]["/URI"]
                    for page in pypdf.PdfReader(file).pages
                    for annotation in page.get("/Annots", [])
                }


@pytest.mark.parametrize("ending", ENDINGS)
def test_questions_answers_and_sources_are_in_it(tmp_path: Path, ending: str) -> None:
    turns = (
        turn_of(full_answer(), scope="type:pdf", within="/docs/leases"),
        turn_of(no_answer(), "Who?"),
        turn_of(table(), "Every contract?"),
    )
    text = text_of(exported(tmp_path, ending, *turns))
    for words in (
        "The lease",
        "How long?",
        "type:pdf",
        "in “leases”",
        "It is three months. [1] [2]",
        "partly supported by the passage",
        "There are 2 leases.",
        "counted in the list of files",
        "Sources that do not agree",
        "The two leases name different periods. [2] [1]",
        "“Drei Monate”",
        "scan.png, p. 4",
        "read off a picture, partly not visible on the page",
        "Your documents do not answer this.",
        "Nearest passages",
        "Read 2 of 3 documents; 1 had nothing. Not read: broken.pdf.",
        "three months",
        "nothing about this",
        "The notice period is three months.",
    ):
        assert words in text, words
    assert "It is nine years." not in text  # the check had refused it


@pytest.mark.parametrize("ending", ENDINGS)
def test_sources_link_to_the_page_of_the_local_file(tmp_path: Path, ending: str) -> None:
    lease = tmp_path / "a lease (signed) #2.pdf"
    turn = turn_of(answer(citation(lease, page=3, label="p. 3")))
    assert links_of(exported(tmp_path, ending, turn)) == {f"{lease.as_uri()}#page=3"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_has_changed_or_gone_is_said(tmp_path: Path, ending: str) -> None:
    given = answer(citation("/docs/a.txt"), citation("/docs/b.txt", marker=2))
    turn = turn_of(given, changed=("/docs/a.txt",), missing=("/docs/b.txt",))
    text = text_of(exported(tmp_path, ending, turn))
    assert "“a.txt” has changed since this answer. “b.txt” is not there any more." in text
    assert len(links_of(tmp_path / f"talk.{ending}")) == 1


def test_what_is_odd_about_a_source_is_said(tmp_path: Path) -> None:
    turn = turn_of(answer(citation(instructions=True), citation(marker=2)))
    text = text_of(exported(tmp_path, "html", turn))
    assert text.count("orders to an assistant") == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_document_text_stays_text(tmp_path: Path, ending: str) -> None:
    given = replace(table(), question=HOSTILE)
    row = replace(given.rows[0], title=HOSTILE, value=HOSTILE)
    turns = (
        turn_of(answer(citation(quote=HOSTILE)), HOSTILE),
        turn_of(replace(given, rows=(row,))),
    )
    path = exported(tmp_path, ending, *turns)
    assert {link.partition(":")[0] for link in links_of(path)} <= {"file"}
    text = text_of(path).replace(" ", "")
    shown = HOSTILE.replace("\u202e", "").replace(" ", "")
    assert text.count(shown) >= 3 if ending == "pdf" else text.count(shown) == 5
    if ending in ("md", "html"):
        rendered = path.read_text("utf-8")
        if ending == "md":
            rendered = rendered_markdown(path)
        tags = {node.tag for node in LexborHTMLParser(rendered).css("*")}
        assert not tags & {"img", "script", "code", "iframe"}


@pytest.mark.parametrize(
    "text", ["1. one", "12) two", "- dash", "# head", "+ plus", "=== x", "> q"]
)
def test_a_line_of_markdown_does_not_become_a_list_or_a_heading(text: str) -> None:
    assert (
        MarkdownIt("commonmark").render(escaped(text)).strip()
        == f"<p>{text.replace('>', '&gt;')}</p>"
    )


def test_the_page_of_html_loads_nothing(tmp_path: Path) -> None:
    written = exported(tmp_path, "html", turn_of(full_answer())).read_text("utf-8")
    assert "default-src 'none'" in written
    assert not re.search(r"\ssrc=|url\(|@import|<link|http:|https:", written)


@pytest.mark.parametrize("ending", ENDINGS)
def test_personal_data_is_masked_on_wish(tmp_path: Path, ending: str) -> None:
    iban, mail = "DE89 3704 0044 0532 0130 00", "ines.calloway@harbour.example"
    cited = citation(f"/docs/{mail}.txt", f"Pay to {iban}.")
    turn = turn_of(answer(cited), f"What does {mail} owe?", within=f"/docs/{mail}")
    plain = text_of(exported(tmp_path, ending, turn))
    assert iban in plain
    assert mail in plain
    masked = exported(tmp_path, ending, turn, mask=True)
    text = text_of(masked)
    for secret in (iban, mail, "0532"):
        assert secret not in text
        assert secret.encode() not in masked.read_bytes()
    assert "Pay to [IBAN]." in text
    assert "Personal data is masked." in text
    assert links_of(masked) == set()
    assert b"/docs" not in masked.read_bytes()


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_every_script_can_be_exported_as_text(tmp_path: Path, ending: str) -> None:
    words = "العقد ينتهي हिन्दी 租约 Łódź \ud83d\ude00".encode("utf-16", "surrogatepass").decode(
        "utf-16"
    )
    turn = turn_of(answer(citation(quote=f"a\x00\x07b {words}\x85")))
    assert words in text_of(exported(tmp_path, ending, turn))


def test_arabic_and_hebrew_run_from_right_to_left_in_word(tmp_path: Path) -> None:
    given = answer(citation(quote="العقد ينتهي في 2031."), citation(quote="It ends.", marker=2))
    path = exported(tmp_path, "docx", turn_of(given, "מתי זה נגמר?"))
    directed = [
        paragraph.text[:8]
        for paragraph in docx.Document(str(path)).paragraphs
        if paragraph._p.xpath("w:pPr/w:bidi")
    ]
    assert directed == ["מתי זה נ", "العقد ين", "“العقد ي"]


def test_a_pdf_takes_its_letters_from_several_fonts(tmp_path: Path) -> None:
    greek = "Η μίσθωση λήγει — “Łódź” ☃ \uf0b7"
    try:
        text = text_of(exported(tmp_path, "pdf", turn_of(answer(citation(quote=greek)))))
    except ConversationNotExported:
        pytest.skip("this system has no font with Greek letters")
    assert "Η μίσθωση λήγει — “Łódź”" in text


def test_a_long_chinese_text_is_broken_into_lines(tmp_path: Path) -> None:
    chinese = "租约的通知期为三个月" * 60
    try:
        path = exported(tmp_path, "pdf", turn_of(answer(citation(quote=chinese))))
    except ConversationNotExported:
        pytest.skip("this system has no font with Chinese letters")
    assert text_of(path).replace(" ", "").count("租约") == 120


@pytest.mark.parametrize("letters", ["العقد", "हिन्दी", "\u12a0"])
def test_a_pdf_that_cannot_have_its_letters_is_refused_with_another_way(
    tmp_path: Path, letters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_fonts, "_FURTHER_FONTS", ())
    turn = turn_of(answer(citation(quote=f"It says {letters}.")))
    with pytest.raises(ConversationNotExported, match="export it as Word or HTML"):
        exported(tmp_path, "pdf", turn)
    assert not (tmp_path / "talk.pdf").exists()


def test_a_table_with_a_cell_longer_than_a_page_can_be_set(tmp_path: Path) -> None:
    given = table()
    long = replace(given.rows[0].sentences[0], text="The notice period is long. " * 400)
    rows = (replace(given.rows[0], sentences=(long,)), *given.rows * 40)
    path = exported(tmp_path, "pdf", turn_of(replace(given, rows=rows)))
    assert text_of(path).count("The notice period is") >= 400


def test_another_ending_or_place_is_refused_and_the_old_file_kept(tmp_path: Path) -> None:
    with pytest.raises(ConversationNotExported, match=r"must end in \.md"):
        exported(tmp_path, "txt", turn_of(answer()))
    (tmp_path / "talk.md").mkdir()
    with pytest.raises(ConversationNotExported, match="folder of that name"):
        exported(tmp_path, "md", turn_of(answer()))
    with pytest.raises(ConversationNotExported, match="choose another place"):
        exported(tmp_path / "nowhere", "md", turn_of(answer()))


@example("1 #")
@given(st.text(alphabet="ab1.)*_`[]()<>!#+-=|~&;:/@\\'\"^$ wW.htp€é", max_size=40))
def test_whatever_stands_in_a_text_is_shown_by_markdown_as_it_is(text: str) -> None:
    line = " ".join(text.split())
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for written in (escaped(line), f"- {escaped(line)}", f"# {escaped(line)}"):
        shown = LexborHTMLParser(reader.render(written))
        assert shown.text(separator="").strip() == line
        assert {node.tag for node in shown.css("body *")} <= {"p", "ul", "li", "h1"}
