"""A question through the engine with a reranker and an entailment model, up to the trace."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, Support
from assistant.engine import handlers, indexing
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import AnswerFinished, Notice, PassagesFound, SearchResults
from assistant.requests import AddSource, Ask, Search
from assistant.settings import ANSWER_MODE, ENTAILMENT_MODEL, NO_PAIR_MODEL, RERANKER, Settings
from assistant.trace import AnswerTrace
from assistant.trace_words import pair_models_words, verdict_words, why_found
from assistant.traces.store import TraceStore
from assistant.wording import NoticeCode
from models.folder import import_model
from tests.fakes import HashEmbedder, ScriptedLanguageModel
from tests.pair_folders import entailment_folder, reranker_folder

QUESTION = "When does the tenant pay the rent of the garden flat?"
FIRST = "The tenant of the garden flat, a painter, pays the rent of 900 euros in advance."
OTHER = "When the rent of the garden flat is due, the tenant and the landlord meet in the hall."
WRITTEN = "The tenant of the garden flat pays the rent of 900 euros beforehand. [1]"


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: list[Notice]
) -> Iterator[Workbench]:
    """Two documents, and a language model that says the same in other words."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "lease.txt").write_text(FIRST)
    (documents / "hall.txt").write_text(OTHER)
    settings = Settings(tmp_path / "settings.toml")
    settings.set(ANSWER_MODE, "full")
    library = open_library(tmp_path / "library")
    shelf = ModelShelf(
        library.folder,
        settings,
        notices.append,
        lambda threads: HashEmbedder(),
        lambda model_id, threads: ScriptedLanguageModel(WRITTEN, WRITTEN),
    )
    bench = Workbench(library, shelf, settings)
    list(indexing.add_source(bench, AddSource(path=str(documents)), lambda: False))
    yield bench
    bench.close()


@pytest.fixture
def install(tmp_path: Path) -> Callable[[], None]:
    """A reranker for what has “painter” in it, and a model to which “beforehand” follows."""

    def both() -> None:
        import_model(reranker_folder(tmp_path / "given" / "painter-first", {"painter": 4.0}))
        nli = entailment_folder(tmp_path / "given" / "nli", {"beforehand": "entailment"})
        import_model(nli)

    return both


def ask(bench: Workbench) -> tuple[list[str], Answer, AnswerTrace]:
    """The files found, in their order, the answer, and its trace."""
    events = list(handlers.ask(bench, Ask(question=QUESTION), lambda: False))
    (found,) = [event for event in events if isinstance(event, PassagesFound)]
    finished = events[-1]
    assert isinstance(finished, AnswerFinished)
    assert isinstance(finished.answer, Answer)
    trace = TraceStore(bench.library.folder).read(finished.trace)
    assert trace is not None
    return [Path(each.path).name for each in found.passages], finished.answer, trace


def written(answer: Answer) -> list[Support]:
    return [sentence.support for sentence in answer.sentences if not sentence.quoted]


def test_without_them_all_is_as_it_was(bench: Workbench, notices: list[Notice]) -> None:
    _, answer, trace = ask(bench)
    assert written(answer) in ([], [Support.PARTLY])
    assert (trace.reranker, trace.entailment_model) == ("", "")
    assert pair_models_words(trace) == ""
    assert notices == []


def test_both_have_their_say_and_the_trace_tells_it(
    bench: Workbench, install: Callable[[], None]
) -> None:
    install()
    files, answer, trace = ask(bench)
    assert files[0] == "lease.txt"
    assert written(answer) == [Support.SUPPORTED]
    assert pair_models_words(trace) == (
        "First passages ordered by painter-first. Sentences checked by rules and nli."
    )
    assert "1st read with the question" in why_found(trace.passages[0])
    (sentence,) = [each for each in trace.sentences if not each.quoted]
    assert "yet it follows from the source" in verdict_words(sentence)


def test_both_can_be_switched_off(bench: Workbench, install: Callable[[], None]) -> None:
    install()
    bench.settings.set(RERANKER, NO_PAIR_MODEL)
    bench.settings.set(ENTAILMENT_MODEL, NO_PAIR_MODEL)
    _, answer, trace = ask(bench)
    assert Support.SUPPORTED not in written(answer)
    assert (trace.reranker, trace.entailment_model) == ("", "")


def test_damaged_ones_are_told_of_and_the_answer_comes(
    bench: Workbench, install: Callable[[], None], notices: list[Notice], tmp_path: Path
) -> None:
    install()
    for name in ("painter-first", "nli"):
        weights = tmp_path / "models" / name / "model.safetensors"
        weights.unlink()
        weights.write_bytes(b"scrap")
    _, answer, _ = ask(bench)
    assert answer.sentences
    assert Support.SUPPORTED not in written(answer)
    assert {notice.code for notice in notices} == {
        NoticeCode.RERANKER_UNUSABLE,
        NoticeCode.ENTAILMENT_UNUSABLE,
    }
    results = list(handlers.search(bench, Search(query=QUESTION), lambda: False))[-1]
    assert isinstance(results, SearchResults)
    assert len(results.passages) == 2
    assert len(notices) == 2, "each is told of once"
