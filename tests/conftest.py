"""What every test gets: no network, no model hub, an offscreen screen, folders of its own."""

import os
import socket
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import pytest

from tests.fakes import HashEmbedder

REPOSITORY = Path(__file__).resolve().parent.parent
CORPORA = REPOSITORY.parent / "shared" / "corpora"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test fail that would speak to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the library and settings of whoever runs the tests out of them."""
    monkeypatch.setenv("FOOTNOTE_LIBRARY", str(tmp_path / "default-library"))
    monkeypatch.setenv("FOOTNOTE_SETTINGS", str(tmp_path / "settings.toml"))


@pytest.fixture
def hash_embedder() -> HashEmbedder:
    """Deterministic vectors without a trained model."""
    return HashEmbedder()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample documents that come with the project."""
    return REPOSITORY / "samples"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The measuring corpora; skips the test where they are absent."""
    if not CORPORA.is_dir():
        pytest.skip(f"the measuring corpora are not at {CORPORA}")
    return CORPORA
