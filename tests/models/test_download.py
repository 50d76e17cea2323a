"""Downloads against a server on this machine that speaks the hub's protocol."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from huggingface_hub import constants

from models.catalogue import PAIR_FILES, ModelFile, ModelSpec, model_spec
from models.checking import check_model
from models.download import DownloadProgress, download_model
from models.errors import DownloadFailed, ModelNotOffered, NotEnoughSpace
from models.installed import installed_model, installed_models
from models.loading import load_reranker
from tests.pair_folders import reranker_folder

CONTENT = bytes(range(256)) * 12_000
PATH = "/maker/tiny-GGUF/resolve/main/tiny.gguf"
SPEC = ModelSpec(
    id="tiny",
    task="language",
    licence="MIT",
    files=(ModelFile("tiny.gguf"),),
    approximate_bytes=len(CONTENT),
    context_length=128,
    repository="maker/tiny-GGUF",
)


@dataclass
class Hub:
    """What the server sends and what it was asked."""

    content: bytes = CONTENT
    promised: str = hashlib.sha256(CONTENT).hexdigest()
    promised_size: int = len(CONTENT)
    cut_after: int | None = None
    knows_ranges: bool = True
    ranges: list[str | None] = field(default_factory=list)


class HubHandler(BaseHTTPRequestHandler):
    """Answers HEAD with size and hash, and GET with the content from where it is asked."""

    hub: Hub

    def do_HEAD(self) -> None:
        if self.path != PATH:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("X-Linked-Etag", f'"{self.hub.promised}"')
        self.send_header("X-Linked-Size", str(self.hub.promised_size))
        self.send_header("Content-Length", str(self.hub.promised_size))
        self.end_headers()

    def do_GET(self) -> None:
        asked = self.headers["Range"]
        self.hub.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if self.hub.knows_ranges else 0
        body = self.hub.content[start:]
        self.send_response(206 if self.hub.knows_ranges else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.hub.cut_after is None else body[: self.hub.cut_after])

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub()
    handler = type("Handler", (HubHandler,), {"hub": hub})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        yield hub
        server.shutdown()
        thread.join()


def test_a_download_reports_progress_and_installs_the_model(hub: Hub) -> None:
    steps = list(download_model(SPEC))
    assert steps[-1] == DownloadProgress("tiny", len(CONTENT), len(CONTENT), finished=True)
    assert [step.received for step in steps] == sorted(step.received for step in steps)
    assert sum(step.finished for step in steps) == 1
    model = installed_model("tiny")
    assert model.main_file.read_bytes() == CONTENT
    assert (model.licence, model.source, model.size) == ("MIT", "maker/tiny-GGUF", len(CONTENT))
    assert len(list(model.folder.iterdir())) == 2


def test_it_goes_on_where_a_cut_connection_left_it(hub: Hub) -> None:
    hub.cut_after = 1_500_000
    with pytest.raises(DownloadFailed, match=r"tiny\.gguf"):
        list(download_model(SPEC))
    assert len(installed_models()) == 2
    hub.cut_after = None
    steps = list(download_model(SPEC))
    assert steps[0].received > 0
    assert hub.ranges[0] == "bytes=0-"
    assert hub.ranges[1] == f"bytes={steps[0].received}-"
    assert installed_model("tiny").main_file.read_bytes() == CONTENT


def test_stopping_keeps_what_has_arrived(hub: Hub) -> None:
    steps = download_model(SPEC)
    while next(steps).received == 0:
        pass
    steps.close()
    assert next(download_model(SPEC)).received > 0


def test_a_server_without_ranges_sends_everything_again(hub: Hub) -> None:
    hub.cut_after = 1_500_000
    with pytest.raises(DownloadFailed):
        list(download_model(SPEC))
    hub.cut_after, hub.knows_ranges = None, False
    list(download_model(SPEC))
    assert installed_model("tiny").main_file.read_bytes() == CONTENT


def test_one_flipped_bit_is_noticed_and_nothing_of_it_stays(
    hub: Hub, own_models_folder: Path
) -> None:
    hub.content = CONTENT[:99] + bytes([CONTENT[99] ^ 1]) + CONTENT[100:]
    with pytest.raises(DownloadFailed, match="SHA-256"):
        list(download_model(SPEC))
    assert len(installed_models()) == 2
    assert list((own_models_folder / "tiny").iterdir()) == []


def test_the_catalogues_hash_goes_before_the_hubs(hub: Hub) -> None:
    hub.promised = "0" * 64
    known = ModelFile("tiny.gguf", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    list(download_model(ModelSpec("tiny", "language", "MIT", (known,), 1, 128, "maker/tiny-GGUF")))
    assert installed_model("tiny").main_file.read_bytes() == CONTENT


def test_a_hub_that_promises_no_hash_is_not_trusted(hub: Hub) -> None:
    hub.promised = "an-etag-of-another-kind"
    with pytest.raises(DownloadFailed, match="hash"):
        list(download_model(SPEC))
    assert hub.ranges == []


def test_a_model_larger_than_the_disk_is_refused_before_it_starts(
    hub: Hub, own_models_folder: Path
) -> None:
    hub.promised_size = 1 << 60
    with pytest.raises(NotEnoughSpace):
        list(download_model(SPEC))
    assert hub.ranges == []
    assert not own_models_folder.exists()


def test_more_than_was_promised_is_not_swallowed(hub: Hub, own_models_folder: Path) -> None:
    hub.promised_size = 1_000
    with pytest.raises(DownloadFailed):
        list(download_model(SPEC))
    assert len(installed_models()) == 2


def test_a_file_that_the_hub_does_not_have_is_named(hub: Hub) -> None:
    absent = ModelSpec("x", "language", "MIT", (ModelFile("absent.gguf"),), 1, 1, "maker/tiny-GGUF")
    with pytest.raises(DownloadFailed, match=r"absent\.gguf"):
        list(download_model(absent))


def test_no_connection_is_a_clear_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(DownloadFailed, match=r"tiny\.gguf"):
        list(download_model(SPEC))


def test_a_starter_is_not_downloaded() -> None:
    starter = model_spec("all-MiniLM-L6-v2")
    assert starter is not None
    with pytest.raises(ModelNotOffered, match="all-MiniLM"):
        list(download_model(starter))


def test_offline_mode_holds_again_after_a_download(hub: Hub) -> None:
    assert constants.HF_HUB_OFFLINE
    list(download_model(SPEC))
    assert constants.HF_HUB_OFFLINE


class FolderHandler(BaseHTTPRequestHandler):
    """A repository of several files; the hub gives git's hash of those that are small."""

    folder: Path

    def do_HEAD(self) -> None:
        self.send_response(200)
        content = self._content()
        if self.path.endswith(".safetensors"):
            self.send_header("X-Linked-Etag", f'"{hashlib.sha256(content).hexdigest()}"')
            self.send_header("X-Linked-Size", str(len(content)))
        else:
            head = f"blob {len(content)}\0".encode()
            self.send_header("ETag", f'"{hashlib.sha1(head + content).hexdigest()}"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self._content())

    def _content(self) -> bytes:
        return (self.folder / self.path.rpartition("/")[2]).read_bytes()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that the server offers, with a reranker in it."""
    folder = reranker_folder(tmp_path / "offered", {"golden": 4.0})
    handler = type("Handler", (FolderHandler,), {"folder": folder})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        yield folder
        server.shutdown()
        thread.join()


def test_a_reranker_arrives_with_all_its_files_and_works(repository: Path) -> None:
    spec = model_spec("ms-marco-MiniLM-L6-v2")
    assert spec is not None
    steps = list(download_model(spec))
    assert steps[-1].finished
    model = installed_model(spec.id)
    assert [file.name for file in model.files] == list(PAIR_FILES)
    assert all(len(file.sha256 or "") == 64 for file in model.files)
    assert check_model(spec.id).hash_verified
    reranker = load_reranker(spec.id, threads=1)
    assert reranker.languages == {"en"}
    assert reranker.score("?", ["golden"])[0] > 0


def test_a_small_file_that_was_changed_on_the_way_is_noticed(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = model_spec("ms-marco-MiniLM-L6-v2")
    assert spec is not None
    monkeypatch.setattr(FolderHandler, "do_GET", _send_other)
    with pytest.raises(DownloadFailed, match=r"its (hash|SHA-256) is .* it was deleted"):
        list(download_model(spec))
    assert len(installed_models()) == 2


def _send_other(handler: FolderHandler) -> None:
    """The small files with another last byte."""
    content = handler._content()
    handler.send_response(200)
    handler.end_headers()
    is_small = handler.path.endswith(".json")
    handler.wfile.write(content[:-1] + b"?" if is_small else content)
