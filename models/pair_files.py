"""Reads the files of a cross-encoder: a transformer that reads two texts together and classifies.

The folder is laid out as transformers and sentence-transformers save it. What the labels mean and
how scores are to be read is taken from the files, never assumed.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from models.bert_files import WEIGHTS_NAME, BertConfiguration, BertFiles
from models.catalogue import Task
from models.errors import ModelUnloadable

Read = TypeVar("Read")

CONFIGURATION_NAME = "config.json"
CLASSIFIES = "ForSequenceClassification"
OPENVINO_KINDS = {"bert": "bert.", "roberta": "roberta.", "xlm-roberta": "roberta."}
"""Kinds of transformers that `models.openvino_graph` builds, with what their weights begin with."""
LONGEST = 512
"""Tokens of a pair where the files name no limit that means anything."""
_NO_LIMIT = 100_000
"""Tokenizers without a limit name a number beyond this."""


class Activation(StrEnum):
    """What turns the single output of a reranker into its score."""

    IDENTITY = "Identity"
    SIGMOID = "Sigmoid"
    TANH = "Tanh"


class PairConfiguration(BertConfiguration, frozen=True):
    """The part of `config.json` that decides what comes out."""

    architectures: tuple[str, ...] = ()
    id2label: dict[str, str] = msgspec.field(default_factory=dict)
    max_position_embeddings: int = 0
    pad_token_id: int | None = None
    sentence_transformers: dict[str, object] = msgspec.field(default_factory=dict)
    sbert_ce_default_activation_function: str | None = None

    @property
    def is_classifier(self) -> bool:
        """Whether it classifies texts at all."""
        return any(name.endswith(CLASSIFIES) for name in self.architectures)

    @property
    def first_position(self) -> int:
        """The place among the position embeddings of the first token."""
        if self.model_type not in ("roberta", "xlm-roberta"):
            return 0
        return (1 if self.pad_token_id is None else self.pad_token_id) + 1

    @property
    def labels(self) -> list[str]:
        """In the order of the outputs, in lower case; empty where the file does not name them."""
        named = sorted(self.id2label.items(), key=lambda each: int(each[0]))
        return [label.lower().replace("-", "_") for _, label in named]


class _TokenizerConfiguration(msgspec.Struct, frozen=True):
    model_max_length: float | None = None


class _PackageConfiguration(msgspec.Struct, frozen=True):
    activation_fn: str | None = None


@dataclass(frozen=True, slots=True)
class EntailmentOutputs:
    """Which output stands for what; None where the model does not tell it apart."""

    entailed: int
    neutral: int | None
    contradicted: int | None


@dataclass(frozen=True, slots=True)
class PairFiles:
    """What is known of a cross-encoder without its weights."""

    folder: Path
    model_id: str
    configuration: PairConfiguration
    max_tokens: int
    """Of both texts and the special tokens together."""
    activation: Activation

    @property
    def task(self) -> Task:
        """What it is for; raises `ModelUnloadable` where it is for neither."""
        labels = self.configuration.labels
        if len(labels) == 1:
            return "reranker"
        self.entailment_outputs()
        return "entailment"

    def entailment_outputs(self) -> EntailmentOutputs:
        """Where the outputs are by their labels; raises `ModelUnloadable` without such labels."""
        labels = self.configuration.labels
        entailed = _place_of(labels, "entail")
        if entailed is None:
            named = ", ".join(labels) or "none"
            raise ModelUnloadable(
                self.model_id,
                f"{self.folder / CONFIGURATION_NAME} names the labels {named}; a model that checks "
                "sentences has “entailment” among them, and a reranker has one label",
            )
        neutral = _place_of(labels, "neutral")
        if neutral is None:
            neutral = _place_of(labels, "not_entail")
        return EntailmentOutputs(entailed, neutral, _place_of(labels, "contradict"))


def pair_files(folder: Path, model_id: str) -> PairFiles:
    """What the folder says of itself; raises `ModelUnloadable` where it holds no cross-encoder."""
    configuration = _read(folder / CONFIGURATION_NAME, PairConfiguration, model_id)
    if not configuration.is_classifier:
        kind = ", ".join(configuration.architectures) or configuration.model_type or "nothing known"
        raise ModelUnloadable(
            model_id,
            f"{folder / CONFIGURATION_NAME} describes {kind}, which neither reranks nor checks "
            f"sentences; such a model is one “{CLASSIFIES}”",
        )
    if not (folder / WEIGHTS_NAME).is_file():
        raise ModelUnloadable(
            model_id, f"{folder} has no {WEIGHTS_NAME}; weights in other formats are not read"
        )
    longest, activation = _max_tokens(folder, configuration), _activation(folder, configuration)
    return PairFiles(folder, model_id, configuration, longest, activation)


def runs_on_openvino(configuration: PairConfiguration) -> bool:
    """Whether `models.openvino_graph` can build it."""
    return (
        configuration.model_type in OPENVINO_KINDS
        and configuration.hidden_act == "gelu"
        and configuration.position_embedding_type == "absolute"
    )


def read_pair_weights(files: PairFiles) -> BertFiles:
    """The weights as float32, by their names below the transformer; raises `ModelUnloadable`."""
    prefix = OPENVINO_KINDS[files.configuration.model_type]
    path = files.folder / WEIGHTS_NAME
    try:
        stored = load_file(path)
    except (OSError, SafetensorError) as error:
        raise ModelUnloadable(files.model_id, f"{path}: {error}") from error
    weights = {
        name.removeprefix(prefix): array.astype(np.float32, copy=False)
        for name, array in stored.items()
    }
    return BertFiles(files.configuration, weights)


def _max_tokens(folder: Path, configuration: PairConfiguration) -> int:
    limits = [configuration.max_position_embeddings - configuration.first_position]
    tokenizer = _read_or_default(folder / "tokenizer_config.json", _TokenizerConfiguration())
    if tokenizer.model_max_length is not None and tokenizer.model_max_length < _NO_LIMIT:
        limits.append(int(tokenizer.model_max_length))
    return min((limit for limit in limits if limit > 0), default=LONGEST)


def _activation(folder: Path, configuration: PairConfiguration) -> Activation:
    """As the files name it; Sigmoid, as sentence-transformers has it, for what they do not."""
    package = _read_or_default(
        folder / "config_sentence_transformers.json", _PackageConfiguration()
    )
    named = (
        package.activation_fn,
        configuration.sentence_transformers.get("activation_fn"),
        configuration.sbert_ce_default_activation_function,
    )
    written = next((str(each) for each in named if each), "")
    last = written.rpartition(".")[2]
    known = {each.value for each in Activation}
    return Activation(last) if last in known else Activation.SIGMOID


def _place_of(labels: list[str], beginning: str) -> int | None:
    return next((at for at, label in enumerate(labels) if label.startswith(beginning)), None)


def _read(path: Path, kind: type[Read], model_id: str) -> Read:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError as error:
        raise ModelUnloadable(model_id, f"{path} is missing") from error
    except (OSError, msgspec.DecodeError) as error:
        raise ModelUnloadable(model_id, f"{path} cannot be read: {error}") from error


def _read_or_default(path: Path, default: Read) -> Read:
    """The file where it is there and in order; it only adds to what the configuration says."""
    try:
        # Some files hold numbers beyond what fits (“no limit” as 1e30), which json takes.
        return msgspec.convert(json.loads(path.read_bytes()), type(default))
    except (OSError, ValueError, msgspec.ValidationError):
        return default
