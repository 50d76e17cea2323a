"""Rerankers and entailment models on the command line: brought in, used, switched off, removed."""

import json
from pathlib import Path

import pytest

from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.catalogue import CATALOGUE
from models.folder import import_model
from tests.assistant.command_running import Run, runner
from tests.fakes import HashEmbedder
from tests.pair_folders import entailment_folder, reranker_folder

QUERY = "iron box of rings harbour"


@pytest.fixture
def footnote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in this process, with an empty models folder and quick vectors."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr("models.loading.load_embedding_model", lambda **_: HashEmbedder())
    return runner(monkeypatch, capsys)


@pytest.fixture
def reranker(tmp_path: Path) -> Path:
    """The folder of one that prefers what is golden."""
    return reranker_folder(tmp_path / "given" / "golden-first", {"golden": 4.0})


@pytest.fixture
def library(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text("The rings of the harbour are kept in a box of iron there.")
    (docs / "b.txt").write_text("The box of the harbour has rings of a golden kind, there.")
    with Library.open(tmp_path / "library", create=True, write=True) as opened:
        list(ingest(opened, InlineParser(), HashEmbedder(), [docs]))
    return tmp_path / "library"


def names(output: str) -> list[str]:
    return [Path(hit["path"]).name for hit in json.loads(output)["hits"]]


def test_models_of_every_kind_can_be_fetched(footnote: Run, tmp_path: Path) -> None:
    _, output, _ = footnote(tmp_path, "models", "list", "--json")
    listed = [json.loads(line) for line in output.splitlines()]
    assert {line["task"] for line in listed} == {
        "embedding", "language", "reranker", "entailment",
    }  # fmt: skip
    assert {line["id"] for line in listed} == {spec.id for spec in CATALOGUE}


def test_a_folder_is_brought_in_checked_shown_and_removed(
    footnote: Run, library: Path, reranker: Path, tmp_path: Path
) -> None:
    status, output, _ = footnote(library, "models", "import", str(reranker))
    assert status == 0
    assert "golden-first is installed. From now on it puts the first results in order." in output
    assert "golden-first" in footnote(library, "status")[1]
    status, output, _ = footnote(library, "models", "check", "golden-first")
    assert status == 0
    assert "Two easy cases: " in output
    assert footnote(library, "models", "trust", "golden-first", "full")[0] == 2
    nli = entailment_folder(tmp_path / "given" / "nli", {"never": "contradiction"})
    output = footnote(library, "models", "import", str(nli))[1]
    assert "judges what a language model writes" in output
    totals = json.loads(footnote(library, "status", "--json")[1])
    assert (totals["reranker"], totals["entailment_model"]) == ("golden-first", "nli")
    footnote(library, "models", "remove", "golden-first")
    assert json.loads(footnote(library, "status", "--json")[1])["reranker"] is None


def test_a_search_uses_it_says_so_and_can_do_without(
    footnote: Run, library: Path, reranker: Path
) -> None:
    assert names(footnote(library, "search", QUERY, "--json")[1]) == ["a.txt", "b.txt"]
    import_model(reranker)
    _, output, _ = footnote(library, "search", QUERY, "--json", "--explain")
    assert names(output) == ["b.txt", "a.txt"]
    first = json.loads(output)["hits"][0]
    assert first["found_by"]["rerank_rank"] == 1
    assert "Read together with your question it came 1st." in first["explanation"]
    _, output, _ = footnote(library, "search", QUERY, "--json", "--no-reranker")
    assert names(output) == ["a.txt", "b.txt"]


def test_a_damaged_one_is_told_of_and_the_search_goes_on(
    footnote: Run, library: Path, reranker: Path
) -> None:
    model = import_model(reranker)
    model.main_file.unlink()  # it is a link, so the given one stays
    model.main_file.write_bytes(b"scrap")
    status, output, errors = footnote(library, "search", QUERY, "--json")
    assert (status, names(output)) == (0, ["a.txt", "b.txt"])
    assert "“golden-first” could not be loaded" in errors
    assert "order in which they were found" in errors


def test_a_folder_that_is_no_such_model_is_refused_with_the_reason(
    footnote: Run, tmp_path: Path
) -> None:
    status, _, errors = footnote(tmp_path, "models", "import", str(tmp_path))
    assert status == 1
    assert "config.json is missing" in errors


def test_evaluation_tells_what_it_changes(
    footnote: Run, library: Path, reranker: Path, tmp_path: Path
) -> None:
    golden = {"qid": "1", "question": QUERY, "gold": [{"file": "b.txt"}], "answerable": True}
    (tmp_path / "gold.jsonl").write_text(json.dumps(golden))
    import_model(reranker)
    found = {}
    for options in ((), ("--no-reranker",)):
        command = ("evaluate", str(tmp_path / "gold.jsonl"), "--docs", str(tmp_path / "docs"))
        status, output, errors = footnote(library, *command, *options, "--json")
        assert status == 0, errors
        found[options] = json.loads(output.splitlines()[-1])
    with_it, without = found.values()
    assert (with_it["reranker"], without["reranker"]) == ("golden-first", None)
    assert with_it["overall"]["hit@1"] == 1
    assert without["overall"]["hit@1"] == 0
    assert with_it["settings"] != without["settings"]
