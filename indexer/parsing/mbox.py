"""Mailboxes that hold many mails in one file (RFC 4155), read as a stream."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.building import TextBuilder
from indexer.parsing.eml import mail_of
from indexer.parsing.mail import Mail, MailWriter

MEDIA_TYPE = "application/mbox"
MOST_MESSAGES = 20_000
MOST_CHARACTERS = 50_000_000
MOST_MESSAGE_BYTES = 100_000_000
"""What one mail has beyond this is left out."""
LONGEST_LINE = 1 << 16
LONGEST_SUBJECT = 60
"""Characters of a subject in a label."""

SEPARATOR = re.compile(rb"From \S.*\d:\d\d")
"""With a time of day, so that a sentence that begins with “From” parts no mail."""
QUOTED_SEPARATOR = re.compile(rb"^>(>*From )", re.M)


def parse(path: Path) -> ParsedDocument:
    """Read a mailbox as one document, each mail under a heading of its own."""
    with path.open("rb") as file:
        if not file.read(5).startswith(b"From "):
            raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "plain text")
        file.seek(0)
        total = sum(1 for _ in _starts(file))
        file.seek(0)
        return _document(messages(file), total)


def _document(found: Iterator[bytes], total: int) -> ParsedDocument:
    builder = TextBuilder()
    writer = MailWriter(builder)
    warnings: list[str] = []
    for number, data in enumerate(found, 1):
        if number > MOST_MESSAGES or builder.length > MOST_CHARACTERS:
            warnings.append(f"messages {number} to {total} were not read: the mailbox is too large")
            break
        if len(data) >= MOST_MESSAGE_BYTES:
            warnings.append(f"the end of message {number} was not read: it is too large")
        writer.begin(number, total)
        _add(builder, writer, mail_of(data), f"message {number} of {total}")
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(builder.page(),),
        warnings=(*warnings, *writer.warnings),
        encloses=writer.encloses,
    )


def _add(builder: TextBuilder, writer: MailWriter, mail: Mail, number: str) -> None:
    subject = mail.subject or "without a subject"
    short = f"{subject[:LONGEST_SUBJECT]}…" if len(subject) > LONGEST_SUBJECT else subject
    place = f"{number}: {short}"
    sent = ", ".join(filter(None, (mail.header("From"), mail.header("Date"))))
    heading = " — ".join(filter(None, (subject, sent)))
    builder.add(BlockKind.HEADING, heading, 1, place)
    writer.add(mail, place, level=2, body_name="")


def messages(file: IO[bytes]) -> Iterator[bytes]:
    """The mails of a mailbox in order, without the lines that part them."""
    lines: list[bytes] = []
    size = 0
    for line, is_start in _lines(file):
        if is_start and lines:
            yield _unquoted(lines)
        if is_start:
            lines, size = [], 0
            continue
        size += len(line)
        if size <= MOST_MESSAGE_BYTES:
            lines.append(line)
    yield _unquoted(lines)


def _unquoted(lines: list[bytes]) -> bytes:
    return QUOTED_SEPARATOR.sub(rb"\1", b"".join(lines))


def _starts(file: IO[bytes]) -> Iterator[bytes]:
    return (line for line, is_start in _lines(file) if is_start)


def _lines(file: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Lines, endless ones in pieces, and whether each begins a mail."""
    after_blank, is_first = True, True
    while line := file.readline(LONGEST_LINE):
        parts = line.startswith(b"From ") and (is_first or SEPARATOR.match(line) is not None)
        yield line, after_blank and parts
        after_blank, is_first = not line.strip(), False
