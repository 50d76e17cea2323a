"""From the bytes of a text file to its characters, whatever encoding it was saved in."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from indexer.documents import ReasonCode
from indexer.errors import UnreadableDocument

MAX_BYTES = 200_000_000
SAMPLE = 200_000
"""Bytes that the guess of an encoding looks at."""

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
SEVEN_BIT = ("iso2022", "hz", "utf-7")
"""Beginnings of the names of encodings whose bytes look like ASCII."""
JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B]")
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "johab": "cp949",
}
"""Encodings that are declared where one that holds them, and more, was used."""
NEVER_DECLARED = ("utf-16", "utf-32", "idna", "punycode", "unicode", "raw", "undefined", "mbcs")
"""Beginnings of names that tell nothing: the bytes themselves show these, or no text has them."""
WESTERN = frozenset(
    "äöüÄÖÜßéèêëàâçîïôûùñáíóúÉÈÊÀÂÇÎÔÛÑÁÍÓÚ¿¡åÅæÆøØãõÃÕ°§«»·²³½¼€£µ©®™–—‘’“”„‚…•\xa0\xad´¨ªº×±"
)
"""Outside ASCII, what texts of western Europe consist of."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The characters of a file, line ends as LF, and what was wrong with its bytes."""

    text: str
    warnings: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The whole file; UnreadableDocument when it is too large to be a text."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableDocument(ReasonCode.TOO_LARGE, f"{size / 1e6:.0f} MB")
    return path.read_bytes()


def decode(data: bytes, declared: str = "") -> DecodedText:
    """Decode by byte order mark, as UTF-8, as `declared`, else by the best guess."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    declared = known_encoding(declared)
    if declared.startswith(SEVEN_BIT):
        return _decoded(data, declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, _encoding_of(data, declared))
    if "\0" in text[:SAMPLE]:
        return _decoded(data, _encoding_of_zeros(data))
    if JAPANESE_ESCAPE.search(data):
        return _decoded(data, "iso2022_jp_2")
    return DecodedText(_unix_lines(text))


def known_encoding(declared: str) -> str:
    """Our name for an encoding that a file declares; empty for one that is unknown or no text's."""
    name = re.sub(r"-[ie]\Z", "", declared.strip().lower())
    try:
        found = codecs.lookup(name)
        "".encode(found.name)
    except (LookupError, ValueError):
        return ""
    if found.name.startswith(NEVER_DECLARED):
        return ""
    return WIDER.get(found.name, found.name)


def _decoded(data: bytes, encoding: str) -> DecodedText:
    try:
        return DecodedText(_unix_lines(data.decode(encoding)))
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    warning = f"{lost} characters are not valid in the file's encoding ({encoding.upper()})"
    return DecodedText(_unix_lines(text), (warning,))


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding_of(data: bytes, declared: str) -> str:
    """The encoding of bytes that are not valid UTF-8."""
    sample = data[:SAMPLE]
    if b"\0" in sample:
        return _encoding_of_zeros(data)
    if len(BINARY.findall(sample)) > len(sample) // 200:
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "binary data")
    if _is_mostly_utf8(data):
        return "utf-8"
    if declared and declared != "utf-8":
        return declared
    if _looks_western(sample):
        return "cp1252"
    guess = from_bytes(sample).best()
    return guess.encoding if guess is not None else "cp1252"


def _encoding_of_zeros(data: bytes) -> str:
    """UTF-16 without a mark has its zeros at every second place; anything else is no text."""
    sample = data[: SAMPLE // 10]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        is_likely = zeros > len(sample) // 5 and others * 20 < zeros
        if is_likely and not BINARY.search(sample.replace(b"\0", b"")):
            return encoding
    raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "binary data")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8, as in a file with a few broken bytes."""
    valid = len(MULTIBYTE.findall(data))
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    return valid > broken


def _looks_western(sample: bytes) -> bool:
    text = sample.decode("cp1252", errors="replace")
    foreign = [character for character in text if not character.isascii()]
    return len(foreign) * 2 < len(text) and all(character in WESTERN for character in foreign)
