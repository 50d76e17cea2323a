"""The conversation: its questions with their answers, the newest open, the older ones folded."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from assistant.answers import Citation, Passage
from desktop.panels.keeping_in_sight import KeepingInSight
from desktop.panels.labels import centred, push_button
from desktop.panels.stale_banner import StaleBanner
from desktop.panels.turn_view import TurnView
from desktop.theme import GRID, READING_WIDTH
from desktop.turn import Turn

TURNS_AT_ONCE = 12
"""Earlier questions of a long conversation are shown when they are wanted."""


class ThreadPanel(QScrollArea):
    """Shows turns and moves through the citations of the newest."""

    citation_chosen = Signal(Citation)
    passage_chosen = Signal(Passage)
    asked_again = Signal(str)
    asked_as_typed = Signal(str)
    asked_everywhere = Signal(str)
    asked_of_passages = Signal(str)
    asked_of_each = Signal(str)
    stop_requested = Signal()
    trace_wanted = Signal(str)
    answer_wanted = Signal(Turn)
    """A kept turn whose question is to be asked anew."""
    comparison_wanted = Signal(Turn)
    """A kept turn whose sources have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns: list[TurnView] = []
        self._earlier: list[Turn] = []
        self._open_marker = 0
        self._sight = KeepingInSight(self)
        self.setAccessibleName(self.tr("Questions and answers"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()

    @property
    def newest(self) -> TurnView | None:
        """The turn that was asked last."""
        return self.turns[-1] if self.turns else None

    def add_turn(self, turn: Turn) -> None:
        """Show a new question; the older ones fold to make room."""
        for view in self.turns:
            view.fold(True)
        view = self._view_of(turn)
        self.turns.append(view)
        self._column.insertWidget(self._column.count() - 1, view)
        self._open_marker = 0
        self._sight.follow(view)
        if turn.is_over:
            self._sight.end()

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show these instead of those before, the last ones of many."""
        self.clear()
        self._earlier = list(turns[:-1])
        self.show_earlier()
        for turn in turns[-1:]:
            self.add_turn(turn)

    def show_earlier(self) -> None:
        """Show some more of what was asked before."""
        shown, self._earlier = self._earlier[-TURNS_AT_ONCE:], self._earlier[:-TURNS_AT_ONCE]
        views = [self._view_of(turn, folded=True) for turn in shown]
        for position, view in enumerate(views):
            self._column.insertWidget(position + 1, view)
        self.turns[:0] = views
        self.earlier_button.setVisible(bool(self._earlier))
        self.earlier_button.setText(self.tr("Show %n earlier questions", "", len(self._earlier)))

    def clear(self) -> None:
        """Show nothing."""
        for view in self.turns:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._sight.leave()
        self.turns, self._earlier, self._open_marker = [], [], 0
        self.earlier_button.hide()

    def kept_turn(self, turn_id: int) -> Turn | None:
        """The turn that was kept under this number, where it is shown."""
        for view in self.turns:
            if view.turn.kept is not None and view.turn.kept.id == turn_id:
                return view.turn
        return None

    def show_comparing(self, turn_id: int) -> None:
        """Say at a kept turn that it is being compared; 0 for none."""
        for banner, number in self._banners():
            banner.show_comparing(number == turn_id)

    def show_reading(self, turn_id: int) -> None:
        """Say at a kept turn that its sources are being read again; 0 for none."""
        for banner, number in self._banners():
            banner.show_reading(number == turn_id)

    def show_changes(self, turn: Turn) -> None:
        """Show what has come for a turn since."""
        for view in self.turns:
            if view.turn is turn:
                view.show_changes()
        if turn.is_over:
            self._sight.end()

    def open_citation(self, marker: int) -> bool:
        """Open a citation of the newest answer; False when it has no such number."""
        if self.newest is None or marker not in self.newest.turn.citations:
            return False
        self._choose(self.newest, self.newest.turn.citations[marker])
        return True

    def open_neighbour(self, step: int) -> bool:
        """Open the next (1) or previous (-1) citation of the newest answer, round in a circle."""
        if self.newest is None or not self.newest.turn.citations:
            return False
        markers = sorted(self.newest.turn.citations)
        if self._open_marker in markers:
            position = (markers.index(self._open_marker) + step) % len(markers)
        else:
            position = 0 if step > 0 else len(markers) - 1
        return self.open_citation(markers[position])

    def show_active(self, marker: int) -> None:
        """Mark the open citation in the newest answer; 0 for none."""
        self._open_marker = marker
        if self.newest is not None:
            self.newest.show_active(marker)

    def _build(self) -> None:
        body = QWidget()
        body.setObjectName("threadBody")
        column = QWidget()
        column.setMaximumWidth(READING_WIDTH)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(2 * GRID, 3 * GRID, 2 * GRID, 3 * GRID)
        self._column.setSpacing(2 * GRID)
        self.earlier_button = push_button("", "expand", "quiet")
        self.earlier_button.clicked.connect(self.show_earlier)
        self.earlier_button.hide()
        self._column.addWidget(self.earlier_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        centred(body, column)
        self.setWidget(body)

    def _banners(self) -> Iterator[tuple[StaleBanner, int]]:
        """Each with the number of its turn."""
        for view in self.turns:
            if view.turn.kept is not None:
                for banner in view.findChildren(StaleBanner):
                    yield banner, view.turn.kept.id

    def _view_of(self, turn: Turn, *, folded: bool = False) -> TurnView:
        view = TurnView(turn, folded=folded)
        view.citation_chosen.connect(self._on_citation_chosen)
        view.passage_chosen.connect(self.passage_chosen)
        view.asked_again.connect(self.asked_again)
        view.asked_as_typed.connect(self.asked_as_typed)
        view.asked_everywhere.connect(self.asked_everywhere)
        view.asked_of_passages.connect(self.asked_of_passages)
        view.asked_of_each.connect(self.asked_of_each)
        view.stop_requested.connect(self.stop_requested)
        view.trace_wanted.connect(self.trace_wanted)
        if turn.kept is not None and (turn.kept.changed or turn.kept.missing):
            banner = StaleBanner(turn.kept)
            banner.comparison_wanted.connect(lambda: self.comparison_wanted.emit(turn))
            banner.answer_wanted.connect(lambda: self.answer_wanted.emit(turn))
            view.add_notice(banner)
        return view

    def _on_citation_chosen(self, citation: Citation) -> None:
        view = self.sender()
        if isinstance(view, TurnView):
            self._choose(view, citation)

    def _choose(self, view: TurnView, citation: Citation) -> None:
        for other in self.turns:
            other.show_active(0)
        if view is self.newest:
            self._open_marker = citation.marker
        view.show_active(citation.marker)
        self.citation_chosen.emit(citation)
