"""`footnote trace` says in plain words how an answer came about, and what many say together."""

import json
import time
from pathlib import Path

import pytest

from assistant.answers import AbstentionReason, AnswerMode, Support
from assistant.trace import AnswerTrace, PassageFate, TracedPassage, TracedSentence
from assistant.trace_words import outcome_words, verdict_words, why_found, writing_words
from assistant.traces.store import FILE_NAME, TraceStore
from assistant.traces.summary import Spread, percentile, summary_of
from indexer.library import Library
from tests.assistant.command_running import Run, runner


def passage(fate: PassageFate, **found_by: float) -> TracedPassage:
    return TracedPassage(
        path="/docs/lease.pdf", page=2, label="p. 2", score=1.0, found_by=found_by, fate=fate
    )


def trace(number: int, **changes: object) -> AnswerTrace:
    fields: dict[str, object] = {
        "id": f"{number:04x}00000000",
        "asked_at": 1.7e9 + number,
        "question": f"How much is the rent of flat {number}?",
        "searched": f"rent flat {number}",
        "mode": AnswerMode.SHORT,
        "model": "small-1",
        "embedding_model": "e",
        "prompt_version": "answer.v1",
        "prompt_tokens": 1234,
        "passages": (
            passage(PassageFate.QUOTED, dense_rank=1.0, text_rank=3.0),
            passage(PassageFate.NO_ROOM, dense_rank=2.0, named=1.0),
        ),
        "sentences": (
            TracedSentence(
                text="It is 950 euros.", support=Support.SUPPORTED, quoted=False, shown=True
            ),
            TracedSentence(
                text="It is 700 euros.",
                support=Support.UNSUPPORTED,
                quoted=False,
                shown=False,
                objections=("the number 700",),
            ),
        ),
        "timings": {"retrieve": 0.02, "quote": 0.03, "first_token": 1.0, "total": 2.0},
    }
    return AnswerTrace(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with three traces of now."""
    folder = tmp_path / "library"
    Library.open(folder, create=True, write=True).close()
    store, now = TraceStore(folder), time.time()
    declined = AbstentionReason.NOT_IN_DOCUMENTS
    store.keep(trace(1, asked_at=now - 2))
    store.keep(trace(2, asked_at=now - 1, abstained=declined, sentences=(), model=None))
    store.keep(trace(3, asked_at=now))
    return folder


@pytest.fixture
def footnote(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""
    return runner(monkeypatch, capsys)


def test_all_traces_are_listed_newest_first(footnote: Run, library: Path) -> None:
    status, output, _ = footnote(library, "trace", "--json")

    lines = [json.loads(line) for line in output.splitlines()]
    assert status == 0
    assert [line["id"][:4] for line in lines] == ["0003", "0002", "0001"]
    assert [line["abstained"] for line in lines] == [False, True, False]


def test_one_is_told_in_plain_words(footnote: Run, library: Path) -> None:
    status, output, _ = footnote(library, "trace", "0003")

    said = " ".join(output.split())
    assert status == 0
    assert "Searched for: rent flat 3" in said
    assert "small-1 read 1,234 tokens" in said
    assert "1st by meaning, 3rd by words" in said
    assert "did not fit into what the model reads at once" in said
    assert "left out: the number 700 is not in the source" in said


def test_the_last_one_goes_by_that_name_and_as_json(footnote: Run, library: Path) -> None:
    _, output, _ = footnote(library, "trace", "last", "--json")

    assert json.loads(output)["question"] == "How much is the rent of flat 3?"


def test_an_id_that_is_none_is_refused_with_what_to_do(footnote: Run, library: Path) -> None:
    status, output, errors = footnote(library, "trace", "ffff")

    assert (status, output) == (2, "")
    assert "footnote trace" in errors


def test_an_id_that_means_several_is_refused(footnote: Run, library: Path) -> None:
    status, _, errors = footnote(library, "trace", "000")

    assert status == 2
    assert "several" in errors


def test_the_summary_counts_and_measures(footnote: Run, library: Path) -> None:
    _, output, _ = footnote(library, "trace", "--summary", "--json")

    summary = json.loads(output)
    assert (summary["answers"], summary["declined"]) == (3, 1)
    assert summary["first_quote"] == {"median": 0.05, "p95": 0.05}
    assert (summary["sentences"], summary["refused"]) == (4, 2)


def test_traces_are_exported_as_lines(footnote: Run, library: Path, tmp_path: Path) -> None:
    target = tmp_path / "traces.jsonl"

    status, _, _ = footnote(library, "trace", "--export", str(target))

    lines = target.read_text(encoding="utf-8").splitlines()
    assert status == 0
    assert len(lines) == 3
    assert json.loads(lines[0])["prompt_tokens"] == 1234


def test_deleting_leaves_no_word(footnote: Run, library: Path) -> None:
    status, output, _ = footnote(library, "trace", "--delete")

    assert (status, output.strip()) == (0, "3 traces deleted.")
    assert b"rent" not in (library / FILE_NAME).read_bytes()


def test_the_status_has_a_line_of_it(footnote: Run, library: Path) -> None:
    _, output, _ = footnote(library, "status", "--json")

    assert json.loads(output)["answers"]["declined"] == 1


def test_a_library_without_traces_says_so(footnote: Run, tmp_path: Path) -> None:
    Library.open(tmp_path, create=True, write=True).close()

    status, output, _ = footnote(tmp_path, "trace")

    assert status == 0
    assert "no traces" in output


# -- words and figures ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([1.0], 0.5, 1.0), ([1, 2, 3, 4], 0.5, 2), (list(range(1, 101)), 0.95, 95), ([5, 1], 0.95, 5)],
)
def test_a_percentile_is_one_of_the_values(
    values: list[float], share: float, expected: float
) -> None:
    assert percentile(values, share) == expected


def test_a_stage_that_no_answer_had_has_no_spread() -> None:
    summary = summary_of([trace(1, timings={"retrieve": 0.1, "quote": 0.1, "total": 0.3})])

    assert summary.first_word is None
    assert summary.first_quote == Spread(0.2, 0.2)
    assert summary_of([]).whole is None


def test_what_was_doubted_is_said_beside_the_verdict() -> None:
    shown = TracedSentence(
        text="x", support=Support.PARTLY, quoted=False, shown=True, objections=("the name Ann",)
    )

    assert "the name Ann is not in the source" in verdict_words(shown)


def test_a_sentence_that_was_refused_without_an_objection_has_a_reason_all_the_same() -> None:
    left_out = TracedSentence(text="x", support=Support.SUPPORTED, quoted=False, shown=False)

    assert verdict_words(left_out) == "left out, because the whole did not say enough"


def test_a_model_that_failed_is_named_with_its_reason() -> None:
    assert "the file is damaged" in writing_words(trace(1, failure="the file is damaged"))


def test_a_declined_question_says_why() -> None:
    assert "not" in outcome_words(trace(1, abstained=AbstentionReason.NOT_IN_DOCUMENTS))


def test_what_was_counted_is_no_quote() -> None:
    counted = TracedSentence(
        text="You have 13.", support=Support.SUPPORTED, quoted=False, shown=True, counted=True
    )

    assert outcome_words(trace(1, sentences=(counted,))) == "Counted in your library."


def test_how_a_passage_was_found_names_what_counted() -> None:
    found = passage(PassageFate.QUOTED, dense_rank=2.0, named=1.0, beside=1.0)

    assert why_found(found) == "2nd by meaning, its file is named, the text beside it fits too"
