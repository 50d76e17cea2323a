"""Mailboxes: every mail under its own heading, told apart only where one really begins."""

import io
from pathlib import Path

import pytest

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import mbox
from indexer.parsing.recognising import listen_to_pages
from indexer.parsing.registry import parse_file

MAILBOX = b"""\
From alice@example.org Tue Mar  3 10:00:00 2026
From: Alice <alice@example.org>
Date: Tue, 03 Mar 2026 10:00:00 +0100
Subject: Pump

It arrives on Monday.

From here on we wait.
>From memory: two days.

From - Wed Mar  4 11:00:00 2026
From: Bob <bob@example.org>
Subject: =?utf-8?q?K=C3=A4lte?=

Yes.
"""

GOLDEN = """\
Pump — Alice <alice@example.org>, Tue, 03 Mar 2026 10:00:00 +0100

From: Alice <alice@example.org>
Date: Tue, 03 Mar 2026 10:00:00 +0100
Subject: Pump

It arrives on Monday.

From here on we wait.
From memory: two days.

Kälte — Bob <bob@example.org>

From: Bob <bob@example.org>
Subject: Kälte

Yes."""


def parsed(folder: Path, content: bytes) -> ParsedDocument:
    path = folder / "Archive.mbox"
    path.write_bytes(content)
    return parse_file(path)


def test_a_mailbox_is_one_text(tmp_path: Path) -> None:
    document = parsed(tmp_path, MAILBOX)
    assert document.pages[0].text == GOLDEN
    assert document.media_type == "application/mbox"
    assert document.warnings == ()


def test_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    document = parsed(tmp_path, MAILBOX.replace(b"\n", b"\r\n"))
    assert document.pages[0].text == GOLDEN


def test_each_mail_is_named_by_its_number_and_subject(tmp_path: Path) -> None:
    page = parsed(tmp_path, MAILBOX).pages[0]
    named = {page.text[b.span.start : b.span.end]: b for b in page.blocks}
    assert named["It arrives on Monday."].label == "message 1 of 2: Pump"
    assert named["Yes."].label == "message 2 of 2: Kälte"
    assert named["Subject: Pump"].label == "message 1 of 2: Pump"
    headings = [block for block in page.blocks if block.kind is BlockKind.HEADING]
    assert [block.level for block in headings] == [1, 1]


def test_an_attachment_names_its_mail(tmp_path: Path) -> None:
    with_file = MAILBOX + (
        b"\nFrom c@example.org Wed Mar  4 12:00:00 2026\nSubject: Terms\n"
        b"Content-Type: text/plain; name=terms.txt\n\nTwo years.\n"
    )
    page = parsed(tmp_path, with_file).pages[0]
    assert page.blocks[-1].label == "message 3 of 3: Terms, attachment terms.txt"


def test_each_mail_and_attachment_is_a_sign_of_life(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    listen_to_pages(lambda number, count: told.append((number, count)))
    try:
        parsed(
            tmp_path,
            MAILBOX + b"\nFrom c@example.org Wed Mar  4 12:00:00 2026\n"
            b"Content-Type: text/plain; name=terms.txt\n\nTwo years.\n",
        )
    finally:
        listen_to_pages(None)
    assert told == [(1, 3), (2, 3), (3, 3), (3, 3)]


def test_a_mailbox_that_is_too_large_is_read_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "MOST_MESSAGES", 1)
    document = parsed(tmp_path, MAILBOX)
    assert "Yes." not in document.pages[0].text
    assert document.warnings == ("messages 2 to 2 were not read: the mailbox is too large",)


def test_an_endless_mail_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MOST_MESSAGE_BYTES", 100)
    content = b"From a 10:00\n" + b"x" * 90 + b"\n" + b"y" * 90 + b"\n"
    assert list(mbox.messages(io.BytesIO(content))) == [b"x" * 90 + b"\n"]


def test_a_text_under_a_mailbox_s_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, b"Dear reader, this is no mailbox.")
    assert caught.value.reason.code is ReasonCode.WRONG_FORMAT
