"""The container of Office files before 2007, looked at before others follow its chains of sectors.

A table says of each sector which one comes next. Where that leads back, a reader that follows it
without looking takes memory until there is no more.
"""

from collections.abc import Iterator

HEADER = 512
LISTED = 109
"""Sectors of the table that the header itself can list."""
LAST = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks."""
START_OF_DIRECTORY, START_OF_SMALL_TABLE, SECTORS_OF_TABLE, SECTOR_SHIFT = 48, 60, 76, 30
ENTRY, START_OF_ENTRY = 128, 116


def has_endless_chain(data: bytes) -> bool:
    """Whether a chain of sectors that every reader follows leads back into itself."""
    shift = int.from_bytes(data[SECTOR_SHIFT : SECTOR_SHIFT + 2], "little")
    if len(data) < HEADER or shift not in (9, 12):
        return False
    table = list(_table(data, 1 << shift))
    directory = _number(data, START_OF_DIRECTORY)
    starts = [directory, _number(data, START_OF_SMALL_TABLE)]
    first_entry = (directory + 1) << shift
    entries = range(first_entry, min(first_entry + (1 << shift), len(data)), ENTRY)
    starts += [_number(data, entry + START_OF_ENTRY) for entry in entries if data[entry]]
    return any(_leads_back(table, start) for start in starts)


def _table(data: bytes, size: int) -> Iterator[int]:
    """Which sector follows each, as far as the header lists the sectors that tell it."""
    for index in range(LISTED):
        sector = _number(data, SECTORS_OF_TABLE + 4 * index)
        if sector >= LAST:
            return
        start = (sector + 1) * size
        for place in range(start, min(start + size, len(data)), 4):
            yield _number(data, place)


def _leads_back(table: list[int], sector: int) -> bool:
    seen: set[int] = set()
    while sector < len(table):
        if sector in seen:
            return True
        seen.add(sector)
        sector = table[sector]
    return False


def _number(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 4], "little")
