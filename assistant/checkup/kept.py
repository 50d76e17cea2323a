"""What is known of each language model: its last check-up, and what the person said of it.

Kept by the hash of the model's file, so that a model that is removed and installed again, or has
another name elsewhere, is known, and another file under the same name is not. The models that come
with Footnote were checked before; their results are in `starters.json`.
"""

import logging
import time
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from assistant.answers import AnswerMode
from assistant.checkup.scores import CheckupScores, Role, mode_of, roles_of
from assistant.checkup.tasks import tasks_version
from models.errors import ModelNotInstalled
from models.files import sha256_of
from models.installed import InstalledModel, installed_model, models_folder

logger = logging.getLogger(__name__)

FOLDER = "checkups"
"""Within the models folder."""
LARGE = 700_000_000
"""Bytes from which a model that was never checked may write whole answers."""


class CheckupRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one model file."""

    sha256: str
    model: str
    """Its id when this was written."""
    scores: CheckupScores | None = None
    tasks: str = ""
    """`tasks_version()` of the check-up."""
    at: float = 0.0
    """Seconds since 1970."""
    override: AnswerMode | None = None
    """What the person wants whatever the check-up says."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far a model is trusted, and why."""

    model: str
    size: int
    """Bytes."""
    mode: AnswerMode
    roles: tuple[Role, ...]
    scores: CheckupScores | None
    """None when it was never checked with the tasks of this version."""
    override: AnswerMode | None


def standing_of(model: InstalledModel) -> Standing:
    """How far this language model is trusted."""
    record = _record(model)
    scores = record.scores if record.tasks == tasks_version() else None
    decided = mode_of(scores) if scores else _unchecked(model)
    return Standing(
        model=model.id,
        size=model.size,
        mode=record.override or decided,
        roles=roles_of(scores) if scores else (),
        scores=scores,
        override=record.override,
    )


def trusted_mode(model_id: str) -> AnswerMode:
    """How much of an answer the model of that id may write; all of it where it is not installed."""
    try:
        return standing_of(installed_model(model_id)).mode
    except ModelNotInstalled:
        return AnswerMode.FULL


def trusted_roles(model_id: str) -> tuple[Role, ...]:
    """The steps that the model of that id is good enough for; none where it is not installed."""
    try:
        return standing_of(installed_model(model_id)).roles
    except ModelNotInstalled:
        return ()


def keep_scores(model: InstalledModel, scores: CheckupScores) -> None:
    """Remember a check-up; raises `OSError` where the models folder cannot be written."""
    changed = msgspec.structs.replace(
        _record(model), scores=scores, tasks=tasks_version(), at=time.time()
    )
    _write(changed)


def keep_override(model: InstalledModel, mode: AnswerMode | None) -> None:
    """Remember what the person wants of a model, None for what its check-up says."""
    _write(msgspec.structs.replace(_record(model), override=mode))


def _unchecked(model: InstalledModel) -> AnswerMode:
    return AnswerMode.FULL if model.size >= LARGE else AnswerMode.SHORT


def _record(model: InstalledModel) -> CheckupRecord:
    sha256 = _hash_of(model)
    try:
        content = _file_of(sha256).read_bytes()
        return msgspec.json.decode(content, type=CheckupRecord)
    except FileNotFoundError:
        pass
    except (OSError, msgspec.DecodeError) as error:
        logger.warning("the check-up of %s cannot be read: %s", model.id, error)
    return _starters().get(sha256) or CheckupRecord(sha256=sha256, model=model.id)


def _write(record: CheckupRecord) -> None:
    file = _file_of(record.sha256)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(record)))
    unfinished.replace(file)


def _file_of(sha256: str) -> Path:
    return models_folder() / FOLDER / f"{sha256}.json"


def _hash_of(model: InstalledModel) -> str:
    """As noted when it was installed; computed once where nobody noted it."""
    file = model.main_file
    known = model.files[0].sha256
    return known or _computed_hash(file, file.stat().st_size, file.stat().st_mtime_ns)


@cache
def _computed_hash(file: Path, size: int, mtime_ns: int) -> str:
    return sha256_of(file)


@cache
def _starters() -> dict[str, CheckupRecord]:
    content = files("assistant.checkup").joinpath("starters.json").read_bytes()
    records = msgspec.json.decode(content, type=list[CheckupRecord])
    return {record.sha256: record for record in records}
