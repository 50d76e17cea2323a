"""Adding folders and files: looks into a large folder first and asks before it is indexed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from assistant.messages import FormatShare, RequestDone, RequestFailed, SourcePreviewed
from assistant.requests import PreviewSource
from assistant.settings import Setting, Settings
from desktop.engine_client import EngineClient
from desktop.indexing import Indexing

LARGE_FILES = 200
LARGE_BYTES = 100_000_000

ADD_PREVIEW = Setting(
    "window.preview",
    default="large",
    label="Ask before a folder is indexed",
    help="Shows what a folder would bring: which files, what is left out, how long it takes.",
    choices=("large", "always", "never"),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What some folders and files would bring together."""

    paths: tuple[str, ...]
    readable: tuple[FormatShare, ...]
    skipped: tuple[FormatShare, ...]
    excluded: int
    seconds: float | None
    complete: bool
    by_git: int = 0

    @property
    def files(self) -> int:
        """Files that can be read."""
        return sum(share.files for share in self.readable)

    @property
    def size(self) -> int:
        """Bytes of the files that can be read."""
        return sum(share.size for share in self.readable)

    @property
    def is_large(self) -> bool:
        """Whether indexing it takes long enough to ask first."""
        return not self.complete or self.files >= LARGE_FILES or self.size >= LARGE_BYTES


class Adding(QObject):
    """Waits for the previews of what was dropped together, then indexes it or asks."""

    looking_changed = Signal(bool)
    """Whether folders are being looked into."""
    confirmation_wanted = Signal(Preview)
    """Answered by `confirm`, or not at all."""

    def __init__(
        self,
        client: EngineClient,
        indexing: Indexing,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._indexing = indexing
        self._settings = settings
        self._asked: dict[int, str] = {}
        self._paths: tuple[str, ...] = ()
        self._found: list[SourcePreviewed] = []
        client.event_received.connect(self._on_event)

    @property
    def is_looking(self) -> bool:
        """Whether folders are being looked into."""
        return bool(self._asked)

    def add(self, paths: Sequence[str]) -> None:
        """Index these folders and files, after a look into them unless that is switched off."""
        self.give_up()
        if self._settings.get(ADD_PREVIEW) == "never":
            self._indexing.add(paths)
            return
        self._paths, self._found = tuple(paths), []
        self._asked = {self._client.send(PreviewSource(path=path)): path for path in paths}
        self.looking_changed.emit(self.is_looking)

    def confirm(self, preview: Preview) -> None:
        """Index what was asked about."""
        self._indexing.add(preview.paths)

    def give_up(self) -> None:
        """Look no further; nothing is added."""
        asked, self._asked = self._asked, {}
        for request in asked:
            self._client.cancel(request)
        if asked:
            self.looking_changed.emit(False)

    def _on_event(self, request: int, body: object) -> None:
        if request not in self._asked:
            return
        if isinstance(body, SourcePreviewed):
            self._found.append(body)
        elif isinstance(body, RequestDone | RequestFailed):
            # What cannot be looked into is added all the same: the indexing says what is wrong.
            del self._asked[request]
            if not self._asked:
                self._decide()

    def _decide(self) -> None:
        self.looking_changed.emit(False)
        preview = together(self._paths, self._found)
        if self._found and (preview.is_large or self._settings.get(ADD_PREVIEW) == "always"):
            self.confirmation_wanted.emit(preview)
        else:
            self.confirm(preview)


def together(paths: Sequence[str], found: Sequence[SourcePreviewed]) -> Preview:
    """One preview of several folders."""
    seconds = [each.seconds for each in found if each.seconds is not None]
    return Preview(
        paths=tuple(paths),
        readable=_merged(found, lambda each: each.readable),
        skipped=_merged(found, lambda each: each.skipped),
        excluded=sum(each.excluded for each in found),
        seconds=sum(seconds) if seconds else None,
        complete=all(each.complete for each in found),
        by_git=sum(each.by_git for each in found),
    )


def _merged(
    found: Iterable[SourcePreviewed], shares_of: Callable[[SourcePreviewed], Iterable[FormatShare]]
) -> tuple[FormatShare, ...]:
    totals: dict[str, tuple[int, int]] = {}
    for share in (share for each in found for share in shares_of(each)):
        files, size = totals.get(share.name, (0, 0))
        totals[share.name] = (files + share.files, size + share.size)
    shares = [FormatShare(name=name, files=f, size=size) for name, (f, size) in totals.items()]
    return tuple(sorted(shares, key=lambda share: (-share.size, share.name)))
