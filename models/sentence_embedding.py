"""Embedding models read by sentence-transformers; the only file that imports it or torch.

Texts are ordered by length and batched by a budget of tokens, so that little is spent on padding.
On processors with bfloat16 instructions the transformer runs in bfloat16 while pooling and
normalising stay in float32; everywhere else all of it is float32.
"""

from pathlib import Path
from typing import Unpack

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from models.errors import ModelUnloadable
from models.hardware import has_native_bf16
from models.interfaces import Vectors
from models.text_embedder import EmbedderOptions, TextEmbedder
from models.tokens import batches_by_length

TOKENS_PER_BATCH = 4096
"""Tokens of one batch, padding included: larger ones were no faster on two cores."""


class SentenceEmbedder(TextEmbedder):
    """Any model that sentence-transformers reads, computed by torch."""

    def __init__(
        self, folder: Path, *, bf16: bool | None = None, **options: Unpack[EmbedderOptions]
    ) -> None:
        super().__init__(folder, **options)
        torch.set_num_threads(self.threads)
        self._model = _load(folder, options["model_id"])
        self._dimension = int(self._model.get_embedding_dimension() or 0)
        if has_native_bf16() if bf16 is None else bf16:
            self._model[0].to(torch.bfloat16)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._dimension

    def _embed(self, texts: list[str]) -> Vectors:
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        tokens = self._tokenizer.ids(texts, self._max_tokens)
        for batch in batches_by_length([len(ids) for ids in tokens], TOKENS_PER_BATCH):
            vectors[batch] = self._forward([tokens[place] for place in batch])[0]
        return vectors

    def _embed_tokens(self, rows: list[list[int]]) -> list[tuple[Vectors, Vectors]]:
        made: dict[int, tuple[Vectors, Vectors]] = {}
        for batch in batches_by_length([len(ids) for ids in rows], TOKENS_PER_BATCH):
            vectors, tokens = self._forward([rows[place] for place in batch])
            for place, whole, states in zip(batch, vectors, tokens, strict=True):
                made[place] = (whole, states[: len(rows[place])])
        return [made[place] for place in range(len(rows))]

    def _forward(self, tokens: list[list[int]]) -> tuple[Vectors, Vectors]:
        """The vectors of the rows, and those of their tokens."""
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
        return (
            np.asarray(features["sentence_embedding"].numpy(), dtype=np.float32),
            np.asarray(features["token_embeddings"].numpy(), dtype=np.float32),
        )


def _load(folder: Path, model_id: str) -> SentenceTransformer:
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnloadable(model_id, str(error).strip() or type(error).__name__) from error
    return model.eval()
