"""Words that a question means letter for letter: part numbers, figures, hyphenated words.

Full text search takes “user-generated” apart and finds it wherever users generate something, and a
stem finds “setting” for “Settings”. What has been found is looked at once more: passages with the
very words go before those with their parts.
"""

import math
import re
from collections.abc import Iterable, Mapping

from indexer.chunks import Chunk

MOST_WORDS = 8

_WORD = re.compile(r"[§$€£]?\s?\w+(?:[-./:@_&+'’,]\w+)*%?")
_YEAR = re.compile(r"(?:fy|cy)?(?:19|20)\d\d")
_SIGN_WITHIN = re.compile(r"[^\W_][^\w\s]+[^\W_]|_|\d|§")


def exact_words(query: str) -> tuple[str, ...]:
    """The words of a query with a sign within or a digit but no years, folded; or its only one."""
    words = [match.group().strip() for match in _WORD.finditer(query.casefold())]
    if len(words) > 1:
        words = [word for word in words if _means_itself(word)]
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def _means_itself(word: str) -> bool:
    """A year does not: reports name others beside it, and the file's name tells it better."""
    return _SIGN_WITHIN.search(word) is not None and not _YEAR.fullmatch(word)


def exact_matches(words: Iterable[str], chunks: Mapping[str, Chunk]) -> dict[str, float]:
    """By id, how much of the words each chunk has: 1 for one that only it has, less for others."""
    matches: dict[str, float] = {}
    folded = {key: chunk.text.casefold() for key, chunk in chunks.items()}
    for word in words:
        stands = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search
        # To look for the word anywhere first is many times quicker, and most texts lack it.
        holders = [key for key, text in folded.items() if word in text and stands(text)]
        if not holders:
            continue
        worth = 1 - math.log(len(holders)) / math.log(len(chunks) + 1)
        for key in holders:
            matches[key] = matches.get(key, 0.0) + worth
    return matches
