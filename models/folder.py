"""What a person does with the models folder: import a file, remove a model, check one."""

import os
import re
import shutil
from pathlib import Path

from models.checking import ModelCheck, check_model
from models.errors import ModelExists, ModelNotRemovable, ModelUnloadable
from models.files import require_space, sha256_of
from models.gguf import GGUF_MAGIC
from models.installed import (
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
    "installed_models",
    "models_folder",
    "remove_model",
]

UNSAFE = re.compile(r"[^\w.+-]+")


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
