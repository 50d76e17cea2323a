"""The control words of RTF that matter for its text, and the encodings that it names."""

import codecs
import re

TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+"
    r"|([^\\{}\r\n\0]+)"
)
CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "nestcell": " ",
    "nestrow": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
SYMBOLS = {"~": "\xa0", "-": "", "_": "-", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
UNSEEN_NAMES = (
    "colortbl pict header headerl headerr headerf footer footerl footerr footerf fldinst objdata "
    "nonshppict shprslt sp tc xe rxe txe comment private themedata datastore template bkmkstart "
    "bkmkend atnid atnauthor filetbl revtbl xmlnstbl ftnsep ftnsepc aftnsep aftnsepc "
    "author operator keywords doccomm company manager category subject hlinkbase creatim revtim "
    "printim buptim nextfile listtable listoverridetable latentstyles"
)
UNSEEN = frozenset(UNSEEN_NAMES.split())
"""Groups whose text no reader sees."""
SEEN_WHEN_STARRED = frozenset({"shpinst", "shptxt"})
"""Marked as to be passed over by old programs, but with text in them."""
CHARSETS = {
    77: "mac_roman",
    78: "shift_jis",
    79: "big5",
    80: "euc_kr",
    83: "mac_greek",
    84: "mac_cyrillic",
    88: "mac_latin2",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
SYMBOL_CHARSET = 2
FILE_ENCODINGS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
DEFAULT_ENCODING = "cp1252"


def code_page(number: int) -> str:
    """The encoding of a Windows code page; the western one where Python knows none."""
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return DEFAULT_ENCODING
