"""Makes a PDF that breaks off readable again, as far as it goes.

A PDF says at its end where everything in it is, so one whose end is missing (a download that was
interrupted, a copy on a full disk) opens in no program, though most of its pages may be there.
Their objects are found by looking for them, and a new end is written.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LARGEST = 300_000_000
"""Bytes of a file that is looked through."""
MOST_UNPACKED = 200_000_000
"""Bytes of all objects that stand packed in others."""
LONGEST_HEAD = 20_000
"""Bytes of an object in which it is told what it is."""
MOST_PAGES = 10_000

OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+(\d{1,5})\s+obj\b")
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
CATALOG = re.compile(rb"/Type\s*/Catalog\b")
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
PAGES_OF = re.compile(rb"/Pages\s+(\d{1,9})\s+\d{1,5}\s+R")
COUNT = re.compile(rb"/N\s+(\d{1,7})\b")
FIRST = re.compile(rb"/First\s+(\d{1,9})\b")
STREAM = re.compile(rb"stream\r?\n")
LOCKED = re.compile(rb"/Filter\s*/Standard\b")


@dataclass(frozen=True, slots=True)
class _Found:
    """An object: what it says before its stream, and where that begins in the file (or -1)."""

    head: bytes
    stream: int = -1


def with_new_end(data: bytes) -> bytes | None:
    """The file with an end by which it can be opened; None where there is nothing to be saved."""
    if len(data) > LARGEST or LOCKED.search(data):
        return None
    plain = dict(_objects(data))
    packed = dict(_packed_objects(data, plain))
    known = {**plain, **{number: _Found(head) for number, head in packed.items()}}
    pages = [number for number, found in known.items() if PAGE.search(found.head)][:MOST_PAGES]
    if not pages:
        return None
    parts = [_closed(data), *(_object(number, head) for number, head in packed.items())]
    root = _root(known)
    if root is None:
        root = max(known) + 1
        kids = b" ".join(b"%d 0 R" % number for number in pages)
        parts.append(_object(root, b"<</Type/Catalog/Pages %d 0 R>>" % (root + 1)))
        tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)
        parts.append(_object(root + 1, tree))
    size = max(max(known), root + 1) + 1
    parts.append(b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (root, size))
    return b"".join(parts)


def _closed(data: bytes) -> bytes:
    """The file up to its last whole object, or with an end of the stream in which it breaks off."""
    end = data.rfind(b"endobj")
    if STREAM.search(data, max(end, 0)):
        return data + b"\nendstream\nendobj\n"
    return data[: end + len(b"endobj")] + b"\n" if end >= 0 else data + b"\n"


def _object(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)


def _root(known: Mapping[int, _Found]) -> int | None:
    """The catalogue, where it is there with the list of pages that it names."""
    for number, found in known.items():
        if CATALOG.search(found.head):
            pages = PAGES_OF.search(found.head)
            if pages is not None and int(pages.group(1)) in known:
                return number
    return None


def _objects(data: bytes) -> Iterator[tuple[int, _Found]]:
    """The objects of a file; of several with one number the last, as it is the newest."""
    places = list(OBJECT.finditer(data))
    for index, place in enumerate(places):
        end = places[index + 1].start() if index + 1 < len(places) else len(data)
        head = data[place.end() : min(end, place.end() + LONGEST_HEAD)]
        stream = STREAM.search(head)
        if stream is not None:
            yield int(place.group(1)), _Found(head[: stream.start()], place.end() + stream.end())
        elif b"endobj" in head or end < len(data):  # the last one may be cut
            yield int(place.group(1)), _Found(head.partition(b"endobj")[0])


def _packed_objects(data: bytes, plain: Mapping[int, _Found]) -> Iterator[tuple[int, bytes]]:
    """The objects that stand packed in the streams of others, and nowhere else."""
    left = MOST_UNPACKED
    for found in plain.values():
        count, first = COUNT.search(found.head), FIRST.search(found.head)
        if found.stream < 0 or not PACKED.search(found.head) or count is None or first is None:
            continue
        content = _inflated(data, found.stream, left)
        left -= len(content)
        numbers = [int(word) for word in content[: int(first.group(1))].split() if word.isdigit()]
        starts = [int(first.group(1)) + place for place in numbers[1::2]]
        for number, start, end in zip(numbers[::2], starts, [*starts[1:], None], strict=False):
            if number not in plain and (end is None or end <= len(content)):
                yield number, content[start:end].strip()


def _inflated(data: bytes, start: int, most: int) -> bytes:
    """What was packed from `start` on, as far as it is there."""
    try:
        return zlib.decompressobj().decompress(data[start : start + LARGEST], max(1, most))
    except zlib.error:
        return b""
