"""The ledger for a person: how many files stand how, why, and what to do about it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.table import Table

from assistant.command_line.output import Output
from assistant.wording import (
    counted_reason,
    mark_words,
    next_step,
    short_reason,
    status_words,
)
from indexer.documents import FileMark, FileStatus, Reason, ReasonCode
from indexer.ledger_records import FileRecord, SourceRecord

KINDS_NAMED = 5
"""Of the endings that no parser reads."""

STEPS_SHOWN = 4


def add_files(table: Table, records: Sequence[FileRecord]) -> None:
    """A row for each status that any file has, with the reasons and how often each is given."""
    for status in FileStatus:
        of_status = [record for record in records if record.status is status]
        if of_status or status is FileStatus.INDEXED:
            table.add_row(status_words(status).capitalize(), _files(of_status))


def add_sources(table: Table, sources: Sequence[SourceRecord], by_git: int = 0) -> None:
    """A row for each source, and what was left out of them; `by_git` files by a `.gitignore`."""
    if not sources:
        table.add_row("Source", "nothing yet; “footnote index FOLDER” adds a folder")
    for source in sources:
        table.add_row("Source", source.path + _absence(source))
    hidden = sum(source.hidden for source in sources)
    excluded = sum(source.excluded for source in sources)
    if hidden or excluded or by_git:
        parts = [f"{hidden:,} hidden or made by programs"]
        parts += [f"{number_of(excluded, 'folder')} by rules"] if excluded else []
        parts += [f"{number_of(by_git, 'file')} by a .gitignore"] if by_git else []
        table.add_row("Left out", ", ".join(parts))


def git_ignored(records: Iterable[FileRecord]) -> int:
    """Files that a `.gitignore` leaves out."""
    return sum(record.reason is not None and record.reason.is_from_git for record in records)


def add_marks(table: Table, records: Iterable[FileRecord]) -> None:
    """A row that counts the marks of files, when there are any."""
    counts = Counter(mark for record in records for mark in record.marks)
    if counts:
        marked = [f"{counts[mark]:,} {mark_words(mark)}" for mark in FileMark if counts[mark]]
        table.add_row("Marks", ", ".join(marked))


def show_next_steps(output: Output, records: Sequence[FileRecord]) -> None:
    """What to do about the files that are not wholly indexed, the most frequent reason first."""
    troubled = [
        record.reason.code
        for record in records
        if record.reason and record.status in (FileStatus.FAILED, FileStatus.PARTLY)
    ]
    for code, count in Counter(troubled).most_common(STEPS_SHOWN):
        output.show(f"{short_reason(Reason(code))} ({count:,}): {next_step(code)}")
    if troubled:
        output.show(
            "“footnote status --files” names them, “footnote index --retry PATH” tries one."
        )


def files_table(records: Sequence[FileRecord]) -> Table:
    """Every file in a row."""
    table = Table("File", "Status", "Reason", "Pages", "Passages", "Seconds", "Marks", box=None)
    for record in records:
        table.add_row(
            record.path,
            status_words(record.status),
            short_reason(record.reason) if record.reason else "",
            str(record.pages),
            str(record.chunks),
            f"{record.seconds:.1f}",
            ", ".join(map(mark_words, record.marks)),
        )
    return table


def _files(records: Sequence[FileRecord]) -> str:
    number = number_of(len(records), "file")
    counts = Counter(record.reason.code for record in records if record.reason)
    if not counts:
        return number
    return f"{number}: {', '.join(_group(each, records) for each in counts.most_common())}"


def _group(counted: tuple[ReasonCode, int], records: Sequence[FileRecord]) -> str:
    code, count = counted
    named = counted_reason(code, count)
    return f"{named} ({_kinds(records)})" if code is ReasonCode.UNSUPPORTED else named


def _kinds(records: Iterable[FileRecord]) -> str:
    """The endings of files that no parser reads, the most frequent first."""
    endings = Counter(
        each.reason.detail or "no ending"
        for each in records
        if each.reason and each.reason.code is ReasonCode.UNSUPPORTED
    )
    named = [ending for ending, _ in endings.most_common(KINDS_NAMED)]
    return ", ".join(named + (["…"] if len(endings) > KINDS_NAMED else []))


def _absence(source: SourceRecord) -> str:
    if source.away_since is None:
        return ""
    since = datetime.fromtimestamp(source.away_since).strftime("%Y-%m-%d %H:%M")
    return f" (not connected since {since}; its passages are kept)"


def number_of(count: int, noun: str) -> str:
    """“1 file”, “1,200 files”."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
