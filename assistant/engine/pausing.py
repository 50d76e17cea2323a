"""Whether indexing is paused: by the person, or because the machine runs on its battery."""

import logging
import threading
from collections.abc import Callable

import psutil

from assistant.engine.scheduler import Emit
from indexer.errors import IndexingError
from indexer.events import IngestionPaused, IngestionResumed
from indexer.ledger import Ledger

logger = logging.getLogger(__name__)

PAUSED = "paused"
"""The ledger's fact that the person paused indexing, which holds until they resume."""


def runs_on_battery() -> bool:
    """Whether the machine is not connected to mains; False where there is no battery."""
    battery = psutil.sensors_battery()
    return battery is not None and battery.power_plugged is False


class Pausing:
    """Decides whether indexing is held; any thread may ask. `hold` is told of every change."""

    def __init__(
        self,
        hold: Callable[[bool], None],
        emit: Emit,
        ledger: Callable[[], Ledger | None],
    ) -> None:
        """`ledger` gives the one that remembers the person's wish, None while it is read-only."""
        self._hold = hold
        self._emit = emit
        self._ledger = ledger
        self._lock = threading.Lock()
        self._by_person = False
        self._by_battery = False
        self._despite_battery = False

    @property
    def is_paused(self) -> bool:
        """Whether indexing is held now."""
        return self._by_person or (self._by_battery and not self._despite_battery)

    def restore(self) -> None:
        """Take up the person's wish from the last time, and tell of it."""
        ledger = self._ledger()
        with self._lock:
            self._by_person = ledger is not None and ledger.fact(PAUSED) == "yes"
            self._hold(self.is_paused)
        if self.is_paused:
            self._emit(None, self.state())

    def wish(self, paused: bool) -> IngestionPaused | IngestionResumed:
        """What the person wants; resuming on battery holds until the machine was on mains."""
        with self._lock:
            self._by_person = paused
            self._despite_battery = not paused
            self._hold(self.is_paused)
        self._remember(paused)
        return self.state()

    def look_at_power(self, *, wanted: bool, on_battery: bool) -> None:
        """Pause or go on by the source of power, where the person set it so (`wanted`)."""
        with self._lock:
            before = self.is_paused
            self._by_battery = wanted and on_battery
            self._despite_battery = self._despite_battery and on_battery
            changed = self.is_paused != before
            self._hold(self.is_paused)
        if changed:
            self._emit(None, self.state())

    def state(self) -> IngestionPaused | IngestionResumed:
        """The event that tells how it stands."""
        if not self.is_paused:
            return IngestionResumed()
        return IngestionPaused(on_battery=not self._by_person)

    def _remember(self, paused: bool) -> None:
        ledger = self._ledger()
        if ledger is None:
            return
        try:
            ledger.set_fact(PAUSED, "yes" if paused else "")
        except IndexingError as error:  # it is paused all the same, until the engine ends
            logger.warning("the pause is not remembered: %s", error)
