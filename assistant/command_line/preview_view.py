"""`footnote index --preview`: what folders would bring, before anything is indexed."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from assistant.command_line.durations import about
from assistant.command_line.ledger_view import number_of
from assistant.command_line.options import Invocation
from assistant.command_line.output import Output
from assistant.messages import FormatShare, SourcePreviewed
from assistant.previews import previewed
from assistant.settings import Settings, indexing_rules
from indexer.errors import LibraryMissing
from indexer.ledger import Ledger
from indexer.library import Library
from indexer.preview import preview
from indexer.rules import Rules

ENDINGS_NAMED = 8
"""Of the kinds of files that are not read."""


def show_previews(call: Invocation, paths: Sequence[Path]) -> bool:
    """Show what each folder would bring; False when one of them could not be looked at.

    The library is only read, for how long such files took before, and need not be there.
    """
    rules = indexing_rules(Settings())
    try:
        with Library.open(call.library_folder) as library:
            return _show_each(call, paths, library.ledger, rules)
    except LibraryMissing:
        return _show_each(call, paths, None, rules)


def _show_each(
    call: Invocation, paths: Sequence[Path], ledger: Ledger | None, rules: Rules
) -> bool:
    shown = [_show_one(call, path, ledger, rules) for path in paths]
    return all(shown)


def _show_one(call: Invocation, path: Path, ledger: Ledger | None, rules: Rules) -> bool:
    steps = preview(path, call.library_folder, ledger, rules)
    try:
        with call.output.busy(f"Looking into {path}"):
            while True:
                next(steps)
    except StopIteration as end:
        found = previewed(end.value)
    except OSError as error:
        call.output.note(f"{path} cannot be looked at: {error.strerror}. Check the name.")
        return False
    call.output.line(found)
    _show(call.output, found)
    return True


def _show(output: Output, found: SourcePreviewed) -> None:
    files, size = _together(found.readable)
    more = "" if found.complete else "more than "
    output.show(
        f"{found.path}: {more}{number_of(files, 'file')} to read, {as_size(size)}{_lasting(found)}"
    )
    table = Table("Kind", "Files", "Size", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for share in found.readable:
        table.add_row(share.name, f"{share.files:,}", as_size(share.size))
    if found.readable:
        output.show(table)
    if found.skipped:
        output.show(f"Skipped: {_endings(found.skipped)}")
    if found.excluded:
        by_git = f", {found.by_git:,} of them by a .gitignore" if found.by_git else ""
        said = f"{found.excluded:,} hidden, made by programs, or by your rules{by_git}"
        output.show(f"Left out: {said}")


def _together(shares: Sequence[FormatShare]) -> tuple[int, int]:
    return sum(share.files for share in shares), sum(share.size for share in shares)


def _endings(shares: Sequence[FormatShare]) -> str:
    by_number = sorted(shares, key=lambda share: -share.files)
    named = [f"{share.files:,} {share.name or 'without ending'}" for share in by_number]
    others, _ = _together(by_number[ENDINGS_NAMED:])
    return ", ".join(named[:ENDINGS_NAMED] + ([f"{others:,} others"] if others else []))


def _lasting(found: SourcePreviewed) -> str:
    if found.seconds is None or not found.complete:
        return ""
    return f", {about(found.seconds)}"


def as_size(size: int) -> str:
    """Bytes in the unit that a file manager would show."""
    number = float(size)
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:,.1f} GB"
