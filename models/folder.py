"""What a person does with the models folder: bring in a model, remove one, check one."""

import os
import re
import shutil
from pathlib import Path

from models.bert_files import WEIGHTS_NAME
from models.checking import ModelCheck, check_model
from models.errors import ModelExists, ModelNotRemovable, ModelUnloadable
from models.files import require_space, sha256_of
from models.gguf import GGUF_MAGIC
from models.installed import (
    MANIFEST_NAME,
    InstalledModel,
    Manifest,
    ManifestFile,
    installed_model,
    installed_models,
    models_folder,
    write_manifest,
)

__all__ = [
    "InstalledModel",
    "ModelCheck",
    "check_model",
    "import_gguf",
    "import_model",
    "import_pair_model",
    "installed_models",
    "models_folder",
    "remove_model",
]

UNSAFE = re.compile(r"[^\w.+-]+")
BROUGHT = frozenset({".json", ".txt", ".model"})
"""Endings of what lies beside the weights and may be needed to read them."""
_LICENCE = re.compile(r"^license:\s*[\"']?([\w.+-]+)", re.MULTILINE)


def import_model(path: Path) -> InstalledModel:
    """Install a model of the person's own: a GGUF file, or the folder of a model for pairs.

    Raises `ModelUnloadable`, `ModelExists` or `NotEnoughSpace`.
    """
    path = path.expanduser().absolute()
    return import_pair_model(path) if path.is_dir() else import_gguf(path)


def import_pair_model(path: Path) -> InstalledModel:
    """Install a reranker or an entailment model from its folder, which stays where it is.

    Its files say which of the two it is. Importing the same again changes nothing. Raises
    `ModelUnloadable`, `ModelExists` or `NotEnoughSpace`.
    """
    from models.pair_files import pair_files
    from models.tokens import PairTokenizer

    model_id = UNSAFE.sub("-", path.name).strip("-.") or "model"
    described = pair_files(path, model_id)
    task = described.task
    PairTokenizer(path, model_id, described.max_tokens, "second")  # raises where it is damaged
    beside = sorted(each for each in path.iterdir() if _is_brought(each))
    files = [path / WEIGHTS_NAME, *beside]
    entries = [ManifestFile(each.name, each.stat().st_size, sha256_of(each)) for each in files]
    if (present := _present(model_id)) is not None:
        known = {file.name: file.sha256 for file in present.files}
        if known != {entry.name: entry.sha256 for entry in entries}:
            raise ModelExists(model_id)
        return present
    folder = models_folder() / model_id
    for file in files:
        _bring(file, folder)
    manifest = Manifest(
        id=model_id,
        task=task,
        source=str(path),
        licence=_licence_in(path),
        context_length=described.max_tokens,
        files=entries,
    )
    write_manifest(folder, manifest)
    return installed_model(model_id)


def import_gguf(path: Path) -> InstalledModel:
    """Install a language model from a GGUF file, which stays where it is.

    The file is linked where that is possible and copied otherwise. Importing the same file again
    changes nothing. Raises `ModelUnloadable`, `ModelExists` or `NotEnoughSpace`.
    """
    path = path.expanduser().absolute()  # not resolved: a link's name may be the better one
    model_id = UNSAFE.sub("-", path.stem).strip("-.") or "model"
    _require_magic(path, model_id)
    from models.llama import read_gguf

    summary = read_gguf(path)
    entry = ManifestFile(path.name, path.stat().st_size, sha256_of(path))
    if (present := _present(model_id)) is not None:
        if present.files[0].sha256 != entry.sha256:
            raise ModelExists(model_id)
        return present
    folder = models_folder() / model_id
    _bring(path, folder)
    write_manifest(
        folder,
        Manifest(
            id=model_id,
            task="language",
            source=str(path),
            licence=summary.licence or "not stated in the file",
            context_length=summary.context_length,
            files=[entry],
        ),
    )
    return installed_model(model_id)


def remove_model(model_id: str) -> None:
    """Delete an installed model's folder. Raises `ModelNotInstalled` or `ModelNotRemovable`."""
    model = installed_model(model_id)
    if model.starter:
        raise ModelNotRemovable(model_id)
    shutil.rmtree(model.folder)


def _is_brought(file: Path) -> bool:
    return file.suffix in BROUGHT and file.name != MANIFEST_NAME and file.is_file()


def _licence_in(folder: Path) -> str:
    """As the model's own card has it."""
    try:
        card = (folder / "README.md").read_text("utf-8", errors="replace")
    except OSError:
        card = ""
    named = _LICENCE.search(card)
    return named[1] if named else "not stated in the folder"


def _require_magic(path: Path, model_id: str) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except OSError as error:
        raise ModelUnloadable(model_id, f"{path}: {error.strerror or error}") from error
    if magic != GGUF_MAGIC:
        raise ModelUnloadable(model_id, f"{path} is not a GGUF file")


def _present(model_id: str) -> InstalledModel | None:
    """The installed model of that id, compared without regard to case as some disks do."""
    wanted = model_id.casefold()
    return next((m for m in installed_models() if m.id.casefold() == wanted), None)


def _bring(path: Path, folder: Path) -> None:
    """Put the file into the folder under its own name, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    target.unlink(missing_ok=True)
    try:
        os.link(path.resolve(), target)
    except OSError:
        # Another disk, or one that knows no links.
        require_space(folder, path.stat().st_size)
        unfinished = target.with_name(target.name + ".part")
        shutil.copyfile(path, unfinished)
        unfinished.replace(target)
