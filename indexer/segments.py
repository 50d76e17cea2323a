"""Which data files the parts of a full-text index should cover; plain numbers, no library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of an index and the numbers of the data files it covers."""

    name: str
    fragments: frozenset[int]


def groups_to_build(
    new: Sequence[int], segments: Sequence[Segment], rows: Mapping[int, int], most: int
) -> list[list[int]]:
    """The groups of files to index, one part each: what is new, and small older parts with it.

    An older part joins when it is at most twice as large as what it joins, so that sizes grow
    geometrically: parts stay few, and a row is indexed again only a few times. No group has more
    than `most` rows unless it is a single file. `rows` has the rows of every file there is.
    """
    joined = sorted(new)
    size = sum(rows[number] for number in joined)
    for segment in sorted(segments, key=lambda segment: _size(segment, rows)):
        more = _size(segment, rows)
        if more > 2 * size or size + more > most:
            break
        joined += sorted(number for number in segment.fragments if number in rows)
        size += more
    return _split(joined, rows, most)


def _size(segment: Segment, rows: Mapping[int, int]) -> int:
    return sum(rows.get(number, 0) for number in segment.fragments)


def _split(numbers: Sequence[int], rows: Mapping[int, int], most: int) -> list[list[int]]:
    groups: list[list[int]] = []
    size = 0
    for number in numbers:
        if not groups or size + rows[number] > most:
            groups.append([])
            size = 0
        groups[-1].append(number)
        size += rows[number]
    return groups
