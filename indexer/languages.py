"""The languages of an index's texts, kept beside it so that questions can be stemmed in each."""

import json
import logging
import threading
from collections.abc import Callable, Collection
from pathlib import Path

logger = logging.getLogger(__name__)

FILE = "languages.json"
UNREAD = -1


class Languages:
    """ISO 639-1 codes in a small file of an index folder; it grows until the index is made anew.

    One process writes, any number read; what another one has added is seen at the next look. Where
    the file is gone or damaged, `of_texts` looks the texts through; without it none are known then.
    """

    def __init__(self, folder: Path, of_texts: Callable[[], Collection[str]] = frozenset) -> None:
        self._file = folder / FILE
        self._of_texts = of_texts
        self._lock = threading.Lock()
        self._read_at = UNREAD
        self._codes: frozenset[str] = frozenset()

    def known(self) -> frozenset[str]:
        """The codes so far; none before the first text."""
        with self._lock:
            try:
                changed = self._file.stat().st_mtime_ns
                if changed != self._read_at:
                    self._codes = frozenset(json.loads(self._file.read_text(encoding="utf-8")))
                    self._read_at = changed
            except (OSError, ValueError) as error:
                self._read_at = UNREAD
                if not self._codes and (codes := self._of_texts()):
                    logger.warning("%s cannot be read (%s); the texts tell", self._file, error)
                    self._codes = frozenset(codes)
            return self._codes

    def add(self, codes: Collection[str]) -> None:
        """Add languages; writes only when one is new or the file is gone. Raises OSError."""
        new = set(codes) - self.known()
        if not new and self._read_at != UNREAD:
            return
        with self._lock:
            whole = sorted(self._codes | new)
            unfinished = self._file.with_suffix(".new")
            unfinished.write_text(json.dumps(whole), encoding="utf-8")
            unfinished.replace(self._file)
            self._codes, self._read_at = frozenset(whole), self._file.stat().st_mtime_ns
