"""Reads the files of a BERT sentence encoder: what it is built like, and its weights."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file

from models.errors import ModelUnloadable

Weights = dict[str, npt.NDArray[np.float32]]
"""By their names in the file, the leading "bert." removed."""

Read = TypeVar("Read")

WEIGHTS_NAME = "model.safetensors"
MODULES = ("Transformer", "Pooling", "Normalize")


class BertConfiguration(msgspec.Struct, frozen=True):
    """The part of `config.json` that decides the computation."""

    model_type: str = ""
    hidden_act: str = ""
    position_embedding_type: str = "absolute"
    num_hidden_layers: int = 0
    num_attention_heads: int = 0
    hidden_size: int = 0
    layer_norm_eps: float = 1e-12


class _Pooling(msgspec.Struct, frozen=True):
    pooling_mode_cls_token: bool = False
    pooling_mode_mean_tokens: bool = False
    pooling_mode_max_tokens: bool = False
    pooling_mode_mean_sqrt_len_tokens: bool = False
    pooling_mode_weightedmean_tokens: bool = False
    pooling_mode_lasttoken: bool = False


class _Module(msgspec.Struct, frozen=True):
    type: str = ""


@dataclass(frozen=True, slots=True)
class BertFiles:
    """A sentence encoder as it was read: configuration and weights."""

    configuration: BertConfiguration
    weights: Weights


def bert_configuration(folder: Path) -> BertConfiguration | None:
    """The configuration of a BERT whose token vectors are averaged and normalised; else None."""
    try:
        configuration = _read(folder / "config.json", BertConfiguration)
        modules = _read(folder / "modules.json", list[_Module])
        pooling = _read(folder / "1_Pooling" / "config.json", _Pooling)
    except (OSError, msgspec.DecodeError):
        return None
    is_bert = (
        configuration.model_type == "bert"
        and configuration.hidden_act == "gelu"
        and configuration.position_embedding_type == "absolute"
    )
    kinds = tuple(module.type.rpartition(".")[2] for module in modules)
    is_mean = pooling == _Pooling(pooling_mode_mean_tokens=True)
    return configuration if is_bert and is_mean and kinds == MODULES else None


def read_bert(folder: Path, model_id: str) -> BertFiles:
    """Read it into memory as float32; raises `ModelUnloadable`."""
    configuration = bert_configuration(folder)
    if configuration is None:
        raise ModelUnloadable(model_id, f"{folder} holds no BERT sentence encoder")
    try:
        stored = load_file(folder / WEIGHTS_NAME)
    except (OSError, SafetensorError) as error:
        raise ModelUnloadable(model_id, f"{folder / WEIGHTS_NAME}: {error}") from error
    weights = {
        name.removeprefix("bert."): array.astype(np.float32, copy=False)
        for name, array in stored.items()
    }
    return BertFiles(configuration, weights)


def _read(file: Path, kind: type[Read]) -> Read:
    return msgspec.json.decode(file.read_bytes(), type=kind)
