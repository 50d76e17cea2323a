"""Language models of a few bytes that a check-up found good or poor."""

from pathlib import Path

import msgspec

from assistant.answers import AnswerMode
from assistant.checkup.kept import Standing
from assistant.checkup.scores import CheckupScores, mode_of, roles_of
from models.installed import InstalledModel, Manifest, ManifestFile, installed_model, write_manifest

GOOD = CheckupScores(
    right=0.95,
    right_kept=0.9,
    numbers=1.0,
    declines=0.9,
    judged=0.95,
    completed=0.9,
    mapped=0.9,
    passed_over=0.9,
)
POOR = CheckupScores(
    right=0.5, right_kept=0.4, numbers=0.7, declines=0.7, judged=0.5, completed=0.1
)
MIDDLING = msgspec.structs.replace(GOOD, right=0.7, declines=0.5, judged=0.6, mapped=0.6)


def install(models: Path, model_id: str, size: int = 1000, sha256: str = "") -> InstalledModel:
    """A language model of a few bytes that says it is so large."""
    folder = models / model_id
    folder.mkdir(parents=True)
    (folder / "weights.gguf").write_bytes(b"GGUF" + model_id.encode())
    file = ManifestFile("weights.gguf", size, sha256 or f"{abs(hash(model_id)):064x}")
    write_manifest(folder, Manifest(model_id, "language", "test", "MIT", 4096, [file]))
    return installed_model(model_id)


def standing(model: str, size: int, scores: CheckupScores | None) -> Standing:
    return Standing(
        model=model,
        size=size,
        mode=mode_of(scores) if scores else AnswerMode.SHORT,
        roles=roles_of(scores) if scores else (),
        scores=scores,
        override=None,
    )
