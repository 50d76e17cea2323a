"""Finds out whether an installed model works, and how fast it is on this machine."""

import time
from dataclasses import dataclass

from models.errors import ModelUnloadable
from models.files import sha256_of
from models.installed import InstalledModel, installed_model
from models.interfaces import ChatMessage, GenerationOptions
from models.loading import (
    load_embedding_model,
    load_entailment_model,
    load_language_model,
    load_reranker,
)

PROBE = "The tenant shall pay the rent on the first working day of each month."
OTHER = "The garden is open to all visitors from April to October."
ASKED = "When is the rent to be paid?"
FOLLOWS = "The rent is paid every month."
CONTRADICTS = "The tenant never has to pay any rent."
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
    """Written by a language model, read by any other."""
    hash_verified: bool
    """Whether the files still are what was installed; False where no hash is known."""
    sample: str
    """What a language model wrote, or what an entailment model or reranker found of two easy cases;
    empty for an embedding model."""


def check_model(model_id: str) -> ModelCheck:
    """Verify the model's files, load it and let it work for a moment.

    Raises `ModelNotInstalled`, or `ModelUnloadable` when a file has changed or is refused.
    """
    model = installed_model(model_id)
    verified = _verified(model)
    match model.task:
        case "language":
            return _check_language(model, verified)
        case "reranker":
            return _check_reranker(model, verified)
        case "entailment":
            return _check_entailment(model, verified)
        case "embedding":
            return _check_embedding(model, verified)


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


def _check_reranker(model: InstalledModel, verified: bool) -> ModelCheck:
    start = time.perf_counter()
    reranker = load_reranker(model.id)
    loaded = time.perf_counter()
    scores = reranker.score(ASKED, [PROBE, OTHER] * (PROBE_COUNT // 2))
    seconds = time.perf_counter() - loaded
    sample = f"{scores[0]:.2f} for a passage that answers, {scores[1]:.2f} for one that does not"
    speed = _words_read(PROBE_COUNT) / seconds
    return ModelCheck(model.id, model.task, loaded - start, speed, verified, sample)


def _check_entailment(model: InstalledModel, verified: bool) -> ModelCheck:
    start = time.perf_counter()
    entailment = load_entailment_model(model.id)
    loaded = time.perf_counter()
    for _ in range(PROBE_COUNT // 2):
        judged = [entailment.judge(PROBE, claim) for claim in (FOLLOWS, CONTRADICTS)]
    seconds = time.perf_counter() - loaded
    sample = (
        f"entailed {judged[0].entailed:.2f} for what follows, contradicted "
        f"{judged[1].contradicted:.2f} for its contrary"
    )
    speed = _words_read(PROBE_COUNT) / seconds
    return ModelCheck(model.id, model.task, loaded - start, speed, verified, sample)


def _words_read(pairs: int) -> int:
    """About how many tokens are in so many pairs of the probes; words, as nobody needs it exact."""
    return pairs * (len(PROBE.split()) + len(ASKED.split()))


def _check_embedding(model: InstalledModel, verified: bool) -> ModelCheck:
    start = time.perf_counter()
    embedding_model = load_embedding_model(model.id)
    loaded = time.perf_counter()
    embedding_model.embed_documents([PROBE] * PROBE_COUNT)
    seconds = time.perf_counter() - loaded
    tokens = sum(embedding_model.count_tokens([PROBE])) * PROBE_COUNT
    return ModelCheck(model.id, model.task, loaded - start, tokens / seconds, verified, "")
