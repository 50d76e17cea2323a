"""What embedding models share, whatever computes them: prompts, tokens, fingerprint, threads."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import numpy as np

from models.fingerprint import fingerprint_of
from models.hardware import physical_cores
from models.interfaces import TokenVectors, Vectors
from models.tokens import TextTokenizer

QUESTIONS_KEPT = 16
"""Of which the vectors are kept: one question is asked of the search and of the sentences found."""


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

    Several threads may embed at once: nothing is changed after construction but the vectors of the
    latest questions, each of which is asked of the search and then of the sentences found.
    """

    threads: int

    def __init__(self, folder: Path, **options: Unpack[EmbedderOptions]) -> None:
        self.threads = options.get("threads") or physical_cores()
        self._max_tokens = options["max_tokens"]
        self._prompts = (options.get("query_prompt", ""), options.get("document_prompt", ""))
        model_id = options["model_id"]
        self._tokenizer = TextTokenizer(folder, model_id)
        self._fingerprint = fingerprint_of(folder, model_id, self._prompts, self._max_tokens)
        self._questions: dict[str, Vectors] = {}

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
        """The vector of a question, shape (dimension,); not to be written to."""
        vector = self._questions.get(text)
        if vector is None:
            vector = self._embed([self._prompts[0] + text])[0].copy()
            vector.setflags(write=False)
            if len(self._questions) >= QUESTIONS_KEPT:
                self._questions.clear()
            self._questions[text] = vector
        return vector

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (len(texts), dimension)."""
        return self._embed([self._prompts[1] + text for text in texts])

    def embed_by_token(self, texts: Sequence[str], *, as_query: bool = False) -> list[TokenVectors]:
        """The vectors of passages or of questions, with those of their tokens."""
        prompt = self._prompts[0 if as_query else 1]
        read = self._tokenizer.ids_and_spans([prompt + text for text in texts], self._max_tokens)
        made = self._embed_tokens([ids for ids, _ in read])
        return [
            _without_prompt(whole, states, spans, len(prompt))
            for (whole, states), (_, spans) in zip(made, read, strict=True)
        ]

    @abstractmethod
    def _embed_tokens(self, rows: list[list[int]]) -> list[tuple[Vectors, Vectors]]:
        """For each row of token ids its vector, and those of its tokens, of any length."""

    @abstractmethod
    def _embed(self, texts: list[str]) -> Vectors:
        """The vectors of texts with their prompts, shape (len(texts), dimension)."""


def _without_prompt(
    whole: Vectors, states: Vectors, spans: Sequence[tuple[int, int]], prompt: int
) -> TokenVectors:
    """The tokens of the text alone, `prompt` characters of which are not its own."""
    own = [place for place, (start, end) in enumerate(spans) if end > start >= prompt]
    tokens = states[own]
    tokens = tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-12)
    return TokenVectors(
        whole, tokens, tuple((spans[place][0] - prompt, spans[place][1] - prompt) for place in own)
    )
