"""How well and how fast pages of text are recognised when they are turned into pictures first.

python benchmarks/recognition.py FILE.pdf … [--pages 2] [--dpi 150 200 300]

The first pages of born-digital PDFs are rendered at each resolution, in turns, and read like scans;
what was read is compared with the text that the file itself gives. `--receipts` reads the scanned
receipts of the corpora through the parser process instead, against the lines that people typed.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import harness
import numpy as np
import pypdfium2

from indexer.parsing.ocr_page import read_page
from indexer.parsing.pool import ParserProcess

RECEIPTS = harness.REPOSITORY.parent / "shared" / "corpora" / "parse" / "receipts-ocr"


def main() -> None:
    """Measure and print."""
    arguments = parsed_arguments()
    if arguments.receipts:
        read_receipts(arguments.receipts)
    for name, number in pages_of(arguments.files, arguments.pages):
        read_rendered(name, number, arguments.dpi)


def parsed_arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200, 300])
    parser.add_argument("--receipts", type=int, default=0, metavar="COUNT")
    return parser.parse_args()


def pages_of(files: Iterable[Path], most: int) -> Iterable[tuple[Path, int]]:
    """The first pages of each file that have enough text to compare."""
    for file in files:
        with pypdfium2.PdfDocument(file) as document:
            long = (n for n in range(len(document)) if len(own_text(document[n])) > 500)
            yield from [(file, number) for number, _ in zip(long, range(most), strict=False)]


def own_text(page: pypdfium2.PdfPage) -> str:
    """What the file says, hyphens at line ends taken out."""
    return page.get_textpage().get_text_range().replace("\ufffe", "")


def words_in(text: str) -> Counter[str]:
    """Words without case and punctuation."""
    return Counter(re.findall(r"\w+", text.casefold()))


def read_rendered(file: Path, number: int, resolutions: Iterable[int]) -> None:
    """Read one page at each resolution."""
    with pypdfium2.PdfDocument(file) as document:
        page = document[number]
        wanted = words_in(own_text(page))
        for dots in resolutions:
            picture = np.ascontiguousarray(page.render(scale=dots / 72).to_numpy()[:, :, :3])
            started = time.process_time()
            read = read_page(picture, 1, dots)
            seconds = time.process_time() - started
            found = words_in(re.sub(r"-\n", "", read.text))
            same = (found & wanted).total()
            shares = same / wanted.total(), same / max(1, found.total())
            print(
                f"{file.name[:40]:40} p. {number + 1:3} {dots} dpi: "
                f"found {shares[0]:.3f} right {shares[1]:.3f} processor {seconds:.1f} s",
                flush=True,
            )


def read_receipts(most: int) -> None:
    """Words found and time per receipt."""
    rows = (RECEIPTS / "expected.jsonl").read_text(encoding="utf-8").splitlines()[:most]
    found = total = lines = whole = 0
    seconds: list[float] = []
    with ParserProcess() as parser:
        for row in map(json.loads, rows):
            started = time.monotonic()
            text = parser.parse(RECEIPTS / row["file"]).pages[0].text
            seconds.append(time.monotonic() - started)
            wanted, read = words_in(" ".join(row["lines"])), words_in(text)
            found += (wanted & read).total()
            total += wanted.total()
            plain = "".join(re.findall(r"\w", text.casefold()))
            keys = ["".join(re.findall(r"\w", line.casefold())) for line in row["lines"]]
            lines += len(keys)
            whole += sum(key in plain for key in keys)
    print(
        f"{len(rows)} receipts: words {found / total:.3f}, whole lines {whole / lines:.3f}, "
        f"median {sorted(seconds)[len(seconds) // 2]:.1f} s, first {seconds[0]:.1f} s"
    )


if __name__ == "__main__":
    main()
