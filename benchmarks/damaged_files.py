"""What becomes of damaged files: for each format one file of a corpus, damaged in many ways.

python benchmarks/damaged_files.py [CORPUS] [--variants 200] [--seed 1] [--only .docx .pdf]
    [--no-ocr] [--save FILE]

The file is the smallest of its ending that is at least a kilobyte long and can be read. Each
variant is parsed in the real parser process and must end in one status; crashed and timeout are
the ones that must not be there. Both compressed and unpacked bytes are damaged: of formats that
are ZIP archives every second variant is a sound archive with one damaged part. Another seed
damages them in other ways. Errors that no parser names are told at the end: such a file is refused,
and there may be text in it that could be read.
"""

import io
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import harness
from damage import damaged
from parsing import CORPUS, STATUSES, parse

from indexer.parsing.legacy_office import parse_slides, parse_text
from indexer.parsing.pool import ParserLimits, ParserProcess
from indexer.parsing.registry import format_of

SMALLEST, LARGEST = 1024, 2_000_000
SECONDS = 30.0
SEEDS_APART = 100_000
UNFORESEEN = re.compile(r"damaged: (\w+(?:Error|Exception|Iteration)\b.*)")
"""How a refusal reads that stands for an error which no parser names."""
SLOW_FORMATS = {function.__name__ for function in (parse_slides, parse_text)}
"""Each variant starts LibreOffice; only a tenth as many are made."""


def samples(corpus: Path, parser: ParserProcess) -> dict[str, Path]:
    """By ending, the file that is damaged."""
    found: dict[str, Path] = {}
    paths = (path for path in corpus.rglob("*") if path.is_file() and format_of(path) is not None)
    for path in sorted(paths, key=lambda path: path.stat().st_size):
        ending = path.suffix.lower()
        if ending in found or not SMALLEST <= path.stat().st_size <= LARGEST:
            continue
        document = parse(parser, path)[0]
        if document is not None and document.has_text:
            found[ending] = path
    return found


def variants(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The damaged forms of a file."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        yield from damaged(data, count, seed)
        return
    for number, variant in enumerate(damaged(data, count, seed)):
        yield variant if number % 2 else with_damaged_part(data, number, seed)


def with_damaged_part(data: bytes, number: int, seed: int) -> bytes:
    """The archive with one of its members damaged, all check sums being right."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        names = [name for name in source.namelist() if source.getinfo(name).file_size]
        chosen = names[number % len(names)]
        for name in source.namelist():
            content = source.read(name)
            made.writestr(
                name,
                list(damaged(content, 5, number + SEEDS_APART * (seed - 1)))[number % 5]
                if name == chosen
                else content,
            )
    return target.getvalue()


def outcomes(
    parser: ParserProcess, path: Path, count: int, seed: int, unforeseen: Counter[str]
) -> Counter[str]:
    """How many variants of a file ended in which status; errors are added to `unforeseen`."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        damaged_path = Path(folder) / f"damaged{path.suffix.lower()}"
        for number, variant in enumerate(variants(path.read_bytes(), count, seed)):
            damaged_path.write_bytes(variant)
            _, status, reason = parse(parser, damaged_path)
            found[status] += 1
            if status in ("crashed", "timeout"):
                print(f"{path.name}, variant {number}: {reason}", flush=True)
            if error := UNFORESEEN.match(reason):
                unforeseen[f"{path.suffix.lower()}: {error.group(1)[:100]}"] += 1
    return found


def count_for(path: Path, variants_wanted: int) -> int:
    """How many variants of this file are tried."""
    known = format_of(path)
    is_slow = known is not None and known.parser.rpartition(":")[2] in SLOW_FORMATS
    return max(1, variants_wanted // 10) if is_slow else variants_wanted


def table(options: "Options") -> str:
    """A line for each ending, then the errors that no parser names."""
    rows = []
    unforeseen: Counter[str] = Counter()
    limits = ParserLimits(seconds=SECONDS)
    with ParserProcess(limits, recognises=lambda: options.recognises) as parser:
        for ending, path in sorted(samples(options.corpus, parser).items()):
            if options.only and ending not in options.only:
                continue
            started = time.perf_counter()
            count = count_for(path, options.variants)
            found = outcomes(parser, path, count, options.seed, unforeseen)
            cells = [str(found[status] or "") for status in STATUSES]
            rows.append([ending, *cells, f"{time.perf_counter() - started:.1f}"])
    errors = "\n".join(f"- {times} × {error}" for error, times in unforeseen.most_common())
    return "\n\n".join(filter(None, (harness.table(("", *STATUSES, "seconds"), rows), errors)))


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    corpus: Path
    variants: int
    seed: int
    only: list[str]
    recognises: bool


def main() -> None:
    parser = harness.argument_parser("What becomes of damaged files.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--variants", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-ocr", action="store_true", help="leave pictures of text unread")
    parser.add_argument("--only", nargs="*", default=[], help="endings, with their dot")
    found = parser.parse_args()
    options = Options(found.corpus, found.variants, found.seed, found.only, not found.no_ocr)
    harness.publish(f"{table(options)}\n\n{harness.machine()}", found.save)


if __name__ == "__main__":
    main()
