"""The parser child: reads one file after another for its parent, and may die of any of them.

Run as `python -m indexer.parsing.child PARSE SECONDS MEMORY`, PARSE being `module:function`. It
ends when its standard input does, and by itself when a file or page takes far longer than the
parent would have waited, so that no child outlives its parent even inside native code.
"""

import contextlib
import faulthandler
import logging
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import IO

import psutil

from indexer.documents import ParsedDocument, Reason, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.frames import (
    MOST_STARVED,
    ChildMessage,
    ChildReady,
    FileParsed,
    FileRefused,
    PageBegun,
    PageRead,
    ParseRequest,
    read_request,
    write_frame,
)
from indexer.parsing.known_pages import know, tell_read_pages
from indexer.parsing.process_tree import end_descendants
from indexer.parsing.recognising import listen_to_pages, switch
from indexer.parsing.registry import ParseFunction, parse_function, parse_guarded

MOST_CHARACTERS = 200_000_000
"""Text of one document, beyond which it is refused as too large."""

LOW_PRIORITY = 10
"""POSIX niceness: indexing must not be felt in other programs."""

ADDRESS_SPACE_SLACK = 512 << 20
"""Libraries and thread stacks take addresses, not memory."""


def main(arguments: list[str]) -> None:
    """Serve requests until the parent closes the pipe."""
    reference, seconds, memory_bytes = arguments
    frames = take_over_stdout()
    faulthandler.enable()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    lower_priority()
    limit_memory(int(memory_bytes) + ADDRESS_SPACE_SLACK)
    parse = parse_function(reference)
    requests = listen(sys.stdin.buffer)
    write_frame(frames, ChildReady())
    patience = float(seconds) * 2 + 5
    for_page = patience * MOST_STARVED
    tell_read_pages(lambda key, page: write_frame(frames, PageRead(key, page)))
    listen_to_pages(lambda number, count: tell_page(frames, PageBegun(number, count), for_page))
    while (request := requests.get()) is not None:
        faulthandler.dump_traceback_later(patience, exit=True)
        switch(on=request.recognises)
        know(request.known)
        answer = answer_to(request.as_path(), parse)
        faulthandler.cancel_dump_traceback_later()
        send(frames, answer)


def take_over_stdout() -> IO[bytes]:
    """Keep the real standard output for frames; what libraries print goes to the errors."""
    frames = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return frames


def lower_priority() -> None:
    """Leave the processor to the programs that a person is using."""
    with contextlib.suppress(psutil.Error, OSError):
        if sys.platform == "win32":
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            psutil.Process().nice(LOW_PRIORITY)


def limit_memory(limit: int) -> None:
    """Let allocations fail beyond the limit; where the system cannot, the parent watches alone."""
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def listen(pipe: IO[bytes]) -> "queue.SimpleQueue[ParseRequest | None]":
    """Requests as they come; when the parent is gone the process ends, whatever it is doing."""
    requests: queue.SimpleQueue[ParseRequest | None] = queue.SimpleQueue()

    def pump() -> None:
        while (request := read_request(pipe)) is not None:
            requests.put(request)
        end_descendants()
        os._exit(0)

    threading.Thread(target=pump, name="requests", daemon=True).start()
    return requests


def tell_page(frames: IO[bytes], page: PageBegun, patience: float) -> None:
    """Tell the parent that a page is begun, which may take its time on a busy machine."""
    faulthandler.dump_traceback_later(patience, exit=True)
    write_frame(frames, page)


def answer_to(path: Path, parse: ParseFunction) -> ChildMessage:
    """The document, or why there is none."""
    try:
        document = parse_guarded(parse, path)
        check_size(document)
    except UnreadableDocument as error:
        return FileRefused(error.reason)
    return FileParsed(document)


def check_size(document: ParsedDocument) -> None:
    """Refuse text that nobody wrote by hand and no index should hold."""
    characters = sum(len(page.text) for page in document.pages)
    if characters > MOST_CHARACTERS:
        raise UnreadableDocument(ReasonCode.TOO_LARGE, f"{characters // 1_000_000} million letters")


def send(frames: IO[bytes], answer: ChildMessage) -> None:
    """Send an answer; one that cannot be encoded becomes a refusal."""
    try:
        write_frame(frames, answer)
    except UnicodeEncodeError:
        write_frame(frames, FileRefused(Reason(ReasonCode.DAMAGED, "text that is not Unicode")))
    except MemoryError:
        write_frame(frames, FileRefused(Reason(ReasonCode.PARSER_MEMORY)))


if __name__ == "__main__":
    main(sys.argv[1:])
