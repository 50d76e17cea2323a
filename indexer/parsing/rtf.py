"""Rich text: paragraphs with their headings, lists and tables, footnotes at the end."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.building import TextBuilder, table_text
from indexer.parsing.decoding import read_bytes
from indexer.parsing.rtf_words import (
    CHARACTERS,
    CHARSETS,
    DEFAULT_ENCODING,
    FILE_ENCODINGS,
    SEEN_WHEN_STARRED,
    SYMBOL_CHARSET,
    SYMBOLS,
    TOKEN,
    UNSEEN,
    code_page,
)

MEDIA_TYPE = "application/rtf"
DEEPEST = 5_000
"""Groups within groups; no program writes so many."""
LAST_HEADING_LEVEL = 9
CUT_SHORT = "The end of the file is missing; what is there was read"
HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*([1-9])", re.I)


@dataclass(slots=True)
class _State:
    """What a group inherits and gives back at its end."""

    sink: str = "text"
    """What the group's characters belong to; nothing for those that no reader sees."""
    unicode_skip: int = 1
    font: int = -1
    is_hidden: bool = False
    is_deleted: bool = False
    style: int = 0
    outline: int = -1
    in_table: bool = False


def parse(path: Path) -> ParsedDocument:
    """Read a rich text; its headers and footers, hidden and deleted text are left out."""
    return document_of(read_bytes(path))


def document_of(data: bytes) -> ParsedDocument:
    """The document that rich text makes, for the other formats that carry some."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "not rich text")
    reader = _Reader()
    is_whole = reader.read(data.decode("latin-1"))
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(reader.builder.page(),),
        title=" ".join(reader.words_of("title").split()) or reader.builder.first_heading(),
        warnings=() if is_whole else (CUT_SHORT,),
    )


class _Reader:
    """Goes through the tokens once, keeping the state of each open group on a stack."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._state = _State()
        self._stack: list[_State] = []
        self._words: dict[str, list[str]] = {}
        """Characters by sink, until the paragraph, note, box or name that they make is complete."""
        self._bytes = bytearray()
        self._skip = 0
        self._is_starred = False
        self._encoding = DEFAULT_ENCODING
        self._default_font = -1
        self._charsets: dict[int, int] = {}
        self._heading_levels: dict[int, int] = {}
        self._boxes: list[str] = []
        self._notes: list[str] = []
        self._row: list[str] = []
        self._rows: list[list[str]] = []

    def read(self, source: str) -> bool:
        """Read the file, bytes given as characters; False when its last groups are not closed."""
        position = 0
        while found := TOKEN.match(source, position):
            position = found.end()
            word, number, code, symbol, brace, text = found.groups()
            if word == "bin" and number:
                position += max(0, int(number))
            elif code:
                self._add_bytes(bytes.fromhex(code))
            elif text:
                self._add_bytes(text.encode("latin-1"))
            elif word or symbol or brace:
                self._control(word, int(number) if number else None, symbol, brace)
            if brace == "}" and not self._stack:
                break
        self._end_paragraph()
        self._end_table()
        for index, note in enumerate(self._notes, 1):
            self.builder.add(BlockKind.FOOTNOTE, f"[{index}] {note}")
        return not self._stack

    def words_of(self, sink: str) -> str:
        """Take the characters that a sink has collected."""
        text = "".join(self._words.pop(sink, ()))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _control(self, word: str | None, number: int | None, symbol: str, brace: str) -> None:
        self._flush()
        if brace == "{":
            self._open()
        elif brace == "}":
            self._close()
        elif word:
            is_starred, self._is_starred = self._is_starred, False
            self._word(word, number, is_starred=is_starred)
        elif symbol == "*":
            self._is_starred = True
        elif symbol in ("\n", "\r"):
            self._end_paragraph()
        elif symbol in SYMBOLS:
            self._add(SYMBOLS[symbol])

    def _open(self) -> None:
        if len(self._stack) >= DEEPEST:
            raise UnreadableDocument(ReasonCode.DAMAGED, "nested too deeply")
        self._stack.append(replace(self._state))
        self._skip = 0

    def _close(self) -> None:
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        self._skip = 0
        if ended.sink == "style" and self._state.sink == "style":
            self._end_style(ended)
        if ended.sink == self._state.sink:
            return
        if ended.sink == "box":
            self._boxes.append(self.words_of("box"))
        elif ended.sink == "note":
            self._notes.append(" ".join(self.words_of("note").split()))

    def _word(self, word: str, number: int | None, *, is_starred: bool) -> None:
        state = self._state
        if self._changes_sink(word, is_starred=is_starred):
            return
        if word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif word == "u" and number is not None:
            self._add(chr(number % 0x10000))
            self._skip = state.unicode_skip
        elif word == "uc":
            state.unicode_skip = number or 0
        elif word in ("par", "sect"):
            self._end_paragraph()
        elif word in ("cell", "row"):
            self._end_cell(is_row=word == "row")
        elif word == "chftn" and state.sink == "text":
            self._add(f"[{len(self._notes) + 1}]")
        elif not self._changes_paragraph(word, number):
            self._changes_characters(word, number)

    def _changes_sink(self, word: str, *, is_starred: bool) -> bool:
        """Whether the word says what the text of its group is."""
        state = self._state
        if word == "title" and state.sink == "info":
            state.sink = "title"
        elif not state.sink:
            return False
        elif word in ("fonttbl", "stylesheet", "info"):
            state.sink = {"fonttbl": "font", "stylesheet": "style"}.get(word, word)
        elif word in UNSEEN or (is_starred and word not in SEEN_WHEN_STARRED):
            state.sink = ""
        elif word in ("listtext", "pntext") and state.sink == "text":
            state.sink = "mark"
        elif word == "shptxt" and state.sink == "text":
            state.sink = "box"
        elif word == "footnote" and state.sink in ("text", "box"):
            state.sink = "note"
        else:
            return False
        return True

    def _changes_paragraph(self, word: str, number: int | None) -> bool:
        state = self._state
        if word == "pard":
            state.style, state.outline, state.in_table = 0, -1, False
        elif word == "s" and number is not None:
            state.style = number
        elif word == "outlinelevel" and number is not None:
            state.outline = number
        elif word == "intbl":
            state.in_table = True
        else:
            return False
        return True

    def _changes_characters(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "plain":
            state.font, state.is_hidden, state.is_deleted = self._default_font, False, False
        elif word == "f" and number is not None:
            state.font = number
        elif word == "v":
            state.is_hidden = number != 0
        elif word == "deleted":
            state.is_deleted = number != 0
        elif word == "fcharset" and number is not None:
            self._charsets[state.font] = number
        elif word == "deff" and number is not None:
            self._default_font = state.font = number
        elif word == "ansicpg" and number is not None:
            self._encoding = code_page(number)
        elif word in FILE_ENCODINGS:
            self._encoding = FILE_ENCODINGS[word]

    def _add(self, text: str) -> None:
        state = self._state
        if state.sink and not state.is_hidden and not state.is_deleted:
            self._words.setdefault(state.sink, []).append(text)

    def _add_bytes(self, data: bytes) -> None:
        """Characters in the encoding of the font; what repeats a Unicode one is dropped."""
        dropped = min(self._skip, len(data))
        self._skip -= dropped
        self._bytes += data[dropped:]

    def _flush(self) -> None:
        """Decode the bytes that have come in a row: one character may be several of them."""
        if not self._bytes:
            return
        charset = self._charsets.get(self._state.font, 0)
        if charset == SYMBOL_CHARSET:
            text = self._bytes.decode("latin-1").replace("\xb7", "•").replace("\xa7", "•")
        else:
            text = self._bytes.decode(CHARSETS.get(charset, self._encoding), "replace")
        self._bytes.clear()
        self._add(text)

    def _end_style(self, ended: _State) -> None:
        """A style of the sheet: its number, and the level of heading it stands for."""
        named = HEADING_STYLE.match(self.words_of("style").strip())
        if 0 <= ended.outline < LAST_HEADING_LEVEL:
            self._heading_levels[ended.style] = ended.outline + 1
        elif named:
            self._heading_levels[ended.style] = int(named.group(1))

    def _end_paragraph(self) -> None:
        self._flush()
        state = self._state
        if state.sink != "text" or state.in_table:
            self._add("\n")
            return
        self._end_table()
        text, mark = self.words_of("text").strip(), self.words_of("mark").strip()
        level = self._heading_levels.get(state.style, 0)
        if 0 <= state.outline < LAST_HEADING_LEVEL:
            level = state.outline + 1
        if mark and text:
            text = f"{mark if mark.isascii() and mark.strip('-*o') else '•'} {text}"
        if level and text:
            self.builder.add(BlockKind.HEADING, " ".join(text.split()), level)
        else:
            self.builder.add(BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH, text)
        self._add_boxes()

    def _end_cell(self, *, is_row: bool) -> None:
        if self._state.sink != "text":
            self._add("\n" if is_row else " ")
            return
        if is_row:
            self._rows.append(self._row)
            self._row = []
            return
        text, mark = self.words_of("text"), self.words_of("mark").strip()
        self._row.append(f"{mark} {text}" if mark else text)

    def _end_table(self) -> None:
        if self._row:
            self._rows.append(self._row)
        self.builder.add(BlockKind.TABLE, table_text(self._rows))
        has_rows = bool(self._rows)
        self._row, self._rows = [], []
        if has_rows:
            self._add_boxes()

    def _add_boxes(self) -> None:
        """Text boxes come after the paragraph or table that they are anchored in."""
        for box in self._boxes:
            for text in box.split("\n"):
                self.builder.add(BlockKind.PARAGRAPH, text.strip())
        self._boxes.clear()
