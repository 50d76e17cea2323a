"""Where to look, in the window: opens the choice, shows it below the field, and passes it on."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from assistant.search.query import KINDS
from desktop.asking import Asking
from desktop.file_words import source_name
from desktop.ledger import Ledger
from desktop.panels.ask_bar import AskBar
from desktop.panels.scope_picker import ScopeOffer, ScopePicker
from desktop.scope import Scope, ScopePart

OWN_TYPES = ("pdf", "epub")
"""Endings that are a kind of their own."""


class Scoping(QObject):
    """Keeps bar, choice and requests at one; a new conversation looks into everything again."""

    def __init__(
        self, asking: Asking, ledger: Ledger, bar: AskBar, open_document: Callable[[], str]
    ) -> None:
        """`open_document` gives the path of the source that is open, or nothing."""
        super().__init__(bar)
        self._asking = asking
        self._ledger = ledger
        self._bar = bar
        self._open_document = open_document
        bar.scope_row.choice_wanted.connect(self.choose)
        bar.scope_row.part_removed.connect(self._remove)

    @property
    def scope(self) -> Scope:
        """What is chosen now."""
        return self._asking.scope

    def look_in(self, scope: Scope) -> None:
        """Search and ask there from now on."""
        if scope != self._asking.scope:
            self._asking.look_in(scope)
            self._bar.scope_row.show_scope(scope)

    def look_everywhere(self, _event: object = None) -> None:
        """Take back all that was chosen."""
        self.look_in(Scope())

    def choose(self) -> ScopePicker:
        """Open the card to choose from."""
        button = self._bar.scope_row.button
        picker = ScopePicker(self.scope, self._offer(), button)
        picker.scope_chosen.connect(self.look_in)
        picker.open_below(button, button.rect(), from_left=True)
        picker.focus_first()
        return picker

    def _remove(self, part: ScopePart) -> None:
        self.look_in(self.scope.without(part))

    def _offer(self) -> ScopeOffer:
        ledger = self._ledger
        folders = [source for source in ledger.sources if source not in ledger.rows]
        return ScopeOffer(
            document=self._open_document() or self.scope.document,
            folders=sorted(
                {*folders, *self.scope.folders}, key=lambda path: source_name(path).casefold()
            ),
            tags=sorted({*(tag.name for tag in ledger.tags), *self.scope.tags}, key=str.casefold),
            types=self._types(),
        )

    def _types(self) -> list[str]:
        """The kinds of files that the library has."""
        endings = {row.name.rpartition(".")[2].lower() for row in self._ledger.rows.values()}
        own = [ending for ending in OWN_TYPES if ending in endings]
        kinds = [kind for kind, theirs in KINDS.items() if theirs & endings]
        chosen = [kind for kind in self.scope.types if kind not in (*own, *kinds)]
        return [*own, *kinds, *chosen]
