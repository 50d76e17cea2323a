"""Putting tags on files and folders."""

from assistant.engine.handlers import list_library
from assistant.engine.scheduler import ShouldStop, Steps
from assistant.engine.workbench import Workbench
from assistant.requests import ListLibrary, TagPaths
from assistant.tagging import put_tag, take_tag_off


def tag_paths(bench: Workbench, request: TagPaths, should_stop: ShouldStop) -> Steps:
    """Put a tag on files and folders of the library, or take it off; then list the library.

    Raises NoTag, NotInLibrary, and LibraryLocked while another process writes.
    """
    ledger = bench.writable_library().ledger
    change = take_tag_off if request.remove else put_tag
    change(ledger, request.tag, request.paths)
    yield from list_library(bench, ListLibrary(), should_stop)
