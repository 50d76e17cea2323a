"""Which files a question is put to: places, filters and tags together."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from assistant.search.explaining import WhyNot
from assistant.search.query import parse_query
from assistant.search.query_parts import understood_parts
from assistant.search.retrieval import Retriever
from assistant.search.scope import FilesInScope, NotAScope, parse_scope
from assistant.search.search_hints import search_hint
from assistant.search.why_not import explain_file
from indexer.library import Library
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]

TEXTS = {
    "contracts/lease.txt": "The rent of the workshop is due on the first day of each month.",
    "contracts/old/lease.md": "Before, rent was 900 pounds, and was paid in cash by the tenant.",
    "letters/rent.txt": "Dear tenant, please do not forget that rent for the garage is late.",
    "letters/cats.txt": "Cats sleep for sixteen hours a day.",
}


@pytest.fixture
def library(library_of: MakeLibrary, tmp_path: Path) -> Library:
    (tmp_path / "docs" / "contracts" / "old").mkdir(parents=True)
    for name, text in TEXTS.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        year = 2021 if "old" in name else 2024
        moment = datetime(year, 6, 1, 12).timestamp()
        os.utime(path, (moment, moment))
    library = library_of({})
    library.ledger.tags.put("Signed Contracts", [str(tmp_path / "docs/contracts")])
    library.ledger.tags.put("urgent", [str(tmp_path / "docs/letters/rent.txt")])
    return library


@pytest.fixture
def retriever(library: Library) -> Retriever:
    return Retriever(library, HashEmbedder())


def found(
    retriever: Retriever, query: str, scope: str = "", within: Path | None = None
) -> set[str]:
    return {Path(hit.path).name for hit in retriever.retrieve(query, 20, within, scope=scope)}


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("", {"lease.txt", "lease.md", "rent.txt", "cats.txt"}),
        ("tag:urgent", {"rent.txt"}),
        ('tag:"signed contracts"', {"lease.txt", "lease.md"}),
        ('tag:"Signed  Contracts" type:md', {"lease.md"}),
        ('tag:"signed contracts" after:2023', {"lease.txt"}),
        ('tag:"signed contracts" before:2023', {"lease.md"}),
        ("tag:urgent type:txt after:2024-06-01 before:2024-06-02 in:letters", {"rent.txt"}),
        ("tag:urgent tag:“Signed Contracts”", {"lease.txt", "lease.md", "rent.txt"}),
        ("tag:urgent type:md", set()),
        ("tag:nobody", set()),
        ("in:contracts file:lease type:txt", {"lease.txt"}),
    ],
)
def test_a_scope_narrows_down_the_files(retriever: Retriever, scope: str, names: set[str]) -> None:
    assert found(retriever, "when is the rent due", scope) == names
    assert found(retriever, f"when is the rent due {scope}") == names


def test_scope_query_and_place_hold_together(retriever: Retriever, tmp_path: Path) -> None:
    scope = 'tag:urgent tag:"signed contracts"'
    assert found(retriever, "rent type:txt", scope) == {"lease.txt", "rent.txt"}
    letters = tmp_path / "docs" / "letters"
    assert found(retriever, "rent type:txt", scope, letters) == {"rent.txt"}
    assert found(retriever, "rent tag:urgent", "type:md") == set()


@pytest.mark.parametrize("scope", ["rent", "type:pdf rent", "-draft", '"written form"'])
def test_a_scope_with_words_in_it_is_refused_by_name(retriever: Retriever, scope: str) -> None:
    with pytest.raises(NotAScope, match=r"rent|draft|written form"):
        retriever.retrieve("anything", scope=scope)


def test_a_tag_is_a_part_of_the_query_that_is_shown() -> None:
    parsed = parse_query('rent tag:urgent tag:"Signed Contracts"')
    assert parsed.text == "rent"
    assert [part.words for part in understood_parts(parsed)] == [
        "tag: urgent",
        "tag: Signed Contracts",
    ]
    assert parse_scope("").has_filters is False


def test_a_file_that_was_tagged_since_is_found_at_once(
    library: Library, retriever: Retriever, tmp_path: Path
) -> None:
    assert "cats.txt" not in found(retriever, "rent tag:urgent")
    library.ledger.tags.put("urgent", [str(tmp_path / "docs/letters")])
    assert found(retriever, "rent tag:urgent") == {"rent.txt", "cats.txt"}


def test_what_another_window_writes_is_seen_although_scopes_are_remembered(
    library: Library, tmp_path: Path
) -> None:
    with Library.open(library.folder) as reader:
        reading = Retriever(reader, HashEmbedder())
        for question in ("rent", "rent of", "rent of the"):
            assert found(reading, question, "tag:urgent") == {"rent.txt"}
        library.ledger.tags.put("urgent", [str(tmp_path / "docs/contracts/lease.txt")])
        assert found(reading, "rent of the", "tag:urgent") == {"rent.txt", "lease.txt"}
        library.ledger.remove([str(tmp_path / "docs/letters/rent.txt")])
        assert found(reading, "rent of the", "tag:urgent") == {"lease.txt"}


@pytest.mark.parametrize(
    ("name", "typed", "admitted"),
    [
        ("a.tar.gz", "type:gz", True),
        ("Letter.PDF", "type:.pdf", True),
        (".pdf", "type:pdf", False),
        ("pdf", "type:pdf", False),
        ("a.", "type:pdf", False),
    ],
)
def test_an_ending_is_what_stands_behind_the_last_point(
    name: str, typed: str, admitted: bool
) -> None:
    assert parse_query(typed).admits_file(f"/docs/{name}", 0.0) is admitted


def test_an_empty_result_names_the_tag_or_the_scope(library: Library) -> None:
    def hint(query: str, scope: str = "") -> str:
        return search_hint(library, query, found=False, translates=False, scope=scope)

    assert hint("rent tag:nobody").startswith("No file in your library fits tag: nobody.")
    assert hint("rent", "tag:nobody").startswith("No file in your library fits tag: nobody.")
    assert hint("rent type:md", "tag:urgent").startswith(
        "No file fits tag: urgent and type: md together."
    )


def test_why_a_file_is_left_out_names_the_tag(library: Library, retriever: Retriever) -> None:
    for query, scope in (("rent tag:urgent", ""), ("rent", "tag:urgent")):
        told = explain_file(library, retriever, query, "lease.txt", scope=scope)
        assert told.cause is WhyNot.FILTERED
        assert told.parts == ("tag: urgent",)
    inside = explain_file(library, retriever, "rent", "rent.txt", scope="tag:urgent")
    assert inside.cause is WhyNot.SHOWN


def test_the_files_in_scope_are_those_that_are_searched(library: Library) -> None:
    query = parse_query("rent type:txt")
    files = FilesInScope(library.ledger, query, scope='tag:"signed contracts"')
    assert [Path(record.path).name for record in files.files()] == ["lease.txt"]
    assert list(files.revisions().values()) == [[files.files()[0].path]]
    assert FilesInScope(library.ledger, parse_query("rent")).is_everything


@pytest.mark.parametrize("changed", [1e300, -1e300, 9e18, -9e18, float("inf")])
def test_a_time_that_no_calendar_has_does_no_harm(changed: float) -> None:
    assert parse_query("rent type:txt").admits_file("/a/b.txt", changed)
    later = parse_query("rent after:2020").admits_file("/a/b.txt", changed)
    earlier = parse_query("rent before:2020").admits_file("/a/b.txt", changed)
    assert (later, earlier) == (changed > 0, changed < 0)


def test_no_hit_is_lost_in_the_one_file_of_a_scope(library_of: MakeLibrary, tmp_path: Path) -> None:
    """The file's passages are the worst of all for the question, and all are found."""
    rare = "\n\n".join(
        f"Note {number} tells of nothing but number {number}." for number in range(99)
    )
    common = {
        f"reports/report-{number}.txt": "\n\n".join(
            f"The rent of house {number}-{part} is due and the rent is paid in month {part}."
            for part in range(120)
        )
        for number in range(12)
    }
    library = library_of({"notes/rare.txt": rare, **common})
    retriever = Retriever(library, HashEmbedder())
    notes = tmp_path / "docs" / "notes"
    library.ledger.tags.put("mine", [str(notes)])
    (record,) = library.ledger.files(notes)
    question = "when is the rent due"
    assert record.chunks >= 5
    assert all("rare" not in hit.path for hit in retriever.retrieve(question, 100))
    for scope in ("tag:mine", "file:rare", "in:notes", "file:rare after:2000"):
        hits = retriever.retrieve(question, 100, scope=scope)
        assert {hit.revision for hit in hits} == {record.revision}
        assert len(hits) == record.chunks
