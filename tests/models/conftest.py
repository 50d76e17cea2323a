"""The starter models, loaded once, a models folder of the test's own, and small GGUF files."""

import os
import struct
from pathlib import Path

import pytest

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as models.loading does

from models.interfaces import EmbeddingModel, LanguageModel
from models.loading import load_embedding_model, load_language_model


@pytest.fixture(autouse=True)
def own_models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv("FOOTNOTE_MODELS", str(folder))
    return folder


@pytest.fixture(scope="session")
def starter_embedder() -> EmbeddingModel:
    return load_embedding_model(threads=2)


@pytest.fixture(scope="session")
def starter_language_model() -> LanguageModel:
    return load_language_model(threads=2)


@pytest.fixture
def headless_gguf(tmp_path: Path) -> Path:
    """A well-formed GGUF file without a model in it: one text entry, no tensor."""
    path = tmp_path / "headless.gguf"
    path.write_bytes(
        b"GGUF"
        + struct.pack("<IQQ", 3, 0, 1)
        + _text(b"general.name")
        + struct.pack("<I", 8)
        + _text(b"nothing")
    )
    return path


def _text(content: bytes) -> bytes:
    return struct.pack("<Q", len(content)) + content
