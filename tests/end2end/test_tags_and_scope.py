"""`footnote tags`, and searching and asking within a scope, as a person types it."""

from pathlib import Path

import pytest

from assistant.messages import LibraryListed, RequestFailed, SearchResults, TagEntry
from assistant.requests import AddSource, Search, TagPaths
from assistant.wording import FailureCode
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.loading import load_embedding_model
from tests.end2end.engine_process import EngineProcess
from tests.end2end.test_command_line import footnote

pytestmark = [pytest.mark.end2end, pytest.mark.model, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tagged") / "documents"
    (folder / "contracts").mkdir(parents=True)
    (folder / "contracts" / "lease.txt").write_text(
        "The rent of the workshop is 900 pounds a month. The deposit is 2,700 pounds.\n"
    )
    (folder / "letter.txt").write_text(
        "Dear tenant, the rent of the garage is 80 pounds a month.\n"
    )
    return folder


@pytest.fixture(scope="module")
def library(documents: Path) -> Path:
    folder = documents.parent / "library"
    with Library.open(folder, create=True, write=True) as opened:
        list(ingest(opened, InlineParser(), load_embedding_model(), [documents]))
    return folder


def test_a_tag_is_put_on_listed_and_taken_off(library: Path, documents: Path) -> None:
    folder = str(documents / "contracts")
    expected = [{"tag": "Contracts", "paths": [folder]}]
    added = footnote("tags", "add", "Contracts", folder, "--library", library, "--json")
    assert (added.status, added.lines) == (0, expected), added.errors
    assert footnote("tags", "list", "--library", library, "--json").lines == expected
    removed = footnote("tags", "remove", "contracts", folder, "--library", library)
    assert (removed.status, removed.output) == (0, "")
    assert "There are no tags yet" in removed.errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tags", "add", "x", "/nowhere/at/all"), "not in your library"),
        (("tags", "add", " ", "."), "at least one letter"),
        (("search", "rent", "--scope", "rent"), "narrows down no files"),
        (("ask", "What?", "--scope", "type:pdf rent"), "narrows down no files"),
    ],
)
def test_what_cannot_be_done_is_wrong_use(
    library: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = footnote("--library", library, *arguments)
    assert (done.status, done.output) == (2, "")
    assert said in " ".join(done.errors.split())


def test_a_library_that_another_window_writes_takes_no_tag(library: Path, documents: Path) -> None:
    with Library.open(library, write=True):
        refused = footnote("tags", "add", "x", documents, "--library", library)
        assert refused.status == 3
        assert "being written by another Footnote" in refused.errors


def test_what_one_window_tags_another_searches_in_but_cannot_change(
    tmp_path: Path, documents: Path
) -> None:
    tag = TagPaths(paths=(str(documents / "contracts"),), tag="leases")
    with EngineProcess(tmp_path / "library") as first:
        first.finish(AddSource(path=str(documents)))
        listed = first.wait_for(first.send(tag), LibraryListed)
        assert listed.tags == (TagEntry(name="leases", paths=tag.paths),)
        with EngineProcess(tmp_path / "library") as second:
            refused = second.ending(second.send(tag))
            assert isinstance(refused, RequestFailed)
            assert refused.code == FailureCode.LIBRARY_LOCKED
            search = second.send(Search(query="rent", scope="tag:leases"))
            results = second.wait_for(search, SearchResults)
            assert [Path(each.path).name for each in results.passages] == ["lease.txt"]
            nonsense = second.ending(second.send(Search(query="rent", scope="anything")))
            assert isinstance(nonsense, RequestFailed)
            assert "“anything” narrows down no files" in nonsense.message


def test_a_conversation_goes_on_within_a_scope(library: Path, documents: Path) -> None:
    with Library.open(library, write=True) as opened:
        opened.ledger.tags.put("letters", [str(documents / "letter.txt")])
        opened.ledger.tags.put("leases", [str(documents / "contracts")])
    common = ("--library", library, "--json", "--scope", "tag:leases")
    (hit,) = footnote("search", "rent", *common).lines[0]["hits"]
    assert Path(hit["path"]).name == "lease.txt"
    ask = ("ask", "--mode", "quotes", *common)
    (first,) = footnote(*ask, "--keep", "What is the rent of the workshop?").lines
    assert {Path(each["path"]).name for each in first["citations"]} == {"lease.txt"}
    assert first["searched"] == ""
    done = footnote(*ask, "--continue", "And the deposit?")
    (second,) = done.lines
    assert second["question"] == "And the deposit?"
    assert second["searched"] == "And the deposit? (the rent of the workshop)"
    assert "Searched for: And the deposit? (the rent of the workshop)" in done.errors
    assert second["conversation"] == first["conversation"]
    assert "2,700" in second["answer"]
