"""Mails as Outlook saves them (MS-OXMSG)."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from olefile import OleFileIO
from oxmsg import Message
from oxmsg.attachment import Attachment as OutlookAttachment
from oxmsg.domain import constants
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from indexer.documents import Page, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import html, rtf
from indexer.parsing.attachments import Attachment
from indexer.parsing.compressed_rtf import unpacked
from indexer.parsing.eml import decoded_header
from indexer.parsing.mail import Mail, document_of, plain_body, shown_headers

MEDIA_TYPE = "application/vnd.ms-outlook"
PROPERTIES = "__properties_version1.0"
ENCLOSED_MAIL = "__substg1.0_3701000D"
ENCLOSED_HEADER, TOP_HEADER = 24, 32
"""Bytes before the properties of an enclosed mail, and of the file's own."""
DAMAGED = (OSError, KeyError, struct.error, UnicodeError, LookupError, ValueError, IndexError)
"""What the libraries raise for files that are not what they seem."""

HEADER_PROPERTIES = {
    "To": constants.PID_DISPLAY_TO,
    "Cc": constants.PID_DISPLAY_CC,
    "Bcc": constants.PID_DISPLAY_BCC,
    "Subject": constants.PID_SUBJECT,
}
SENDER_ADDRESSES = (
    constants.PID_SENDER_SMTP_ADDRESS,
    constants.PID_SENDER_EMAIL_ADDRESS,
)
RECIPIENT_ADDRESSES = (
    constants.PID_SMTP_ADDRESS,
    constants.PID_EMAIL_ADDRESS,
)
ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
NAME_PROPERTIES = (
    constants.PID_ATTACH_LONG_FILENAME,
    constants.PID_ATTACH_FILENAME,
    constants.PID_DISPLAY_NAME,
)


def parse(path: Path) -> ParsedDocument:
    """Read an Outlook mail: headers, body, then its attachments through their own parsers."""
    try:
        with OleFileIO(path) as file:
            storage = Storage.from_ole(file)
        if PROPERTIES not in {stream.name for stream in storage.streams}:
            raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "old Office document")
        mail = _mail(storage)
    except DAMAGED as error:
        raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error
    return document_of(mail, MEDIA_TYPE)


def _mail(storage: Storage) -> Mail:
    message = Message(storage)
    bodies, warnings = _readable_bodies(message.properties)
    return Mail(
        headers=shown_headers(_headers(message)),
        bodies=bodies,
        attachments=tuple(_attachments(storage)),
        enclosed=tuple(_mail(inner) for inner in _enclosed(storage)),
        warnings=warnings,
    )


def _readable_bodies(properties: Properties) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The bodies that hold words; a broken one is a warning."""
    try:
        return tuple(body for body in _bodies(properties) if body.text.strip()), ()
    except UnreadableDocument as error:
        return (), (f"the message body could not be read ({error.reason.detail})",)


def _headers(message: Message) -> list[tuple[str, str]]:
    """Who wrote to whom, from the mail's own fields; what these lack, from the way it came."""
    found = {name.title(): decoded_header(v) for name, v in message.message_headers.items()}
    for name, people in _people(message).items():
        found[name] = people if "@" in people else found.get(name, "")
    for name, pid in HEADER_PROPERTIES.items():
        found[name] = found.get(name) or _string(message.properties, pid)
    found["From"] = found.get("From") or message.sender or ""
    sent = message.sent_date
    found["Date"] = found.get("Date") or (f"{sent:%a, %d %b %Y %H:%M} UTC" if sent else "")
    return list(found.items())


def _people(message: Message) -> dict[str, str]:
    """Sender and recipients with their addresses, by the name of the header."""
    people: dict[str, list[str]] = {"From": [], "To": [], "Cc": [], "Bcc": []}
    fields = message.properties
    people["From"].append(_person(fields, constants.PID_SENDER_NAME, SENDER_ADDRESSES))
    for recipient in message.recipients:
        fields = recipient.properties
        role = ROLES.get(fields.int_prop_value(constants.PID_RECIPIENT_TYPE) or 0, "To")
        people[role].append(_person(fields, constants.PID_DISPLAY_NAME, RECIPIENT_ADDRESSES))
    return {name: ", ".join(filter(None, found)) for name, found in people.items()}


def _person(fields: Properties, name: int, addresses: tuple[int, ...]) -> str:
    """`Name <address>`; names of a server's own book are no addresses."""
    found = (_string(fields, pid) for pid in addresses)
    address = next((value for value in found if "@" in value), "")
    shown = _string(fields, name).strip()
    return f"{shown} <{address}>" if address and shown != address else address or shown


def _bodies(properties: Properties) -> Iterator[Page]:
    """The plain body, or where that is empty the one in HTML or rich text."""
    plain = _string(properties, constants.PID_BODY)
    if plain.strip():
        yield plain_body(plain.replace("\r\n", "\n").replace("\r", "\n"))
        return
    source = properties.binary_prop_value(constants.PID_HTML)
    packed = properties.binary_prop_value(constants.PID_RTF_COMPRESSED)
    if source:
        yield from html.document_of(html.decoded_source(source).text).pages
    elif html_text := _string(properties, constants.PID_BODY_HTML):
        yield from html.document_of(html_text).pages
    elif packed:
        yield from rtf.document_of(unpacked(packed)).pages


def _attachments(storage: Storage) -> Iterator[Attachment]:
    for inner in storage.iter_attachment_storages():
        attached = OutlookAttachment(inner)
        names = (_string(attached.properties, pid) for pid in NAME_PROPERTIES)
        data = attached.file_bytes
        if data is not None:
            yield Attachment(next(filter(None, names), ""), data, attached.mime_type or "")


def _enclosed(storage: Storage) -> Iterator[Storage]:
    """The mails that are attached as such, in the form that a file of their own would have."""
    for attached in storage.iter_attachment_storages():
        for inner in attached.storages:
            if inner.name == ENCLOSED_MAIL:
                streams = tuple(
                    replace(stream, bytes_=_with_top_header(stream.bytes_))
                    if stream.name == PROPERTIES
                    else stream
                    for stream in inner.streams
                )
                yield replace(inner, streams=streams)


def _with_top_header(properties: bytes) -> bytes:
    padding = bytes(TOP_HEADER - ENCLOSED_HEADER)
    return properties[:ENCLOSED_HEADER] + padding + properties[ENCLOSED_HEADER:]


def _string(properties: Properties, pid: int) -> str:
    """A text property; nothing where the mail has none or its characters are broken."""
    try:
        return (properties.str_prop_value(pid) or "").strip("\0")
    except (UnicodeError, LookupError):
        return ""
