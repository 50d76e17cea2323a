"""Says in the message bar what the person should know about the engine."""

from PySide6.QtCore import QObject, Signal

from assistant.messages import EngineReady, Notice, RequestFailed
from assistant.requests import Ask
from assistant.wording import NoticeCode, notice_sentence
from desktop.asking import Asking
from desktop.engine_client import ENGINE_STOPPED, EngineClient
from desktop.engine_process import EngineLoss
from desktop.ledger import Ledger
from desktop.notifications import Notification, NotificationAction, Notifier, Severity

ENGINE = "engine"
"""Subject of what is said about the engine process."""
INDEXING = "indexing"
POLLING = frozenset(
    {
        NoticeCode.POLLING_FILE_SYSTEM,
        NoticeCode.POLLING_TOO_MANY_FOLDERS,
        NoticeCode.POLLING_REFUSED,
    }
)
TELLING = POLLING | {NoticeCode.INDEX_UPDATED, NoticeCode.WRITING_NOW}
"""Notices about nothing that is wrong."""


class EngineNotices(QObject):
    """Turns what the engine and its client report into notifications."""

    writing_began = Signal()
    """The library, read-only until now, may be written."""

    def __init__(
        self,
        client: EngineClient,
        asking: Asking,
        ledger: Ledger,
        notifier: Notifier,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._client = client
        self._asking = asking
        self._notifier = notifier
        client.lost.connect(self._on_lost)
        client.ready.connect(self._on_ready)
        client.notice_received.connect(self._on_notice)

    def show_indexing_failure(self, failure: RequestFailed) -> None:
        """Say why a folder could not be indexed; a lost engine is spoken of elsewhere."""
        if failure.code != ENGINE_STOPPED:
            self._notifier.notify(Notification(INDEXING, failure.message, Severity.ERROR))

    def _on_lost(self, loss: EngineLoss) -> None:
        questions = [body.question for body in loss.requests if isinstance(body, Ask)]
        if not loss.restarting:
            self._notifier.notify(
                Notification(
                    ENGINE,
                    loss.message
                    or self.tr("The engine keeps stopping. Your index is safe; try again later."),
                    Severity.ERROR,
                    NotificationAction(self.tr("Start again"), self._client.start),
                )
            )
            return
        action = None
        if questions:
            action = NotificationAction(
                self.tr("Ask again"), lambda: self._asking.ask(questions[-1])
            )
        self._notifier.notify(
            Notification(
                ENGINE,
                self.tr("The engine stopped unexpectedly and was restarted. Your index is safe."),
                Severity.WARNING,
                action,
            )
        )

    def _on_ready(self, ready: EngineReady) -> None:
        if ready.read_only:
            self._notifier.notify(
                Notification(
                    NoticeCode.READ_ONLY, notice_sentence(NoticeCode.READ_ONLY), Severity.WARNING
                )
            )
        else:
            self._notifier.withdraw(NoticeCode.READ_ONLY)

    def _on_notice(self, notice: Notice) -> None:
        sentence = notice_sentence(notice.code, notice.detail)
        if notice.code in POLLING:
            self._ledger.why_polled[notice.detail] = sentence
        if notice.code == NoticeCode.WRITING_NOW:
            self._notifier.withdraw(NoticeCode.READ_ONLY)
            self.writing_began.emit()
        severity = Severity.INFORMATION if notice.code in TELLING else Severity.WARNING
        # One place after the other may be polled; each is worth its own message.
        subject = f"{notice.code} {notice.detail}" if notice.code in POLLING else notice.code
        self._notifier.notify(Notification(subject, sentence, severity))
