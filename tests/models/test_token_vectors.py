"""Vectors of single tokens: as many as there are words, in their context, from either back end."""

from pathlib import Path

import numpy as np
import pytest

from models.catalogue import STARTER_EMBEDDING_ID
from models.installed import installed_model
from models.interfaces import TokenVectors, Vectors
from models.openvino_embedding import OpenVinoEmbedder
from models.sentence_embedding import SentenceEmbedder
from models.text_embedder import EmbedderOptions

pytestmark = pytest.mark.model

NAMED: EmbedderOptions = {"model_id": STARTER_EMBEDDING_ID, "max_tokens": 256, "threads": 2}
RIVER = "They sat on the grassy bank of the river."
MONEY = "They took out a loan at the bank on Fridays."
WATER = "The stream has a steep shore."


@pytest.fixture(scope="module")
def folder() -> Path:
    return installed_model(STARTER_EMBEDDING_ID).folder


@pytest.fixture(scope="module")
def fast(folder: Path) -> OpenVinoEmbedder:
    return OpenVinoEmbedder(folder, **NAMED)


def token(text: str, word: str, made: TokenVectors) -> Vectors:
    vector: Vectors = made.tokens[
        made.spans.index((text.index(word), text.index(word) + len(word)))
    ]
    return vector


def test_every_word_has_its_token_and_the_whole_is_the_usual_vector(fast: OpenVinoEmbedder) -> None:
    texts = [RIVER, MONEY, "Ünïcode—and “quotes” are 1,234.5 too."]
    made = fast.embed_by_token(texts)
    for text, each in zip(texts, made, strict=True):
        assert len(each.tokens) == len(each.spans)
        assert "".join(text[start:end] for start, end in each.spans) == "".join(text.split())
        np.testing.assert_allclose(np.linalg.norm(each.tokens, axis=1), 1, atol=1e-5)
    whole = np.stack([each.whole for each in made])
    assert (whole * fast.embed_documents(texts)).sum(axis=1).min() >= 0.9997


def test_a_word_is_what_it_means_where_it_stands(fast: OpenVinoEmbedder) -> None:
    texts = [RIVER, MONEY, WATER]
    river, money, water = fast.embed_by_token(texts)
    shore = token(WATER, "shore", water)
    assert shore @ token(RIVER, "bank", river) > shore @ token(MONEY, "bank", money) + 0.05


def test_both_back_ends_make_the_same_tokens(fast: OpenVinoEmbedder, folder: Path) -> None:
    torch = SentenceEmbedder(folder, **NAMED, bf16=False)
    long = " ".join([RIVER] * 60)  # more than is read
    for mine, other in zip(
        fast.embed_by_token([RIVER, long]), torch.embed_by_token([RIVER, long]), strict=True
    ):
        assert mine.spans == other.spans
        assert (mine.tokens * other.tokens).sum(axis=1).min() >= 0.97


def test_what_is_put_before_a_text_is_none_of_its_tokens(folder: Path) -> None:
    named: EmbedderOptions = {**NAMED, "query_prompt": "query: ", "document_prompt": "passage: "}
    embedder = OpenVinoEmbedder(folder, **named)
    (passage,) = embedder.embed_by_token([RIVER])
    (query,) = embedder.embed_by_token([RIVER], as_query=True)
    assert passage.spans == query.spans
    assert passage.spans[0] == (0, 4)
    np.testing.assert_allclose(query.whole, embedder.embed_query(RIVER), atol=1e-5)
    assert not np.allclose(passage.whole, query.whole, atol=1e-3)
