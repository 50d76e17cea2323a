"""Finds words in kept conversations: by SQLite's full-text index, or by reading all texts.

A conversation is found when it holds every word of the search, each as the beginning of one of its
words, whatever their case and accents. Texts are read one by one where SQLite has no full-text
index, and for writing without spaces, of which the index knows only whole clauses.
"""

import re
import unicodedata
from collections.abc import Sequence

from assistant.conversations.database import ConversationDatabase
from assistant.conversations.schema import WORDS

BEFORE, AFTER = 40, 80
"""Characters shown around the first word that is found."""

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters."""

_WORD = re.compile(r"\w+")

_COMBINING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff]"
)
"""Accents and the like, which stand alone once letters are taken apart."""


def pieces_of(search: str) -> list[str]:
    """What stands between the spaces of a search, in comparable letters; signs alone are none."""
    return [piece for piece in fold(search).split() if _WORD.search(piece)]


def conversations_with(database: ConversationDatabase, pieces: Sequence[str]) -> dict[int, str]:
    """The conversations that hold all pieces, each with the words around where they are found."""
    if database.has_words and not any(UNSPACED.search(piece) for piece in pieces):
        holders = [_by_index(database, piece) for piece in pieces]
    else:
        rows = database.read("SELECT conversation, text FROM texts")
        folded = [(conversation, fold(text)) for conversation, text in rows]
        holders = [_by_reading(folded, piece) for piece in pieces]
    return {
        conversation: _shown(database, conversation, pieces)
        for conversation in set[int].intersection(*holders)
    }


def around(text: str, pieces: Sequence[str]) -> str:
    """The words around the first place where one of the pieces begins a word, on one line."""
    text = " ".join(text.split())
    folded = fold(text)
    starts = [match.start() for piece in pieces if (match := _pattern(piece).search(folded))]
    middle = min(starts, default=0)
    if len(folded) != len(text):  # otherwise each letter has its place
        middle = _places(text)[middle]
    begin, end = max(0, middle - BEFORE), min(len(text), middle + AFTER)
    if begin:
        begin = text.find(" ", begin, middle) + 1 or begin
    if end < len(text):
        space = text.rfind(" ", middle, end)
        end = space if space > middle else end
    return "…" * (begin > 0) + text[begin:end] + "…" * (end < len(text))


def fold(text: str) -> str:
    """The same letters without case and accents."""
    if text.isascii():
        return text.lower()
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _by_index(database: ConversationDatabase, piece: str) -> set[int]:
    phrase = f'"{" ".join(_WORD.findall(piece))}" *'
    rows = database.read(
        f"SELECT DISTINCT conversation FROM {WORDS} JOIN texts ON texts.id = {WORDS}.rowid "
        f"WHERE {WORDS} MATCH ?",
        (phrase,),
    )
    return {int(conversation) for (conversation,) in rows}


def _by_reading(folded: Sequence[tuple[int, str]], piece: str) -> set[int]:
    pattern = _pattern(piece)
    return {conversation for conversation, text in folded if pattern.search(text)}


def _shown(database: ConversationDatabase, conversation: int, pieces: Sequence[str]) -> str:
    """From the title, or from the earliest turn that holds more of the pieces than the others."""
    rows = database.read(
        "SELECT text FROM texts WHERE conversation = ? ORDER BY turn", (conversation,)
    )
    patterns = [_pattern(piece) for piece in pieces]

    def held(text: str) -> int:
        folded = fold(text)
        return sum(pattern.search(folded) is not None for pattern in patterns)

    return around(max((text for (text,) in rows), key=held, default=""), pieces)


def _pattern(piece: str) -> re.Pattern[str]:
    """The piece at the beginning of a word; anywhere, where words have no spaces between them."""
    words = r"\W+".join(map(re.escape, _WORD.findall(piece)))
    return re.compile(words if UNSPACED.search(piece) else rf"(?<!\w){words}")


def _places(text: str) -> list[int]:
    """For each of the comparable letters the place in the text that it comes from."""
    return [place for place, sign in enumerate(text) for _ in fold(sign)]
