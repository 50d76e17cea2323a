"""Which files of a folder are found, and which are not even looked at."""

import os
import sys
from pathlib import Path

import pytest

from indexer.discover import NO_RULES, FoundFile, below, below_any, discover
from indexer.documents import ReasonCode
from indexer.rules import Rules

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")


SMALL = Rules(largest=5_000_000)


def walk(
    folder: Path, library: Path = Path("/nowhere"), rules: Rules = NO_RULES
) -> dict[str, FoundFile]:
    found = list(discover(str(folder), library, rules))
    assert len({file.path for file in found}) == len(found)
    return {Path(file.path).relative_to(folder).as_posix(): file for file in found}


def test_hidden_files_and_what_programs_leave_behind_are_ignored(tmp_path: Path) -> None:
    ignored = (".hidden.txt", ".git/config.txt", "~$lease.docx", "Thumbs.db", "film.txt.part")
    for name in (*ignored, "seen.txt", "deep/seen.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    assert walk(tmp_path).keys() == {"seen.txt", "deep/seen.md"}


def test_the_librarys_own_folder_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "library" / "logs").mkdir(parents=True)
    (tmp_path / "library" / "logs" / "engine.txt").write_text("log")
    (tmp_path / "seen.txt").write_text("text")
    assert walk(tmp_path, tmp_path / "library").keys() == {"seen.txt"}
    assert walk(tmp_path / "library", tmp_path / "library") == {}


@POSIX
def test_links_are_not_followed_in_circles_nor_outside(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside / "deep", outside):
        folder.mkdir(parents=True)
        (folder / "seen.txt").write_text("text")
    (inside / "deep" / "up").symlink_to(inside)
    (inside / "self").symlink_to(inside / "self")
    (inside / "away").symlink_to(outside)
    (inside / "linked.txt").symlink_to(outside / "seen.txt")
    (inside / "broken.txt").symlink_to(outside / "gone.txt")
    found = walk(inside)
    assert found.keys() == {"deep/seen.txt", "self", "linked.txt", "broken.txt"}
    assert found["linked.txt"].problem is None
    assert found["linked.txt"].size == 4
    for name in ("self", "broken.txt"):
        problem = found[name].problem
        assert problem is not None
        assert problem.code is ReasonCode.NOT_A_FILE


@POSIX
def test_a_source_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "seen.txt").write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert walk(tmp_path / "link").keys() == {"seen.txt"}


@POSIX
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    problem = walk(tmp_path)["pipe.txt"].problem
    assert problem is not None
    assert problem.code is ReasonCode.NOT_A_FILE


def test_what_no_parser_reads_is_found_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "picture.xyz").write_bytes(b"x")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(6_000_000)
    reasons = {name: file.problem for name, file in walk(tmp_path, rules=SMALL).items()}
    assert {name: reason.code for name, reason in reasons.items() if reason} == {
        "empty.txt": ReasonCode.EMPTY,
        "picture.xyz": ReasonCode.UNSUPPORTED,
        "huge.txt": ReasonCode.TOO_LARGE,
    }
    assert reasons["huge.txt"] is not None
    assert reasons["huge.txt"].detail == "6 MB"


def test_a_missing_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(discover(str(tmp_path / "none"), tmp_path))


def test_a_file_is_found_by_itself(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("text")
    (found,) = discover(str(tmp_path / "one.txt"), tmp_path / "library")
    assert (found.path, found.size, found.problem) == (str(tmp_path / "one.txt"), 4, None)


@POSIX
def test_below_any_means_below_one_of_them() -> None:
    paths = ["/", "/a", "/a/b", "/a/b/c.txt", "/ab", "/a/bc", "/x/y"]
    for folders in ({"/a/b"}, {"/"}, {"/a/b", "/x"}, set[str](), {"/a/b/c.txt"}):
        expected = {path for path in paths if any(below(path, folder) for folder in folders)}
        assert {path for path in paths if below_any(path, folders)} == expected
