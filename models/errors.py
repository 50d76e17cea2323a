"""Errors of the models room.

ModelError
  ModelNotInstalled    the model is not in the models folder nor in the installation
  ModelUnloadable      its files are there but cannot be loaded; the message says why
  ContextTooLong       the prompt does not fit the model's context
  ModelNotOffered      the catalogue has no such model to fetch
  ModelExists          another model is already installed under that id
  ModelNotRemovable    a starter model, which belongs to the installation
  NotEnoughSpace       the disk has no room for the model's files
  DownloadFailed       the connection failed, or what arrived is not what was promised
"""

from pathlib import Path


class ModelError(Exception):
    """Something about a model that the reader can act on."""


class ModelNotInstalled(ModelError):
    """No model of that id is installed."""

    def __init__(self, model_id: str) -> None:
        super().__init__(f"the model “{model_id}” is not installed")
        self.model_id = model_id


class ModelUnloadable(ModelError):
    """The model's files exist but the library that reads them refused them."""

    def __init__(self, model_id: str, reason: str) -> None:
        super().__init__(f"the model “{model_id}” could not be loaded: {reason}")
        self.model_id = model_id
        self.reason = reason


class ContextTooLong(ModelError):
    """The prompt has more tokens than the model's context holds."""

    def __init__(self, tokens: int, limit: int) -> None:
        super().__init__(f"the prompt has {tokens} tokens, the model holds {limit}")
        self.tokens = tokens
        self.limit = limit


class ModelNotOffered(ModelError):
    """The catalogue has no model of that id that could be fetched."""

    def __init__(self, model_id: str) -> None:
        super().__init__(f"there is no model “{model_id}” to download")
        self.model_id = model_id


class ModelExists(ModelError):
    """A different model is installed under that id."""

    def __init__(self, model_id: str) -> None:
        super().__init__(f"another model is already installed as “{model_id}”; remove it first")
        self.model_id = model_id


class ModelNotRemovable(ModelError):
    """The model came with the installation and goes with it."""

    def __init__(self, model_id: str) -> None:
        super().__init__(f"“{model_id}” came with the installation and stays with it")
        self.model_id = model_id


class NotEnoughSpace(ModelError):
    """The disk of the models folder is too full for the model; sizes in bytes."""

    def __init__(self, folder: Path, needed: int, free: int) -> None:
        super().__init__(
            f"{folder} has {free / 1e6:,.0f} MB free and the model needs {needed / 1e6:,.0f} MB"
        )
        self.folder = folder
        self.needed = needed
        self.free = free


class DownloadFailed(ModelError):
    """The file did not arrive, or not as it was promised; what did arrive is kept when usable."""

    def __init__(self, file_name: str, reason: str) -> None:
        super().__init__(f"{file_name} could not be downloaded: {reason}")
        self.file_name = file_name
        self.reason = reason
