"""On any tree, our patterns leave out what git's own reading of the same lines leaves out."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.discover import discover
from indexer.documents import ReasonCode
from indexer.rules import Rules

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

# git counts bytes where we count letters, so the name with umlauts is too long for one wildcard.
NAMES = st.sampled_from(["a", "b", "ab", "a.log", "b.txt", "#a", "!b", "a b", "äöü"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
SEGMENTS = st.one_of(
    NAMES,
    st.sampled_from(["*", "**", "?", "*.log", "a*", "*b*", "[ab]", "[!a]", "a?", "\\!b", "\\#a"]),
)


@st.composite
def patterns(draw: st.DrawFn) -> str:
    body = "/".join(draw(st.lists(SEGMENTS, min_size=1, max_size=3)))
    negated, anchored, folder = (draw(st.booleans()) for _ in range(3))
    return f"{'!' if negated else ''}{'/' if anchored else ''}{body}{'/' if folder else ''}"


RULE_LINES = st.lists(patterns(), max_size=5)


def make_tree(top: Path, paths: list[str]) -> list[str]:
    """Make a file at every path where no file is in the way; returns those that were made."""
    made: list[str] = []
    for path in paths:
        file = top / path
        if file.exists() or any(folder.is_file() for folder in file.parents):
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
        made.append(path)
    return made


def ignored_by_git(top: Path, paths: list[str]) -> set[str]:
    git = ["git", "-C", str(top), "-c", "core.quotePath=false", "-c", "core.excludesFile="]
    done = subprocess.run(
        [*git, "check-ignore", "--no-index", "--stdin", "-z"],
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(filter(None, done.stdout.decode().split("\0")))


def left_out_by_us(top: Path, paths: list[str], rules: Rules) -> set[str]:
    read = {
        Path(found.path).relative_to(top).as_posix()
        for found in discover(str(top), top / "none", rules)
        if found.problem is None or found.problem.code is not ReasonCode.EXCLUDED
    }
    assert read <= set(paths)
    return set(paths) - read


@pytest.fixture(scope="module")
def repository() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "-q", folder], check=True)
        yield Path(folder)


def emptied(repository: Path) -> Path:
    for entry in repository.iterdir():
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    return repository


EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@EXAMPLES
@given(
    paths=st.lists(PATHS, min_size=1, max_size=8), lines=RULE_LINES, inner=RULE_LINES, where=PATHS
)
def test_files_of_rules_mean_what_they_mean_to_git(
    repository: Path, paths: list[str], lines: list[str], inner: list[str], where: str
) -> None:
    top = emptied(repository)
    made = make_tree(top, paths)
    (top / ".gitignore").write_text("\n".join(lines), encoding="utf-8")
    if (top / where).is_dir():
        (top / where / ".gitignore").write_text("\r\n".join(inner), encoding="utf-8")
    assert left_out_by_us(top, made, Rules()) == ignored_by_git(top, made)


@EXAMPLES
@given(paths=st.lists(PATHS, min_size=1, max_size=8), lines=RULE_LINES)
def test_a_list_in_the_settings_means_the_same(
    repository: Path, paths: list[str], lines: list[str]
) -> None:
    top = emptied(repository)
    made = make_tree(top, paths)
    (top / ".gitignore").write_text("\n".join(lines), encoding="utf-8")
    by_git = ignored_by_git(top, made)
    (top / ".gitignore").unlink()
    assert left_out_by_us(top, made, Rules(tuple(lines))) == by_git
