"""Words as evidence: splitting, light stemming, and how much each word of a question weighs."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache


def word_list(text: str) -> frozenset[str]:
    """The words of a text as a set, for lists of words in code."""
    return frozenset(text.split())


# Words that say nothing about what a text is about. Other languages need no list of their own:
# `term_weights` gives next to nothing to what stands in nearly every passage.
STOP_WORDS = word_list(
    """a about above after again all also am an and any are as at be because been before being
    below between both but by can could did do does doing done during each either else ever every
    for from get give given had has have having he her here hers him his how i if in into is it
    its itself just let like made make many may me might more most much must my name named of off
    on once one only or other our out over own please same say says shall she should show so some
    such tell than that the their them then there these they this those through to too under until
    up upon us use used using very was we were what whats when where which while who whom whose why
    will with within would you your according describe explain mentioned document text
    la el los las de del que en y es un una por con para se su al lo como cual quien cuando donde
    le les des du et est dans pour sur qui une aux ce der die das und ist ein eine von zu mit auf
    welche wer wie wann wo wurde"""
)

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+")
_POSSESSIVE = re.compile(r"['’]s?$|['’]s\b")
_SUFFIXES = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "ed",
    "es",
    "s",
)
_SHORTEST_STEM = 3


def fold(text: str) -> str:
    """The text in lower case with compatible characters unified (full-width, ligatures)."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(1 << 15)
def stem(word: str) -> str:
    """A crude English stem, good enough to match "rates" with "rate"; other words stay whole."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word[: -len(suffix)]
            break
    if len(word) > _SHORTEST_STEM and word[-1] in "ey":
        return word[:-1]
    # "stopped" and "stop": a doubled consonant left by the suffix
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """Lower-case words in order; writing without spaces gives its overlapping pairs."""
    folded = fold(text)
    found: list[str] = _WORD.findall(folded)
    # Most texts have neither; to ask once for the whole of it takes a third of the time.
    if not _IDEOGRAPHS.search(folded):
        if "'" in folded or "’" in folded:
            return [_POSSESSIVE.sub("", word) for word in found]
        return found
    return [
        part
        for word in found
        for part in (_pairs(word) if _IDEOGRAPHS.search(word) else [_POSSESSIVE.sub("", word)])
    ]


def _pairs(run: str) -> list[str]:
    if len(run) < 3:
        return [run]
    return [run[index : index + 2] for index in range(len(run) - 1)]


def content_terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, with repetitions."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def term_weights(terms: Iterable[str], texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weight of each term by how few of the texts (sets of stems) hold it; rarer weighs more."""
    total = len(texts)
    weights = {}
    for term in set(terms):
        holding = sum(term in text for text in texts)
        weights[term] = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
    return weights


def weighted_coverage(weights: Mapping[str, float], present: Iterable[str]) -> float:
    """Share of the weight whose terms are present, 0 to 1; 1 when there is nothing to cover."""
    total = sum(weights.values())
    if total <= 0:
        return 1.0
    found = set(present)
    return sum(weight for term, weight in weights.items() if term in found) / total


_SOFT_BREAK = re.compile(r"[\u00ad\ufffe\x02]\s*")
_HYPHENATED = re.compile(r"(?<=[a-zà-ÿ])-[ \t]*\r?\n\s*(?=[a-zà-ÿ])")
_SPACE = re.compile(r"\s+")


def readable(text: str) -> str:
    """Text of a page for reading: white space folded, words divided at a line's end joined."""
    return _SPACE.sub(" ", _HYPHENATED.sub("", _SOFT_BREAK.sub("", text))).strip()
