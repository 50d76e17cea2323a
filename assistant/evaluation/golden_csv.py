"""Golden questions in a table that a person can write in a spreadsheet.

One row is one question, or one more gold passage of the question above it when `question` is the
same or empty. The first row names the columns, in any order: `question` (needed), `answer` (several
divided by |), `file`, `page`, `quote`, `type`, `lang`, `id`, and `answerable` (no, when the
documents do not answer it). `keep` set to no leaves a row out: a suggested question that was not
confirmed.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from assistant.evaluation.golden import GoldenQuestion, GoldenUnreadable, GoldPassage

COLUMNS = ("id", "question", "answer", "file", "page", "quote", "type", "lang", "answerable")
DELIMITERS = ",;\t"
ANSWERS_DIVIDED_BY = "|"
NO = frozenset({"no", "n", "false", "0", "nein", "non"})


def read_table(path: Path) -> list[GoldenQuestion]:
    """The questions of a table; raises `GoldenUnreadable` naming the line, `OSError`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GoldenUnreadable(f"{path} is not UTF-8; save it as “CSV UTF-8”") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    known = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if "question" not in known:
        raise GoldenUnreadable(f"{path}: the first row must name the columns, one is “question”")
    questions: list[GoldenQuestion] = []
    try:
        for row in reader:
            cells = _cells(row)
            if any(cells.values()) and cells.get("keep", "").lower() not in NO:
                _take(questions, cells, f"{path}, line {reader.line_num}")
    except csv.Error as error:
        raise GoldenUnreadable(f"{path}, line {reader.line_num}: {error}") from error
    return questions


def write_table(path: Path, questions: Iterable[GoldenQuestion], *, to_confirm: bool) -> None:
    """Write questions as such a table; `to_confirm` adds an empty column `keep` to fill in."""
    columns = (*COLUMNS, "keep") if to_confirm else COLUMNS
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for question in questions:
            writer.writerows(_rows(question))


def _delimiter(text: str) -> str:
    """The character that divides the first row best; spreadsheets differ by country."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _cells(row: Mapping[str | None, str | list[str] | None]) -> dict[str, str]:
    return {
        name.strip().lower(): value.strip()
        for name, value in row.items()
        if name is not None and isinstance(value, str)
    }


def _take(questions: list[GoldenQuestion], cells: Mapping[str, str], where: str) -> None:
    """Add a row as a new question, or as one more passage of the last one."""
    asked = cells.get("question", "")
    gold = _gold(cells, where)
    if questions and asked in ("", questions[-1].question):
        last = questions[-1]
        questions[-1] = replace(last, gold=(*last.gold, *gold))
        return
    if not asked:
        raise GoldenUnreadable(f"{where}: there is no question")
    answers = cells.get("answer", "").split(ANSWERS_DIVIDED_BY)
    questions.append(
        GoldenQuestion(
            qid=cells.get("id") or str(len(questions) + 1),
            question=asked,
            answers=tuple(answer.strip() for answer in answers if answer.strip()),
            answerable=cells.get("answerable", "").lower() not in NO,
            type=cells.get("type", ""),
            lang=cells.get("lang", ""),
            gold=gold,
        )
    )


def _gold(cells: Mapping[str, str], where: str) -> tuple[GoldPassage, ...]:
    file = cells.get("file", "")
    if not file:
        return ()
    page = cells.get("page", "")
    if page and not page.isdecimal():
        raise GoldenUnreadable(f"{where}: “{page}” is no page number")
    number = int(page) if page else None
    return (GoldPassage(file=file, page=number, text=cells.get("quote") or None),)


def _rows(question: GoldenQuestion) -> list[dict[str, str]]:
    head = {
        "id": question.qid,
        "question": question.question,
        "answer": f" {ANSWERS_DIVIDED_BY} ".join(question.answers),
        "type": question.type,
        "lang": question.lang,
        "answerable": "" if question.answerable else "no",
    }
    places = [
        {
            "file": gold.file,
            "page": "" if gold.page is None else str(gold.page),
            "quote": gold.text or "",
        }
        for gold in question.gold
    ]
    return [head | places[0], *places[1:]] if places else [head]
