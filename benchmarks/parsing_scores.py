"""How near a parsed document comes to what is known to be in the file.

Both sides are compared as words: markup and everything that is no letter or digit is taken away,
case and forms of a letter (NFKC) do not count, and scripts that write no spaces count by letter.
"""

import html
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from indexer.documents import BlockKind, ParsedDocument

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese."""
WORD = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[^\W_])+")
COMMENT = re.compile(r"<!--.{0,100000}?-->", re.S)
TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,5000}>")
LINK_TARGET = re.compile(r"\]\(<?(?:[^()\s]|\([^()\s]*\))*>?(?:\s+\"[^\"]*\")?\)?")
DATA_ADDRESS = re.compile(r"data:[\w/+.-]+(?:;[\w=-]+)*,[\w+/=%.]+")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One row of a set's `expected.jsonl`."""

    kind: str
    """`contains`, `fulltext`, `order`, `encrypted` or `ocr-lines`."""
    must_include: tuple[str, ...] = ()
    must_not_include: tuple[str, ...] = ()
    truth: str = ""
    before: str = ""
    after: str = ""
    lines: tuple[str, ...] = ()
    key: dict[str, str] = field(default_factory=dict)


def without_markup(text: str) -> str:
    """The text without comments, tags, entities, addresses of links and embedded data."""
    for pattern, instead in ((COMMENT, " "), (TAG, " "), (LINK_TARGET, "] "), (DATA_ADDRESS, " ")):
        text = pattern.sub(instead, text)
    return html.unescape(text)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return WORD.findall(unicodedata.normalize("NFKC", without_markup(text)).casefold())


def whole_text(document: ParsedDocument) -> str:
    """Everything that the document says, as `footnote text` prints it."""
    return "\n".join(page.text for page in document.pages)


def passage_text(document: ParsedDocument) -> str:
    """The blocks that passages are made of, in their order."""
    return "\n".join(
        page.text[block.span.start : block.span.end]
        for page in document.pages
        for block in page.blocks
        if block.kind is not BlockKind.FURNITURE
    )


def truth_text(path: Path) -> str:
    """The full text that a truth file holds: itself, or the texts of its elements."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".json":
        return text
    return "\n".join(str(element.get("text", "")) for element in json.loads(text))


def score(document: ParsedDocument, expected: Expectation, folder: Path) -> dict[str, float]:
    """The measures of one expectation, each from 0 to 1."""
    match expected.kind:
        case "fulltext":
            return fulltext_score(whole_text(document), truth_text(folder / expected.truth))
        case "contains":
            found = contains_share(whole_text(document), expected)
            return {} if found is None else {"contains": found}
        case "order":
            return {"order": float(is_before(passage_text(document), expected))}
        case "ocr-lines":
            return line_score(whole_text(document), expected)
    return {}


def fulltext_score(text: str, truth: str) -> dict[str, float]:
    """Share of the truth's words that were found, and of the words found that are in the truth."""
    found, true = Counter(words_of(text)), Counter(words_of(truth))
    both = (found & true).total()
    if not true:
        return {"found": 1.0, "precision": float(not found)}
    return {"found": both / true.total(), "precision": both / max(1, found.total())}


def missing_words(text: str, truth: str) -> tuple[Counter[str], Counter[str]]:
    """The words that only the truth has, and those that only the text has."""
    found, true = Counter(words_of(text)), Counter(words_of(truth))
    return true - found, found - true


def contains_share(text: str, expected: Expectation) -> float | None:
    """Share of what must be and must not be there; None where all of it is mere markup."""
    words = f" {' '.join(words_of(text))} "
    plain = without_markup(text)
    needed = [" ".join(words_of(item)) for item in expected.must_include]
    verdicts = [item in words for item in needed if item]
    verdicts += [item not in plain for item in expected.must_not_include]
    return sum(verdicts) / len(verdicts) if verdicts else None


def is_before(text: str, expected: Expectation) -> bool:
    """Whether both are there and the one precedes the other."""
    words = " ".join(words_of(text))
    first = words.find(" ".join(words_of(expected.before)))
    second = words.find(" ".join(words_of(expected.after)))
    return 0 <= first < second


def line_score(text: str, expected: Expectation) -> dict[str, float]:
    """Shares of lines found whole (spaces aside), of words found, and of the key facts found."""
    run = "".join(words_of(text))
    lines = [line for line in map(_run_of, expected.lines) if line]
    facts = [fact for fact in map(_run_of, expected.key.values()) if fact]
    found = fulltext_score(text, "\n".join(expected.lines))
    measures = {"lines": _share(lines, run), "line words": found["found"]}
    return measures | ({"facts": _share(facts, run)} if facts else {})


def _run_of(text: str) -> str:
    return "".join(words_of(text))


def _share(items: list[str], run: str) -> float:
    return sum(item in run for item in items) / max(1, len(items))
