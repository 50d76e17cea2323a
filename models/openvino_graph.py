"""Transformers of the BERT kind on OpenVINO, built from weights; the only file that imports it.

The graph is built node by node instead of converted, which needs no torch, takes a fraction of a
second, and leaves OpenVINO's converter alone: merely importing that one reports to its makers.
"""

import sys
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

# The converter and its reporting are never to be imported; `openvino` gets along without them.
for _unwanted in ("openvino.tools.ovc", "openvino_telemetry"):
    sys.modules.setdefault(_unwanted, None)  # type: ignore[arg-type]

import openvino  # noqa: E402
from openvino import Node  # noqa: E402
from openvino import opset13 as ops  # noqa: E402

from models.bert_files import BertFiles  # noqa: E402
from models.int8_weights import GROUP, Floats, rounded, smoothing  # noqa: E402
from models.interfaces import Vectors  # noqa: E402
from models.tokens import Ids  # noqa: E402

Maxima = Mapping[str, Floats]
"""The largest magnitude on each input channel, by the name of what reads it."""

MASKED = np.float32(-10000.0)
"""Added to the attention that would fall on padding."""


@cache
def _core() -> openvino.Core:
    """One for the life of the process.

    Its processor plugin gives the thread that loads it a signal stack, and takes the memory back
    when the last Core is gone without telling the system; the next Ctrl+C would crash.
    """
    return openvino.Core()


class CompiledBert:
    """An encoder ready to run on `threads` cores; several threads may call it at once."""

    def __init__(self, graph: "BertGraph", threads: int) -> None:
        self._names = list(graph.inputs)
        self._compiled = _core().compile_model(
            graph.model(),
            "CPU",
            {
                "INFERENCE_NUM_THREADS": threads,
                "NUM_STREAMS": 1,
                # Bound to cores, they would wait there for the parser instead of moving over.
                "ENABLE_CPU_PINNING": False,
                "INFERENCE_PRECISION_HINT": "f32",
                "DYNAMIC_QUANTIZATION_GROUP_SIZE": GROUP if graph.is_int8 else 0,
            },
        )

    def outputs(self, ids: Ids, mask: Ids, kinds: Ids) -> Floats:
        """What a `PairGraph` makes of each row; `kinds` is 1 where the second text stands."""
        return self._run(ids, mask, kinds)[0]

    def outputs_and_maxima(self, ids: Ids, mask: Ids, kinds: Ids) -> tuple[Floats, Maxima]:
        """The same, and what its making showed; the graph must have been built to tell."""
        outputs, *inputs = self._run(ids, mask, kinds)
        return outputs, self._maxima_of(inputs, mask)

    def vectors(self, ids: Ids, mask: Ids) -> Vectors:
        """The vectors of a batch; `mask` is 1 where `ids` (rows, tokens) is not padding."""
        return self._run(ids, mask)[0]

    def vectors_and_tokens(self, ids: Ids, mask: Ids) -> tuple[Vectors, Vectors]:
        """The vectors of a batch and of all its tokens (rows, tokens, dimension), any length."""
        vectors, tokens = self._run(ids, mask)
        return vectors, tokens

    def vectors_and_maxima(self, ids: Ids, mask: Ids) -> tuple[Vectors, Maxima]:
        """The vectors, and what their making showed; the graph must have been built to tell."""
        vectors, *inputs = self._run(ids, mask)
        return vectors, self._maxima_of(inputs, mask)

    def _maxima_of(self, inputs: Sequence[Floats], mask: Ids) -> Maxima:
        seen = mask.astype(bool)
        maxima = [np.abs(each[seen]).max(axis=0) for each in inputs]
        return dict(zip(self._names, maxima, strict=True))

    def _run(self, *inputs: Ids) -> list[Floats]:
        results = self._compiled.create_infer_request().infer(dict(enumerate(inputs)))
        return [np.asarray(results[place]) for place in range(len(results))]


class BertGraph:
    """The computation from token ids to vectors.

    With `maxima` its products are made of 8-bit integers; with `tells_inputs` it puts out what
    each product reads, to find them.
    """

    def __init__(
        self, files: BertFiles, *, maxima: Maxima | None = None, tells_inputs: bool = False
    ) -> None:
        self._weights = files.weights
        self._configuration = files.configuration
        self._maxima = maxima
        self._tells_inputs = tells_inputs
        self.inputs: dict[str, Node] = {}
        """What each group of products reads, by name, in the order of the computation."""
        self._ids = ops.parameter([-1, -1], np.int64, "ids")
        self._mask = ops.parameter([-1, -1], np.int64, "mask")
        self._parameters = [self._ids, self._mask]
        self._tokens: list[Node] = []
        """The vectors of the tokens, where they are asked for; they come at no cost."""
        self._output = self._build()

    @property
    def is_int8(self) -> bool:
        """Whether its products are made of 8-bit integers."""
        return self._maxima is not None

    def model(self) -> openvino.Model:
        """The graph as OpenVINO takes it."""
        told = list(self.inputs.values()) if self._tells_inputs else self._tokens
        return openvino.Model([self._output, *told], self._parameters, "bert")

    def _build(self) -> Node:
        """The mean of the vectors of all tokens, of length 1."""
        state = self._encoded()
        self._tokens = [state]
        weight = ops.unsqueeze(ops.convert(self._mask, "f32"), _integers(2))
        total = ops.reduce_sum(ops.multiply(state, weight), _integers(1))
        mean = ops.divide(total, ops.reduce_sum(weight, _integers(1)))
        return ops.normalize_l2(mean, _integers(1), 1e-24, "max")

    def _encoded(self) -> Node:
        mask = ops.convert(self._mask, "f32")
        hidden = ops.subtract(_constant(np.float32(1)), mask)
        bias = ops.unsqueeze(ops.multiply(hidden, _constant(MASKED)), _integers(1, 2))
        state = self._embeddings()
        for number in range(self._configuration.num_hidden_layers):
            state = self._layer(f"encoder.layer.{number}.", state, bias)
        return state

    def _embeddings(self) -> Node:
        words = self._weights["embeddings.word_embeddings.weight"]
        kinds = self._weights["embeddings.token_type_embeddings.weight"]
        found = _rows_of(words + kinds[0], self._ids)
        return self._normalised(ops.add(found, self._positions()), "embeddings.LayerNorm")

    def _positions(self, first: int = 0) -> Node:
        """The embeddings of as many places as there are tokens, from that place on."""
        places = _constant(self._weights["embeddings.position_embeddings.weight"])
        length = ops.gather(ops.shape_of(self._ids), _integers(1), _constant(np.int64(0)))
        end = ops.add(length, _integers(first))
        return ops.slice(places, _integers(first), end, _integers(1), _integers(0))

    def _layer(self, name: str, state: Node, bias: Node) -> Node:
        mixed = self._attention(name + "attention.", state, bias)
        state = self._normalised(ops.add(mixed, state), name + "attention.output.LayerNorm")
        wide = self._product(state, name + "intermediate.dense")
        narrow = self._product(ops.gelu(wide, "erf"), name + "output.dense")
        return self._normalised(ops.add(narrow, state), name + "output.LayerNorm")

    def _attention(self, name: str, state: Node, bias: Node) -> Node:
        names = [f"{name}self.{part}" for part in ("query", "key", "value")]
        query, key, value = map(self._heads, self._products(state, name + "self", names))
        width = self._configuration.hidden_size // self._configuration.num_attention_heads
        query = ops.multiply(query, _constant(np.float32(width**-0.5)))
        weights = ops.softmax(ops.add(ops.matmul(query, key, False, True), bias), -1)
        joined = ops.transpose(ops.matmul(weights, value, False, False), _integers(0, 2, 1, 3))
        flat = ops.reshape(joined, _integers(0, 0, self._configuration.hidden_size), True)
        return self._product(flat, name + "output.dense")

    def _heads(self, node: Node) -> Node:
        heads = self._configuration.num_attention_heads
        split = _integers(0, 0, heads, self._configuration.hidden_size // heads)
        return ops.transpose(ops.reshape(node, split, True), _integers(0, 2, 1, 3))

    def _normalised(self, node: Node, name: str) -> Node:
        epsilon = self._configuration.layer_norm_eps
        standard = ops.mvn(node, _integers(-1), True, epsilon, "inside_sqrt")
        scaled = ops.multiply(standard, _constant(self._weights[name + ".weight"]))
        return ops.add(scaled, _constant(self._weights[name + ".bias"]))

    def _product(self, node: Node, name: str) -> Node:
        return self._products(node, name, [name])[0]

    def _products(self, node: Node, reader: str, names: list[str]) -> list[Node]:
        """What several matrices make of one input."""
        self.inputs[reader] = node
        matrices = [self._weights[name + ".weight"] for name in names]
        if self._maxima is None:
            rows = [_constant(matrix) for matrix in matrices]
        else:
            factors = smoothing(self._maxima[reader], matrices)
            node = ops.multiply(node, _constant(np.reciprocal(factors)))
            rows = [_integer_matrix(matrix * factors) for matrix in matrices]
        biases = [_constant(self._weights[name + ".bias"]) for name in names]
        return [
            ops.add(ops.matmul(node, matrix, False, True), bias)
            for matrix, bias in zip(rows, biases, strict=True)
        ]


class PairGraph(BertGraph):
    """The computation from the tokens of two texts to the outputs of a classifier.

    The first token's vector goes through a layer with tanh and then to the outputs.
    `first_position` is the place of the first token among the position embeddings.
    """

    def __init__(
        self,
        files: BertFiles,
        first_position: int,
        *,
        maxima: Maxima | None = None,
        tells_inputs: bool = False,
    ) -> None:
        self._first_position = first_position
        self._kinds = ops.parameter([-1, -1], np.int64, "kinds")
        super().__init__(files, maxima=maxima, tells_inputs=tells_inputs)
        self._parameters.append(self._kinds)

    def _embeddings(self) -> Node:
        words = self._weights["embeddings.word_embeddings.weight"]
        kinds = self._weights["embeddings.token_type_embeddings.weight"]
        found = ops.add(_rows_of(words, self._ids), _rows_of(kinds, self._kinds))
        found = ops.add(found, self._positions(self._first_position))
        return self._normalised(found, "embeddings.LayerNorm")

    def _build(self) -> Node:
        hidden, output = _HEADS["classifier.out_proj.weight" in self._weights]
        first = ops.gather(self._encoded(), _constant(np.int64(0)), _constant(np.int64(1)))
        return self._exact(ops.tanh(self._exact(first, hidden)), output)

    def _exact(self, node: Node, name: str) -> Node:
        """A product that is never rounded: there are few of them, and they decide."""
        matrix, bias = (self._weights[f"{name}.{part}"] for part in ("weight", "bias"))
        return ops.add(ops.matmul(node, _constant(matrix), False, True), _constant(bias))


_HEADS = {False: ("pooler.dense", "classifier"), True: ("classifier.dense", "classifier.out_proj")}
"""Names of the last two layers: those of BERT, and those of RoBERTa."""


def _rows_of(table: Floats, rows: Node) -> Node:
    return ops.gather(_constant(table), rows, _constant(np.int64(0)))


def _integer_matrix(matrix: Floats) -> Node:
    integers, scales = rounded(matrix)
    exact = ops.multiply(ops.convert(ops.constant(integers), "f32"), _constant(scales))
    return ops.reshape(exact, _integers(*matrix.shape), False)


def _constant(value: Floats | np.float32 | np.int64) -> Node:
    return ops.constant(np.ascontiguousarray(value) if np.ndim(value) else value)


def _integers(*values: int) -> Node:
    return ops.constant(np.array(values, dtype=np.int64))
