"""Cross-encoders of the kinds BERT, RoBERTa and XLM-RoBERTa on OpenVINO: no torch is loaded."""

import numpy as np

from models.errors import ModelUnloadable
from models.int8_weights import Floats
from models.openvino_graph import CompiledBert, PairGraph
from models.pair_files import PairFiles, read_pair_weights
from models.tokens import Ids


class OpenVinoClassifier:
    """Outputs in float32. Raises `ModelUnloadable` for weights that are not what was announced."""

    def __init__(self, files: PairFiles, threads: int) -> None:
        weights = read_pair_weights(files)
        try:
            graph = PairGraph(weights, files.configuration.first_position)
        except KeyError as error:
            raise ModelUnloadable(
                files.model_id, f"its weights in {files.folder} lack {error}"
            ) from error
        self._bert = CompiledBert(graph, threads)
        self._kinds = len(weights.weights["embeddings.token_type_embeddings.weight"])

    def outputs(self, ids: Ids, mask: Ids, kinds: Ids) -> Floats:
        """Its outputs before any activation, shape (rows, labels)."""
        # RoBERTa knows one kind of text only, whatever its tokenizer says.
        return self._bert.outputs(ids, mask, np.minimum(kinds, self._kinds - 1))
