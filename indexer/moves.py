"""Recognise files that were renamed or moved by their content; nothing is embedded for them."""

import time
from collections.abc import Iterator, Mapping

from indexer.discover import FoundFile
from indexer.events import FileRenamed
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord
from indexer.outcomes import same_content
from indexer.planning import Plan
from indexer.reading import fresh_revision


def follow_moves(
    plan: Plan, ledger: Ledger, sharable: Mapping[str, FileRecord]
) -> Iterator[FileRenamed]:
    """Give new files the entries of vanished ones with the same bytes, and take both off the plan.

    `sharable` holds the revisions whose chunks are in the index.
    """
    lost = {
        record.revision: record
        for record in plan.gone
        if record.is_live and record.revision in sharable
    }
    sizes = {record.size for record in lost.values()}
    moves: dict[str, str] = {}
    for found in plan.to_do:
        if not lost or found.size not in sizes or found.path in plan.known:
            continue
        moved = _moved(found, lost, sharable)
        if moved is not None:
            old_path, record = moved
            ledger.move(old_path, record)
            ledger.tags.follow(old_path, record.path)
            moves[old_path] = record.path
            yield FileRenamed(path=record.path, old_path=old_path)
    moved_to = set(moves.values())
    plan.to_do = [found for found in plan.to_do if found.path not in moved_to]
    plan.gone = [record for record in plan.gone if record.path not in moves]


def _moved(
    found: FoundFile, lost: dict[str, FileRecord], sharable: Mapping[str, FileRecord]
) -> tuple[str, FileRecord] | None:
    """The path that the file had, and its new record; takes it out of `lost`."""
    checked_ns = time.time_ns()
    try:
        fresh, revision = fresh_revision(found)
    except OSError:
        return None  # reading it will say what is wrong
    old = lost.pop(revision, None)
    if old is None:
        return None
    return old.path, same_content(sharable[revision], fresh, checked_ns)
