"""Parse functions for tests of the parser process: the file's first word says what goes wrong."""

import ctypes
import os
import re
import threading
import time
from pathlib import Path

from indexer.documents import Page, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.recognising import tell_page


def parse(path: Path) -> ParsedDocument:
    """Do what the file says."""
    word, _, rest = path.read_text(encoding="utf-8").partition(" ")
    match word:
        case "loop":
            loop(rest)
        case "pages":
            read_pages(*map(float, rest.split()))
        case "starved-page":
            tell_page(1, 1)
            threading.Event().wait(float(rest))
        case "native-loop":
            re.match(r"(a+)+$", "a" * 64 + "b")
        case "hog":
            hog()
        case "abort":
            os.abort()
        case "segfault":
            ctypes.string_at(0)
        case "exit":
            os._exit(7)
        case "recurse":
            parse_again(path)
        case "no-memory":
            raise MemoryError
        case "raise":
            raise KeyError("first line\nsecond line")
        case "refuse":
            raise UnreadableDocument(ReasonCode.ENCRYPTED, "locked")
        case "print":
            os.write(1, b"native noise\n")
            print("noise")
        case "surrogate":
            return document("\ud800")
        case "abort-when-used":
            abort_when_used(Path(rest))
    return document(f"{os.getpid()}")


def document(text: str) -> ParsedDocument:
    """A document of one page."""
    return ParsedDocument("text/plain", (Page(None, text),))


def loop(pid_file: str) -> None:
    """Say who loops, then never come back."""
    if pid_file:
        half_written = Path(f"{pid_file}.part")
        half_written.write_text(str(os.getpid()), encoding="utf-8")
        half_written.rename(pid_file)
    while True:
        time.monotonic()


def read_pages(count: float, seconds: float) -> None:
    """Be busy with one page after another, and say so."""
    for number in range(1, round(count) + 1):
        tell_page(number, round(count))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pass


def hog() -> None:
    """Take memory until there is none."""
    taken = []
    while True:
        taken.append(bytearray(b"x") * (16 << 20))


def parse_again(path: Path) -> None:
    """Nest without end."""
    parse_again(path)


def abort_when_used(marks: Path) -> None:
    """Die in a process that has done this before, as a library with a leak would."""
    mark = marks / str(os.getpid())
    if mark.exists():
        os.abort()
    mark.touch()
