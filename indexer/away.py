"""Tell a drive that is not connected from files that were deleted.

A share or stick that is unplugged leaves no folder, or an empty one; either way its files look
deleted. So the ledger remembers which folders of a source lie on volumes of their own. Such a
folder is away while its volume is not connected and none of its files can be met there.
"""

import os
from collections.abc import Mapping, Sequence

import msgspec

from indexer.discover import below, outermost
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord
from indexer.volumes import Place, Volume, connected_volumes, is_connected, places_of

PLACES = "places"
"""The ledger's fact that holds the places of all sources."""

_Places = dict[str, list[Place]]


def folders_away(
    ledger: Ledger, sources: Sequence[str], records: Mapping[str, FileRecord]
) -> list[str]:
    """The folders that are away now; remembers the places of the sources for the next time."""
    volumes = connected_volumes()
    before = _remembered(ledger)
    now: _Places = {}
    away: list[str] = []
    for source in sources:
        missing = [
            place for place in before.get(source, []) if _is_missing(place, volumes, records)
        ]
        away.extend(place.folder for place in missing)
        kept = {place.folder for place in missing}
        here = [place for place in places_of(source, volumes) if place.folder not in kept]
        now[source] = missing + here
    if now != before:
        ledger.set_fact(PLACES, msgspec.json.encode(now).decode())
    return outermost(away)


def _is_missing(place: Place, volumes: Sequence[Volume], records: Mapping[str, FileRecord]) -> bool:
    if is_connected(place.volume, volumes):
        return False
    inside = [path for path in records if below(path, place.folder)]
    # Files that are there although the volume is not were moved to another one.
    return bool(inside) and not any(os.path.lexists(path) for path in inside)


def _remembered(ledger: Ledger) -> _Places:
    text = ledger.fact(PLACES)
    return msgspec.json.decode(text, type=_Places) if text else {}
