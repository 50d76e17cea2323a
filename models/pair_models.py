"""Rerankers and entailment models: what they share, whatever computes them.

Both read two texts together and classify (cross-encoders: Nogueira and Cho, "Passage Re-ranking
with BERT", 2019; Bowman et al., "A large annotated corpus for learning natural language inference",
2015). Which text is cut when a pair is too long differs: of a reranker the passage, of an
entailment model the source.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from models.fingerprint import fingerprint_of
from models.int8_weights import Floats
from models.interfaces import Entailment
from models.pair_files import Activation, PairFiles
from models.tokens import Ids, PairTokenizer, PairTokens, batches_of_few_shapes, padded


class PairClassifier(Protocol):
    """What computes a cross-encoder."""

    def outputs(self, ids: Ids, mask: Ids, kinds: Ids) -> Floats:
        """Its outputs before any activation, shape (rows, labels); arrays are (rows, tokens)."""
        ...


class _PairModel:
    """A cross-encoder that is loaded. Several threads may use it at once."""

    def __init__(
        self,
        files: PairFiles,
        classifier: PairClassifier,
        tokenizer: PairTokenizer,
        languages: frozenset[str] = frozenset(),
    ) -> None:
        self._files = files
        self._classifier = classifier
        self._tokenizer = tokenizer
        self._languages = languages

    @property
    def id(self) -> str:
        """The id under which the model is installed."""
        return self._files.model_id

    @cached_property
    def fingerprint(self) -> str:
        """Changes with weights, tokenizer, labels and length, not with the arithmetic.

        All files are read for it, which takes a second with a large model.
        """
        files = self._files
        return fingerprint_of(files.folder, files.model_id, ("", ""), files.max_tokens)

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages it was trained on; empty where nobody says."""
        return self._languages

    def _outputs(self, first: Sequence[str], second: Sequence[str]) -> Floats:
        """The outputs for the texts two by two, shape (pairs, labels)."""
        pairs = self._tokenizer.pairs(first, second)
        labels = len(self._files.configuration.labels)
        outputs = np.empty((len(pairs), labels), dtype=np.float32)
        for places, length in batches_of_few_shapes([len(pair.ids) for pair in pairs]):
            outputs[places] = self._batch([pairs[place] for place in places], length)
        return outputs

    def _batch(self, pairs: Sequence[PairTokens], length: int) -> Floats:
        ids, mask = padded([pair.ids for pair in pairs], length, self._tokenizer.padding_id)
        kinds, _ = padded([pair.kinds for pair in pairs], length, 0)
        return self._classifier.outputs(ids, mask, kinds)


class CrossEncoderReranker(_PairModel):
    """A `Reranker` with one output, read by the activation that its files name."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """A score for each text, higher is better; the end of a text that is too long is cut."""
        if not texts:
            return []
        outputs = self._outputs([query] * len(texts), texts)[:, 0]
        return [_activated(float(output), self._files.activation) for output in outputs]


class CrossEncoderEntailment(_PairModel):
    """An `EntailmentModel` whose outputs are told apart by the labels in its files."""

    def judge(self, source: str, claim: str) -> Entailment:
        """Whether the claim follows; of a source that is too long the end is cut."""
        outputs = self._outputs([source], [claim])[0].astype(np.float64)
        shares = np.exp(outputs - outputs.max())
        shares /= shares.sum()
        places = self._files.entailment_outputs()
        return Entailment(
            entailed=float(shares[places.entailed]),
            neutral=0.0 if places.neutral is None else float(shares[places.neutral]),
            contradicted=0.0 if places.contradicted is None else float(shares[places.contradicted]),
        )


def _activated(output: float, activation: Activation) -> float:
    if activation is Activation.SIGMOID:
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, output))))
    return math.tanh(output) if activation is Activation.TANH else output
