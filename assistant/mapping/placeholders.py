"""A question with some of its phrases replaced by numbered places, so that patterns stay small."""

import re
from collections.abc import Sequence

NOUN = r"⟪\d+⟫"
"""A place of words for documents."""
SCOPE = r"⟦\d+⟧"
"""A place of words that say which documents are meant."""
_PLACE = re.compile(r"[⟪⟦](\d+)[⟫⟧]")


def placed_nouns(
    text: str, pattern: re.Pattern[str], parts: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """The text with what matches as places of nouns, and all parts there are now."""
    return _placed(text, pattern, parts, "⟪⟫")


def placed_scope(
    text: str, pattern: re.Pattern[str], parts: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """The same for what says which documents are meant."""
    return _placed(text, pattern, parts, "⟦⟧")


def put_back(text: str, parts: Sequence[str]) -> str:
    """A piece of the text with the phrases in their places again."""
    while _PLACE.search(text):
        text = _PLACE.sub(lambda match: parts[int(match[1])], text)
    return text


def without_places(text: str) -> str:
    """The text of a question without the signs that mark places."""
    return re.sub(r"[⟪⟫⟦⟧]", "", text)


def _placed(
    text: str, pattern: re.Pattern[str], parts: Sequence[str], signs: str
) -> tuple[str, tuple[str, ...]]:
    found = list(parts)

    def place(match: re.Match[str]) -> str:
        found.append(match.group())
        return f"{signs[0]}{len(found) - 1}{signs[1]}"

    return pattern.sub(place, text), tuple(found)
