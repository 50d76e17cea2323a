"""Questions to every document: how many seconds, and how much of what is there is found.

python benchmarks/every_document.py [--sizes 35 500] [--qa FOLDER ...] [--save FILE]

Contracts are made for it (`made_contracts.py`), so that it is known what each says. With --qa,
questions of other sets are put to each of their documents: the one that holds the answer should
give it, the others should have nothing. Such a folder has `questions.jsonl` and `docs`.
"""

import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import harness
import pypdf
from made_contracts import HELD_OUT, TRIED_ON, UNKNOWN, MadeContract, Subject, make_contracts

from assistant.answers import AnswerTable
from assistant.mapping.asking import Shelves, answer_from_all
from assistant.messages import AnswerFinished
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.interfaces import EmbeddingModel
from models.loading import load_embedding_model

PACKAGES = ("lancedb", "openvino")
CONTRACTS_JUDGED = 120
QUESTIONS = 12
DOCUMENTS = 40
TIMED = (
    ("a fact", "List the notice period of every contract"),
    ("a mention", "Which of my documents mention a penalty?"),
    ("a summary", "Summarise every document"),
    ("a count", "How many documents do I have?"),
)


def main() -> None:
    parser = harness.argument_parser("Asking every document.")
    parser.add_argument("--sizes", type=int, nargs="*", default=[35, 500])
    parser.add_argument("--qa", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    embedder = load_embedding_model()
    parts = [
        harness.table(
            ("question for", "documents", "first row, s", "all rows, s", "asked again, s"),
            [row for size in options.sizes for row in _times(size, embedder)],
        ),
        harness.table(
            ("fact", "hold it", "right sentence", "right value", "missed", "wrong", "false alarm"),
            [
                *_judged("chosen on", TRIED_ON, embedder),
                *_judged("others", HELD_OUT, embedder),
                *_judged("no related words known", UNKNOWN, embedder),
            ],
        ),
    ]
    if options.qa:
        rows = [_asked_of_each(folder, embedder) for folder in options.qa]
        head = ("set", "questions", "documents", "gold document answers", "others silent")
        parts.append(harness.table(head, rows))
    harness.publish("\n\n".join((*parts, harness.machine(PACKAGES))), options.save)


@contextmanager
def _library(docs: Path, embedder: EmbeddingModel) -> Iterator[Library]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
        ParserProcess() as parser,
    ):
        for _ in ingest(library, parser, embedder, [docs.resolve()]):
            pass
        yield library


@contextmanager
def contracts_library(
    count: int, subjects: Sequence[Subject], embedder: EmbeddingModel, *, as_pdf: bool = False
) -> Iterator[tuple[dict[str, MadeContract], Library]]:
    """Made contracts by name, and a library of them."""
    made = {contract.name: contract for contract in make_contracts(count, subjects)}
    with tempfile.TemporaryDirectory() as folder:
        for contract in made.values():
            _write(contract, Path(folder), as_pdf=as_pdf)
        with _library(Path(folder), embedder) as library:
            yield made, library


def _write(contract: MadeContract, folder: Path, *, as_pdf: bool) -> None:
    paragraphs = (contract.title, *contract.paragraphs)
    if not as_pdf:
        (folder / f"{contract.name}.txt").write_text("\n\n".join(paragraphs), "utf-8")
        return
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(_stream(paragraphs))  # noqa: SLF001
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    names = {
        pypdf.generic.NameObject(key): pypdf.generic.NameObject(value)
        for key, value in font.items()
    }
    fonts = pypdf.generic.DictionaryObject(
        {pypdf.generic.NameObject("/F1"): pypdf.generic.DictionaryObject(names)}
    )
    page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
        {pypdf.generic.NameObject("/Font"): fonts}
    )
    writer.write(folder / f"{contract.name}.pdf")


def _stream(paragraphs: Sequence[str]) -> pypdf.generic.StreamObject:
    lines = [b"BT /F1 9 Tf 40 800 Td 12 TL"]
    for paragraph in paragraphs:
        for line in _lines(paragraph):
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            lines.append(b"(%s) Tj T*" % escaped.encode("cp1252", "replace"))
        lines.append(b"T*")
    stream = pypdf.generic.StreamObject()
    stream.set_data(b"\n".join((*lines, b"ET")))
    return stream


def _lines(paragraph: str, width: int = 100) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _times(size: int, embedder: EmbeddingModel) -> Iterator[tuple[str, ...]]:
    with contracts_library(size, TRIED_ON, embedder, as_pdf=True) as (_, library):
        for name, question in TIMED:
            shelves = Shelves(library, embedder)
            first, whole = _seconds(question, shelves)
            _, again = _seconds(question, shelves)
            yield name, f"{size}", f"{first:.2f}", f"{whole:.2f}", f"{again:.2f}"


def _seconds(question: str, shelves: Shelves) -> tuple[float, float]:
    began = time.perf_counter()
    first = 0.0
    for _ in answer_from_all(question, shelves) or ():
        first = first or time.perf_counter() - began
    return first, time.perf_counter() - began


def _table(
    question: str, library: Library, embedder: EmbeddingModel, **options: bool
) -> AnswerTable:
    *_, last = answer_from_all(question, Shelves(library, embedder), **options) or ()
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, AnswerTable)
    return last.answer


def _judged(
    name: str, subjects: Sequence[Subject], embedder: EmbeddingModel
) -> Iterator[tuple[str, ...]]:
    total: Counter[str] = Counter()
    with contracts_library(CONTRACTS_JUDGED, subjects, embedder) as (made, library):
        for subject in subjects:
            table = _table(f"List the {subject.topic} of every contract", library, embedder)
            found = found_in(table, made, subject.topic)
            total += found
            yield _row(subject.topic, found)
    yield _row(f"**{name}**", total)


def found_in(table: AnswerTable, made: dict[str, MadeContract], topic: str) -> Counter[str]:
    """How many rows are right, missed, wrong, and false alarms."""
    found: Counter[str] = Counter()
    for row in table.rows:
        said = made[Path(row.path).stem].said.get(topic)
        first = row.sentences[0].text if row.sentences else ""
        if said is None:
            found["false"] += bool(first)
            continue
        found["hold"] += 1
        found["right"] += first == said[0]
        found["value"] += first == said[0] and row.value == said[1]
        found["missed"] += not first
        found["wrong"] += bool(first) and first != said[0]
    return found


def _row(name: str, found: Counter[str]) -> tuple[str, ...]:
    columns = ("hold", "right", "value", "missed", "wrong", "false")
    return name, *(str(found[column]) for column in columns)


def _asked_of_each(folder: Path, embedder: EmbeddingModel) -> tuple[str, ...]:
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [line for line in map(json.loads, lines) if line["answers"] and line["gold"]]
    random.Random(1).shuffle(questions)
    by_document = list({line["gold"][0]["file"]: line for line in questions}.items())[:DOCUMENTS]
    with tempfile.TemporaryDirectory() as docs:
        for name, line in by_document:
            content = (folder / line["docs_dir"] / name).read_bytes()
            (Path(docs) / name).write_bytes(content)
        with _library(Path(docs), embedder) as library:
            asked = by_document[:QUESTIONS]
            judged = [_gold_and_others(name, line, library, embedder) for name, line in asked]
    gold = sum(right for right, _, _ in judged)
    silent, others = (sum(column) for column in zip(*(each[1:] for each in judged), strict=True))
    return (
        folder.name,
        str(len(judged)),
        str(len(by_document)),
        f"{gold} of {len(judged)}",
        f"{silent} of {others} ({silent / others:.0%})",
    )


def _gold_and_others(
    name: str, line: dict[str, list[str]], library: Library, embedder: EmbeddingModel
) -> tuple[bool, int, int]:
    table = _table(str(line["question"]), library, embedder, every_document=True)
    said = {
        Path(row.path).name: " ".join(each.text for each in row.sentences) for row in table.rows
    }
    right = any(answer.casefold() in said[name].casefold() for answer in line["answers"])
    others = [text for other, text in said.items() if other != name]
    return right, sum(not text for text in others), len(others)


if __name__ == "__main__":
    main()
