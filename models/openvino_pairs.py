"""Cross-encoders of the kinds BERT, RoBERTa and XLM-RoBERTa on OpenVINO: no torch is loaded.

Their products are made of 8-bit integers where the processor has them and the outputs stay nearly
what they are; how near is seen while loading, on built-in pairs of texts.
"""

import logging
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from models.bert_files import BertFiles
from models.errors import ModelUnloadable
from models.hardware import has_int8_products
from models.int8_weights import GROUP, Floats
from models.openvino_embedding import CALIBRATION_TEXTS
from models.openvino_graph import CompiledBert, Maxima, PairGraph
from models.pair_files import PairFiles, read_pair_weights
from models.tokens import Ids, PairTokenizer, batches_of_few_shapes, padded

logger = logging.getLogger(__name__)

ASKED = (
    "When is the rent to be paid?",
    "Photosynthesis turns light into energy.",
    "max_connections",
)
"""What each calibration text is paired with; some answer it, most do not."""
LARGEST_CHANGE = 0.05
"""Of an output, as a share of how far apart outputs lie; beyond it 8 bits are not used."""


class PairBatch(NamedTuple):
    """Tokens of some pairs; arrays are (rows, tokens)."""

    ids: Ids
    mask: Ids
    kinds: Ids


class OpenVinoClassifier:
    """Outputs of a cross-encoder.

    With a `tokenizer` 8-bit products are tried where the processor has them; `is_int8` says what
    came of it. Raises `ModelUnloadable` for weights that are not what was announced.
    """

    def __init__(
        self, files: PairFiles, threads: int, tokenizer: PairTokenizer | None = None
    ) -> None:
        self._first = files.configuration.first_position
        self._threads = threads
        weights = read_pair_weights(files)
        try:
            self._kinds = len(weights.weights["embeddings.token_type_embeddings.weight"])
            exact = PairGraph(weights, self._first)
        except KeyError as error:
            raise ModelUnloadable(
                files.model_id, f"its weights in {files.folder} lack {error}"
            ) from error
        rounded = None
        if tokenizer is not None and has_int8_products() and _has_groups(weights):
            rounded = self._rounded(weights, self._calibration(tokenizer))
        self.is_int8 = rounded is not None
        self._bert = rounded or CompiledBert(exact, threads)

    def outputs(self, ids: Ids, mask: Ids, kinds: Ids) -> Floats:
        """Its outputs before any activation, shape (rows, labels)."""
        # RoBERTa knows one kind of text only, whatever its tokenizer says.
        return self._bert.outputs(ids, mask, np.minimum(kinds, self._kinds - 1))

    def _calibration(self, tokenizer: PairTokenizer) -> list[PairBatch]:
        asked, texts = zip(*product(ASKED, CALIBRATION_TEXTS), strict=True)
        pairs = tokenizer.pairs(asked, texts)
        batches = []
        for places, length in batches_of_few_shapes([len(pair.ids) for pair in pairs]):
            rows = [pairs[place] for place in places]
            ids, mask = padded([row.ids for row in rows], length, tokenizer.padding_id)
            kinds, _ = padded([row.kinds for row in rows], length, 0)
            batches.append(PairBatch(ids, mask, np.minimum(kinds, self._kinds - 1)))
        return batches

    def _rounded(self, weights: BertFiles, batches: Sequence[PairBatch]) -> CompiledBert | None:
        """The model with 8-bit products, or None where they are too coarse for it."""
        graph = PairGraph(weights, self._first, tells_inputs=True)
        exact = CompiledBert(graph, self._threads)
        seen = [exact.outputs_and_maxima(*batch) for batch in batches]
        maxima: Maxima = {
            name: np.max([each[name] for _, each in seen], axis=0) for name in graph.inputs
        }
        rounded = CompiledBert(PairGraph(weights, self._first, maxima=maxima), self._threads)
        made = np.concatenate([rounded.outputs(*batch) for batch in batches])
        expected = np.concatenate([outputs for outputs, _ in seen])
        change = float(np.abs(made - expected).max() / max(1e-6, np.ptp(expected, axis=0).max()))
        if change <= LARGEST_CHANGE:
            return rounded
        logger.warning(
            "8 bits change an output by %.3f of its range, so exact ones are made", change
        )
        return None


def _has_groups(weights: BertFiles) -> bool:
    """Whether all widths can be rounded in groups."""
    layer = "encoder.layer.0.intermediate.dense.weight"
    matrix = weights.weights.get(layer)
    return matrix is not None and not any(side % GROUP for side in matrix.shape)
