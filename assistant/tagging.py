"""Tags as people put them: on files and folders of the library, and nothing else."""

from collections.abc import Sequence

from assistant.messages import TagEntry
from indexer.ledger import Ledger, absolute
from indexer.ledger_tags import concerns, tag_name


class NotInLibrary(Exception):
    """A path to tag is not in the library; nothing was changed."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"“{path}” is not in your library, so it takes no tag; add it, or a folder that holds "
            "it, and try again"
        )


def put_tag(ledger: Ledger, tag: str, paths: Sequence[str]) -> None:
    """Put a tag on files and folders, on all of them or none; raises NoTag and NotInLibrary."""
    tag_name(tag)
    sources = [str(source) for source in ledger.sources()]
    wanted = [absolute(path) for path in paths]
    for path in wanted:
        if not concerns(path, sources):
            raise NotInLibrary(path)
    ledger.tags.put(tag, wanted)


def take_tag_off(ledger: Ledger, tag: str, paths: Sequence[str]) -> None:
    """Take a tag off these files and folders, in the library or not; raises NoTag."""
    ledger.tags.take_off(tag, [absolute(path) for path in paths])


def tag_entries(ledger: Ledger) -> tuple[TagEntry, ...]:
    """All tags with what carries them itself."""
    return tuple(TagEntry(name=tag, paths=tuple(paths)) for tag, paths in ledger.tags.all().items())
