"""Which drives, sticks and shares are connected, and which folders of a source lie on them."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import psutil

UNREPORTING_KINDS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs"),
        *("9p", "afs", "ceph", "glusterfs", "ncpfs", "vboxsf", "vmhgfs", "prl_fs", "virtiofs"),
        *("drvfs", "remote"),
    }
)
"""File systems whose changes may be made elsewhere, so that nobody here is told of them."""

DISK_NAMES = Path("/dev/disk/by-uuid")
"""Where Linux names each medium by what is written on it."""


class Volume(msgspec.Struct, frozen=True):
    """A connected file system."""

    folder: str
    """Where it begins: "/media/stick", "/Volumes/Stick", "E:\\"."""
    kind: str
    identity: str = ""
    """Tells it from another medium at the same place; empty where nothing does."""

    @property
    def tells_changes(self) -> bool:
        """Whether the system hears of every change on it."""
        return self.kind.lower() not in UNREPORTING_KINDS and not self.kind.startswith("fuse.")


class Place(msgspec.Struct, frozen=True):
    """A folder of a source that lies on a volume of its own: the source itself, or one below it."""

    folder: str
    """As the ledger writes it."""
    volume: Volume


def connected_volumes() -> list[Volume]:
    """The volumes that are connected now, by the system's list: a dead share cannot hang it."""
    names = dict(_medium_names())
    volumes = []
    for part in psutil.disk_partitions(all=True):
        kind = _kind(part.fstype, part.opts)
        volumes.append(Volume(part.mountpoint, kind, _identity(part.device, kind, names)))
    return volumes


def places_of(source: str, volumes: Sequence[Volume]) -> list[Place]:
    """The volume on which a source lies, and those that are mounted somewhere below it."""
    real = os.path.realpath(source)
    home = volume_of(real, volumes)
    places = [] if home is None else [Place(source, home)]
    start = _as_folder(real)
    for volume in volumes:
        if volume is not home and _as_folder(volume.folder).startswith(start):
            inside = volume.folder[len(start) :].rstrip("\\/")
            places.append(Place(os.path.join(source, inside), volume))  # noqa: PTH118 - strings
    return places


def volume_of(path: str, volumes: Iterable[Volume]) -> Volume | None:
    """The volume that holds an absolute path without links."""
    holding = [each for each in volumes if _as_folder(path).startswith(_as_folder(each.folder))]
    # Of two that are mounted at one place, the later one hides the earlier.
    return max(reversed(holding), key=lambda volume: len(volume.folder), default=None)


def is_connected(volume: Volume, volumes: Iterable[Volume]) -> bool:
    """Whether this very volume is connected; another medium at the same place is not it."""
    present = [each for each in volumes if each.folder == volume.folder]
    return any(
        not each.identity or not volume.identity or each.identity == volume.identity
        for each in present[-1:]
    )


def _as_folder(path: str) -> str:
    """The path in the form that comparing needs, with a separator at its end."""
    return os.path.normcase(path).rstrip("\\/" if os.sep == "\\" else "/") + os.sep


def _kind(file_system: str, options: str) -> str:
    """The file system's name; on Windows a network drive has the name of the server's."""
    return "remote" if sys.platform == "win32" and "remote" in options.split(",") else file_system


def _identity(device: str, kind: str, names: dict[str, str]) -> str:
    if sys.platform == "win32":
        return device if kind == "remote" else _serial_number(device)
    return names.get(os.path.realpath(device), "") if device.startswith("/dev/") else device


def _serial_number(drive: str) -> str:
    """Windows tells a volume's serial number as its device; an empty drive has none."""
    try:
        return str(os.stat(drive).st_dev)  # noqa: PTH116 - strings throughout
    except OSError:
        return ""


def _medium_names() -> Iterator[tuple[str, str]]:
    """Devices with the identifiers of the media in them, where the system lists these."""
    try:
        links = list(DISK_NAMES.iterdir())
    except OSError:
        return
    for link in links:
        yield os.path.realpath(link), link.name
