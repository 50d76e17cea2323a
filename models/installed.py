"""Which models are there: those that came with the installation and those in the models folder.

The models folder holds one directory per model, named by its id, with its files and a manifest
(`manifest.json`). Any of them can be deleted by hand.
"""

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
from platformdirs import user_data_path

from models.catalogue import STARTERS, ModelFile, ModelSpec, Task
from models.errors import ModelNotInstalled

MANIFEST_NAME = "manifest.json"


class ManifestFile(msgspec.Struct, frozen=True):
    """One file of an installed model, as it was when it was installed."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What `manifest.json` beside a model's files records."""

    id: str
    task: Task
    source: str
    licence: str
    context_length: int
    files: list[ManifestFile]


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that can be loaded now."""

    id: str
    task: Task
    folder: Path
    files: tuple[ModelFile, ...]
    source: str
    licence: str
    context_length: int
    starter: bool
    """Came with the installation and cannot be removed on its own."""

    @property
    def size(self) -> int:
        """Bytes of its files together."""
        return sum(file.size or 0 for file in self.files)

    @property
    def main_file(self) -> Path:
        """The file with its weights."""
        return self.folder / self.files[0].name


def models_folder() -> Path:
    """Where fetched and imported models lie; `FOOTNOTE_MODELS` overrides it. May not exist yet."""
    if chosen := os.environ.get("FOOTNOTE_MODELS"):
        return Path(chosen).expanduser().absolute()
    return user_data_path("footnote", appauthor=False) / "models"


def installed_models() -> list[InstalledModel]:
    """Every model that is there: the starters first, then the models folder by id."""
    starters = [model for spec in STARTERS if (model := _starter(spec)) is not None]
    return starters + _in_models_folder()


def installed_model(model_id: str) -> InstalledModel:
    """The installed model of that id; raises `ModelNotInstalled`."""
    for model in installed_models():
        if model.id == model_id:
            return model
    raise ModelNotInstalled(model_id)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest in full or not at all; a model counts from then on."""
    unfinished = folder / (MANIFEST_NAME + ".part")
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    unfinished.replace(folder / MANIFEST_NAME)


def _starter(spec: ModelSpec) -> InstalledModel | None:
    """The starter's files inside its package, found without importing the package."""
    if spec.package is None:
        return None
    package = importlib.util.find_spec(spec.package)
    for place in (package.submodule_search_locations or []) if package else []:
        folder = Path(place) / spec.folder_in_package
        if (folder / spec.files[0].name).is_file():
            return InstalledModel(
                id=spec.id,
                task=spec.task,
                folder=folder,
                files=spec.files,
                source=f"package {spec.package}",
                licence=spec.licence,
                context_length=spec.context_length,
                starter=True,
            )
    return None


def _in_models_folder() -> list[InstalledModel]:
    root = models_folder()
    if not root.is_dir():
        return []
    folders = sorted(entry for entry in root.iterdir() if (entry / MANIFEST_NAME).is_file())
    return [model for folder in folders if (model := _from_manifest(folder)) is not None]


def _from_manifest(folder: Path) -> InstalledModel | None:
    """The model that the folder's manifest describes; None when it is unreadable or incomplete."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST_NAME).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    if not manifest.files or not all((folder / file.name).is_file() for file in manifest.files):
        return None
    return InstalledModel(
        id=manifest.id,
        task=manifest.task,
        folder=folder,
        files=tuple(ModelFile(file.name, file.size, file.sha256) for file in manifest.files),
        source=manifest.source,
        licence=manifest.licence,
        context_length=manifest.context_length,
        starter=False,
    )
