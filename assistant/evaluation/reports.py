"""What an evaluation found: means with intervals, by kinds of question; saved, read, compared."""

import math
from collections.abc import Sequence
from pathlib import Path

import msgspec

from assistant.evaluation.intervals import Interval, difference_interval, mean_interval
from assistant.evaluation.metrics import mean
from assistant.evaluation.scoring import COUNTS, Row

TOLERANCE = 0.01


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """The results of some of the questions."""

    questions: int
    metrics: dict[str, float]
    intervals: dict[str, Interval]
    """Where each mean lies with 95 % confidence."""


class MeasuredQuestion(msgspec.Struct, frozen=True):
    """One question's metrics; kept so that two runs can be compared question by question."""

    qid: str
    metrics: Row


class EvaluationReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="report"):
    """Means over the questions; metrics are named as `recall@5`, from 0 to 1."""

    questions: int
    """Questions that were measured."""
    embedding_model: str
    overall: dict[str, float]
    by_type: dict[str, dict[str, float]]
    counts: dict[str, int]
    """Questions of each type."""
    intervals: dict[str, Interval] = {}
    """Of the overall means, with 95 % confidence."""
    slices: dict[str, Slice] = {}
    """By other facts of the questions, named as "language de", "format pdf", "level hard"."""
    settings: str = ""
    """What decided the results beside the documents: changes when model, chunker or ranking do."""
    language_model: str | None = None
    """What wrote the answers that were measured; None for quotes alone, and for a search."""
    reranker: str | None = None
    """What put the first results in order; None where nothing did."""
    entailment_model: str | None = None
    """What judged written sentences beside the rules; None where nothing did."""
    seconds: dict[str, float] = {}
    """How long answers took, as `quotes_p50`; never compared, because machines differ."""
    rows: tuple[MeasuredQuestion, ...] = ()


class Regression(msgspec.Struct, frozen=True, kw_only=True):
    """A metric that is worse than in the baseline; `type` is "overall" or a type of question."""

    type: str
    metric: str
    before: float
    now: float
    interval: Interval | None = None
    """Of the change over the same questions; one that holds 0 may be chance."""


def seconds_of(stage: str, values: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile of a stage; nothing for no values."""
    if not values:
        return {}
    ordered = sorted(values)
    return {
        f"{stage}_p{percent}": round(ordered[math.ceil(percent / 100 * len(ordered)) - 1], 4)
        for percent in (50, 95)
    }


def slice_of(rows: Sequence[Row]) -> Slice:
    """The means of these questions; a metric that only some of them have is theirs alone."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row[name] for row in rows if name in row] for name in names}
    return Slice(
        questions=len(rows),
        metrics={name: round(mean(values), 4) for name, values in columns.items()},
        intervals={name: _rounded(mean_interval(values)) for name, values in columns.items()},
    )


def compare(
    report: EvaluationReport, baseline: EvaluationReport, tolerance: float = TOLERANCE
) -> list[Regression]:
    """Every metric that fell by more than the tolerance; metrics of one side only do not count.

    Neither does how many characters were read: fewer are no loss.
    """
    now, before = _groups(report), _groups(baseline)
    return [
        Regression(
            type=kind,
            metric=metric,
            before=value,
            now=now[kind][metric],
            interval=change(report, baseline, metric) if kind == OVERALL else None,
        )
        for kind, metrics in before.items()
        for metric, value in metrics.items()
        if metric not in COUNTS
        and metric in now.get(kind, {})
        and now[kind][metric] < value - tolerance
    ]


def change(report: EvaluationReport, baseline: EvaluationReport, metric: str) -> Interval | None:
    """The interval of the mean change over the questions that both measured; None for none."""
    before = {row.qid: row.metrics for row in baseline.rows}
    pairs = [
        (before[row.qid][metric], row.metrics[metric])
        for row in report.rows
        if metric in row.metrics and metric in before.get(row.qid, {})
    ]
    if not pairs:
        return None
    return _rounded(difference_interval([old for old, _ in pairs], [new for _, new in pairs]))


def read_report(path: Path) -> EvaluationReport:
    """A saved report; raises `OSError` or `msgspec.DecodeError` when it cannot be read."""
    return msgspec.json.decode(path.read_bytes(), type=EvaluationReport)


def save_report(report: EvaluationReport, path: Path) -> None:
    """Write the report as readable JSON, one question to a line."""
    rows = [msgspec.json.encode(row).decode() for row in report.rows]
    head = msgspec.structs.replace(report, rows=())
    text = msgspec.json.format(msgspec.json.encode(head), indent=2).decode()
    if rows:
        listed = ",\n    ".join(rows)
        text = text.replace('"rows": []', f'"rows": [\n    {listed}\n  ]')
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


OVERALL = "overall"


def _groups(report: EvaluationReport) -> dict[str, dict[str, float]]:
    return {OVERALL: report.overall, **report.by_type}


def _rounded(interval: Interval) -> Interval:
    low, high = interval
    return round(low, 4), round(high, 4)
