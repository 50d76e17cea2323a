"""What is read of files that other people's readers stumbled over, per set and per format.

python benchmarks/parsing.py [CORPUS] [--sets docling] [--only .docx .html] [--worst 3]
    [--no-ocr] [--save FILE]

CORPUS holds one folder per set, each with `files/` and `expected.jsonl`. Every file is parsed in
the real parser process, under its limits, and gets one status: read, partly, skipped (nothing in
it for us), refused (encrypted, damaged, not what its name says), crashed or timeout. Where a row
says what is in a file, the document is scored against it. `--save` writes the tables, and beside
them the same as JSON, file by file.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import harness
import msgspec
from parsing_scores import Expectation, missing_words, score, truth_text, whole_text

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.pool import ParserProcess
from indexer.planning import SKIPPED_CODES

CORPUS = harness.REPOSITORY.parent / "shared" / "corpora" / "parse"
STATUSES = ("read", "partly", "skipped", "refused", "crashed", "timeout")
CRASHES = frozenset({ReasonCode.PARSER_CRASHED, ReasonCode.PARSER_MEMORY})
MEASURES = ("contains", "found", "precision", "order", "encrypted", "lines", "line words", "facts")
SHOWN_WORDS = 15


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file."""

    name: str
    set_name: str
    format: str
    status: str
    reason: str
    seconds: float
    scores: dict[str, float] = field(default_factory=dict)


def expectations(folder: Path) -> dict[Path, list[Expectation]]:
    """The rows of a set by the file that they are about."""
    rows: dict[Path, list[Expectation]] = defaultdict(list)
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[folder / row["file"]].append(msgspec.convert(row, Expectation))
    return rows


def files_of(folder: Path, rows: dict[Path, list[Expectation]]) -> list[Path]:
    """All files of a set but those that only hold the truth about others."""
    truths = {folder / row.truth for found in rows.values() for row in found if row.truth}
    return sorted(
        path for path in (folder / "files").rglob("*") if path.is_file() and path not in truths
    )


def parse(parser: ParserProcess, path: Path) -> tuple[ParsedDocument | None, str, str]:
    """The document if there is one, the status and the reason."""
    try:
        document = parser.parse(path)
    except UnreadableDocument as error:
        return None, status_of(error.reason.code), str(error)
    if not document.has_text:
        return document, "skipped", str(ReasonCode.NO_TEXT)
    return document, "partly" if document.warnings else "read", "; ".join(document.warnings)


def status_of(code: ReasonCode) -> str:
    """The column in which a refusal is counted."""
    if code in CRASHES:
        return "crashed"
    if code is ReasonCode.PARSER_TIMEOUT:
        return "timeout"
    return "skipped" if code in SKIPPED_CODES else "refused"


def measure(parser: ParserProcess, path: Path, rows: list[Expectation], folder: Path) -> Result:
    """Parse one file and score it; a file that should have been read and was not scores 0."""
    started = time.perf_counter()
    document, status, reason = parse(parser, path)
    seconds = time.perf_counter() - started
    scores: dict[str, float] = {}
    for row in rows:
        if row.kind == "encrypted":
            scores["encrypted"] = float(reason == ReasonCode.ENCRYPTED)
        else:
            scores |= score(document or ParsedDocument("", ()), row, folder)
    name = str(path.relative_to(folder / "files"))
    return Result(name, folder.name, path.suffix.lower(), status, reason, round(seconds, 3), scores)


def table_of(results: Iterable[Result], key: str) -> str:
    """One row per value of `key` (`set_name` or `format`): statuses, scores, seconds."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[getattr(result, key)].append(result)
    shown = [
        name
        for name in MEASURES
        if any(name in r.scores for found in groups.values() for r in found)
    ]
    head = ("", "files", *STATUSES, *shown, "seconds")
    order = sorted(groups, key=lambda group: (-len(groups[group]), group))
    return harness.table(head, [row_of(name, groups[name], shown) for name in order])


def row_of(name: str, results: list[Result], measures: list[str]) -> list[str]:
    """A line of the table; each score is the mean over the files that have it."""
    counts = Counter(result.status for result in results)
    cells = [
        name or "(none)",
        str(len(results)),
        *(str(counts[status] or "") for status in STATUSES),
    ]
    for measured in measures:
        values = [result.scores[measured] for result in results if measured in result.scores]
        cells.append(f"{sum(values) / len(values):.3f} ({len(values)})" if values else "")
    return [*cells, f"{sum(result.seconds for result in results):.1f}"]


def chosen_files(options: "Options") -> Iterator[tuple[Path, list[Expectation], Path]]:
    """Each file with what is known of it and the folder of its set."""
    for folder in sorted(path.parent for path in options.corpus.glob("*/expected.jsonl")):
        if options.sets and folder.name not in options.sets:
            continue
        rows = expectations(folder)
        for path in files_of(folder, rows):
            if not options.only or path.suffix.lower() in options.only:
                yield path, rows[path], folder


def show_worst(results: list[Result], options: "Options") -> None:
    """Print, for each format, the files that score least, and the words that differ."""
    by_format: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.scores and min(result.scores.values()) < 1:
            by_format[result.format].append(result)
    for name, found in sorted(by_format.items()):
        print(f"\n{name}")
        found.sort(key=lambda result: sum(result.scores.values()) / len(result.scores))
        for result in found[: options.worst]:
            print(f"  {result.name} {result.status} {result.reason[:100]} {rounded(result.scores)}")
            show_difference(result, options.corpus / result.set_name)


def rounded(scores: dict[str, float]) -> str:
    """The scores as short as they can be read."""
    return " ".join(f"{name} {value:.3f}" for name, value in scores.items())


def show_difference(result: Result, folder: Path) -> None:
    """Print the words that only one side has."""
    rows = expectations(folder)[folder / "files" / result.name]
    with ParserProcess() as parser:
        document = parse(parser, folder / "files" / result.name)[0]
    for row in rows:
        if document is None or row.kind != "fulltext":
            continue
        for title, words in zip(
            ("missing", "added"),
            missing_words(whole_text(document), truth_text(folder / row.truth)),
            strict=True,
        ):
            print(f"    {title} {words.total()}: {dict(words.most_common(SHOWN_WORDS))}")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    corpus: Path
    sets: list[str]
    only: list[str]
    worst: int
    recognises: bool
    """Whether pictures of text are read, which takes most of the time."""
    save: Path | None


def read_options() -> Options:
    """The command line."""
    parser = harness.argument_parser("What is read of the files of a corpus.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--sets", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[], help="endings, with their dot")
    parser.add_argument("--worst", type=int, default=0, help="show so many files of each format")
    parser.add_argument("--no-ocr", action="store_true", help="leave pictures of text unread")
    found = parser.parse_args()
    if not found.corpus.is_dir():
        parser.error(f"there is no folder {found.corpus}")
    return Options(found.corpus, found.sets, found.only, found.worst, not found.no_ocr, found.save)


def main() -> None:
    options = read_options()
    results = []
    with ParserProcess(recognises=lambda: options.recognises) as parser:
        for path, rows, folder in chosen_files(options):
            results.append(measure(parser, path, rows, folder))
            last = results[-1]
            if last.status not in ("read", "partly"):
                print(f"{last.status}: {last.set_name}/{last.name}: {last.reason}", flush=True)
    if options.worst:
        show_worst(results, options)
    dishonest = [result for result in results if result.status in ("crashed", "timeout")]
    note = (
        f"{len(results)} files, {len(dishonest)} of them crashed or timed out. {harness.machine()}"
    )
    tables = "\n\n".join((table_of(results, "set_name"), table_of(results, "format"), note))
    harness.publish(tables, options.save)
    if options.save is not None:
        details = json.dumps([asdict(result) for result in results], indent=1, ensure_ascii=False)
        options.save.with_suffix(".json").write_text(details, encoding="utf-8")


if __name__ == "__main__":
    main()
