"""`footnote status`: how the library stands, without loading any model."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from assistant.command_line.options import JsonOption, LibraryOption, invocation
from assistant.command_line.output import Output
from assistant.command_line.records import LibraryTotals, ledger_row
from assistant.settings import LANGUAGE_MODEL, Settings
from assistant.wording import short_reason, status_words
from indexer.documents import FileStatus
from indexer.ledger import FileRecord
from indexer.library import Library
from models.catalogue import STARTER_EMBEDDING_ID, STARTER_LANGUAGE_ID
from models.installed import installed_models


def status(
    context: typer.Context,
    files: Annotated[bool, typer.Option("--files", help="Every file with its status.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how many files are indexed, skipped and failed."""
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        records = opened.ledger.files()
        if files:
            _show_files(call.output, records)
        else:
            _show_totals(call.output, library_totals(opened, records))


def library_totals(library: Library, records: list[FileRecord]) -> LibraryTotals:
    """How the library stands; pages and chunks are those of the files that are found."""
    statuses = Counter(record.status for record in records)
    live = [record for record in records if record.is_live]
    return LibraryTotals(
        library=str(library.folder),
        files=len(records),
        indexed=statuses[FileStatus.INDEXED],
        partly=statuses[FileStatus.PARTLY],
        skipped=statuses[FileStatus.SKIPPED],
        failed=statuses[FileStatus.FAILED],
        waiting=statuses[FileStatus.WAITING],
        pages=sum(record.pages for record in live),
        chunks=sum(record.chunks for record in live),
        embedding_model=STARTER_EMBEDDING_ID,
        language_model=_language_model(),
        sources=tuple(str(path) for path in library.ledger.sources()),
    )


def _language_model() -> str | None:
    wanted = Settings().get(LANGUAGE_MODEL) or STARTER_LANGUAGE_ID
    return wanted if any(model.id == wanted for model in installed_models()) else None


def _show_totals(output: Output, totals: LibraryTotals) -> None:
    output.line(totals)
    table = Table(show_header=False, box=None)
    table.add_row("Library", totals.library)
    for source in totals.sources or ("nothing yet; “footnote index FOLDER” adds a folder",):
        table.add_row("Source", source)
    for word in FileStatus:
        table.add_row(status_words(word).capitalize(), f"{getattr(totals, word.value):,} files")
    table.add_row("Pages", f"{totals.pages:,}")
    table.add_row("Passages", f"{totals.chunks:,}")
    table.add_row("Embedding model", totals.embedding_model)
    table.add_row("Language model", totals.language_model or "none")
    output.show(table)


def _show_files(output: Output, records: list[FileRecord]) -> None:
    for record in records:
        output.line(ledger_row(record))
    table = Table("File", "Status", "Reason", "Pages", "Passages", box=None)
    for record in records:
        reason = short_reason(record.reason) if record.reason else ""
        pages, chunks = str(record.pages), str(record.chunks)
        table.add_row(str(Path(record.path)), status_words(record.status), reason, pages, chunks)
    output.show(table)
