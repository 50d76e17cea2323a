"""The parser process survives whatever a file does to its child."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import child, pool
from indexer.parsing.pool import (
    InlineParser,
    ParserLimits,
    ParserProcess,
    ParserUnavailable,
    ParsingStopped,
    child_environment,
)
from tests.indexer.hostile_parsers import document

HOSTILE = "tests.indexer.hostile_parsers:parse"
MEMORY = 256 << 20


@pytest.fixture
def parser() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits(60, MEMORY), parse_with=HOSTILE) as process:
        yield process


@pytest.fixture
def hasty() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits(0.5, MEMORY), parse_with=HOSTILE) as process:
        yield process


def write(folder: Path, content: str) -> Path:
    path = folder / "a file.txt"
    path.write_text(content, encoding="utf-8")
    return path


def text_of(parsed: ParsedDocument) -> str:
    return parsed.pages[0].text


def refusal(parser: ParserProcess, path: Path) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        parser.parse(path)
    return caught.value


def test_one_child_reads_file_after_file(parser: ParserProcess, tmp_path: Path) -> None:
    path = write(tmp_path, "pid")
    first = text_of(parser.parse(path))
    assert text_of(parser.parse(path)) == first != str(os.getpid())


def test_the_child_gives_way_to_other_programs(parser: ParserProcess, tmp_path: Path) -> None:
    pid = int(text_of(parser.parse(write(tmp_path, "pid"))))
    assert psutil.Process(pid).nice() > psutil.Process().nice()


def test_the_child_is_replaced_after_many_files(
    parser: ParserProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "FILES_PER_CHILD", 2)
    path = write(tmp_path, "pid")
    pids = [text_of(parser.parse(path)) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_file_of_many_slow_pages_has_the_time_limit_for_each(
    hasty: ParserProcess, tmp_path: Path
) -> None:
    assert text_of(hasty.parse(write(tmp_path, "pages 4 0.2")))
    assert hasty.at_page is None
    too_slow = refusal(hasty, write(tmp_path, "pages 2 60"))
    assert too_slow.reason.code is ReasonCode.PARSER_TIMEOUT


def test_a_page_is_not_late_while_other_programs_have_the_processor(
    hasty: ParserProcess, tmp_path: Path
) -> None:
    assert text_of(hasty.parse(write(tmp_path, "starved-page 1.2")))
    never_back = refusal(hasty, write(tmp_path, "starved-page 600"))
    assert never_back.reason.code is ReasonCode.PARSER_TIMEOUT


def test_pages_without_end_meet_the_limit_of_the_file(tmp_path: Path) -> None:
    limits = ParserLimits(60, MEMORY, total_seconds=0.3)
    with ParserProcess(limits, parse_with=HOSTILE) as process:
        endless = refusal(process, write(tmp_path, "pages 1000000 0.01"))
    assert endless.reason.code is ReasonCode.PARSER_TIMEOUT


def test_the_page_in_hand_can_be_asked_for_and_a_slow_file_be_stopped(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def stop_at_page_three() -> bool:
        if (page := process.at_page) is not None:
            seen.append((page.number, page.count))
        return bool(seen) and seen[-1][0] >= 3

    limits = ParserLimits(60, MEMORY)
    process = ParserProcess(limits, should_stop=stop_at_page_three, parse_with=HOSTILE)
    with process, pytest.raises(ParsingStopped):
        process.parse(write(tmp_path, "pages 1000000 0.01"))
    assert seen[-1] == (3, 1000000)


@pytest.mark.parametrize("content", ["loop ", "native-loop"])
def test_an_endless_loop_ends_at_the_time_limit(
    hasty: ParserProcess, tmp_path: Path, content: str
) -> None:
    reason = refusal(hasty, write(tmp_path, content)).reason
    assert (reason.code, reason.detail) == (ReasonCode.PARSER_TIMEOUT, "0.5 seconds")


def test_too_much_memory_is_told_from_a_crash(parser: ParserProcess, tmp_path: Path) -> None:
    assert refusal(parser, write(tmp_path, "hog")).reason.code is ReasonCode.PARSER_MEMORY


@pytest.mark.parametrize("content", ["abort", "segfault", "exit"])
def test_a_crash_costs_one_file_only(parser: ParserProcess, tmp_path: Path, content: str) -> None:
    assert refusal(parser, write(tmp_path, content)).reason.code is ReasonCode.PARSER_CRASHED
    assert parser.parse(write(tmp_path, "pid")).has_text


def test_a_file_is_not_blamed_for_what_an_earlier_one_left(
    parser: ParserProcess, tmp_path: Path
) -> None:
    path = write(tmp_path, f"abort-when-used {tmp_path}")
    first = text_of(parser.parse(path))
    assert text_of(parser.parse(path)) != first


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        ("recurse", ReasonCode.DAMAGED, "nested too deeply"),
        ("no-memory", ReasonCode.PARSER_MEMORY, ""),
        ("raise", ReasonCode.DAMAGED, "KeyError: 'first line\\nsecond line'"),
        ("refuse", ReasonCode.ENCRYPTED, "locked"),
        ("surrogate", ReasonCode.DAMAGED, "text that is not Unicode"),
    ],
)
def test_what_a_parser_raises_becomes_a_reason_and_the_child_lives_on(
    parser: ParserProcess, tmp_path: Path, content: str, code: ReasonCode, detail: str
) -> None:
    before = text_of(parser.parse(write(tmp_path, "pid")))
    reason = refusal(parser, write(tmp_path, content)).reason
    assert (reason.code, reason.detail) == (code, detail)
    assert text_of(parser.parse(write(tmp_path, "pid"))) == before


def test_what_libraries_print_does_not_disturb_the_answers(
    parser: ParserProcess, tmp_path: Path
) -> None:
    assert parser.parse(write(tmp_path, "print")).has_text


def test_stopping_ends_a_running_parse(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    parser = ParserProcess(parse_with=HOSTILE, should_stop=pid_file.exists)
    with parser, pytest.raises(ParsingStopped):
        parser.parse(write(tmp_path, f"loop {pid_file}"))
    assert wait_for_end(int(pid_file.read_text(encoding="utf-8")))


def test_closing_ends_the_child(parser: ParserProcess, tmp_path: Path) -> None:
    pid = int(text_of(parser.parse(write(tmp_path, "pid"))))
    parser.close()
    assert not psutil.pid_exists(pid)


PARENT = """
import sys
from pathlib import Path
from indexer.parsing.pool import ParserProcess
ParserProcess(parse_with="tests.indexer.hostile_parsers:parse").parse(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="uses SIGKILL")
def test_the_child_dies_with_its_parent_in_the_middle_of_a_file(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    path = write(tmp_path, f"loop {pid_file}")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, path], env=child_environment())
    wait_until_written(pid_file)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_for_end(int(pid_file.read_text(encoding="utf-8")))


def test_a_child_that_cannot_start_blames_no_file(tmp_path: Path) -> None:
    parser = ParserProcess(parse_with="no.such.module:parse")
    with parser, pytest.raises(ParserUnavailable, match="exit status 1"):
        parser.parse(write(tmp_path, "pid"))


def test_a_name_that_is_not_unicode_is_read(parser: ParserProcess, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_text("pid", encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes Unicode names only")
    assert parser.parse(path).has_text


def test_absurd_amounts_of_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_CHARACTERS", 10)
    child.check_size(document("x" * 10))
    with pytest.raises(UnreadableDocument, match="too-large"):
        child.check_size(document("x" * 11))


def test_the_real_parsers_run_in_the_child(tmp_path: Path) -> None:
    with ParserProcess() as parser:
        assert parser.parse(write(tmp_path, "Some words.")).pages[0].text == "Some words."


def test_the_parser_in_this_process_reads_the_same(tmp_path: Path) -> None:
    assert InlineParser().parse(write(tmp_path, "Some words.")).pages[0].text == "Some words."


def wait_for_end(pid: int) -> bool:
    """Whether the process ends within ten seconds."""
    try:
        psutil.Process(pid).wait(10)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def wait_until_written(path: Path) -> None:
    """Wait for another process to have written a file, ten seconds at most."""
    deadline = time.monotonic() + 10
    while not path.exists():
        assert time.monotonic() < deadline
        os.sched_yield()
