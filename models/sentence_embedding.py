"""Embedding models read by sentence-transformers; the only file that imports it or torch.

Texts are ordered by length and batched by a budget of tokens, so that little is spent on padding.
On processors with bfloat16 instructions the transformer runs in bfloat16 while pooling and
normalising stay in float32; everywhere else all of it is float32.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers.utils.logging import disable_progress_bar

from models.errors import ModelUnloadable
from models.hardware import has_native_bf16, physical_cores
from models.interfaces import Vectors

TOKENS_PER_BATCH = 4096
"""Tokens of one batch, padding included: larger ones were no faster on two cores."""

FINGERPRINTED_SUFFIXES = frozenset({".json", ".safetensors", ".txt"})


class SentenceEmbedder:
    """An `EmbeddingModel` read from a sentence-transformers folder; never opens a connection.

    Several threads may embed at once: nothing is changed after construction, and the tokenizer is
    used without its padding and truncation, which are the parts of it that hold state.
    """

    def __init__(
        self,
        folder: Path,
        *,
        model_id: str,
        max_tokens: int,
        query_prompt: str = "",
        document_prompt: str = "",
        threads: int | None = None,
        bf16: bool | None = None,
    ) -> None:
        torch.set_num_threads(threads or physical_cores())
        self._model = _load(folder, model_id)
        self._tokenizer = _stateless_tokenizer(folder, model_id)
        self._max_tokens = max_tokens
        self._prompts = (query_prompt, document_prompt)
        self._fingerprint = f"{model_id}-{_hash_of(folder, self._prompts, max_tokens)}"
        self._dimension = int(self._model.get_embedding_dimension() or 0)
        self._padding_id = _padding_id(self._tokenizer)
        if has_native_bf16() if bf16 is None else bf16:
            self._model[0].to(torch.bfloat16)

    @property
    def fingerprint(self) -> str:
        """Changes with weights, tokenizer, pooling, prompts and length, not with the arithmetic.

        Vectors of bfloat16 and float32 may meet: over 200 passages their cosine was never below
        .999 (see `tests/models/test_sentence_embedding.py`).
        """
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that are read, special tokens not counted; the rest is cut off."""
        return self._max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text in full, special tokens excluded."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,)."""
        vector: Vectors = self._embed([self._prompts[0] + text])[0]
        return vector

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (len(texts), dimension)."""
        return self._embed([self._prompts[1] + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        tokens = self._tokens(texts)
        for batch in batches_by_length([len(ids) for ids in tokens], TOKENS_PER_BATCH):
            vectors[batch] = self._forward([tokens[place] for place in batch])
        return vectors

    def _tokens(self, texts: list[str]) -> list[list[int]]:
        """Token ids of each text with its special tokens, the text cut to `max_tokens`."""
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=True)
        limit = self._max_tokens + self._tokenizer.num_special_tokens_to_add(False)
        return [_shortened(encoding.ids, limit) for encoding in encodings]

    def _forward(self, tokens: list[list[int]]) -> Vectors:
        longest = max(len(ids) for ids in tokens)
        input_ids = torch.full((len(tokens), longest), self._padding_id, dtype=torch.long)
        for row, ids in enumerate(tokens):
            input_ids[row, : len(ids)] = torch.tensor(ids)
        lengths = torch.tensor([len(ids) for ids in tokens])
        mask = (torch.arange(longest)[None, :] < lengths[:, None]).long()
        features = {"input_ids": input_ids, "attention_mask": mask}
        with torch.inference_mode():
            for module in self._model:
                features = module(features)
                features["token_embeddings"] = features["token_embeddings"].float()
        return np.asarray(features["sentence_embedding"].numpy(), dtype=np.float32)


def batches_by_length(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Places of `lengths`, longest first, in groups whose padded size stays within the budget.

    A single text that is longer than the budget makes a group of its own.
    """
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    start = 0
    while start < len(order):
        rows = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + rows]
        start += rows


def _shortened(ids: list[int], limit: int) -> list[int]:
    """The ids up to the limit, the closing special token kept."""
    return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]


def _load(folder: Path, model_id: str) -> SentenceTransformer:
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnloadable(model_id, str(error).strip() or type(error).__name__) from error
    return model.eval()


def _stateless_tokenizer(folder: Path, model_id: str) -> Tokenizer:
    file = folder / "tokenizer.json"
    if not file.is_file():
        raise ModelUnloadable(model_id, f"{file} is missing")
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _padding_id(tokenizer: Tokenizer) -> int:
    """The id that fills short rows; what it is does not matter, since the mask hides it."""
    for name in ("[PAD]", "<pad>"):
        if (token_id := tokenizer.token_to_id(name)) is not None:
            return int(token_id)
    return 0


def _hash_of(folder: Path, prompts: tuple[str, str], max_tokens: int) -> str:
    """Sixteen hex digits over everything that decides a vector."""
    digest = hashlib.sha256(repr((prompts, max_tokens)).encode())
    for file in sorted(folder.rglob("*")):
        if file.suffix not in FINGERPRINTED_SUFFIXES or not file.is_file():
            continue
        digest.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:16]
