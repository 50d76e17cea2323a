"""What the benchmarks share: sides run in processes of their own, medians, tables, the machine."""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
if str(REPOSITORY) not in sys.path:
    sys.path.append(str(REPOSITORY))  # when Footnote is not installed in this environment

RESULT = "result: "


def argument_parser(description: str) -> argparse.ArgumentParser:
    """The arguments that every benchmark takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--save", type=Path, help="also write the table to this file")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    return parser


def environment() -> dict[str, str]:
    """The environment of a side: this repository importable, nothing fetched."""
    return {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }


def run_side(script: str, side: str, arguments: Sequence[str] = ()) -> dict[str, float]:
    """Run one side of a benchmark in a fresh process; returns the numbers that it reported."""
    command = [sys.executable, script, "--side", side, *arguments]
    finished = subprocess.run(
        command, env=environment(), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    for line in finished.stdout.splitlines():
        if line.startswith(RESULT):
            return dict(json.loads(line.removeprefix(RESULT)))
    raise SystemExit(f"{side} failed:\n{finished.stdout[-1000:]}\n{finished.stderr[-3000:]}")


def report(numbers: dict[str, float]) -> None:
    """Tell the numbers of a side to the process that started it."""
    print(RESULT + json.dumps(numbers), flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Iterable[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are aligned to the right."""
    ruler = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ruler, *rows))


def machine(packages: Sequence[str] = ()) -> str:
    """One paragraph on what the numbers were taken with."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
        + (f"; {versions}" if versions else "")
        + "."
    )


def publish(text: str, save: Path | None) -> None:
    """Print the result, and write it to the file when one was given."""
    print(text)
    if save is not None:
        save.parent.mkdir(parents=True, exist_ok=True)
        save.write_text(text + "\n", encoding="utf-8")


def _processor() -> str:
    """The processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
