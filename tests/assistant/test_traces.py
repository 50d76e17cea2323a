"""An answer leaves its trace, which goes with its documents and is never in its way."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assistant.answering import answer_question
from assistant.answers import (
    AbstentionReason,
    Answer,
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    Citation,
    Coverage,
    Support,
    TableRow,
)
from assistant.messages import AnswerFinished, EventBody
from assistant.search.retrieval import Retriever
from assistant.settings import KEEP_TRACES, Settings
from assistant.trace import AnswerTrace, PassageFate
from assistant.traces.keeping import forget_files, forget_gone, kept_traces
from assistant.traces.recording import AnswerNotes, Asked, traced
from assistant.traces.store import FILE_NAME, Document, TraceStore
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from tests.assistant.trace_making import bytes_of, trace
from tests.fakes import HashEmbedder, ScriptedLanguageModel

LEASE = {
    "lease.txt": "The rent is 950 euros a month. The tenant shall pay the rent on the first day. "
    "Questions go to ann@example.org or +49 30 901820.\n",
    "garden.txt": "The garden is open on Sundays. Dogs are not allowed in the garden.\n",
}


@pytest.fixture
def store(tmp_path: Path) -> TraceStore:
    return TraceStore(tmp_path, now=lambda: 1_000.0)


def ask(
    library: Library, question: str, store: TraceStore | None, model: ScriptedLanguageModel | None
) -> tuple[AnswerFinished, AnswerTrace | None]:
    notes = AnswerNotes()
    events = answer_question(
        question, Retriever(library, HashEmbedder()), HashEmbedder(), model, notes=notes
    )
    *_, last = traced(events, notes, Asked(question, "type:txt", "hash"), store)
    assert isinstance(last, AnswerFinished)
    return last, store.read(last.trace) if store is not None else None


def test_a_written_answer_leaves_its_whole_way(
    library_of: Callable[[dict[str, str]], Library], tmp_path: Path
) -> None:
    library = library_of(LEASE)
    model = ScriptedLanguageModel("The rent is 950 euros a month [1]. The rent is 700 euros [1].")

    last, kept = ask(library, "How much is the rent a month?", TraceStore(tmp_path), model)

    assert isinstance(last.answer, Answer)
    assert kept is not None
    assert (kept.id, kept.mode, kept.model) == (last.trace, AnswerMode.FULL, "scripted")
    assert kept.prompt_tokens > 20
    assert kept.prompt_version.startswith("answer.")
    assert kept.timings == last.answer.timings
    assert kept.signals["passage_coverage"] > 0
    fates = {Path(each.path).name: each.fate for each in kept.passages}
    assert fates["lease.txt"] is PassageFate.QUOTED
    assert all(each.found_by for each in kept.passages)
    good, bad, *quotes = kept.sentences
    assert (good.shown, good.quoted, good.support) == (True, False, Support.SUPPORTED)
    assert (bad.shown, bad.support) == (False, Support.UNSUPPORTED)
    assert bad.objections
    assert all(each.quoted for each in quotes)


def test_personal_data_is_masked_in_it(
    library_of: Callable[[dict[str, str]], Library], tmp_path: Path
) -> None:
    library = library_of(LEASE)

    ask(library, "Do questions go to ann@example.org?", TraceStore(tmp_path / "library"), None)

    kept = (tmp_path / "library" / FILE_NAME).read_bytes()
    assert b"Do questions go to [e-mail]?" in kept
    assert b"ann@example.org" not in kept
    assert b"901820" not in kept


def test_what_did_not_fit_the_prompt_is_named(
    library_of: Callable[[dict[str, str]], Library], tmp_path: Path
) -> None:
    long = {
        f"rent{number}.txt": f"The rent of flat {number} is {number} euros. " * 60
        for number in range(1, 9)
    }
    model = ScriptedLanguageModel("The rent of flat 1 is 1 euros [1].")
    model.context_length = 900

    _, kept = ask(library_of(long), "What is the rent of flat 1?", TraceStore(tmp_path), model)

    assert kept is not None
    fates = [each.fate for each in kept.passages]
    assert PassageFate.NO_ROOM in fates
    assert PassageFate.GIVEN in fates or PassageFate.QUOTED in fates


def test_declining_leaves_what_it_stood_on(
    library_of: Callable[[dict[str, str]], Library], tmp_path: Path
) -> None:
    _, kept = ask(library_of(LEASE), "Who invented zymurgy?", TraceStore(tmp_path), None)

    assert kept is not None
    assert kept.abstained is AbstentionReason.NOT_IN_DOCUMENTS
    assert kept.signals
    assert not any(sentence.shown for sentence in kept.sentences)


def test_a_store_that_fails_leaves_the_answer_as_it_is(
    library_of: Callable[[dict[str, str]], Library], tmp_path: Path
) -> None:
    library = library_of(LEASE)

    last, _ = ask(library, "How much is the rent?", TraceStore(tmp_path / "gone"), None)

    assert isinstance(last.answer, Answer)
    assert last.trace == ""


def test_whatever_goes_wrong_with_a_trace_the_answer_is_there(
    library_of: Callable[[dict[str, str]], Library],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    last, _ = ask(library_of(LEASE), "How much is the rent \ud800?", TraceStore(tmp_path), None)

    assert isinstance(last.answer, Answer)
    assert last.trace == ""
    assert "no trace of this answer" in caplog.text


def test_a_table_over_every_document_leaves_a_trace(tmp_path: Path) -> None:
    citation = Citation(
        marker=1,
        path="/a.txt",
        revision="r",
        page=None,
        start=0,
        end=3,
        label="line 1",
        quote="One",
    )
    said = AnswerSentence(text="One", support=Support.SUPPORTED, citations=(1,), quoted=True)
    table = AnswerTable(
        question="List them",
        rows=(TableRow(path="/a.txt", title="a", sentences=(said,)),),
        citations=(citation,),
        coverage=Coverage(read=1, total=1, nothing=0),
        mode=AnswerMode.QUOTES,
        model=None,
        timings={"total": 2.0},
    )
    store = TraceStore(tmp_path)
    events: list[EventBody] = [AnswerFinished(answer=table)]

    (last,) = traced(events, AnswerNotes(), Asked("List them"), store)

    assert isinstance(last, AnswerFinished)
    kept = store.read(last.trace)
    assert kept is not None
    assert kept.passages[0].fate is PassageFate.QUOTED
    assert kept.sentences[0].text == "One"
    assert kept.signals["documents_read"] == 1


def test_every_trace_has_an_id_of_its_own(
    library_of: Callable[[dict[str, str]], Library], tmp_path: Path
) -> None:
    library, store = library_of(LEASE), TraceStore(tmp_path)

    ids = {ask(library, "How much is the rent?", store, None)[0].trace for _ in range(3)}

    assert len(ids) == 3
    assert all(len(each) == 12 and int(each, 16) >= 0 for each in ids)


# -- keeping and forgetting ----------------------------------------------------------------------


def test_whoever_wants_no_traces_has_none(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    store = kept_traces(tmp_path, settings)
    assert store is not None
    store.keep(trace(1, 2e9, "canary"))

    settings.set(KEEP_TRACES, False)

    assert kept_traces(tmp_path, settings) is None
    assert b"canary" not in bytes_of(tmp_path)


def test_a_deleted_document_takes_its_traces_along(
    library_of: Callable[[dict[str, str]], Library], tmp_path: Path
) -> None:
    library = library_of({**LEASE, "other.txt": "The parking space costs 80 euros a year."})
    store = TraceStore(library.folder)
    last, _ = ask(library, "How much is the rent a month?", store, None)
    docs = tmp_path / "docs"
    (docs / "lease.txt").rename(docs / "renamed.txt")
    list(ingest(library, InlineParser(), HashEmbedder(), [docs]))
    assert forget_gone(library.folder, library.ledger) == 0

    for name in ("renamed.txt", "garden.txt"):
        (docs / name).unlink()
    list(ingest(library, InlineParser(), HashEmbedder(), [docs]))

    assert forget_gone(library.folder, library.ledger) == 1
    assert store.read(last.trace) is None
    assert b"950 euros" not in (library.folder / FILE_NAME).read_bytes()


def test_files_that_have_just_left_take_theirs_along(store: TraceStore, tmp_path: Path) -> None:
    store.keep(trace(1), [Document("/a", "r"), Document("/b", "s")])
    store.keep(trace(2), [Document("/b", "s")])

    assert forget_files(tmp_path, ["/a", "/c"]) == 1

    assert [entry.id for entry in store.entries()] == [trace(2).id]


def test_an_old_trace_without_the_newest_fields_can_still_be_read(
    store: TraceStore, tmp_path: Path
) -> None:
    store.keep(trace(1))
    fields = msgspec.json.decode(msgspec.json.encode(trace(1)), type=dict[str, object])
    del fields["failure"], fields["signals"]
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE traces SET trace = ?", (msgspec.json.encode(fields),))
    connection.close()

    assert store.read(trace(1).id) == trace(1)
