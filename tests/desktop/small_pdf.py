"""Writes the smallest PDFs that show one thing each; every byte of them is ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Ours def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
{count} beginbfchar
{pairs}
endbfchar
endcmap end end"""


@dataclass(frozen=True, slots=True)
class SmallPage:
    """Lines of text, 20 points apart from the top, on a page of 400 by 600 points."""

    lines: Sequence[str]
    rotation: int = 0
    font_size: int = 14
    left: int = 50
    top: int = 500


def write_pdf(path: Path, pages: Sequence[SmallPage]) -> Path:
    """Write a PDF in Helvetica; characters beyond Latin-1 are mapped by a ToUnicode table."""
    codes = _codes("".join(line for page in pages for line in page.lines))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        _page_tree(len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        _stream(_to_unicode(codes)),
    ]
    for number, page in enumerate(pages):
        objects += _page_objects(page, 5 + 2 * number, codes)
    path.write_bytes(_assemble(objects))
    return path


def _codes(text: str) -> dict[str, int]:
    """One byte per character: printable ASCII as itself, others from 0x80 on."""
    others = sorted({character for character in text if not 32 <= ord(character) < 127})
    codes = {chr(code): code for code in range(32, 127)}
    return codes | {character: 0x80 + index for index, character in enumerate(others)}


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [
        f"<{code:02X}> <{character.encode('utf-16-be').hex().upper()}>"
        for character, code in codes.items()
    ]
    blocks = [pairs[start : start + 90] for start in range(0, len(pairs), 90)]
    body = "\nendbfchar\n".join(
        (f"{len(block)} beginbfchar\n" if number else "") + "\n".join(block)
        for number, block in enumerate(blocks)
    )
    return TO_UNICODE.format(count=len(blocks[0]), pairs=body).encode()


def _page_tree(count: int) -> bytes:
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(count))
    return f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode()


def _page_objects(page: SmallPage, number: int, codes: dict[str, int]) -> list[bytes]:
    head = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Rotate {page.rotation} "
        f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>"
    )
    rows = [f"BT /F1 {page.font_size} Tf {page.left} {page.top} Td 20 TL".encode()]
    rows += [
        f"<{bytes(codes[letter] for letter in line).hex()}> Tj T*".encode() for line in page.lines
    ]
    return [head.encode(), _stream(b"\n".join([*rows, b"ET"]))]


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assemble(objects: Sequence[bytes]) -> bytes:
    result = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(result))
        result += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(result)
    result += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    result += b"".join(b"%010d 00000 n \n" % place for place in places)
    result += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(result + b"startxref\n%d\n%%%%EOF\n" % start)
