"""Small real implementations of the model interfaces, for tests that need no trained weights."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from models.interfaces import ChatMessage, GenerationOptions, TokenVectors, Vectors

WORD = re.compile(r"\w+")


class HashEmbedder:
    """Embeds a text as the normalised sum of one random direction per word."""

    fingerprint = "hash-embedder-1"
    dimension = 64
    max_tokens = 256

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(WORD.findall(text)) for text in texts]

    def embed_query(self, text: str) -> Vectors:
        return self.embed_documents([text])[0]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._embed(text) for text in texts]) if texts else np.empty((0, 64), "f4")

    def embed_by_token(self, texts: Sequence[str], *, as_query: bool = False) -> list[TokenVectors]:
        whole = [self.embed_query(text) for text in texts] if as_query else self._wholes(texts)
        return [
            TokenVectors(
                vector,
                np.array([self._embed(word.group()) for word in WORD.finditer(text)], "f4").reshape(
                    -1, self.dimension
                ),
                tuple(word.span() for word in WORD.finditer(text)),
            )
            for text, vector in zip(texts, whole, strict=True)
        ]

    def _wholes(self, texts: Sequence[str]) -> list[Vectors]:
        return list(self.embed_documents(texts))

    def _embed(self, text: str) -> Vectors:
        total = np.full(self.dimension, 1e-6, dtype=np.float32)
        for word in WORD.findall(text.lower()):
            total += _direction(word, self.dimension)
        return total / np.linalg.norm(total)


@lru_cache(100_000)
def _direction(word: str, dimension: int) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)


class ScriptedLanguageModel:
    """Says what the test tells it to, word by word, and remembers what it was asked."""

    id = "scripted"
    context_length = 4096

    def __init__(self, *replies: str) -> None:
        self._replies = list(replies)
        self.asked: list[Sequence[ChatMessage]] = []

    def count_tokens(self, text: str) -> int:
        return len(WORD.findall(text))

    def count_prompt_tokens(self, messages: Sequence[ChatMessage]) -> int:
        return sum(self.count_tokens(message.content) for message in messages)

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        self.asked.append(messages)
        for piece in re.findall(r"\S+\s*", self._replies.pop(0)):
            if should_stop():
                return
            yield piece
