"""Unpacks the rich text of Outlook mails (MS-OXRTFCP)."""

import struct

START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the window holds before the first byte."""
WINDOW = 4096
HEADER = struct.Struct("<II4sI")
PACKED, PLAIN = b"LZFu", b"MELA"
MOST_BYTES = 50_000_000


def unpacked(data: bytes) -> bytes:
    """The rich text; cut where the data ends early, empty where it is not packed rich text."""
    if len(data) < HEADER.size:
        return b""
    _, size, kind, _ = HEADER.unpack_from(data)
    if kind == PLAIN:
        return data[HEADER.size : HEADER.size + size]
    return _unpacked(data, min(size, MOST_BYTES)) if kind == PACKED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    window = bytearray(START.ljust(WINDOW, b"\0"))
    place = len(START)
    text = bytearray()
    position = HEADER.size
    while position < len(data) and len(text) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            is_reference = control >> bit & 1
            token = data[position : position + 1 + is_reference]
            position += len(token)
            if len(token) < 1 + is_reference:
                return bytes(text)
            count = (token[-1] & 15) + 2 if is_reference else 1
            source = token[0] << 4 | token[1] >> 4 if is_reference else -1
            if source == place:
                return bytes(text)
            for step in range(count):
                byte = window[(source + step) % WINDOW] if is_reference else token[0]
                window[place] = byte
                text.append(byte)
                place = (place + 1) % WINDOW
    return bytes(text)
