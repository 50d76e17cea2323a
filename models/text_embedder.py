"""What embedding models share, whatever computes them: prompts, tokens, fingerprint, threads."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from models.fingerprint import fingerprint_of
from models.hardware import physical_cores
from models.interfaces import Vectors
from models.tokens import TextTokenizer


class _Needed(TypedDict):
    model_id: str
    max_tokens: int


class EmbedderOptions(_Needed, total=False):
    """How a model is used, beside its files."""

    query_prompt: str
    document_prompt: str
    threads: int | None
    """Cores to compute on, all physical ones where there is None."""


class TextEmbedder(ABC):
    """An `EmbeddingModel` read from a sentence-transformers folder; never opens a connection.

    Several threads may embed at once: nothing is changed after construction.
    """

    threads: int

    def __init__(self, folder: Path, **options: Unpack[EmbedderOptions]) -> None:
        self.threads = options.get("threads") or physical_cores()
        self._max_tokens = options["max_tokens"]
        self._prompts = (options.get("query_prompt", ""), options.get("document_prompt", ""))
        model_id = options["model_id"]
        self._tokenizer = TextTokenizer(folder, model_id)
        self._fingerprint = fingerprint_of(folder, model_id, self._prompts, self._max_tokens)

    @property
    def fingerprint(self) -> str:
        """Changes with weights, tokenizer, pooling, prompts and length, not with the arithmetic."""
        return self._fingerprint

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Length of each vector."""

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

    @abstractmethod
    def _embed(self, texts: list[str]) -> Vectors:
        """The vectors of texts with their prompts, shape (len(texts), dimension)."""
