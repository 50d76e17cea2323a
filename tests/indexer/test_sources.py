"""Which sources are walked, and by whose rules."""

import os
from pathlib import Path

import pytest

from indexer.ledger_records import SourceRecord
from indexer.rules import Rules
from indexer.sources import Sources


@pytest.fixture
def top(tmp_path: Path) -> str:
    for folder in ("home/.notes/deep", "home/work/drafts", "home2"):
        (tmp_path / folder).mkdir(parents=True)
    return f"{tmp_path}{os.sep}"


def sources_of(*paths: str, rules: Rules | None = None, own: tuple[str, ...] = ()) -> Sources:
    return Sources([SourceRecord(path, rules=own) for path in paths], rules or Rules())


def test_a_source_inside_another_one_is_walked_only_where_that_does_not_come(top: str) -> None:
    home, notes, work = f"{top}home", f"{top}home/.notes", f"{top}home/work"
    sources = sources_of(home, notes, work, f"{top}home2")
    assert sources.to_walk() == sorted([home, notes, f"{top}home2"])
    assert sources.holding(f"{work}/a.txt") == home
    assert sources.holding(f"{notes}/deep/a.txt") == notes
    assert sources.holding(f"{top}elsewhere") is None
    ruled = sources_of(home, notes, work, rules=Rules(("work/", "!.notes/")))
    assert ruled.to_walk() == [home, work]


def test_a_source_has_the_librarys_rules_and_its_own(top: str) -> None:
    sources = sources_of(f"{top}home", rules=Rules(("*.log",), largest=5), own=("drafts/",))
    rules = sources.rules_of(f"{top}home")
    assert (rules.patterns, rules.largest) == (("*.log", "drafts/"), 5)
    assert sources.holding(f"{top}home/work/drafts") is None


def test_of_paths_given_the_outermost_are_walked(top: str) -> None:
    home = f"{top}home"
    sources = sources_of(home, f"{home}/.notes")
    given = [f"{home}/work", f"{home}/work/drafts", f"{home}/work", f"{home}/.notes", home]
    assert sources.outermost(given) == [home, f"{home}/.notes"]
    assert sources.outermost(given[:3]) == [f"{home}/work"]
    many = [f"{home}/work/{number}.txt" for number in range(2000)]
    assert sources.outermost(many) == sorted(many)
    assert sources.outermost([f"{top}gone/a", f"{top}gone"]) == [f"{top}gone"]
