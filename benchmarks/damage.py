"""Damages files on purpose, the same way each time, to see that no reader falls over them."""

import random
from collections.abc import Iterator

KILOBYTE = 1024
MOST_FLIPPED = 20
LONGEST_CUT = 2000


def damaged(data: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """So many variants: cut off at kilobytes, bits flipped, pieces cut out, doubled or zeroed."""
    chance = random.Random(seed)
    ways = (_flipped, _without_piece, _with_piece_twice, _zeroed)
    for number in range(count):
        if number % (len(ways) + 1) == 0:
            yield data[: chance.randrange((len(data) - 1) // KILOBYTE + 1) * KILOBYTE or 1]
        else:
            yield ways[number % (len(ways) + 1) - 1](bytearray(data), chance)


def _flipped(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, MOST_FLIPPED)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _without_piece(data: bytearray, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    return bytes(data[:start] + data[end:])


def _with_piece_twice(data: bytearray, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    return bytes(data[:end] + data[start:])


def _zeroed(data: bytearray, chance: random.Random) -> bytes:
    start, end = _piece(data, chance)
    return bytes(data[:start]) + bytes(end - start) + bytes(data[end:])


def _piece(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.randint(1, LONGEST_CUT))
