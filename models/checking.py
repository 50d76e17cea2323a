"""Finds out whether an installed model works, and how fast it is on this machine."""

import time
from dataclasses import dataclass

from models.errors import ModelUnloadable
from models.files import sha256_of
from models.installed import InstalledModel, installed_model
from models.interfaces import ChatMessage, GenerationOptions
from models.loading import load_embedding_model, load_language_model

PROBE = "The tenant shall pay the rent on the first working day of each month."
QUESTION = "Name three things that one finds in a kitchen."
PROBE_COUNT = 32
TOKENS = 32


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """The outcome of a check; a model that does not load raises instead."""

    id: str
    task: str
    seconds_to_load: float
    tokens_per_second: float
    """Written by a language model, read by an embedding model."""
    hash_verified: bool
    """Whether the files still are what was installed; False where no hash is known."""
    sample: str
    """What a language model wrote; empty for an embedding model."""


def check_model(model_id: str) -> ModelCheck:
    """Verify the model's files, load it and let it work for a moment.

    Raises `ModelNotInstalled`, or `ModelUnloadable` when a file has changed or is refused.
    """
    model = installed_model(model_id)
    verified = _verified(model)
    return _check_language(model, verified) if model.task == "language" else _check(model, verified)


def _verified(model: InstalledModel) -> bool:
    for file in model.files:
        if file.sha256 is not None and sha256_of(model.folder / file.name) != file.sha256:
            path = model.folder / file.name
            raise ModelUnloadable(model.id, f"{path} has changed since it was installed")
    return all(file.sha256 is not None for file in model.files)


def _check_language(model: InstalledModel, verified: bool) -> ModelCheck:
    start = time.perf_counter()
    language_model = load_language_model(model.id, context_length=512)
    loaded = time.perf_counter()
    messages = [ChatMessage("user", QUESTION)]
    pieces: list[str] = []
    first = loaded
    for piece in language_model.generate(messages, GenerationOptions(TOKENS), lambda: False):
        # The first piece waits for the prompt to be read; the speed is that of those after it.
        first = first if pieces else time.perf_counter()
        pieces.append(piece)
    seconds = time.perf_counter() - first
    speed = (len(pieces) - 1) / seconds if len(pieces) > 1 else 0.0
    return ModelCheck(
        model.id, model.task, loaded - start, speed, verified, "".join(pieces).strip()
    )


def _check(model: InstalledModel, verified: bool) -> ModelCheck:
    start = time.perf_counter()
    embedding_model = load_embedding_model(model.id)
    loaded = time.perf_counter()
    embedding_model.embed_documents([PROBE] * PROBE_COUNT)
    seconds = time.perf_counter() - loaded
    tokens = sum(embedding_model.count_tokens([PROBE])) * PROBE_COUNT
    return ModelCheck(model.id, model.task, loaded - start, tokens / seconds, verified, "")
