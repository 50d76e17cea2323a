"""Makes the text of a page fit for embedding and searching; what is quoted is never touched."""

import re
import unicodedata
from collections.abc import Callable
from html import unescape

LINE_HYPHEN = re.compile(
    r"(?<=[^\W\d_])(?:[-\u2010]|[\u00ad\ufffe\x02])[ \t]*\r?\n[ \t]*(?=[^\W\d_])"
)
INVISIBLE = re.compile(
    "[\u00ad\ufffe\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f\x00-\x08\x0e-\x1f\x7f]"
)
LEADERS = re.compile(r"(?:[.\-_=*~·…•|+#]\s?){3,}")
"""Dotted lines of a table of contents, rules, table borders: many tokens, no meaning."""

MARKDOWN_LINK = re.compile(r"!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
MARKDOWN_LINE = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|`{3,}.*$|~{3,}.*$|[=-]{3,}[ \t]*$)", re.M
)
MARKDOWN_CLOSED = re.compile(r"[ \t]+#+[ \t]*$", re.M)
MARKDOWN_EMPHASIS = re.compile(r"\*{1,3}|`+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)")
MARKDOWN_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<!--.*?-->", re.S)

RESTRUCTURED_ROLE = re.compile(r"(?::[\w:.+-]+:)?`~?!?([^`<\n]+?)(?:\s*<[^>`]*>)?`_{0,2}")
RESTRUCTURED_LINE = re.compile(
    r"^[ \t]*(?:\.\. _.*$|__ .*$|\.\. (?=[\w:|])|([!-/:-@\[-`{-~])\1{2,}[ \t]*$)", re.M
)
ASCIIDOC_LINK = re.compile(r"(?:https?://|link:|xref:|mailto:)[^\s\[\]]*\[([^\]\n]*)\]")
ASCIIDOC_REFERENCE = re.compile(r"<<[^<>,\n]+,([^<>\n]+)>>")
ASCIIDOC_LINE = re.compile(
    r"^(?:={1,6}[ \t]+|\[[^\]\n]*\][ \t]*$|\+[ \t]*$|[-=.*_+`~^|]{2,}[ \t]*$)", re.M
)

XML_TAG = re.compile(r"<!--.*?-->|<[!?/][^<>]*>|<[\w:.-]+(\s[^<>]*)?/?>", re.S)
XML_VALUE = re.compile(r"""(?<!\S)(?!xmlns)[\w:.-]+\s*=\s*(?:"([^"]*)"|'([^']*)')""")

JSON_MARKS = re.compile(r"[{}\[\]\"]|,(?=\s|\Z)")
JSON_CODES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
JSON_ESCAPE = re.compile(r"\\[nrtbf]")
MAIL_QUOTES = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)


def clean_text(text: str) -> str:
    """One line without hyphens at line ends, invisible characters, ligatures and dotted lines."""
    text = INVISIBLE.sub("", LINE_HYPHEN.sub(_join_halves, text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(LEADERS.sub(" ", text).split())


def clean_markdown(text: str) -> str:
    """The same for Markdown source: also without its marks and the targets of its links."""
    text = MARKDOWN_LINK.sub(r"\1", MARKDOWN_TAG.sub(" ", text))
    text = MARKDOWN_CLOSED.sub("", MARKDOWN_LINE.sub("", text))
    return clean_text(MARKDOWN_EMPHASIS.sub("", text))


def clean_restructured(text: str) -> str:
    """The same for reStructuredText: also without its marks and roles."""
    text = RESTRUCTURED_LINE.sub("", text).replace("``", "")
    return clean_text(MARKDOWN_EMPHASIS.sub("", RESTRUCTURED_ROLE.sub(r"\1", text)))


def clean_asciidoc(text: str) -> str:
    """The same for AsciiDoc: also without its marks and the targets of its links."""
    text = ASCIIDOC_REFERENCE.sub(r"\1", ASCIIDOC_LINK.sub(r"\1", ASCIIDOC_LINE.sub("", text)))
    return clean_text(MARKDOWN_EMPHASIS.sub("", text))


def clean_xml(text: str) -> str:
    """The same for XML source: also without its tags, but with what these say in attributes."""
    text = text.replace("<![CDATA[", " ").replace("]]>", " ")
    text = unescape(XML_TAG.sub(_attribute_values, text))
    return clean_text(XML_TAG.sub(" ", text))


def _attribute_values(tag: re.Match[str]) -> str:
    values = [double or single for double, single in XML_VALUE.findall(tag.group(1) or "")]
    return " ".join(["", *(value for value in values if "://" not in value), ""]) or " "


def clean_json(text: str) -> str:
    """The same for JSON source: keys and values without brackets, quotes and escapes."""
    text = JSON_CODES.sub(_decoded_codes, JSON_ESCAPE.sub(" ", text.replace('\\"', "'")))
    return clean_text(JSON_MARKS.sub(" ", text.replace('":', ":")))


def _decoded_codes(codes: re.Match[str]) -> str:
    units = bytes.fromhex(codes.group().replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def clean_mail(text: str) -> str:
    """The same for mails: also without the marks before lines that are quoted."""
    return clean_text(MAIL_QUOTES.sub("", text))


CLEANERS = {
    "application/json": clean_json,
    "application/mbox": clean_mail,
    "application/vnd.ms-outlook": clean_mail,
    "message/rfc822": clean_mail,
    "application/xml": clean_xml,
    "text/markdown": clean_markdown,
    "text/x-rst": clean_restructured,
    "text/asciidoc": clean_asciidoc,
}


def cleaner_of(media_type: str) -> Callable[[str], str]:
    """The function that cleans texts of such a document."""
    return CLEANERS.get(media_type, clean_text)


def clean_table_row(text: str) -> str:
    """The cells of a row without the bars between them."""
    return " ".join(text.replace("|", " ").split())


def _join_halves(hyphen: re.Match[str]) -> str:
    """Join “exam-/ple”; keep the hyphen of “EU-/Staaten” and “Smith-/Jones”."""
    following = hyphen.string[hyphen.end()]
    is_hard = hyphen.group()[0] in "-\u2010" and not following.islower()
    return "-" if is_hard else ""
