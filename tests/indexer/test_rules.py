"""What a walk leaves out by rules, by hidden names and because programs made it."""

import logging
import os
import sys
import time
from pathlib import Path

import pytest

from indexer.discover import NO_RULES, discover, reaches
from indexer.documents import ReasonCode
from indexer.patterns import MOST_PATTERNS, PatternList, compile_pattern, is_pattern
from indexer.rules import LARGEST_RULE_FILE, LeftOut, Rules

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes as POSIX has them")


def tree(top: Path, **files: str) -> Path:
    """Text files by path without ending, with `__` for a slash."""
    for name, text in files.items():
        path = top / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return top


def rule_file(folder: Path, *lines: str, name: str = ".footnoteignore") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


def walk(
    top: Path, rules: Rules = NO_RULES, *, root: Path | None = None
) -> tuple[set[str], dict[str, str], LeftOut]:
    """Files that are read; those that a rule leaves out, with the rule; and what is not listed."""
    left_out = LeftOut()
    found = list(
        discover(str(root or top), top / "no library", rules, source=str(top), left_out=left_out)
    )
    names = {each: Path(each.path).relative_to(top).as_posix() for each in found}
    excluded = {
        names[each]: each.problem.detail
        for each in found
        if each.problem is not None and each.problem.code is ReasonCode.EXCLUDED
    }
    return set(names.values()) - excluded.keys(), excluded, left_out


def test_files_are_listed_with_the_rule_and_folders_are_not_entered(tmp_path: Path) -> None:
    tree(tmp_path, lease="a", draft="b", drafts__one="c", drafts__deep__two="d")
    read, excluded, left_out = walk(tmp_path, Rules(("draft.*", "drafts/")))
    assert read == {"lease.txt"}
    assert excluded == {"draft.txt": "draft.*"}
    assert left_out == LeftOut(hidden=0, excluded=1)


def test_the_innermost_file_decides_and_the_persons_word_beats_the_projects(tmp_path: Path) -> None:
    tree(tmp_path, a="1", b="1", inner__a="1", inner__b="1")
    (tmp_path / ".git").mkdir()
    rule_file(tmp_path, "*.txt", name=".gitignore")
    assert walk(tmp_path)[0] == set()
    rule_file(tmp_path, "!a.txt")
    assert walk(tmp_path)[0] == {"a.txt", "inner/a.txt"}
    rule_file(tmp_path / "inner", "a.txt", "!b.txt")
    read, excluded, _ = walk(tmp_path, Rules(("b.txt",)))
    assert read == {"a.txt", "inner/b.txt"}
    assert excluded == {"b.txt": "b.txt", "inner/a.txt": "a.txt in inner/.footnoteignore"}


def test_a_gitignore_counts_only_where_git_would_read_it(tmp_path: Path) -> None:
    tree(tmp_path, repository__out="1", repository__deep__out="1", copied__out="1")
    (tmp_path / "repository" / ".git").mkdir()
    rule_file(tmp_path / "repository", "/out.txt", name=".gitignore")
    rule_file(tmp_path / "repository" / "deep", "*.txt", name=".gitignore")
    rule_file(tmp_path / "copied", "*", name=".gitignore")
    read, excluded, _ = walk(tmp_path)
    assert read == {"copied/out.txt"}
    assert excluded == {
        "repository/out.txt": "/out.txt in repository/.gitignore",
        "repository/deep/out.txt": "*.txt in repository/deep/.gitignore",
    }


def test_a_repository_in_a_repository_has_rules_of_its_own(tmp_path: Path) -> None:
    tree(tmp_path, inner__out="1", other__out="1")
    for folder in (tmp_path, tmp_path / "inner"):
        (folder / ".git").mkdir()
    rule_file(tmp_path, "out.txt", name=".gitignore")
    assert walk(tmp_path)[0] == {"inner/out.txt"}


MADE_BY_PROGRAMS = ("node_modules", "__pycache__", "Node_Modules")


@pytest.mark.parametrize("name", MADE_BY_PROGRAMS)
def test_folders_of_programs_are_left_out_unless_named(tmp_path: Path, name: str) -> None:
    tree(tmp_path / "work" / name / "package", readme="1")
    tree(tmp_path, seen="1")
    read, excluded, left_out = walk(tmp_path)
    assert (read, excluded, left_out) == ({"seen.txt"}, {}, LeftOut(hidden=1))
    for pattern in ("!*", "!*/", f"!{name[:-1]}*/"):
        assert walk(tmp_path, Rules((pattern,)))[0] == {"seen.txt"}, pattern
    for pattern in (f"!{name}/", f"!{name}", f"!work/{name}/"):
        read, _, _ = walk(tmp_path, Rules((pattern,)))
        assert read == {"seen.txt", f"work/{name}/package/readme.txt"}, pattern


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "CACHEDIR.TAG"])
def test_a_folder_that_says_it_is_a_programs_is_left_out_unless_named(
    tmp_path: Path, mark: str
) -> None:
    tree(tmp_path, seen="1", env__lib__licence="1")
    (tmp_path / "env" / mark).write_text("home = /usr/bin")
    assert walk(tmp_path)[0] == {"seen.txt"}
    assert walk(tmp_path)[2] == LeftOut(hidden=1)
    assert "env/lib/licence.txt" in walk(tmp_path, Rules(("!env/",)))[0]
    assert "env/lib/licence.txt" in walk(tmp_path, root=tmp_path / "env")[0], "named by itself"
    assert walk(tmp_path, root=tmp_path / "env" / "lib")[0] == set()


def test_hidden_names_come_back_only_by_name(tmp_path: Path) -> None:
    tree(tmp_path, **{".notes__one": "1", "seen": "1"})
    (tmp_path / ".plan.txt").write_text("1")
    assert walk(tmp_path, Rules(("!*", "!*.txt")))[0] == {"seen.txt"}
    assert walk(tmp_path, Rules(("!*",)))[2] == LeftOut(hidden=2)
    read = walk(tmp_path, Rules(("!.notes/", "!.plan.txt")))[0]
    assert read == {"seen.txt", ".notes/one.txt", ".plan.txt"}


def test_nothing_in_a_folder_that_is_left_out_can_be_kept(tmp_path: Path) -> None:
    tree(tmp_path, drafts__keep="1")
    assert walk(tmp_path, Rules(("drafts/", "!drafts/keep.txt")))[0] == set()
    assert walk(tmp_path, Rules(("drafts/*", "!drafts/keep.txt")))[0] == {"drafts/keep.txt"}


def test_endings_and_sizes_are_rules_too(tmp_path: Path) -> None:
    (tmp_path / "data.CSV").write_text("a,b")
    (tmp_path / "film.mov").write_text("1")
    (tmp_path / "long.txt").write_text("1" * 2000)
    rules = Rules(largest=1000, endings=frozenset({".csv", ".mov"}))
    reasons = {
        Path(each.path).name: (each.problem.code, each.problem.detail)
        for each in discover(str(tmp_path), tmp_path / "no library", rules)
        if each.problem is not None
    }
    assert reasons == {
        "data.CSV": (ReasonCode.EXCLUDED, ".csv"),
        "film.mov": (ReasonCode.EXCLUDED, ".mov"),
        "long.txt": (ReasonCode.TOO_LARGE, "0 MB"),
    }


def test_a_part_of_a_source_is_walked_by_the_rules_around_it(tmp_path: Path) -> None:
    tree(tmp_path, deep__er__a="1", deep__er__b="1", drafts__c="1")
    rule_file(tmp_path / "deep", "/er/a.txt")
    rules = Rules(("/drafts",))
    part = tmp_path / "deep" / "er"
    assert walk(tmp_path, rules, root=part)[0] == {"deep/er/b.txt"}
    _, excluded, _ = walk(tmp_path, rules, root=part / "a.txt")
    assert excluded == {"deep/er/a.txt": "/er/a.txt in deep/.footnoteignore"}
    assert walk(tmp_path, rules, root=tmp_path / "drafts") == (set(), {}, LeftOut(excluded=1))


def test_a_walk_reaches_what_no_rule_and_no_dot_hides(tmp_path: Path) -> None:
    tree(tmp_path, **{"a__b__c": "1", ".hidden__c": "1", "node_modules__c": "1"})
    rule_file(tmp_path / "a", "/b/d.txt")

    def reached(*parts: str) -> bool:
        return reaches(str(tmp_path), str(tmp_path.joinpath(*parts)), Rules(("drafts/",)))

    assert reached()
    assert reached("a", "b", "c.txt")
    assert not reached("a", "b", "d.txt")
    assert not reached(".hidden", "c.txt")
    assert not reached("node_modules")
    assert reached("drafts"), "a pattern for folders says nothing of what is not there"


@POSIX
@pytest.mark.timeout(20)
def test_a_file_of_rules_that_is_none_hides_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tree(tmp_path, pipe__a="1", folder__a="1", huge__a="1", odd__a="1", odd__b="1")
    os.mkfifo(tmp_path / "pipe" / ".footnoteignore")
    (tmp_path / "folder" / ".footnoteignore").mkdir()
    rule_file(tmp_path / "huge", "*.txt", "#" * LARGEST_RULE_FILE)
    (tmp_path / "odd" / ".footnoteignore").write_bytes(b"\xef\xbb\xbfa.txt\r\n\xff\xfe[\r\nb\\\n")
    with caplog.at_level(logging.WARNING):
        read, excluded, _ = walk(tmp_path)
    assert read == {"pipe/a.txt", "folder/a.txt", "huge/a.txt", "odd/b.txt"}
    assert excluded == {"odd/a.txt": "a.txt in odd/.footnoteignore"}
    assert len(caplog.records) == 5


def test_no_pattern_keeps_a_walk_busy() -> None:
    begun = time.monotonic()
    hostile = PatternList(["*a" * 60 + "*b", "**/a/**/a*b", "a*?" * 50 + "b", "**/a/**/a/**/a"])
    for _ in range(10):
        assert hostile.deciding("a" * 255, "a/" * 500 + "a" * 20, is_folder=False) is None
    PatternList(["*a*b*c*"] * 50_000)
    assert time.monotonic() - begun < 5.0


def test_a_list_is_read_to_a_limit_and_says_what_is_no_pattern() -> None:
    patterns = PatternList([f"name{number}" for number in range(MOST_PATTERNS + 1)])
    assert patterns.deciding(f"name{MOST_PATTERNS - 1}", "", is_folder=False) is not None
    assert patterns.deciding(f"name{MOST_PATTERNS}", "", is_folder=False) is None
    assert not is_pattern("broken\\")
    assert is_pattern("")
    assert is_pattern("# a comment")
    assert compile_pattern("# a comment") is None
