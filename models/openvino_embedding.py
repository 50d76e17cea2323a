"""Embedding models of the BERT kind on OpenVINO: no torch, and 8-bit products where they pay."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Unpack

import numpy as np

from models.bert_files import BertFiles, read_bert
from models.interfaces import Vectors
from models.openvino_graph import BertGraph, CompiledBert
from models.text_embedder import EmbedderOptions, TextEmbedder
from models.tokens import Ids, batches_of_few_shapes, padded

logger = logging.getLogger(__name__)

LEAST_COSINE = 0.999
"""Between the 8-bit and the exact vector of a text; below it 8 bits are not used."""

CALIBRATION_TEXTS = (
    "The tenant pays a monthly rent of 1,250 euros in advance, by the third working day. The "
    "deposit is returned within six months after the keys have been handed over.",
    "Consolidated statements of income (in millions, except per share data): net sales 32,765 "
    "30,109 26,662; cost of sales 16,682; operating income 7,161; diluted earnings 8.89.",
    "def read_lines(path): with open(path) as file: return [line.rstrip() for line in file]",
    "Photosynthesis turns light into chemical energy. It was first described in 1779 by Jan "
    "Ingenhousz, who noticed that plants give off bubbles in sunlight but not in darkness.",
    "4.2.1 Installation\nSet max_connections = 200 in server.conf, then restart the service. See "
    "section 7 for the list of error codes (E101, E102) and what to do about them.",
    "Who was the first president of the society, and when did she leave office?",
    "Dear Ms Okafor, thank you for your letter of 14 March. We are sorry that the heating failed "
    "again; the engineer will come on Tuesday between 9 and 11 a.m. Kind regards, M. Weber",
    "Le contrat prend effet le 1er janvier 2024. Die Kündigungsfrist beträgt drei Monate.",
)
"""What shows how far the model's activations reach; prose, figures, code, a letter, a question."""


class OpenVinoEmbedder(TextEmbedder):
    """A model of the BERT kind on OpenVINO.

    `int8` asks for 8-bit products. They are checked against exact ones while loading and left
    alone where they would change a vector too much; `is_int8` says what came of it.
    """

    def __init__(
        self, folder: Path, *, int8: bool = True, **options: Unpack[EmbedderOptions]
    ) -> None:
        files = read_bert(folder, options["model_id"])
        super().__init__(folder, **options)
        self._dimension = files.configuration.hidden_size
        rounded = self._rounded(files) if int8 else None
        self.is_int8 = rounded is not None
        self._bert = rounded or CompiledBert(BertGraph(files), self.threads)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._dimension

    def _embed(self, texts: list[str]) -> Vectors:
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        for places, ids, mask in self._batches(self._tokenizer.ids(texts, self._max_tokens)):
            vectors[places] = self._bert.vectors(ids, mask)
        return vectors

    def _embed_tokens(self, rows: list[list[int]]) -> list[tuple[Vectors, Vectors]]:
        made = []
        for places, ids, mask in self._batches(rows):
            vectors, tokens = self._bert.vectors_and_tokens(ids, mask)
            for place, whole, states in zip(places, vectors, tokens, strict=True):
                made.append((place, whole, states[: len(rows[place])]))
        return [(whole, states) for _, whole, states in sorted(made, key=lambda each: each[0])]

    def _batches(self, tokens: Sequence[list[int]]) -> Iterator[tuple[list[int], Ids, Ids]]:
        for places, length in batches_of_few_shapes([len(ids) for ids in tokens]):
            rows = [tokens[place] for place in places]
            yield places, *padded(rows, length, self._tokenizer.padding_id)

    def _rounded(self, files: BertFiles) -> CompiledBert | None:
        """The encoder with 8-bit products, or None where they are too coarse for this model."""
        exact = CompiledBert(BertGraph(files, tells_inputs=True), self.threads)
        tokens = self._tokenizer.ids(CALIBRATION_TEXTS, self._max_tokens)
        batches = [(ids, mask) for _, ids, mask in self._batches(tokens)]
        seen = [exact.vectors_and_maxima(ids, mask) for ids, mask in batches]
        maxima = {name: np.max([each[name] for _, each in seen], axis=0) for name in seen[0][1]}
        rounded = CompiledBert(BertGraph(files, maxima=maxima), self.threads)
        made = np.concatenate([rounded.vectors(ids, mask) for ids, mask in batches])
        expected = np.concatenate([vectors for vectors, _ in seen])
        cosine = float((made * expected).sum(axis=1).min())
        if cosine >= LEAST_COSINE:
            return rounded
        logger.warning("8-bit vectors reach only cosine %.4f, so exact ones are made", cosine)
        return None
