"""Embedding models read by sentence-transformers; the only file that imports it or torch.

Texts are ordered by length and batched by a budget of tokens, so that little is spent on padding.
On processors with bfloat16 instructions the transformer runs in bfloat16 while pooling and
normalising stay in float32; everywhere else all of it is float32.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from models.errors import ModelUnloadable
from models.fingerprint import fingerprint_of
from models.hardware import has_native_bf16, physical_cores
from models.interfaces import Vectors
from models.tokens import TextTokenizer, batches_by_length

TOKENS_PER_BATCH = 4096
"""Tokens of one batch, padding included: larger ones were no faster on two cores."""


class SentenceEmbedder:
    """An `EmbeddingModel` read from a sentence-transformers folder; never opens a connection.

    Several threads may embed at once: nothing is changed after construction.
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
        self.threads = threads or physical_cores()
        torch.set_num_threads(self.threads)
        self._model = _load(folder, model_id)
        self._tokenizer = TextTokenizer(folder, model_id)
        self._max_tokens = max_tokens
        self._prompts = (query_prompt, document_prompt)
        self._fingerprint = fingerprint_of(folder, model_id, self._prompts, max_tokens)
        self._dimension = int(self._model.get_embedding_dimension() or 0)
        if has_native_bf16() if bf16 is None else bf16:
            self._model[0].to(torch.bfloat16)

    @property
    def fingerprint(self) -> str:
        """Changes with weights, tokenizer, pooling, prompts and length, not with the arithmetic."""
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
        return self._tokenizer.count(texts)

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,)."""
        vector: Vectors = self._embed([self._prompts[0] + text])[0]
        return vector

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (len(texts), dimension)."""
        return self._embed([self._prompts[1] + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        tokens = self._tokenizer.ids(texts, self._max_tokens)
        for batch in batches_by_length([len(ids) for ids in tokens], TOKENS_PER_BATCH):
            vectors[batch] = self._forward([tokens[place] for place in batch])
        return vectors

    def _forward(self, tokens: list[list[int]]) -> Vectors:
        longest = max(len(ids) for ids in tokens)
        input_ids = torch.full((len(tokens), longest), self._tokenizer.padding_id, dtype=torch.long)
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


def _load(folder: Path, model_id: str) -> SentenceTransformer:
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnloadable(model_id, str(error).strip() or type(error).__name__) from error
    return model.eval()
