"""Small PDFs written by hand, so that tests know every number in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf

HEIGHT = 792
WIDTH = 612

TURNS = {
    0: b"",
    90: b"0 1 -1 0 612 0 cm ",
    180: b"-1 0 0 -1 612 792 cm ",
    270: b"0 -1 1 0 0 792 cm ",
}


@dataclass(frozen=True)
class Text:
    """A line of text at a place on the page, in points from the lower left corner."""

    text: str
    left: float = 72
    bottom: float = 700
    size: float = 11
    bold: bool = False


def paragraph(text: str, top: float, left: float = 72, size: float = 11) -> list[Text]:
    """Lines of one paragraph, 1.2 type sizes apart."""
    return [
        Text(line, left, top - number * size * 1.2, size)
        for number, line in enumerate(text.splitlines())
    ]


def write_pdf(
    path: Path,
    pages: Sequence[Sequence[Text]],
    *,
    rotate: int = 0,
    turn: int = 0,
    astral: str = "",
) -> Path:
    """Write the pages, shown turned by `rotate` or with their content turned by `turn` degrees.

    With `astral` the letter “@” means that character, whatever its plane.
    """
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [font("Helvetica", astral), font("Helvetica-Bold", ""), to_unicode(astral)]
    kids = []
    for page in pages:
        objects.append(stream(TURNS[turn] + b"\n".join(shown(text) for text in page)))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % (WIDTH, HEIGHT, rotate, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    path.write_bytes(assembled(objects))
    return path


def font(name: str, astral: str) -> bytes:
    """A standard font, with a character table of its own when one is needed."""
    table = b"/ToUnicode 5 0 R" if astral else b"/Encoding/WinAnsiEncoding"
    return b"<</Type/Font/Subtype/Type1/BaseFont/%s%s>>" % (name.encode(), table)


def to_unicode(astral: str) -> bytes:
    """Letters mean themselves; “@” means `astral`."""
    rows = [f"<{code:02X}> <{code:04X}>" for code in range(32, 127) if code != ord("@")]
    rows.append(f"<40> <{(astral or '@').encode('utf-16-be').hex()}>")
    lines = ["begincmap", "1 begincodespacerange", "<00> <FF>", "endcodespacerange"]
    lines += [f"{len(rows)} beginbfchar", *rows, "endbfchar", "endcmap"]
    return stream("\n".join(lines).encode())


def shown(text: Text) -> bytes:
    """The operators that show one line."""
    escaped = text.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    name = b"F2" if text.bold else b"F1"
    place = f"{text.size} Tf 1 0 0 1 {text.left} {text.bottom} Tm"
    return b"BT /%s %s (%s) Tj ET" % (name, place.encode(), escaped.encode("cp1252"))


def stream(content: bytes) -> bytes:
    """A stream object's body."""
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def assembled(objects: Sequence[bytes]) -> bytes:
    """The file with its cross-reference table."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(content))
    header = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    return content + header + table + b"trailer\n" + trailer


def rewrite(source: Path, target: Path, *, user: str | None = None, title: str = "") -> Path:
    """Another copy of a PDF, encrypted or with a title."""
    writer = pypdf.PdfWriter(clone_from=source)
    if title:
        writer.add_metadata({"/Title": title})
    if user is not None:
        writer.encrypt(user_password=user, owner_password="owner", algorithm="AES-256")
    writer.write(target)
    return target


def write_contents(path: Path, *contents: bytes) -> Path:
    """Write pages whose operators are given; F1 is Helvetica, G0 is a state without opacity."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font("Helvetica", "")]
    kids = []
    for content in contents:
        objects.append(stream(content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources"
            b"<</Font<</F1 3 0 R>>/ExtGState<</G0<</ca 0/CA 0>>>>>>>>"
            % (WIDTH, HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    path.write_bytes(assembled(objects))
    return path


def words(text: str, left: float, bottom: float, size: float = 11) -> bytes:
    """The operators that show a line of text in the current colour."""
    return shown(Text(text, left, bottom, size))


def box(left: float, bottom: float, width: float, height: float, color: str) -> bytes:
    """The operators that fill a rectangle; the colour is three numbers from 0 to 1."""
    return f"{color} rg {left} {bottom} {width} {height} re f 0 g".encode()


def picture(left: float, bottom: float, width: float, height: float) -> bytes:
    """The operators that show a grey picture."""
    place = f"q {width} 0 0 {height} {left} {bottom} cm ".encode()
    return place + b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
