"""Notice changes below folders, so that the index can follow them by itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import watchfiles

QUIET_MILLISECONDS = 300
"""Changes that come within this of each other are told together."""

LONGEST_MILLISECONDS = 2_000
"""But nothing is held back longer than this."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """What watchfiles asks, every `QUIET_MILLISECONDS`, whether to go on."""

    should_stop: Callable[[], bool]

    def is_set(self) -> bool:
        return self.should_stop()


def watch_sources(
    sources: Sequence[Path],
    library_folder: Path | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[set[Path]]:
    """The paths that changed, some at a time, until `should_stop`.

    Sources that are not there are left out. What changes in the library itself is no change, or
    a library kept inside a source would be indexed for ever.
    """
    watched = [source for source in sources if source.exists()]
    if not watched:
        return
    for changes in watchfiles.watch(
        *watched,
        watch_filter=None,
        debounce=LONGEST_MILLISECONDS,
        step=QUIET_MILLISECONDS,
        stop_event=_Stop(should_stop),
        ignore_permission_denied=True,
    ):
        paths = {Path(changed) for _, changed in changes}
        if library_folder is not None:
            paths = {path for path in paths if not path.is_relative_to(library_folder)}
        if paths:
            yield paths
