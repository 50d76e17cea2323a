"""Parsing behind a wall: a child process under limits of time and memory, replaced when it dies."""

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, Self

import psutil

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import IndexingError, UnreadableDocument
from indexer.parsing.frames import (
    MOST_STARVED,
    BrokenFrame,
    ChildMessage,
    ChildReady,
    FileParsed,
    FileRefused,
    PageBegun,
    ParseRequest,
    read_message,
    write_frame,
)
from indexer.parsing.pdf_lines import PageLines
from indexer.parsing.process_tree import end_descendants
from indexer.parsing.registry import parse_file, parse_guarded

logger = logging.getLogger(__name__)

PARSE_FILE = "indexer.parsing.registry:parse_file"
FILES_PER_CHILD = 200
"""A child is replaced after so many files, with whatever memory its libraries have leaked."""
LOOK_EVERY = 0.05
"""Seconds between two looks at the clock, the memory and the wish to stop."""
START_SECONDS = 60.0
END_SECONDS = 2.0
NEAR_LIMIT = 0.8
"""A child that died using this share of its memory died of it."""


class ParsingStopped(IndexingError):
    """The run was stopped while a file was being parsed; nothing is known about the file."""


class ParserUnavailable(IndexingError):
    """The parser process cannot be started at all; no file is to blame."""


class DocumentParser(Protocol):
    """Whatever turns a file into a document."""

    def parse(self, path: Path) -> ParsedDocument:
        """Read one file; raises UnreadableDocument."""
        ...


class PagesSoFar(Protocol):
    """Pages of a file that were recognised before its reading was cut short."""

    def known(self) -> Mapping[str, PageLines]:
        """Those pages, by the keys of their pictures."""
        ...

    def keep(self, key: str, page: PageLines) -> None:
        """One more page was read."""
        ...


@dataclass(frozen=True, slots=True)
class ParserLimits:
    """What one file may cost before it is given up."""

    seconds: float = 120.0
    """Without a sign of life; a file that is read page by page has so long for each."""
    memory_bytes: int = 2 << 30
    total_seconds: float = 5 * 3600.0
    """For a whole file, however many pages it has."""


class InlineParser:
    """Parses in this process, without limits; for tests and for showing one file's text."""

    def parse(self, path: Path) -> ParsedDocument:
        """Read one file; raises UnreadableDocument."""
        return parse_guarded(parse_file, path)


class ParserProcess:
    """Parses in a child process that is killed when it exceeds its limits; a context manager.

    `should_stop` is looked at twenty times a second; when it is true, `parse` kills the child and
    raises ParsingStopped. `recognises` is asked before each file whether pictures of text are to be
    read. `parse_with` names the child's parse function as `module:function`.
    """

    def __init__(
        self,
        limits: ParserLimits | None = None,
        *,
        should_stop: Callable[[], bool] = lambda: False,
        recognises: Callable[[], bool] = lambda: True,
        parse_with: str = PARSE_FILE,
    ) -> None:
        self._limits = limits or ParserLimits()
        self._should_stop = should_stop
        self._recognises = recognises
        self._parse_with = parse_with
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def at_page(self) -> PageBegun | None:
        """The page that is being recognised now, in a file that is read page by page."""
        child = self._child
        return None if child is None else child.at_page

    def parse(self, path: Path, pages: PagesSoFar | None = None) -> ParsedDocument:
        """Read one file; raises UnreadableDocument, ParsingStopped or ParserUnavailable.

        `pages` are taken for read, and told of every other page as soon as it is recognised.
        """
        child = self._ready_child()
        fresh = child.files_done == 0
        try:
            return self._parse_in(child, path, pages)
        except UnreadableDocument as error:
            # What an earlier file left behind in the child must not be blamed on this one.
            if fresh or error.reason.code not in (
                ReasonCode.PARSER_CRASHED,
                ReasonCode.PARSER_MEMORY,
            ):
                raise
        return self._parse_in(self._ready_child(), path, pages)

    def close(self) -> None:
        """End the child; the next `parse` starts another one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ready_child(self) -> "_Child":
        if self._child is not None and self._child.files_done >= FILES_PER_CHILD:
            self.close()
        if self._child is None:
            child = _Child(self._parse_with, self._limits)
            try:
                child.wait_until_ready(self._should_stop)
            except BaseException:
                child.kill()
                raise
            self._child = child
        return self._child

    def _parse_in(self, child: "_Child", path: Path, pages: PagesSoFar | None) -> ParsedDocument:
        """Read one file in this child, which does not survive anything but an answer."""
        try:
            known = pages.known() if pages is not None else {}
            request = ParseRequest.of(path, recognises=self._recognises(), known=known)
            answer = child.ask(request, self._should_stop, pages)
        except BaseException:
            child.kill()
            self._child = None
            raise
        if isinstance(answer, FileParsed):
            return answer.document
        raise UnreadableDocument(answer.reason.code, answer.reason.detail)


def parse_on(parser: DocumentParser, path: Path, pages: PagesSoFar) -> ParsedDocument:
    """Read one file, from where an earlier reading ended if the parser can."""
    return parser.parse(path, pages) if isinstance(parser, ParserProcess) else parser.parse(path)


def page_in_hand(parser: DocumentParser) -> PageBegun | None:
    """The page that a parser is at, where it reads a file page by page and can tell."""
    return parser.at_page if isinstance(parser, ParserProcess) else None


class _Child:
    """One running child process and the thread that reads its pipe."""

    def __init__(self, parse_with: str, limits: ParserLimits) -> None:
        self._limits = limits
        self._largest = 0
        self.files_done = 0
        self.at_page: PageBegun | None = None
        self._process = start_child(parse_with, limits)
        self._watched = psutil.Process(self._process.pid)
        self._messages: queue.SimpleQueue[ChildMessage | None] = queue.SimpleQueue()
        for pump in (self._pump_messages, self._pump_log):
            threading.Thread(target=pump, name="parser child", daemon=True).start()

    def wait_until_ready(self, should_stop: Callable[[], bool]) -> None:
        """Return when the child takes requests; raises ParserUnavailable."""
        try:
            message = self._next_message(START_SECONDS, should_stop)
        except TimeoutError as error:
            raise ParserUnavailable("the parser process does not start") from error
        if not isinstance(message, ChildReady):
            raise ParserUnavailable(f"the parser process ended at once ({self._how_it_ended()})")

    def ask(
        self,
        request: ParseRequest,
        should_stop: Callable[[], bool],
        pages: PagesSoFar | None = None,
    ) -> FileParsed | FileRefused:
        """Have one file parsed; raises UnreadableDocument when the child does not survive it."""
        self.files_done += 1
        self._largest = 0
        with contextlib.suppress(OSError):  # a child that is gone shows in the answer
            write_frame(self._stdin(), request)
        try:
            return self._answer(should_stop, pages)
        finally:
            self.at_page = None

    def _answer(
        self, should_stop: Callable[[], bool], pages: PagesSoFar | None
    ) -> FileParsed | FileRefused:
        """What the child makes of the file; each page that it begins gives it time for one more."""
        end = time.monotonic() + self._limits.total_seconds
        while True:
            try:
                message = self._next_message(
                    self._limits.seconds, should_stop, is_starved=self._starvation()
                )
            except TimeoutError as error:
                raise self._too_slow(self._limits.seconds) from error
            if message is None or isinstance(message, ChildReady):
                raise self._death()
            if isinstance(message, FileParsed | FileRefused):
                return message
            if isinstance(message, PageBegun):
                self.at_page = message
            elif pages is not None:
                pages.keep(message.key, message.page)
            if should_stop():
                raise ParsingStopped("stopped while a file was being parsed")
            if time.monotonic() > end:
                raise self._too_slow(self._limits.total_seconds)

    def _starvation(self) -> Callable[[float], bool]:
        """Tells after so many seconds whether a page is late only because others take the time.

        Recognising is nothing but computing, at the lowest priority: on a busy machine it can take
        ten times as long as on an idle one. What computes, or waits, for too long itself is ended.
        """
        began = self._computed()
        limit = self._limits.seconds

        def is_starved(waited: float) -> bool:
            if self.at_page is None or waited > limit * MOST_STARVED:
                return False
            return self._computed() - began < limit

        return is_starved

    def _computed(self) -> float:
        """Seconds of the processor that the child has had."""
        try:
            used = self._watched.cpu_times()
        except psutil.Error:
            return 0.0
        return float(used.user + used.system)

    @staticmethod
    def _too_slow(seconds: float) -> UnreadableDocument:
        return UnreadableDocument(ReasonCode.PARSER_TIMEOUT, f"{seconds:g} seconds")

    def end(self) -> None:
        """Let the child end by itself, or end it."""
        with contextlib.suppress(OSError):
            self._stdin().close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the child at once, with the programs that it has started."""
        end_descendants(self._process.pid)
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._stdin().close()

    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _next_message(
        self,
        seconds: float,
        should_stop: Callable[[], bool],
        is_starved: Callable[[float], bool] = lambda _: False,
    ) -> ChildMessage | None:
        """The child's next message, None when it died; looks at all limits while waiting."""
        started = time.monotonic()
        while True:
            try:
                return self._messages.get(timeout=LOOK_EVERY)
            except queue.Empty:
                pass
            if should_stop():
                raise ParsingStopped("stopped while a file was being parsed")
            waited = time.monotonic() - started
            if waited > seconds and not is_starved(waited):
                raise TimeoutError
            self._check_memory()

    def _check_memory(self) -> None:
        with contextlib.suppress(psutil.Error):
            self._largest = max(self._largest, self._watched.memory_info().rss)
        if self._largest > self._limits.memory_bytes:
            raise self._too_much_memory()

    def _too_much_memory(self) -> UnreadableDocument:
        return UnreadableDocument(ReasonCode.PARSER_MEMORY, f"{self._limits.memory_bytes >> 20} MB")

    def _death(self) -> UnreadableDocument:
        """Why the child is gone."""
        if self._largest > self._limits.memory_bytes * NEAR_LIMIT:
            return self._too_much_memory()
        return UnreadableDocument(ReasonCode.PARSER_CRASHED, self._how_it_ended())

    def _how_it_ended(self) -> str:
        try:
            return f"exit status {self._process.wait(END_SECONDS)}"
        except subprocess.TimeoutExpired:
            return "it closed its output"

    def _pump_messages(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            try:
                while (message := read_message(pipe)) is not None:
                    self._messages.put(message)
            except (BrokenFrame, OSError) as error:
                logger.warning("the parser child sent no frame: %s", error)
        self._messages.put(None)

    def _pump_log(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as pipe:
            for line in pipe:
                logger.debug("child: %s", line.decode(errors="replace").rstrip())


def start_child(parse_with: str, limits: ParserLimits) -> "subprocess.Popen[bytes]":
    """Start the child; it inherits the environment and finds our rooms wherever it is started.

    -P keeps Python from importing what lies in the folder that the person happens to be in.
    """
    command = [sys.executable, "-P", "-m", "indexer.parsing.child", parse_with]
    command += [str(limits.seconds), str(limits.memory_bytes)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def child_environment() -> dict[str, str]:
    """Our own environment, with the checkout on the path when we are not installed."""
    environment = dict(os.environ)
    root = Path(__file__).resolve().parents[2]
    if root.name not in ("site-packages", "dist-packages"):
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = f"{root}{os.pathsep}{known}" if known else str(root)
    return environment
