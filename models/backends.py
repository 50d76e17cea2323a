"""Chooses what computes the vectors on this machine; no model library is imported here."""

import importlib.util
import os
from dataclasses import dataclass
from enum import StrEnum

from models.bert_files import bert_configuration
from models.errors import ModelNotInstalled
from models.hardware import has_int8_products, has_native_bf16, physical_cores
from models.installed import InstalledModel, installed_model

FORCED_BY = "FOOTNOTE_EMBEDDING_BACKEND"
"""The environment variable that names a back end, for those who want to compare."""


class Backend(StrEnum):
    """What can compute vectors. Those of any two may meet: they differ by noise only."""

    OPENVINO_INT8 = "openvino-int8"
    OPENVINO = "openvino"
    TORCH = "torch"


@dataclass(frozen=True, slots=True)
class EmbeddingPlan:
    """How a model's vectors are computed on this machine."""

    backend: Backend
    arithmetic: str
    """`int8`, `bf16` or `fp32`."""
    threads: int

    @property
    def label(self) -> str:
        """In the words of `footnote status`."""
        library = "torch" if self.backend is Backend.TORCH else "OpenVINO"
        threads = f"{self.threads} thread" + ("s" if self.threads != 1 else "")
        return f"{library} {self.arithmetic}, {threads}"


def embedding_plan(model_id: str, threads: int | None = None) -> EmbeddingPlan:
    """The plan for an installed model; raises `ModelNotInstalled`."""
    backend = backend_for(installed_model(model_id))
    return EmbeddingPlan(backend, _arithmetic(backend), threads or physical_cores())


def plan_label(model_id: str, threads: int | None = None) -> str:
    """How a model's vectors are computed here, in words; nothing where it is not installed."""
    try:
        return embedding_plan(model_id, threads).label
    except ModelNotInstalled:
        return ""


def backend_for(model: InstalledModel) -> Backend:
    """The fastest one that can run the model here; what the environment names comes first."""
    possible = _possible(model)
    forced = os.environ.get(FORCED_BY, "")
    if forced in possible:
        return Backend(forced)
    # Without 8-bit instructions OpenVINO was never measured, so everything stays as it was.
    if Backend.OPENVINO_INT8 in possible and has_int8_products():
        return Backend.OPENVINO_INT8
    return Backend.TORCH


def _possible(model: InstalledModel) -> set[Backend]:
    has_openvino = importlib.util.find_spec("openvino") is not None
    if not has_openvino or bert_configuration(model.folder) is None:
        return {Backend.TORCH}
    return set(Backend)


def _arithmetic(backend: Backend) -> str:
    if backend is Backend.OPENVINO_INT8:
        return "int8"
    return "bf16" if backend is Backend.TORCH and has_native_bf16() else "fp32"
