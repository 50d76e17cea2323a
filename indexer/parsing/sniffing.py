"""What a file really is, by its first bytes."""

import codecs

PDF_HEADER_WITHIN = 1024
"""Readers accept junk before the header of a PDF, up to this many bytes."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office document"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "SQLite database"),
)

TEXT_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x08")


def known_content(head: bytes) -> str:
    """A short name for the binary format that the bytes begin; empty when none is known."""
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP image"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "BMP image"
    return "PDF" if is_pdf(head) else ""


def is_pdf(head: bytes) -> bool:
    """Whether the header of a PDF stands at the start, or after nothing but binary junk."""
    place = head.find(b"%PDF-", 0, PDF_HEADER_WITHIN)
    return place == 0 or (place > 0 and (b" obj" in head or not is_readable_text(head[:place])))


def is_readable_text(head: bytes) -> bool:
    """Whether the bytes look like characters that a person wrote, in whichever encoding."""
    if head.startswith(TEXT_MARKS):
        return True
    controls = sum(byte < 32 and byte not in TEXT_CONTROLS for byte in head)
    return controls == 0 and b" obj" not in head
