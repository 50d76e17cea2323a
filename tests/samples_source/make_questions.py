"""Make `NAME.jsonl` from `NAME_by_quote.jsonl`: find the page and place of every quote.

The questions stand alone; the follow-ups are a question, one that follows it, and the latter as a
person would put it who had not heard the former.

Run after `make_samples.py`, and again whenever a parser changes the text of a sample:
python tests/samples_source/make_questions.py
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
sys.path.insert(0, str(REPOSITORY))

from indexer.documents import ParsedDocument  # noqa: E402 - the repository is found above
from indexer.parsing.registry import parse_file  # noqa: E402


def places_of(document: ParsedDocument, quote: str) -> list[tuple[int | None, int, int]]:
    """Page, start and end of every occurrence of the quote; white space may differ."""
    pattern = re.compile(r"\s+(?:\|\s*)?".join(re.escape(word) for word in quote.split()))
    return [
        (page.number, match.start(), match.end())
        for page in document.pages
        for match in pattern.finditer(page.text)
    ]


def gold(file: str, quote: str) -> dict[str, object]:
    """The gold passage of a quote, which must stand exactly once in the file."""
    document = parse_file(REPOSITORY / "samples" / file)
    places = places_of(document, quote)
    if len(places) != 1:
        raise SystemExit(f"{file}: {len(places)} places for “{quote}”")
    number, start, end = places[0]
    text = next(page.text for page in document.pages if page.number == number)[start:end]
    return {"file": file, "page": number, "text": text, "start": start, "end": end}


def row(line: str) -> str:
    """One golden question, or one pair of questions, as a line of JSON."""
    question = json.loads(line)
    if "type" in question:
        question["answerable"] = question["type"] != "unanswerable"
        question["lang"] = question.get("lang", "en")
    question["gold"] = [gold(file, quote) for file, quote in question["gold"]]
    return json.dumps(question, ensure_ascii=False)


if __name__ == "__main__":
    for name in ("questions", "follow_ups"):
        lines = (HERE / f"{name}_by_quote.jsonl").read_text(encoding="utf-8").splitlines()
        rows = "".join(row(line) + "\n" for line in lines)
        (HERE / f"{name}.jsonl").write_text(rows, encoding="utf-8")
