"""Files that a question speaks of by name: “What was Amazon's revenue in FY2017?”, AMAZON_2017.pdf.

Documents of one kind look alike, and what tells two annual reports apart often stands in no passage
of them but on the file or its folder. Only names in the question count, that is capitals and digits
(AMCOR, Best Buy, 10-K), because ordinary words are in ordinary file names too.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from assistant.terms import STOP_WORDS, fold
from indexer.ledger import Ledger
from indexer.ledger_records import NamedFile

YEAR_WORTH = 0.3
"""Of a whole name: a year alone names no file, but tells two reports of one company apart."""
MOST_TERMS = 12

_SIGNS = re.compile(r"[a-z0-9]+")
_QUESTION_WORD = re.compile(r"[^\W_](?:[\w&-]*[^\W_])?")
_POSSESSIVE = re.compile(r"['’]s\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FISCAL = re.compile(r"\b(?:fy|cy)\W*((?:19|20)\d\d)\b")
_SHORT_FISCAL = re.compile(r"\b(?:fy|cy)\W*(\d\d)\b")
_QUARTER = re.compile(r"\bq([1-4])\W*(?:of)?\W*(?:fy|cy)?\W*((?:19|20)?\d\d)\b")
_NAMED_QUARTER = re.compile(r"((?:19|20)\d\d)(q[1-4])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PART_OF_A_YEAR = re.compile(r"q[1-4]")


@dataclass(frozen=True, slots=True)
class SpokenNames:
    """What of a question may be the name of a file."""

    terms: frozenset[str]
    """Folded words without separators; two and three capitals in a row also as one."""
    year: str = ""
    """The latest year spoken of: a report on it also has the figures of the years before."""


def spoken_names(question: str) -> SpokenNames:
    """The names and the year in a question."""
    plain = _POSSESSIVE.sub("", question)
    found = [match.group() for match in _QUESTION_WORD.finditer(plain)]
    terms: dict[str, None] = {}
    for place, word in enumerate(found):
        if not _is_name(word, first=place == 0):
            continue
        joined = ""
        for following in found[place : place + 3]:
            if not _is_name(following, first=False):
                break
            joined += fold(following).replace("-", "")
            terms[joined] = None
    folded = _SHORT_FISCAL.sub(r"20\1", _FISCAL.sub(r"\1", fold(plain)))
    for quarter in _QUARTER.finditer(fold(plain)):
        terms[f"q{quarter[1]}"] = None
    kept = [term for term in terms if _tells(term)]
    years = _YEAR.findall(folded)
    return SpokenNames(frozenset(kept[:MOST_TERMS]), max(years, default=""))


def named_files(ledger: Ledger, names: SpokenNames) -> dict[str, float]:
    """How well each revision's file is named, 0 to about 1.3; those not named are left out."""
    if not names.terms:
        return {}
    files, total = ledger.named_files(sorted(names.terms))
    held = {file.path: _terms_of_path(file) for file in files}
    common = Counter(term for terms, _ in held.values() for term in terms & names.terms)
    worth = {term: _rarity(count, total) for term, count in common.items()}
    scores: dict[str, float] = {}
    for file in files:
        terms, years = held[file.path]
        score = _score(terms & names.terms, worth)
        if score > 0:
            score += _year_worth(names, terms) if names.year in years else 0.0
            scores[file.revision] = max(score, scores.get(file.revision, 0.0))
    return scores


def best_named(scores: Mapping[str, float], share: float = 0.6) -> Sequence[str]:
    """The revisions named nearly as well as the best."""
    best = max(scores.values(), default=0.0)
    return [revision for revision, score in scores.items() if score >= share * best]


def _score(matched: frozenset[str], worth: Mapping[str, float]) -> float:
    """The quarter alone names nothing; “Best”, “Buy” and “BestBuy” are one name, the longest."""
    if all(_PART_OF_A_YEAR.fullmatch(term) for term in matched):
        return 0.0
    return sum(
        worth[term]
        for term in matched
        if not any(term != other and term in other for other in matched)
    )


def _year_worth(names: SpokenNames, terms: frozenset[str]) -> float:
    """Less where only one of question and file is of a quarter: a year alone is the whole year."""
    asked, told = (any(map(_PART_OF_A_YEAR.fullmatch, each)) for each in (names.terms, terms))
    return YEAR_WORTH if asked == told else YEAR_WORTH / 2


def _rarity(files: int, total: int) -> float:
    """1 for a name that one file of many has, 0 for one that all of them have."""
    return math.log((total + 1) / files) / math.log(total + 1) if total > 1 else 0.0


def _is_name(word: str, *, first: bool) -> bool:
    """Capitals or digits make a name; opening the question takes more than one capital."""
    capitals = sum(letter.isupper() for letter in word)
    if any(letter.isdigit() for letter in word):
        return capitals > 0 or any(letter.isalpha() for letter in word)
    return capitals > (1 if first else 0)


def _tells(term: str) -> bool:
    return len(term) > 1 and term not in STOP_WORDS and not term.isdigit()


def _terms_of_path(file: NamedFile) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a file's name and of the folders between it and its source, and their years."""
    parts = PurePath(file.path[len(file.source) :].replace("\\", "/")).parts or (file.path,)
    name = PurePath(PurePath(file.path.replace("\\", "/")).name).stem
    text = " ".join((*parts[:-1], name))
    folded = _NAMED_QUARTER.sub(r" \1 \2 ", fold(_CAMEL.sub(" ", text)))
    words = _SIGNS.findall(folded)
    bare = {_YEAR.sub("", word) for word in words}
    pairs = {one + other for one, other in pairwise(words)}
    return frozenset(filter(_tells, bare | pairs)), frozenset(_YEAR.findall(folded))
