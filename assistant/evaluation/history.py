"""Runs of an evaluation over time: one line each, so that quality can be followed and plotted."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from assistant.evaluation.intervals import Interval
from assistant.evaluation.reports import EvaluationReport


class EvaluationRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run: when, over which questions, with which settings, and what it gave."""

    at: datetime
    golden: str
    """Name of the file of questions and the beginning of its hash."""
    questions: int
    settings: str
    embedding_model: str
    overall: dict[str, float]
    intervals: dict[str, Interval]


_decoder = msgspec.json.Decoder(EvaluationRun)


def golden_name(path: Path) -> str:
    """What tells two sets of questions apart even when both files have the same name."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{path.parent.name}/{path.name} {digest[:8]}"


def run_of(report: EvaluationReport, golden: Path) -> EvaluationRun:
    """The run that a report is of, made now."""
    return EvaluationRun(
        at=datetime.now(UTC).replace(microsecond=0),
        golden=golden_name(golden),
        questions=report.questions,
        settings=report.settings,
        embedding_model=report.embedding_model,
        overall=report.overall,
        intervals=report.intervals,
    )


def append_run(history: Path, run: EvaluationRun) -> None:
    """Add a line to the history; raises OSError."""
    with history.open("ab") as file:
        file.write(msgspec.json.encode(run) + b"\n")


def read_runs(history: Path, golden: str = "") -> list[EvaluationRun]:
    """The runs, oldest first, of one set of questions when named; lines of no run are left out."""
    runs = []
    for line in history.read_bytes().splitlines():
        try:
            run = _decoder.decode(line)
        except msgspec.DecodeError:
            continue  # a line cut short when the disk was full must not hide the others
        if golden in ("", run.golden):
            runs.append(run)
    return runs
