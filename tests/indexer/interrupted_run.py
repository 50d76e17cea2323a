"""Index a folder and die without warning at a chosen place; run by the tests of crashes.

Arguments: library, documents, place ("parsing", "added", "deleting", "maintaining", "maintained",
"event" or "time"), and the how-manieth time the place is reached; for "time" it is milliseconds.
"""

import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path

from indexer import writing_batches
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from tests.fakes import HashEmbedder


def die() -> None:
    """End this process as if the power had gone."""
    if sys.platform == "win32":
        os._exit(9)
    os.kill(os.getpid(), signal.SIGKILL)


def main(library: Path, documents: Path, place: str, times: int) -> None:
    """Index until the place is reached so many times; batches are small, so that there are some."""
    writing_batches.BATCH_DOCUMENTS = 3
    writing_batches.BATCH_SECONDS = math.inf
    parser = InlineParser()
    with Library.open(library, create=True, write=True) as opened:
        store = opened.store(HashEmbedder())
        left = [times]

        def dying(method: Callable[..., object], *, after: bool) -> Callable[..., object]:
            def wrapped(*arguments: object, **named: object) -> object:
                left[0] -= 1
                if left[0] == 0 and not after:
                    die()
                result = method(*arguments, **named)
                if left[0] == 0:
                    die()
                return result

            return wrapped

        match place:
            case "parsing":
                parser.parse = dying(parser.parse, after=False)  # type: ignore[method-assign]
            case "added":
                store.add = dying(store.add, after=True)  # type: ignore[method-assign]
            case "deleting":
                store.delete_revisions = dying(store.delete_revisions, after=False)  # type: ignore[method-assign]
            case "maintaining":
                store.maintenance = dying(store.maintenance, after=False)  # type: ignore[method-assign]
            case "maintained":
                steps = store.maintenance

                def maintained(*, forget: bool = False) -> Generator[None, None, bool]:
                    yield from steps(forget=forget)
                    die()
                    return True

                store.maintenance = maintained  # type: ignore[method-assign]
            case "time":
                death = threading.Timer(times / 1000, die)
                death.daemon = True
                death.start()
        for number, _ in enumerate(ingest(opened, parser, HashEmbedder(), [documents])):
            if place == "event" and number == times:
                die()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
