"""Fetches a model of the catalogue from the model hub: the only file that uses the network.

It does so only when it is called, on a person's word. What has arrived is kept, so that a cut
connection costs nothing, and nothing counts as installed before its SHA-256 has been compared.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx2
from huggingface_hub import (
    constants,
    get_hf_file_metadata,
    get_session,
    hf_hub_url,
    hf_raise_for_status,
)
from huggingface_hub.errors import HfHubHTTPError

from models.catalogue import ModelFile, ModelSpec
from models.errors import DownloadFailed, ModelNotOffered
from models.files import git_hash_of, require_space, sha256_of
from models.installed import Manifest, ManifestFile, models_folder, write_manifest

CHUNK_BYTES = 1 << 20
SECONDS_WITHOUT_DATA = 30.0
HASH = re.compile(r"[0-9a-f]{64}|[0-9a-f]{40}")
"""The SHA-256 of a large file, or of a small one what git knows it by."""


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How much of a model has arrived; `finished` comes true once, after everything was checked."""

    model_id: str
    received: int
    total: int
    finished: bool = False


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub with the size and hash that it must have when it has arrived."""

    name: str
    url: str
    size: int
    hash: str
    """SHA-256, or where it is 40 digits long what git knows the content by."""


def download_model(spec: ModelSpec) -> Iterator[DownloadProgress]:
    """Fetch the model; every step is progress, and closing the iterator keeps what has arrived.

    Raises `ModelNotOffered`, `NotEnoughSpace` or `DownloadFailed`; calling it again continues.
    """
    if spec.repository is None:
        raise ModelNotOffered(spec.id)
    folder = models_folder() / spec.id
    with _network():
        remote_files = [_look_up(spec.repository, file) for file in spec.files]
        total = sum(file.size for file in remote_files)
        require_space(folder, total - sum(_arrived(folder, file) for file in remote_files))
        folder.mkdir(parents=True, exist_ok=True)
        done = 0
        for file in remote_files:
            for received in _fetch(file, folder):
                yield DownloadProgress(spec.id, done + received, total)
            done += file.size
    write_manifest(folder, _manifest(spec, folder, remote_files))
    yield DownloadProgress(spec.id, total, total, finished=True)


def _sha256(folder: Path, file: RemoteFile) -> str:
    return file.hash if len(file.hash) == 64 else sha256_of(folder / file.name)


def _manifest(spec: ModelSpec, folder: Path, files: list[RemoteFile]) -> Manifest:
    return Manifest(
        id=spec.id,
        task=spec.task,
        source=spec.repository or "",
        licence=spec.licence,
        context_length=spec.context_length,
        files=[ManifestFile(file.name, file.size, _sha256(folder, file)) for file in files],
    )


@contextmanager
def _network() -> Iterator[None]:
    """Lift the hub library's offline mode, which holds everywhere else, for one download."""
    offline = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = offline


def _look_up(repository: str, file: ModelFile) -> RemoteFile:
    """Ask the hub for the file's size and hash; what the catalogue knows for certain goes first."""
    endpoint = os.environ.get("HF_ENDPOINT")
    url = hf_hub_url(repository, file.name, endpoint=endpoint)
    with _connection_to(file.name):
        metadata = get_hf_file_metadata(url, endpoint=endpoint)
    known = file.sha256 or metadata.etag or ""
    size = file.size or metadata.size
    if size is None or not HASH.fullmatch(known):
        raise DownloadFailed(file.name, "the hub does not say what its hash must be")
    return RemoteFile(file.name, url, size, known)


def _fetch(file: RemoteFile, folder: Path) -> Iterator[int]:
    """Bring one file into the folder, yielding the bytes that are there so far."""
    target = folder / file.name
    if target.is_file() and target.stat().st_size == file.size:
        return
    unfinished = _unfinished(folder, file)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    with unfinished.open("ab") as output:
        yield from _receive(file, output)
    is_sha256 = len(file.hash) == 64
    actual = sha256_of(unfinished) if is_sha256 else git_hash_of(unfinished)
    if actual != file.hash:
        unfinished.unlink()
        kind = "SHA-256" if is_sha256 else "hash"
        raise DownloadFailed(
            file.name, f"its {kind} is {actual} instead of {file.hash}; it was deleted"
        )
    unfinished.replace(target)


def _receive(file: RemoteFile, output: BinaryIO) -> Iterator[int]:
    """Append what is missing, and stop when the file is as long as it must be."""
    received = output.tell()
    if received > file.size:
        received = output.truncate(0)
    yield received
    if received == file.size:
        return
    headers = {"Range": f"bytes={received}-", "Accept-Encoding": "identity"}
    session = get_session()
    with (
        _connection_to(file.name),
        session.stream("GET", file.url, headers=headers, timeout=SECONDS_WITHOUT_DATA) as response,
    ):
        hf_raise_for_status(response)
        if received and response.status_code != 206:
            # The server sends everything again.
            received = output.truncate(0)
        for chunk in response.iter_bytes(CHUNK_BYTES):
            received += output.write(chunk)
            if received > file.size:
                break
            yield received
    if received != file.size:
        raise DownloadFailed(file.name, f"{received:,} of {file.size:,} bytes arrived; try again")


@contextmanager
def _connection_to(file_name: str) -> Iterator[None]:
    """Turn what the hub library and its connection raise into `DownloadFailed`."""
    try:
        yield
    except (HfHubHTTPError, httpx2.HTTPError) as error:
        raise DownloadFailed(file_name, str(error).strip() or type(error).__name__) from error
    except OSError as error:
        raise DownloadFailed(file_name, error.strerror or str(error)) from error


def _arrived(folder: Path, file: RemoteFile) -> int:
    """Bytes of the file that are on the disk already."""
    for path in (folder / file.name, _unfinished(folder, file)):
        if path.is_file():
            return min(path.stat().st_size, file.size)
    return 0


def _unfinished(folder: Path, file: RemoteFile) -> Path:
    """Where the file grows; named by its hash, so that a newer version starts afresh."""
    return folder / f"{file.name}.{file.hash[:8]}.part"
