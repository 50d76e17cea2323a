"""Exports conversations: what the engine cannot set as a PDF, the window sets."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, QThreadPool, Signal

from assistant.messages import ConversationExported, RequestFailed
from assistant.requests import ExportConversation
from assistant.wording import FailureCode
from desktop.engine_client import ENGINE_STOPPED, EngineClient


@dataclass(frozen=True, slots=True)
class _Wish:
    """An export on its way."""

    body: ExportConversation
    """As it was wanted."""
    draft: QTemporaryDir | None = None
    """Holds the HTML file that the PDF is made of."""

    @property
    def html(self) -> Path:
        """What the engine writes for the window to set."""
        return Path(self.draft.filePath("conversation.html")) if self.draft else Path()


class Exporting(QObject):
    """Sends what is to be exported and follows it."""

    exported = Signal(str)
    """The file that was written."""
    failed = Signal(str)
    """Why it was not."""
    _set = Signal(str, str)
    """The file, and what went wrong with it; told by the other thread."""

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._wishes: dict[int, _Wish] = {}
        self._pool = QThreadPool(self)
        self._set.connect(self._on_set)
        client.event_received.connect(self._on_event)

    def export(self, conversation: int, target: str, *, mask: bool) -> None:
        """Write a conversation to a file; the name's ending decides the format."""
        body = ExportConversation(conversation=conversation, target=target, mask=mask)
        self._wishes[self._client.send(body)] = _Wish(body)

    def _on_event(self, request: int, body: object) -> None:
        if request not in self._wishes:
            return
        if isinstance(body, ConversationExported):
            self._on_written(self._wishes.pop(request))
        elif isinstance(body, RequestFailed):
            self._on_failed(self._wishes.pop(request), body)

    def _on_written(self, wish: _Wish) -> None:
        if wish.draft is None:
            self.exported.emit(wish.body.target)
        else:
            self._pool.start(lambda: self._set_pdf(wish))

    def _on_failed(self, wish: _Wish, failure: RequestFailed) -> None:
        if failure.code == FailureCode.LETTERS_NOT_SET and wish.draft is None:
            drafted = _Wish(wish.body, QTemporaryDir())
            body = ExportConversation(
                conversation=wish.body.conversation,
                target=str(drafted.html),
                mask=wish.body.mask,
            )
            self._wishes[self._client.send(body)] = drafted
        elif failure.code != ENGINE_STOPPED:
            self.failed.emit(failure.message)

    def _set_pdf(self, wish: _Wish) -> None:
        """Work of the other thread."""
        from desktop.pdf_setting import set_pdf

        target, wrong = Path(wish.body.target), ""
        try:
            set_pdf(wish.html.read_text(encoding="utf-8"), target, target.stem)
        except OSError as error:
            wrong = str(error)
        with contextlib.suppress(RuntimeError):  # the window has gone meanwhile
            self._set.emit(wish.body.target, wrong)

    def _on_set(self, target: str, wrong: str) -> None:
        if wrong:
            words = self.tr("The conversation was not written to “{0}”: {1}. Choose another place.")
            self.failed.emit(words.format(target, wrong.rstrip(".")))
        else:
            self.exported.emit(target)
