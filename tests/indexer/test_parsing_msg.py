"""Outlook mails have the same shape as all others."""

import struct
from pathlib import Path

import pytest
from oxmsg.domain import constants
from oxmsg.storage import Storage, Stream

from indexer.documents import ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import msg
from indexer.parsing.compressed_rtf import unpacked
from indexer.parsing.mail import document_of
from indexer.parsing.registry import parse_file

STRING, BINARY = 0x001F, 0x0102


def storage(
    path: str, header: int, values: dict[int, str | bytes], inner: tuple[Storage, ...] = ()
) -> Storage:
    """A storage as olefile would read it, with these properties."""
    entries, streams = [bytes(header)], []
    for pid, value in values.items():
        kind = STRING if isinstance(value, str) else BINARY
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        entries.append(struct.pack("<HHIII", kind, pid, 6, len(data), 0))
        streams.append(Stream(f"{path}/__substg1.0_{pid:04X}{kind:04X}", data))
    properties = Stream(f"{path}/__properties_version1.0", b"".join(entries))
    return Storage(path, (properties, *streams), inner)


def attached(
    number: int, values: dict[int, str | bytes], inner: tuple[Storage, ...] = ()
) -> Storage:
    return storage(f"__attach_version1.0_#{number:08X}", 8, values, inner)


TERMS = attached(
    0,
    {
        constants.PID_ATTACH_LONG_FILENAME: "terms.txt",
        constants.PID_ATTACH_DATA_BINARY: b"Two years.",
    },
)
INNER = storage(
    msg.ENCLOSED_MAIL,
    24,
    {constants.PID_SUBJECT: "Kälte", constants.PID_BODY: "Words within."},
)
MAIL = {
    constants.PID_SUBJECT: "Pump",
    constants.PID_SENDER_NAME: "Alice",
    constants.PID_SENDER_EMAIL_ADDRESS: "alice@example.org",
    constants.PID_DISPLAY_TO: "Bob",
    constants.PID_BODY: "It arrives on Monday.\r\n\r\n> When?\r\n",
}

GOLDEN = """\
From: Alice <alice@example.org>
To: Bob
Subject: Pump

It arrives on Monday.

> When?

Attachment: terms.txt

Two years.

Attachment: Kälte

Subject: Kälte

Words within."""


def test_a_mail_is_read_with_what_is_attached() -> None:
    mail = msg._mail(storage("", 32, MAIL, (TERMS, attached(1, {}, (INNER,)))))
    document = document_of(mail, msg.MEDIA_TYPE)
    assert document.pages[0].text == GOLDEN
    assert document.title == "Pump"
    places = [block.label for block in document.pages[0].blocks]
    assert "attachment terms.txt" in places
    assert places[-1] == "attachment Kälte, message body"


def test_a_body_in_html_is_read_where_there_is_no_other() -> None:
    source = b"<meta charset=windows-1252><p>Gr\xfc\xdfe</p>"
    mail = msg._mail(storage("", 32, {constants.PID_HTML: source}))
    assert mail.bodies[0].text == "Grüße"


PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d"
    "0a800fa0"
)
"""The first example of the format's own description."""


def test_a_body_in_rich_text_is_read_where_there_is_no_other() -> None:
    assert unpacked(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    mail = msg._mail(storage("", 32, {constants.PID_RTF_COMPRESSED: PACKED}))
    assert mail.bodies[0].text == "hello world"
    assert mail.warnings == ()


def test_rich_text_that_refers_to_itself_or_is_cut_is_unpacked() -> None:
    # the second example: "{\rtf1 WXYZWXYZWXYZWXYZWXYZ}", where a copy overlaps its source
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked(packed) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert unpacked(packed[:24]) == b"{\\rtf1 WXYZ"
    assert unpacked(b"MELA") == b""
    assert unpacked(struct.pack("<II4sI", 9, 5, b"MELA", 0) + b"{rtf}") == b"{rtf}"


def test_a_body_that_cannot_be_unpacked_is_said_to_be_missing() -> None:
    mail = msg._mail(storage("", 32, {constants.PID_RTF_COMPRESSED: b"LZFu"}))
    assert mail.warnings == ("the message body could not be read (not rich text)",)


def test_headers_of_the_way_it_came_go_first() -> None:
    headers = "To: =?utf-8?q?J=C3=BCrgen?= <j@example.org>\r\nDate: Tue, 03 Mar 2026 10:00:00\r\n"
    values = {**MAIL, constants.PID_TRANSPORT_MESSAGE_HEADERS: headers}
    mail = msg._mail(storage("", 32, values))
    assert mail.header("To") == "Jürgen <j@example.org>"
    assert mail.header("Date") == "Tue, 03 Mar 2026 10:00:00"


def test_people_are_named_with_their_addresses() -> None:
    book = {constants.PID_DISPLAY_NAME: "Bob", constants.PID_EMAIL_ADDRESS: "/o=Firm/cn=bob"}
    direct = {**book, constants.PID_SMTP_ADDRESS: "bob@example.org"}
    people = tuple(
        storage(f"__recip_version1.0_#0000000{number}", 8, values)
        for number, values in enumerate((book, direct))
    )
    mail = msg._mail(storage("", 32, MAIL, people))
    assert mail.header("To") == "Bob, Bob <bob@example.org>"


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mail.msg"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(UnreadableDocument) as caught:
        parse_file(path)
    assert caught.value.reason.code is ReasonCode.DAMAGED


@pytest.mark.corpora
def test_other_old_office_files_are_no_mails(corpora: Path, tmp_path: Path) -> None:
    document = next((corpora / "parse").rglob("*.doc"))
    path = tmp_path / "mail.msg"
    path.write_bytes(document.read_bytes())
    with pytest.raises(UnreadableDocument) as caught:
        parse_file(path)
    assert caught.value.reason.code is ReasonCode.WRONG_FORMAT
