"""Remembers which model was being loaded, so that one which crashes is not tried again."""

import logging
from pathlib import Path

import msgspec

logger = logging.getLogger(__name__)

FILE_NAME = "loading.json"
PAIRS_FILE_NAME = "loading-pairs.json"
"""The same for models that read two texts together; what loads of one kind clears none of these."""


class CrashMarker:
    """A small file in the library: the models whose loading has begun and never ended.

    What it names at start made the engine die, or was being loaded when somebody ended it.
    """

    def __init__(self, library: Path, file_name: str = FILE_NAME) -> None:
        self._file = library / file_name
        self.crashed = self._read()

    def begin(self, model_id: str) -> None:
        """Note down that this model is being loaded now."""
        self._write(sorted({*self.crashed, model_id}))

    def end(self, model_id: str, *, forget_others: bool = False) -> None:
        """Loading came back, with a model or with an error that could be caught.

        `forget_others` is for a new choice that loads: who changes back wants the old one tried.
        """
        self.crashed = frozenset() if forget_others else self.crashed - {model_id}
        if self.crashed:
            self._write(sorted(self.crashed))
        else:
            self._file.unlink(missing_ok=True)

    def forgive(self) -> None:
        """The engine ends on request while a model loads; that is not the model's fault."""
        self.end("")

    def _read(self) -> frozenset[str]:
        try:
            return frozenset(msgspec.json.decode(self._file.read_bytes(), type=list[str]))
        except FileNotFoundError:
            return frozenset()
        except (OSError, msgspec.DecodeError) as error:
            logger.warning("%s cannot be read: %s", self._file, error)
            return frozenset()

    def _write(self, model_ids: list[str]) -> None:
        try:
            self._file.write_bytes(msgspec.json.encode(model_ids))
        except OSError as error:
            logger.warning("%s cannot be written: %s", self._file, error)
