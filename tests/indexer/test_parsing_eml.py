"""Mails: headers, body and attachments become one text, and nothing in them ends the run."""

import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.cleaning import clean_mail
from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import attachments
from indexer.parsing.registry import parse_file


def parsed(folder: Path, content: bytes, name: str = "mail.eml") -> ParsedDocument:
    path = folder / name
    path.write_bytes(content)
    return parse_file(path)


def text_of(document: ParsedDocument) -> str:
    return document.pages[0].text


def labels(document: ParsedDocument) -> dict[str, str]:
    """Each block's first line and its label."""
    page = document.pages[0]
    return {
        page.text[block.span.start : block.span.end].split("\n")[0]: block.label
        for block in page.blocks
    }


def letter(body: str = "Dear Ms Berg,\n\nthe pump arrives on Monday.") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jürgen Groß <gross@example.org>"
    message["To"] = "berg@example.org"
    message["Date"] = "Tue, 03 Mar 2026 10:00:00 +0100"
    message["Subject"] = "Lieferung der Pumpe – Bestätigung"
    message.set_content(body)
    return message


GOLDEN = """\
From: Jürgen Groß <gross@example.org>
To: berg@example.org
Date: Tue, 03 Mar 2026 10:00:00 +0100
Subject: Lieferung der Pumpe – Bestätigung

Dear Ms Berg,

the pump arrives on Monday.

Attachment: terms.md

# Terms

## Warranty

Two years.

Attachment: film.mp4 (not read)"""


def test_a_mail_becomes_one_text_with_its_attachments(tmp_path: Path) -> None:
    mail = letter()
    mail.add_attachment("# Terms\n\n## Warranty\n\nTwo years.\n", filename="terms.md")
    mail.add_attachment(b"\x00", maintype="video", subtype="mp4", filename="film.mp4")
    document = parsed(tmp_path, mail.as_bytes())
    assert text_of(document) == GOLDEN
    assert document.title == "Lieferung der Pumpe – Bestätigung"
    assert document.media_type == "message/rfc822"
    assert document.warnings == ()


def test_every_part_has_a_place(tmp_path: Path) -> None:
    mail = letter()
    mail.add_attachment("# Terms\n\n## Warranty\n\nTwo years.\n", filename="terms.md")
    found = labels(parsed(tmp_path, mail.as_bytes()))
    assert found["To: berg@example.org"] == "message"
    assert found["the pump arrives on Monday."] == "message body"
    assert found["Two years."] == "attachment terms.md, § Warranty"


def test_headings_of_an_attachment_lie_below_its_name(tmp_path: Path) -> None:
    mail = letter()
    mail.add_attachment("# Terms\n\nText.\n", filename="terms.md")
    blocks = parsed(tmp_path, mail.as_bytes()).pages[0].blocks
    assert [block.level for block in blocks if block.kind is BlockKind.HEADING] == [1, 2]


def test_pages_of_an_attached_pdf_are_named(tmp_path: Path, samples: Path) -> None:
    pdf = sorted(samples.rglob("*.pdf"))[0]
    mail = letter()
    mail.add_attachment(pdf.read_bytes(), maintype="application", subtype="pdf", filename="r.pdf")
    places = set(labels(parsed(tmp_path, mail.as_bytes())).values())
    assert {"attachment r.pdf, p. 1", "message body"} <= places


def test_an_attachment_without_an_ending_is_known_by_its_type(tmp_path: Path) -> None:
    mail = letter()
    mail.add_attachment("<p>Pressed <b>twice</b></p>", subtype="html", filename="order")
    assert "Attachment: order\n\nPressed twice" in text_of(parsed(tmp_path, mail.as_bytes()))


def test_an_unreadable_attachment_is_a_warning(tmp_path: Path) -> None:
    mail = letter()
    mail.add_attachment(b"no pdf", maintype="application", subtype="pdf", filename="../plan.pdf")
    document = parsed(tmp_path, mail.as_bytes())
    assert "the pump arrives" in text_of(document)
    [warning] = document.warnings
    assert warning.startswith("attachment plan.pdf could not be read (wrong format: plain text")


def test_an_attachment_is_read_in_a_folder_that_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, fresh = tmp_path / "footnote-attachment-a", tmp_path / "footnote-attachment-b"
    for folder in (left, fresh):
        folder.mkdir()
        (folder / "attachment.txt").write_text("words", encoding="utf-8")
    os.utime(left, (0, 0))
    attachments.remove_leftovers.cache_clear()
    mail = letter()
    mail.add_attachment("Two years.\n", filename="terms.txt")
    assert "Two years." in text_of(parsed(tmp_path, mail.as_bytes()))
    assert {path.name for path in tmp_path.iterdir()} == {"mail.eml", fresh.name}


def test_a_full_disk_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    path = tmp_path / "mail.eml"
    mail = letter()
    mail.add_attachment("Two years.\n", filename="terms.txt")
    with path.open("wb") as file:
        file.write(mail.as_bytes())
    [warning] = parse_file(path).warnings
    assert "No space left" in warning


def test_what_is_quoted_is_kept_and_told_apart(tmp_path: Path) -> None:
    body = "Yes, Monday.\n> When does it come?\n> We wait.\nRegards"
    found = labels(parsed(tmp_path, letter(body).as_bytes()))
    assert found["Yes, Monday."] == "message body"
    assert found["> When does it come?"] == "message body, quoted"
    assert found["Regards"] == "message body"


def test_plain_text_is_preferred_and_html_read_where_there_is_none(tmp_path: Path) -> None:
    both = letter("Plain words")
    both.add_alternative("<p>Rich words</p>", subtype="html")
    assert "Plain words" in text_of(parsed(tmp_path, both.as_bytes()))
    assert "Rich words" not in text_of(parsed(tmp_path, both.as_bytes()))
    empty = letter(" \n")
    empty.add_alternative("<style>p {}</style><p>Rich <b>words</b></p>", subtype="html")
    assert text_of(parsed(tmp_path, empty.as_bytes())).endswith("Rich words")


def test_a_forwarded_mail_is_read_with_its_own_attachments(tmp_path: Path) -> None:
    inner = letter("Inner words")
    inner.add_attachment("Deep words", filename="deep.txt")
    outer = letter("Outer words")
    outer.add_attachment(inner)
    document = parsed(tmp_path, outer.as_bytes())
    found = labels(document)
    subject = "Lieferung der Pumpe – Bestätigung"
    assert found["Inner words"] == f"attachment {subject}, message body"
    assert found["Deep words"] == f"attachment {subject}, attachment deep.txt"


def test_mails_within_mails_end_somewhere(tmp_path: Path) -> None:
    mail = letter("Words at depth 0")
    for depth in range(1, 7):
        outer = letter(f"Words at depth {depth}")
        outer.add_attachment(mail)
        mail = outer
    document = parsed(tmp_path, mail.as_bytes())
    assert "Words at depth 3" in text_of(document)
    assert "Words at depth 2" not in text_of(document)
    assert any("too many files within files" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?= aus =?iso-8859-1?q?K=F6ln?=", "Grüße aus Köln"),
        (b"=?utf-8?b?R3LDvMOf?=\r\n =?utf-8?b?ZQ==?=", "Grüße"),
        ("Grüße aus Köln".encode(), "Grüße aus Köln"),
        ("Grüße aus Köln".encode("cp1252"), "Grüße aus Köln"),
        (b"=?no-such-charset?q?K=C3=B6ln?=", "Köln"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?utf-8?b?broken", "=?utf-8?b?broken"),
    ],
)
def test_subjects_are_decoded(tmp_path: Path, subject: bytes, shown: str) -> None:
    content = b"From: a@example.org\r\nSubject: " + subject + b"\r\n\r\nWords"
    assert parsed(tmp_path, content).title == shown


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-2", "iso-8859-2"),
        ("utf-8", "cp1250"),
        ("iso-8859-8-i", "iso-8859-8"),
        ("iso-2022-jp", "iso-2022-jp"),
        ("", "utf-8"),
    ],
)
def test_bodies_are_decoded(tmp_path: Path, charset: str, encoding: str) -> None:
    words = {"iso-8859-8": "שלום עולם", "iso-2022-jp": "日本の冬"}.get(encoding, "Łódź, Kraków")
    head = f"From: a@example.org\nContent-Type: text/plain; charset={charset}\n\n"
    if charset == "utf-8":
        words = "Zürich"
    text = text_of(parsed(tmp_path, head.encode() + words.encode(encoding)))
    assert text.endswith(words)


def test_a_mail_saved_as_utf_16_or_by_apple_is_read(tmp_path: Path) -> None:
    plain = letter().as_bytes()
    assert parsed(tmp_path, plain.decode().encode("utf-16")).title.startswith("Lieferung")
    apple = f"{len(plain)}  \n".encode() + plain + b"<?xml version='1.0'?><plist/>"
    assert "plist" not in text_of(parsed(tmp_path, apple, "a.emlx"))


@pytest.mark.parametrize(
    "content",
    [
        b"From: a\nContent-Type: multipart/mixed\n\nno boundary",
        b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nx",
        b"From: a\nContent-Transfer-Encoding: base64\n\n!!!not base64",
        b"From: a\nContent-Type: ;;;=\nContent-Disposition: ;;=;\n\nWords",
        b"From: a\nContent-Type: text/plain; charset*=bad''%\n\nWords",
        b"From: a\nSubject: " + b"x" * 5000 + b"\n\nWords",
        b"From: \xe9\xff\n\xff: b\n\nWords",
    ],
)
def test_broken_mails_are_read_as_far_as_they_go(tmp_path: Path, content: bytes) -> None:
    assert text_of(parsed(tmp_path, content)).startswith("From:")


def test_a_text_under_a_mail_s_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, b"Dear Sir or Madam\n\nthis is no mail.")
    assert caught.value.reason.code is ReasonCode.WRONG_FORMAT


def test_what_is_embedded_of_a_quote_has_no_marks() -> None:
    assert clean_mail("> > When does\n> > it come?\n3 > 2") == "When does it come? 3 > 2"
