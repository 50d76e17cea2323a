"""The fast back end makes the vectors that torch makes, sends nothing, and gives way to torch."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import backends, openvino_embedding
from models.backends import FORCED_BY, Backend, backend_for, embedding_plan
from models.catalogue import STARTER_EMBEDDING_ID
from models.errors import ModelUnloadable
from models.installed import installed_model
from models.interfaces import Vectors
from models.loading import load_embedding_model
from models.openvino_embedding import (
    CALIBRATION_TEXTS,
    OpenVinoEmbedder,
)
from models.sentence_embedding import SentenceEmbedder
from models.tokens import LENGTH_STEP, TOKENS_PER_BATCH, batches_of_few_shapes

REPOSITORY = Path(__file__).parents[2]
NAMED = {"model_id": STARTER_EMBEDDING_ID, "max_tokens": 256, "threads": 2}


def real_texts() -> list[str]:
    """Paragraphs of our own documentation, tables and commands among them."""
    pages = [*sorted((REPOSITORY / "docs").glob("*.md")), REPOSITORY / "README.md"]
    paragraphs = [part for page in pages for part in page.read_text("utf-8").split("\n\n")]
    return [part.strip() for part in paragraphs if len(part.strip()) > 60][:120]


@pytest.fixture(scope="module")
def folder() -> Path:
    return installed_model(STARTER_EMBEDDING_ID).folder


@pytest.fixture(scope="module")
def fast(folder: Path) -> OpenVinoEmbedder:
    return OpenVinoEmbedder(folder, **NAMED)


@pytest.fixture(scope="module")
def exact_vectors(folder: Path) -> Vectors:
    return SentenceEmbedder(folder, **NAMED, bf16=False).embed_documents(real_texts())


@pytest.fixture
def unforced(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv(FORCED_BY, raising=False)
    return monkeypatch


@pytest.mark.model
def test_8_bit_vectors_may_meet_exact_ones(fast: OpenVinoEmbedder, exact_vectors: Vectors) -> None:
    """The promise of the shared fingerprint, on texts that no scale was fitted to."""
    assert fast.is_int8
    vectors = fast.embed_documents(real_texts())
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosines = (vectors * exact_vectors).sum(axis=1)
    assert cosines.min() >= 0.999
    assert cosines.mean() >= 0.9995


@pytest.mark.model
def test_8_bit_vectors_rank_as_exact_ones_do(
    fast: OpenVinoEmbedder, exact_vectors: Vectors
) -> None:
    vectors = fast.embed_documents(real_texts())
    ranked, expected = (np.argsort(-(each @ each.T), axis=1) for each in (vectors, exact_vectors))
    shared = [len({*a[1:11]} & {*b[1:11]}) / 10 for a, b in zip(ranked, expected, strict=True)]
    assert np.mean(shared) >= 0.95


@pytest.mark.model
def test_float32_vectors_are_those_of_torch(folder: Path, exact_vectors: Vectors) -> None:
    exact = OpenVinoEmbedder(folder, **NAMED, int8=False)
    assert not exact.is_int8
    np.testing.assert_allclose(exact.embed_documents(real_texts()), exact_vectors, atol=1e-5)


@pytest.mark.model
def test_all_back_ends_share_fingerprint_tokens_and_dimension(
    fast: OpenVinoEmbedder, folder: Path
) -> None:
    torch = SentenceEmbedder(folder, **NAMED)
    assert fast.fingerprint == torch.fingerprint
    assert fast.dimension == torch.dimension
    assert fast.count_tokens(real_texts()) == torch.count_tokens(real_texts())


@pytest.mark.model
def test_texts_may_be_embedded_in_any_company(fast: OpenVinoEmbedder) -> None:
    """Padding only changes the order in which sums are made, and so where a value is rounded."""
    texts = real_texts()[:24]
    together = fast.embed_documents(texts)
    alone = np.stack([fast.embed_query(text) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.9997


@given(st.lists(st.integers(1, 258), max_size=80))
def test_batches_hold_every_text_once_in_few_shapes(lengths: list[int]) -> None:
    batches = list(batches_of_few_shapes(lengths))
    assert sorted(place for places, _ in batches for place in places) == list(range(len(lengths)))
    for places, length in batches:
        assert max(lengths[place] for place in places) <= length
        assert length - min(lengths[place] for place in places) < LENGTH_STEP
        assert len(places) * length <= TOKENS_PER_BATCH or len(places) == 1
    assert len({(len(places), length) for places, length in batches}) <= 40


@pytest.mark.model
def test_memory_does_not_grow_with_the_texts_that_were_seen(fast: OpenVinoEmbedder) -> None:
    """Each mix would be a shape of its own, and a megabyte or two, if it were one batch."""
    texts = [" ".join(["rent"] * count) for count in range(1, 257, 3)]
    fast.embed_documents(texts)
    before = psutil.Process().memory_info().rss
    for first in range(40):
        fast.embed_documents(texts[first : first + 40 : 8])
    assert psutil.Process().memory_info().rss - before < 30e6


@pytest.mark.model
def test_a_question_is_computed_once_for_the_search_and_for_its_sentences(
    fast: OpenVinoEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = [f"What does clause {number} say of the rent?" for number in range(40)]
    first = fast.embed_query(questions[0])
    with monkeypatch.context() as patched:
        patched.setattr(fast, "_embed", None)
        assert fast.embed_query(questions[0]) is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1.0
    others = [fast.embed_query(question) for question in questions]
    assert fast.embed_query(questions[0]) is not first, "only the latest ones are kept"
    np.testing.assert_allclose(others[0], first, atol=1e-6)


@pytest.mark.model
def test_a_question_may_come_while_documents_are_embedded(fast: OpenVinoEmbedder) -> None:
    texts = real_texts()[:48]
    expected, question = fast.embed_documents(texts), fast.embed_query(texts[0])
    with ThreadPoolExecutor(2) as pool:
        indexing = pool.submit(fast.embed_documents, texts)
        questions = [pool.submit(fast.embed_documents, texts[:1]) for _ in range(20)]
        np.testing.assert_allclose(indexing.result(), expected, atol=1e-4)
    assert all(np.allclose(each.result(), question, atol=1e-4) for each in questions)


@pytest.mark.model
def test_rounding_that_costs_too_much_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_embedding, "LEAST_COSINE", 0.999_999)
    careful = OpenVinoEmbedder(folder, **NAMED)
    assert not careful.is_int8
    assert careful.embed_documents(CALIBRATION_TEXTS).shape == (len(CALIBRATION_TEXTS), 384)


@pytest.mark.model
def test_it_needs_no_torch_opens_no_connection_and_leaves_nothing_in_the_home(
    tmp_path: Path,
) -> None:
    program = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('a connection was opened')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from models.loading import load_embedding_model as load\n"
        "assert load(threads=1).embed_query('rent').shape == (384,)\n"
        "reporting = ('openvino_telemetry', 'openvino.tools.ovc', 'torch')\n"
        "assert not [name for name in reporting if sys.modules.get(name)]\n"
    )
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    environment = os.environ | home | {FORCED_BY: "openvino-int8"}
    finished = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment,
        cwd=REPOSITORY,
    )
    assert finished.returncode == 0, finished.stderr
    assert (finished.stdout, list(tmp_path.iterdir())) == ("", [])


@pytest.mark.model
def test_the_processor_may_be_used_as_before(fast: OpenVinoEmbedder) -> None:
    if not hasattr(os, "sched_getaffinity"):
        pytest.skip("this system does not say on which cores a thread may run")
    before = os.sched_getaffinity(0)
    fast.embed_query("rent")
    assert os.sched_getaffinity(0) == before


@pytest.mark.model
def test_torch_takes_over_when_openvino_fails(
    unforced: pytest.MonkeyPatch, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    unforced.setattr(backends, "has_int8_products", lambda: True)

    class Broken:
        def __init__(self, *_: object, **__: object) -> None:
            raise RuntimeError("no plugin for CPU")

    unforced.setattr(openvino_embedding, "OpenVinoEmbedder", Broken)
    assert isinstance(load_embedding_model(threads=1), SentenceEmbedder)
    assert "no plugin for CPU" in caplog.text


def test_torch_is_chosen_where_openvino_is_not_installed(unforced: pytest.MonkeyPatch) -> None:
    model = installed_model(STARTER_EMBEDDING_ID)
    unforced.setattr(backends, "installed_model", lambda _: model)
    unforced.setattr(backends.importlib.util, "find_spec", lambda _: None)
    unforced.setattr(backends, "has_native_bf16", lambda: False)
    unforced.setenv(FORCED_BY, "openvino-int8")
    assert backend_for(model) is Backend.TORCH
    assert embedding_plan(model.id, 1).label == "torch fp32, 1 thread"


def test_the_processor_decides_and_the_environment_overrules(
    unforced: pytest.MonkeyPatch,
) -> None:
    model = installed_model(STARTER_EMBEDDING_ID)
    unforced.setattr(backends, "has_int8_products", lambda: True)
    assert backend_for(model) is Backend.OPENVINO_INT8
    assert embedding_plan(model.id, 2).label == "OpenVINO int8, 2 threads"
    unforced.setattr(backends, "has_int8_products", lambda: False)
    assert backend_for(model) is Backend.TORCH
    unforced.setenv(FORCED_BY, "openvino")
    assert backend_for(model) is Backend.OPENVINO
    unforced.setenv(FORCED_BY, "abacus")
    assert backend_for(model) is Backend.TORCH


def test_a_folder_without_a_model_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ModelUnloadable, match="broken"):
        OpenVinoEmbedder(tmp_path, model_id="broken", max_tokens=256)


def test_a_damaged_weights_file_is_refused_with_its_name(folder: Path, tmp_path: Path) -> None:
    for file in folder.rglob("*.json"):
        copy = tmp_path / file.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(ModelUnloadable, match=r"model\.safetensors"):
        OpenVinoEmbedder(tmp_path, model_id="damaged", max_tokens=256)


CTRL_C_AFTER_MODELS = """
import gc, signal
from models.loading import load_embedding_model

signal.signal(signal.SIGINT, signal.default_int_handler)
for _ in range(2):
    model = load_embedding_model()
    model.embed_documents(["Otters swim."])
    del model
    gc.collect()
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("heeded")
"""


def test_ctrl_c_is_heeded_after_models_have_come_and_gone() -> None:
    command = [sys.executable, "-X", "faulthandler", "-c", CTRL_C_AFTER_MODELS]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert run.stdout == "heeded\n", run.stderr[-2000:]
