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
WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
HEBREW_BYTES = re.compile(rb"[\x00-\x7f\x84\x85\x91-\x97\xa0\xab\xb0\xbb\xe0-\xfa]*\Z")
HEBREW_FINAL = re.compile(rb"[\xea\xed\xef\xf3\xf5](?![\xe0-\xfa])")
HEBREW_FINAL_INSIDE = re.compile(rb"[\xea\xed\xef\xf3\xf5](?=[\xe0-\xfa])")
"""Five letters have a form for the end of words, and never stand elsewhere in it."""
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
    "äöüÄÖÜßéèêëàâçîïôûùñáíóúÉÈÊÀÂÇÎÔÛÑÁÍÓÚ¿¡åÅæÆøØãõÃÕœŒ°§«»·²³½¼€£µ©®™–—‘’“”„‚…•\xa0\xad´¨ªº×±"
)
"""Outside ASCII, what texts of western Europe consist of."""
STRANGE_IN_WORD = re.compile(
    r"[^\W\d_](?:[‚„…”ˆ‡†•¤¨´°±²³¼½¾¶»«¿¡]|(?<=[a-zß-ÿ])[À-ÖØ-Þ])(?=[^\W\d_])"
)
"""What stands within words only where the encoding is wrong."""
WESTERN_ENCODINGS = ("cp1252", "iso8859-15", "cp850")
HUNGARIAN = re.compile(r"[áé].*õ(?!e)|õ(?!e).*[áé]|û.*õ|õ.*û", re.S | re.I)
NOT_HUNGARIAN = frozenset("ãêçàèâäåæøñß")
"""With õ (for ő) only these tell Portuguese and Estonian from Hungarian in a wrong encoding."""
PLAUSIBLE = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 iso8859_2 iso8859_5 iso8859_6 "
    "iso8859_7 iso8859_8 koi8_r koi8_u cp866 cp850 cp852 mac_roman mac_cyrillic tis_620 cp932 "
    "euc_jp gb18030 big5 cp949"
)
"""What files are really saved in; the guess has dozens of others, all of them less likely."""

FEW_ZEROS = 100
"""One zero byte in so many is a fault in a text, as crashes leave in logs, and read as a space."""


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
    if 0 < data.count(0, 0, SAMPLE) * FEW_ZEROS <= len(data[:SAMPLE]):
        data = data.replace(b"\0", b" ")
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
    western = next((name for name in WESTERN_ENCODINGS if _looks_western(sample, name)), "")
    return western or _guessed(sample)


def _guessed(sample: bytes) -> str:
    """The likeliest encoding, judged by the lines that ASCII cannot have."""
    sample = b"\n".join(line for line in sample.splitlines() if not line.isascii())
    if _looks_hebrew(sample):
        return "cp1255"
    guess = from_bytes(sample, cp_isolation=PLAUSIBLE.split()).best()
    encoding = guess.encoding if guess is not None else "cp1252"
    if encoding in ("cp1250", "iso8859_2"):
        # They differ in the letters that Windows keeps where ISO has control characters.
        return "cp1250" if WINDOWS_ONLY.search(sample) else "iso8859_2"
    return encoding


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


def _looks_hebrew(sample: bytes) -> bool:
    """Whether these bytes make Hebrew words, which otherwise pass for Russian ones."""
    if not HEBREW_BYTES.match(sample) or HEBREW_FINAL_INSIDE.search(sample):
        return False
    return HEBREW_FINAL.search(sample) is not None


def _looks_western(sample: bytes, encoding: str) -> bool:
    """Whether these bytes make words of western Europe in this encoding."""
    text = sample.decode(encoding, errors="replace")
    foreign = {character for character in text if not character.isascii()}
    count = sum(not character.isascii() for character in text)
    if count * 2 >= len(text) or not foreign <= WESTERN:
        return False
    if len(STRANGE_IN_WORD.findall(text)) * 10 > count:
        return False
    return "õ" not in foreign or bool(foreign & NOT_HUNGARIAN) or not HUNGARIAN.search(text)
