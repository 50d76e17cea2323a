"""Tags are put on files and folders, are inherited downwards, and stay with what is moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.ingest import ingest
from indexer.ledger_tags import LONGEST_TAG, NoTag, TagsOfFiles, tag_name
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from tests.fakes import HashEmbedder


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for name in ("contracts/2024/lease.txt", "contracts/offer.txt", "letters/reply.txt"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(f"This is what {name} says to whoever reads it.")
    return tmp_path / "docs"


@pytest.fixture
def library(tmp_path: Path, docs: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True, write=True) as opened:
        update(opened, docs)
        yield opened


def update(library: Library, *paths: Path) -> None:
    list(ingest(library, InlineParser(), HashEmbedder(), list(paths) or None))


def tags_of(library: Library, path: Path) -> frozenset[str]:
    return TagsOfFiles(library.ledger.tags.all()).of(str(path))


def test_a_file_has_its_own_tags_and_those_of_all_folders_above(
    library: Library, docs: Path
) -> None:
    tags = library.ledger.tags
    tags.put("work", [str(docs)])
    tags.put("contracts", [str(docs / "contracts")])
    tags.put("signed", [str(docs / "contracts/2024/lease.txt")])
    lease = docs / "contracts/2024/lease.txt"
    assert tags_of(library, lease) == {"work", "contracts", "signed"}
    assert tags_of(library, docs / "contracts/offer.txt") == {"work", "contracts"}
    assert tags_of(library, docs / "letters/reply.txt") == {"work"}
    assert tags_of(library, docs.parent / "docs-of-others/a.txt") == frozenset()


def test_one_tag_has_one_spelling(library: Library, docs: Path) -> None:
    tags = library.ledger.tags
    tags.put("Rental  Contracts", [str(docs / "contracts")])
    tags.put("rental contracts", [str(docs / "letters")])
    assert list(tags.all()) == ["Rental Contracts"]
    tags.take_off("RENTAL CONTRACTS", [str(docs / "contracts")])
    assert tags.all() == {"Rental Contracts": [str(docs / "letters")]}


@pytest.mark.parametrize("typed", ["", "  ", '""', "x" * (LONGEST_TAG + 1)])
def test_what_cannot_be_a_tag_is_refused(typed: str) -> None:
    with pytest.raises(NoTag):
        tag_name(typed)


def test_a_renamed_file_keeps_its_tags(library: Library, docs: Path) -> None:
    library.ledger.tags.put("signed", [str(docs / "contracts/offer.txt")])
    (docs / "contracts/offer.txt").rename(docs / "letters/accepted.txt")
    update(library)
    assert library.ledger.tags.all() == {"signed": [str(docs / "letters/accepted.txt")]}


def test_a_renamed_folder_keeps_its_tags_and_so_do_folders_in_it(
    library: Library, docs: Path
) -> None:
    library.ledger.tags.put("contracts", [str(docs / "contracts")])
    library.ledger.tags.put("old", [str(docs / "contracts/2024")])
    (docs / "archive").mkdir()
    (docs / "contracts").rename(docs / "archive/agreements")
    update(library)
    assert library.ledger.tags.all() == {
        "contracts": [str(docs / "archive/agreements")],
        "old": [str(docs / "archive/agreements/2024")],
    }


def test_a_file_that_leaves_a_tagged_folder_leaves_the_tag(library: Library, docs: Path) -> None:
    library.ledger.tags.put("contracts", [str(docs / "contracts")])
    (docs / "contracts/offer.txt").rename(docs / "letters/offer.txt")
    update(library)
    assert library.ledger.tags.all() == {"contracts": [str(docs / "contracts")]}
    assert tags_of(library, docs / "letters/offer.txt") == frozenset()


def test_a_deleted_file_takes_its_tags_along(library: Library, docs: Path) -> None:
    library.ledger.tags.put("signed", [str(docs / "contracts/offer.txt")])
    (docs / "contracts/offer.txt").unlink()
    update(library)
    assert library.ledger.tags.all() == {}


def test_removing_a_source_removes_the_tags_that_only_it_held(
    library: Library, docs: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "note.txt").write_text("This is a note of another folder.")
    update(library, other)
    for path in (docs, docs / "contracts", other, tmp_path):
        library.ledger.tags.put("kept", [str(path)])
    library.ledger.remove_source(docs)
    assert library.ledger.tags.all() == {"kept": sorted([str(tmp_path), str(other)])}
    library.ledger.remove_source(other)
    assert library.ledger.tags.all() == {}


def test_tags_are_there_after_the_library_was_closed(
    library: Library, docs: Path, tmp_path: Path
) -> None:
    library.ledger.tags.put("contracts", [str(docs / "contracts")])
    with Library.open(tmp_path / "library") as reader:
        assert reader.ledger.tags.all() == {"contracts": [str(docs / "contracts")]}
