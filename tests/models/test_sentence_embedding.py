"""The starter embedding model, as the rest of the house relies on it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue import STARTER_EMBEDDING_ID
from models.errors import ModelUnloadable
from models.installed import installed_model
from models.interfaces import EmbeddingModel
from models.sentence_embedding import SentenceEmbedder
from models.tokens import batches_by_length

WORDS = [
    "rent",
    "tenant",
    "March",
    "notice",
    "heating",
    "1,250",
    "EUR",
    "landlord",
    "deposit",
    "keys",
    "garden",
    "insurance",
]


def passages(count: int) -> list[str]:
    """Passages of 1 to about 400 tokens, the same in every run."""
    random = np.random.default_rng(7)
    return [" ".join(random.choice(WORDS, random.integers(1, 250))) for _ in range(count)]


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 2000))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    batches = list(batches_by_length(lengths, budget))
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        padded = len(batch) * max(lengths[place] for place in batch)
        assert padded <= budget or len(batch) == 1


@pytest.mark.model
def test_vectors_are_float32_of_length_one_in_the_order_given(
    starter_embedder: EmbeddingModel,
) -> None:
    texts = passages(20)
    vectors = starter_embedder.embed_documents(texts)
    assert vectors.shape == (20, starter_embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.stack([starter_embedder.embed_query(text) for text in texts])
    assert (vectors * alone).sum(axis=1).min() >= 0.9997


@pytest.mark.model
def test_no_texts_give_no_vectors(starter_embedder: EmbeddingModel) -> None:
    assert starter_embedder.embed_documents([]).shape == (0, starter_embedder.dimension)


@pytest.mark.model
def test_a_question_lies_nearest_to_its_answer(starter_embedder: EmbeddingModel) -> None:
    vectors = starter_embedder.embed_documents(
        [
            "The cat sleeps on the sofa all day.",
            "The monthly rent is 1,250 euros, payable in advance.",
            "Photosynthesis turns light into chemical energy.",
        ]
    )
    question = starter_embedder.embed_query("How much does the flat cost per month?")
    assert int(np.argmax(vectors @ question)) == 1


@pytest.mark.model
def test_tokens_are_counted_without_special_ones_and_without_a_limit(
    starter_embedder: EmbeddingModel,
) -> None:
    assert starter_embedder.count_tokens(["", "rent", "rent " * 1000]) == [0, 1, 1000]


@pytest.mark.model
def test_text_within_the_limit_counts_to_its_last_token_and_no_further(
    starter_embedder: EmbeddingModel,
) -> None:
    full = "rent " * (starter_embedder.max_tokens - 1)
    garden, keys, beyond = starter_embedder.embed_documents(
        [full + "garden", full + "keys", full + "keys insurance deposit"]
    )
    assert float(garden @ keys) < 0.9995 < float(keys @ beyond)


@pytest.mark.model
def test_two_threads_get_what_one_gets(starter_embedder: EmbeddingModel) -> None:
    texts = passages(24)
    expected = starter_embedder.embed_documents(texts)
    question = starter_embedder.embed_query(texts[0])
    with ThreadPoolExecutor(2) as pool:
        indexing = pool.submit(starter_embedder.embed_documents, texts)
        questions = [pool.submit(starter_embedder.embed_documents, texts[:1]) for _ in range(20)]
        counts = [pool.submit(starter_embedder.count_tokens, texts) for _ in range(20)]
        np.testing.assert_allclose(indexing.result(), expected, atol=1e-4)
    assert all(np.allclose(q.result(), question, atol=1e-4) for q in questions)
    assert all(count.result() == starter_embedder.count_tokens(texts) for count in counts)


@pytest.mark.model
def test_bfloat16_vectors_may_meet_float32_ones() -> None:
    """The promise of the shared fingerprint: no vector moves further than cosine .999."""
    installed = installed_model(STARTER_EMBEDDING_ID)
    texts = passages(200)
    models = [
        SentenceEmbedder(installed.folder, model_id="m", max_tokens=64, threads=2, bf16=bf16)
        for bf16 in (False, True)
    ]
    exact, fast = (model.embed_documents(texts) for model in models)
    assert models[0].fingerprint == models[1].fingerprint
    assert float((exact * fast).sum(axis=1).min()) >= 0.999


@pytest.mark.model
def test_the_fingerprint_changes_with_prompt_and_length() -> None:
    folder = installed_model(STARTER_EMBEDDING_ID).folder
    fingerprints = {
        SentenceEmbedder(folder, model_id="m", max_tokens=256).fingerprint,
        SentenceEmbedder(folder, model_id="m", max_tokens=128).fingerprint,
        SentenceEmbedder(folder, model_id="m", max_tokens=256, query_prompt="query: ").fingerprint,
    }
    assert len(fingerprints) == 3


@pytest.mark.model
def test_a_folder_without_a_model_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ModelUnloadable, match="broken"):
        SentenceEmbedder(tmp_path, model_id="broken", max_tokens=256)
