"""Drives and shares that are not connected keep their files; what was deleted is gone."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import volumes
from indexer.events import AnyIngestionEvent, SourceAway
from indexer.library import Library
from indexer.volumes import Volume, connected_volumes, is_connected, places_of, volume_of
from tests.indexer.indexing import (
    CountingEmbedder,
    CountingParser,
    finished,
    of,
    run,
    search,
    write,
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def unchanged(library: Path) -> list[AnyIngestionEvent]:
    """Index again; nothing may be read."""
    parser, embedder = CountingParser(), CountingEmbedder()
    events = run(library, parser=parser, embedder=embedder)
    assert (parser.parsed, embedder.embedded) == ([], 0)
    return events


def away(library: Path) -> list[str]:
    with Library.open(library) as opened:
        return [each.path for each in opened.ledger.source_records() if each.away_since]


# -- real mounts ---------------------------------------------------------------------------------


class Stick:
    """A small file system of its own that can be unplugged and plugged in again."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image, self.folder = image, folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.image.mkdir()
        self.plug_in()

    def plug_in(self) -> None:
        """A file system in memory with what was on it when it was unplugged."""
        command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(self.folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this system lets the tests mount nothing")
        shutil.copytree(self.image, self.folder, dirs_exist_ok=True)

    def unplug(self) -> None:
        shutil.copytree(self.folder, self.image, dirs_exist_ok=True)
        subprocess.run(["umount", str(self.folder)], check=True)


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Stick]:
    if not sys.platform.startswith("linux") or not shutil.which("mount"):
        pytest.skip("mounts a Linux file system")
    made = Stick(tmp_path / "image", tmp_path / "media" / "stick")
    yield made
    subprocess.run(["umount", str(made.folder)], capture_output=True, check=False)


def test_a_stick_whose_mount_point_stays_is_away_and_comes_back(
    library: Path, stick: Stick
) -> None:
    write(stick.folder / "papers", lease="The rent is 900 euros.", vine="The vine is pruned.")
    run(library, [stick.folder])
    stick.unplug()
    events = unchanged(library)
    assert list(stick.folder.iterdir()) == []
    assert of(SourceAway, events) == [SourceAway(path=str(stick.folder), files=2)]
    assert finished(events) == (0, 2, 0, 0, 0)
    assert events[-1].away == 2  # type: ignore[union-attr]
    assert away(library) == [str(stick.folder)]
    assert search(library, "rent") == ["lease.txt"]
    stick.plug_in()
    events = unchanged(library)
    assert finished(events) == (0, 2, 0, 0, 0)
    assert away(library) == []


def test_a_folder_of_a_stick_is_away_with_it(library: Path, stick: Stick) -> None:
    write(stick.folder / "papers", lease="The rent is 900 euros.")
    run(library, [stick.folder / "papers"])
    stick.unplug()
    assert of(SourceAway, unchanged(library)) == [
        SourceAway(path=str(stick.folder / "papers"), files=1)
    ]


def test_a_stick_mounted_below_a_source_is_away_alone(library: Path, stick: Stick) -> None:
    home = stick.folder.parent
    write(home, note="The pump is oiled.")
    write(stick.folder, lease="The rent is 900 euros.")
    run(library, [home])
    stick.unplug()
    (home / "note.txt").unlink()
    events = run(library)
    assert of(SourceAway, events) == [SourceAway(path=str(stick.folder), files=1)]
    assert finished(events) == (0, 1, 0, 0, 1)
    assert away(library) == []
    assert search(library, "rent pump") == ["lease.txt"]


def test_what_was_deleted_from_a_connected_stick_is_gone(library: Path, stick: Stick) -> None:
    write(stick.folder, lease="The rent is 900 euros.")
    run(library, [stick.folder])
    (stick.folder / "lease.txt").unlink()
    assert finished(run(library)) == (0, 0, 0, 0, 1)


def test_files_that_moved_to_the_folder_itself_are_followed(library: Path, stick: Stick) -> None:
    """Somebody gave up the stick and put its files where it used to be mounted."""
    write(stick.folder, lease="The rent is 900 euros.", vine="The vine is pruned.")
    run(library, [stick.folder])
    stick.unplug()
    shutil.copy(stick.image / "lease.txt", stick.folder)
    assert finished(run(library))[4] == 1
    assert search(library, "rent vine") == ["lease.txt"]


# -- without mounts ------------------------------------------------------------------------------


def test_an_emptied_folder_that_was_no_drive_is_empty(library: Path, tmp_path: Path) -> None:
    write(tmp_path / "documents", lease="The rent is 900 euros.")
    run(library, [tmp_path / "documents"])
    (tmp_path / "documents" / "lease.txt").unlink()
    assert finished(run(library)) == (0, 0, 0, 0, 1)


def test_a_source_that_is_missing_is_away_wherever_it_went(library: Path, tmp_path: Path) -> None:
    write(tmp_path / "documents", lease="The rent is 900 euros.")
    run(library, [tmp_path / "documents"])
    (tmp_path / "documents").rename(tmp_path / "papers")
    assert of(SourceAway, unchanged(library)) == [
        SourceAway(path=str(tmp_path / "documents"), files=1)
    ]
    embedder = CountingEmbedder()
    run(library, [tmp_path / "papers"], embedder=embedder)
    assert embedder.embedded == 0, "added under its new name it is known"


def test_a_folder_deleted_inside_a_source_is_deleted(library: Path, tmp_path: Path) -> None:
    write(tmp_path / "documents" / "old", lease="The rent is 900 euros.")
    run(library, [tmp_path / "documents"])
    shutil.rmtree(tmp_path / "documents" / "old")
    assert finished(run(library, [tmp_path / "documents" / "old"])) == (0, 0, 0, 0, 1)


def test_another_medium_at_the_same_place_is_not_taken_for_the_first(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    mounted = [Volume(str(drive), "vfat", identity="first")]
    monkeypatch.setattr("indexer.away.connected_volumes", lambda: mounted)
    write(drive, lease="The rent is 900 euros.")
    run(library, [drive])
    (drive / "lease.txt").unlink()
    write(drive, other="Somebody else's letters.")
    mounted[:] = [Volume(str(drive), "vfat", identity="second")]
    assert of(SourceAway, run(library)) == [SourceAway(path=str(drive), files=1)]
    assert search(library, "rent letters") == ["lease.txt"]


# -- volumes -------------------------------------------------------------------------------------


def test_the_system_s_volumes_hold_every_path(tmp_path: Path) -> None:
    assert volume_of(str(tmp_path.resolve()), connected_volumes()) is not None


def test_the_nearest_volume_holds_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    root, stick = Volume("/", "ext4"), Volume("/media/stick", "vfat")
    assert volume_of("/media/stick/a.txt", [stick, root]) == stick
    assert volume_of("/media/sticky/a.txt", [stick, root]) == root
    monkeypatch.setattr(volumes.os.path, "realpath", str)
    assert [place.folder for place in places_of("/media", [root, stick])] == [
        "/media",
        "/media/stick",
    ]


@pytest.mark.parametrize(
    ("kind", "tells"),
    [("ext4", True), ("nfs4", False), ("fuse.sshfs", False), ("CIFS", False), ("9p", False)],
)
def test_a_network_s_file_system_tells_no_changes(kind: str, tells: bool) -> None:
    assert Volume("/mnt", kind).tells_changes is tells


def test_a_volume_without_identity_is_known_by_its_place() -> None:
    assert is_connected(Volume("/mnt", "ext4"), [Volume("/mnt", "ext4", "a")])
    assert not is_connected(Volume("/mnt", "ext4"), [Volume("/", "ext4")])
