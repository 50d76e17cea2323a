"""Errors of the models room.

ModelError
  ModelNotInstalled    the model is not in the models folder nor in the installation
  ModelUnloadable      its files are there but cannot be loaded; the message says why
  ContextTooLong       the prompt does not fit the model's context
"""


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
