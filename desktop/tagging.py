"""Putting tags on folders and files: asks with a dialog, tells the engine, follows its answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from assistant.messages import LibraryListed, RequestDone, RequestFailed, TagEntry
from assistant.requests import TagPaths
from desktop.engine_client import ENGINE_STOPPED, EngineClient
from desktop.ledger import Ledger
from desktop.notifications import Notification, Notifier, Severity

SUBJECT = "tags"


@dataclass(frozen=True, slots=True)
class TagChange:
    """A tag to put on, or to take off."""

    tag: str
    remove: bool


class Tagging(QObject):
    """One at a time or several: each change is a request of its own."""

    tagged = Signal()
    """The engine has taken a change in."""

    def __init__(
        self, client: EngineClient, ledger: Ledger, notifier: Notifier, window: QWidget
    ) -> None:
        super().__init__(window)
        self._client = client
        self._ledger = ledger
        self._notifier = notifier
        self._window = window
        self._asked: dict[int, list[TagEntry]] = {}
        client.event_received.connect(self._on_event)

    def ask(self, paths: Sequence[str]) -> None:
        """Let tags be chosen for these folders and files."""
        from desktop.tag_dialog import TagDialog

        dialog = TagDialog(paths, self._ledger.tags, self._window)
        dialog.accepted.connect(lambda: self.change(paths, dialog.changes()))
        dialog.open()

    def change(self, paths: Sequence[str], changes: Iterable[TagChange]) -> None:
        """Put tags on these paths, or take them off."""
        for change in changes:
            body = TagPaths(paths=tuple(paths), tag=change.tag, remove=change.remove)
            self._asked[self._client.send(body)] = []

    def _on_event(self, request: int, body: object) -> None:
        if request not in self._asked:
            return
        match body:
            case LibraryListed():
                self._asked[request] += body.tags
                if not body.more:
                    self._ledger.set_tags(self._asked[request])
            case RequestDone():
                del self._asked[request]
                self.tagged.emit()
            case RequestFailed():
                del self._asked[request]
                if body.code != ENGINE_STOPPED:
                    self._notifier.notify(Notification(SUBJECT, body.message, Severity.ERROR))
