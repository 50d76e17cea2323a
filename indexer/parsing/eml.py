"""Single mails as mail programs save them (RFC 5322 and MIME)."""

import email
import email.errors
import email.header
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from indexer.documents import Page, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import html
from indexer.parsing.attachments import Attachment
from indexer.parsing.decoding import MARKS, decode, read_bytes
from indexer.parsing.mail import Mail, document_of, plain_body, shown_headers

MEDIA_TYPE = "message/rfc822"
HEADER_LINE = re.compile(rb"(?:From |>?[!-9;-~]+[ \t]*:)")
APPLE_LENGTH = re.compile(rb"(\d{1,10})[ \t]*\r?\n")
"""What Apple's mail program puts before a mail: its length, as a list of properties follows it."""


def parse(path: Path) -> ParsedDocument:
    """Read a mail: headers, body, then its attachments through their own parsers."""
    data = _single_bytes(read_bytes(path)).lstrip()
    if not HEADER_LINE.match(data):
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "plain text")
    return document_of(mail_of(data), MEDIA_TYPE)


def _single_bytes(data: bytes) -> bytes:
    """The file as mail programs write it, if it was saved as UTF-16 or with a mark."""
    if data.startswith(tuple(mark for mark, _ in MARKS)) or b"\0" in data[:4]:
        return decode(data).text.encode()
    length = APPLE_LENGTH.match(data)
    return data[length.end() :][: int(length.group(1))] if length else data


def mail_of(data: bytes) -> Mail:
    """The mail that these bytes are."""
    return _mail(email.message_from_bytes(data))


def _mail(message: Message) -> Mail:
    parts = _Parts()
    parts.collect(message)
    return Mail(
        headers=shown_headers([(name, decoded_header(v)) for name, v in message.raw_items()]),
        bodies=tuple(parts.bodies),
        attachments=tuple(parts.attachments),
        enclosed=tuple(parts.enclosed),
        warnings=tuple(parts.warnings),
    )


class _Parts:
    """The parts of a message, sorted into what is read as its body and what was attached."""

    def __init__(self) -> None:
        self.bodies: list[Page] = []
        self.attachments: list[Attachment] = []
        self.enclosed: list[Mail] = []
        self.warnings: list[str] = []

    def collect(self, part: Message) -> None:
        """Sort one part with all that it holds."""
        content_type = part.get_content_type()
        if content_type == "multipart/alternative" and part.is_multipart():
            self._collect_alternative(part)
        elif content_type == "message/rfc822" and part.is_multipart():
            self.enclosed.extend(map(_mail, _children(part)))
        elif part.is_multipart():
            for child in _children(part):
                self.collect(child)
        elif _is_body(part):
            self._add_body(part)
        else:
            self.attachments.append(_attachment(part))

    def _collect_alternative(self, part: Message) -> None:
        """Of the versions of one text the plain one, unless it is empty; what else it holds too."""
        versions = list(_children(part))
        plain = [v for v in versions if v.get_content_type() == "text/plain" and _text(v).strip()]
        rich = [v for v in versions if not v.get_content_type().startswith("text/plain")]
        chosen = plain[:1] or [v for v in rich if _holds_html(v)][-1:]
        for version in versions:
            is_text = version.is_multipart() or _is_body(version)
            if not is_text or any(version is one for one in chosen):
                self.collect(version)
            elif version.is_multipart():
                self._collect_attached(version)

    def _collect_attached(self, part: Message) -> None:
        """Only what is attached within a version that is not shown."""
        for leaf in part.walk():
            if not leaf.is_multipart() and not _is_body(leaf):
                self.attachments.append(_attachment(leaf))

    def _add_body(self, part: Message) -> None:
        text, warnings = _decoded(part)
        self.warnings.extend(f"message body: {warning}" for warning in warnings)
        if part.get_content_type() == "text/html":
            self.bodies.extend(html.document_of(text).pages)
        else:
            self.bodies.append(plain_body(text))


def _children(part: Message) -> Iterator[Message]:
    """The parts of a multipart; a broken one may hold none."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, Message))


def _holds_html(part: Message) -> bool:
    return any(leaf.get_content_type() == "text/html" for leaf in part.walk())


def _is_body(part: Message) -> bool:
    """Whether a leaf is read as part of the mail rather than opened as a file."""
    if part.get_content_disposition() == "attachment" or _file_name(part):
        return False
    return part.get_content_maintype() in ("text", "message")


def _attachment(part: Message) -> Attachment:
    content_type = part.get_content_type()
    name = _file_name(part) or f"without a name ({content_type})"
    return Attachment(name, _payload(part), content_type)


def _file_name(part: Message) -> str:
    return " ".join(decoded_header(part.get_filename() or "").split())


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    return _decoded(part)[0]


def _decoded(part: Message) -> tuple[str, tuple[str, ...]]:
    """The characters of a text part and what was wrong with them."""
    try:
        decoded = decode(_payload(part), part.get_content_charset() or "")
    except UnreadableDocument as error:
        return "", (str(error),)
    return decoded.text, decoded.warnings


def decoded_header(value: str) -> str:
    """The characters of a raw header; encoded words (RFC 2047) and raw bytes are both decoded."""
    if not value.isascii():
        value = _text_of(value.encode("utf-8", "surrogateescape"))
    try:
        chunks = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError):
        return value
    return "".join(_text_of(chunk, charset) for chunk, charset in chunks)


def _text_of(chunk: str | bytes, charset: str | None = "") -> str:
    """The characters of a piece of a header; `charset` is None for what was not encoded."""
    if isinstance(chunk, str):
        return chunk
    if charset is None:
        return chunk.decode("raw-unicode-escape", "replace")
    try:
        return decode(chunk, charset).text
    except UnreadableDocument:
        return ""
