"""A mail, whichever format it was kept in, as text: headers, body, attachments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.documents import Block, BlockKind, Page, ParsedDocument, Span
from indexer.parsing.attachments import (
    Attachment,
    AttachmentReader,
    NestedTooDeeply,
    one_level_deeper,
    shown_name,
)
from indexer.parsing.building import TextBuilder
from indexer.parsing.plain_text import BULLET, PARAGRAPH
from indexer.parsing.recognising import tell_page

SHOWN_HEADERS = ("From", "To", "Cc", "Bcc", "Date", "Subject")
QUOTED_LINES = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+|(?:^(?![ \t]*>)[^\n]*(?:\n|\Z))+", re.M)


@dataclass(frozen=True, slots=True)
class Mail:
    """What a person sees of a mail."""

    headers: tuple[tuple[str, str], ...]
    """Those of `SHOWN_HEADERS` that it has, in that order."""
    bodies: tuple[Page, ...]
    attachments: tuple[Attachment, ...] = ()
    enclosed: tuple["Mail", ...] = ()
    warnings: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The value of one header, or nothing."""
        return dict(self.headers).get(name, "")

    @property
    def subject(self) -> str:
        """The subject, or nothing."""
        return self.header("Subject")


class MailWriter:
    """Puts mails into the text of one document."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._attachments = AttachmentReader(builder)
        self._warnings: list[str] = []
        self._enclosed_mails = 0
        self._turn = (1, 1)

    @property
    def encloses(self) -> int:
        """Attachments and attached mails so far."""
        return self._enclosed_mails + self._attachments.count

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read so far."""
        return (*self._warnings, *self._attachments.warnings)

    def begin(self, number: int, count: int) -> None:
        """Say which mail of how many comes next."""
        self._turn = (number, count)
        tell_page(number, count)

    def add(
        self, mail: Mail, place: str = "", level: int = 1, body_name: str = "message body"
    ) -> None:
        """Append a mail, headings from `level` on; `place` says where it is among others."""
        # A short mail is one passage that begins with its headers, and is named like them.
        headers = place if place and not body_name else _joined(place, "message")
        for name, value in mail.headers:
            self._builder.add(BlockKind.LIST_ITEM, f"{name}: {value}", label=headers)
        for body in mail.bodies:
            self._builder.add_page(body, _joined(place, body_name), level - 1)
        self._warnings.extend(mail.warnings)
        for attachment in mail.attachments:
            tell_page(*self._turn)
            self._attachments.add(attachment, place, level)
        for enclosed in mail.enclosed:
            self._add_enclosed(enclosed, place, level)

    def _add_enclosed(self, mail: Mail, place: str, level: int) -> None:
        self._enclosed_mails += 1
        name = shown_name(mail.subject.replace("/", " ") or "mail without a subject")
        self._builder.add(BlockKind.HEADING, f"Attachment: {name}", level, place)
        try:
            with one_level_deeper():
                self.add(mail, _joined(place, f"attachment {name}"), level + 1)
        except NestedTooDeeply:
            self._warnings.append(f"attachment {name} was not read: too many files within files")


def _joined(place: str, part: str) -> str:
    return ", ".join(filter(None, (place, part)))


def document_of(mail: Mail, media_type: str) -> ParsedDocument:
    """A single mail as a document; its title is the subject."""
    builder = TextBuilder()
    writer = MailWriter(builder)
    writer.add(mail)
    return ParsedDocument(
        media_type=media_type,
        pages=(builder.page(),),
        title=mail.subject,
        warnings=writer.warnings,
        encloses=writer.encloses,
    )


def shown_headers(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The headers a reader wants, from all that a mail has; several of one name are joined."""
    values: dict[str, list[str]] = {name: [] for name in SHOWN_HEADERS}
    for name, value in headers:
        folded = " ".join(value.split())
        if name.title() in values and folded:
            values[name.title()].append(folded)
    return tuple((name, ", ".join(found)) for name, found in values.items() if found)


def plain_body(text: str) -> Page:
    """The body of a mail in plain characters; what it quotes of an earlier mail is so labelled."""
    text = text.strip("\n")
    return Page(None, text, tuple(_plain_blocks(text)))


def _plain_blocks(text: str) -> Iterator[Block]:
    for run in QUOTED_LINES.finditer(text):
        label = "quoted" if run.group().lstrip().startswith(">") else ""
        for paragraph in PARAGRAPH.finditer(text, run.start(), run.end()):
            is_item = not label and BULLET.match(paragraph.group())
            kind = BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH
            yield Block(kind, Span(*paragraph.span()), label=label)
