"""Small cross-encoders for tests: one whose weights are set so that its outcome is known.

A word that the model knows raises the output that the test names; all other words are alike to it.
It is a real transformer in the layout of transformers, made without torch.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel
from tokenizers.processors import TemplateProcessing

WIDTH = 64
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
ENTAILMENT_LABELS = ("contradiction", "entailment", "neutral")
IDENTITY = "torch.nn.modules.linear.Identity"


def reranker_folder(folder: Path, words: Mapping[str, float], **more: object) -> Path:
    """A reranker that adds up what the words of a pair are worth; -1 where none is known."""
    rows = {word: (0, worth) for word, worth in words.items()}
    return keyword_folder(folder, ("LABEL_0",), rows, (-1.0,), **more)


def entailment_folder(
    folder: Path,
    words: Mapping[str, str],
    labels: Sequence[str] = ENTAILMENT_LABELS,
    otherwise: str = "neutral",
) -> Path:
    """An entailment model that gives the label of the word it finds in a pair."""
    rows = {word: (list(labels).index(label), 8.0) for word, label in words.items()}
    biases = tuple(3.0 if label == otherwise else 0.0 for label in labels)
    return keyword_folder(folder, labels, rows, biases)


def keyword_folder(
    folder: Path,
    labels: Sequence[str],
    words: Mapping[str, tuple[int, float]],
    biases: Sequence[float],
    *,
    activation: str = IDENTITY,
    most_tokens: int = 512,
) -> Path:
    """A classifier in which each word raises one output by so much."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(folder, words)
    configuration = {
        "architectures": ["BertForSequenceClassification"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "hidden_size": WIDTH,
        "intermediate_size": WIDTH,
        "max_position_embeddings": most_tokens,
        "type_vocab_size": 2,
        "vocab_size": len(SPECIAL) + len(words),
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
        "id2label": {str(place): label for place, label in enumerate(labels)},
        "label2id": {label: place for place, label in enumerate(labels)},
        "sentence_transformers": {"activation_fn": activation},
    }
    (folder / "config.json").write_text(json.dumps(configuration))
    save_file(_weights(words, biases, most_tokens), folder / "model.safetensors")
    return folder


def write_tokenizer(folder: Path, words: Sequence[str] | Mapping[str, object]) -> None:
    """A tokenizer of whole words in lower case, all but these unknown."""
    vocabulary = {token: place for place, token in enumerate((*SPECIAL, *words))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    configuration = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "pad_token": "[PAD]",
        "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(configuration))


def _weights(
    words: Mapping[str, tuple[int, float]], biases: Sequence[float], most_tokens: int
) -> dict[str, np.ndarray]:
    """Each word has a channel; every token looks at all others alike, so the first sees it."""
    none, same = np.zeros((WIDTH, WIDTH), "f4"), np.eye(WIDTH, dtype="f4")
    embedded = np.zeros((len(SPECIAL) + len(words), WIDTH), "f4")
    outputs = np.zeros((len(biases), WIDTH), "f4")
    for channel, (label, worth) in enumerate(words.values()):
        embedded[len(SPECIAL) + channel, channel] = 4
        outputs[label, channel] = worth
    layer = "bert.encoder.layer.0."
    matrices = {
        "bert.embeddings.word_embeddings": embedded,
        "bert.embeddings.position_embeddings": np.zeros((most_tokens, WIDTH), "f4"),
        "bert.embeddings.token_type_embeddings": np.zeros((2, WIDTH), "f4"),
        layer + "attention.self.query": none,
        layer + "attention.self.key": none,
        layer + "attention.self.value": same,
        layer + "attention.output.dense": same,
        layer + "intermediate.dense": none,
        layer + "output.dense": none,
        "bert.pooler.dense": same,
        "classifier": outputs,
    }
    norms = ("bert.embeddings", layer + "attention.output", layer + "output")
    weights = {f"{name}.weight": matrix for name, matrix in matrices.items()}
    for name, matrix in matrices.items():
        if "embeddings" not in name:
            weights[f"{name}.bias"] = np.zeros(len(matrix), "f4")
    weights["classifier.bias"] = np.array(biases, "f4")
    for name in norms:
        weights[f"{name}.LayerNorm.weight"] = np.ones(WIDTH, "f4")
        weights[f"{name}.LayerNorm.bias"] = np.zeros(WIDTH, "f4")
    return {name: np.ascontiguousarray(array) for name, array in weights.items()}
