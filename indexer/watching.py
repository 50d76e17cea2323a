"""Notice changes below folders, so that the index can follow them by itself."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import watchfiles

QUIET_MILLISECONDS = 500
"""Changes that come within this of each other are told together."""

LONGEST_MILLISECONDS = 5_000
"""But nothing is held back longer than this."""

LOOK_MILLISECONDS = 500
"""Between two looks at `should_stop`; the watching itself costs nothing meanwhile."""


def watch(paths: Sequence[Path], should_stop: Callable[[], bool]) -> Iterator[set[Path]]:
    """The paths that changed, and an empty set now and then, until `should_stop`.

    Paths that are not there are left out; the empty sets let the caller look after other things.
    """
    watched = [path for path in paths if path.exists()]
    if not watched:
        return
    changes = watchfiles.watch(
        *watched,
        watch_filter=None,
        debounce=LONGEST_MILLISECONDS,
        step=QUIET_MILLISECONDS,
        rust_timeout=LOOK_MILLISECONDS,
        yield_on_timeout=True,
        stop_event=threading.Event(),
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    for batch in changes:
        if should_stop():
            return
        yield {Path(changed) for _, changed in batch}
