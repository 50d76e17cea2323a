"""`footnote status`: how the library stands, without loading any model."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from assistant.checkup.kept import trusted_mode
from assistant.checkup_words import trusted_words
from assistant.command_line.ledger_view import (
    add_files,
    add_marks,
    add_sources,
    files_table,
    git_ignored,
    number_of,
    show_next_steps,
)
from assistant.command_line.library_records import LibraryTotals, ledger_row
from assistant.command_line.options import JsonOption, LibraryOption, absolute, invocation
from assistant.command_line.output import Output
from assistant.command_line.trace_view import summary_words
from assistant.messages import LedgerExported
from assistant.pair_roles import pair_model
from assistant.roles import writing_model
from assistant.settings import THREADS, Settings
from assistant.traces.store import TraceStore
from assistant.traces.summary import TraceSummary, summary_of
from assistant.wording import sentence_for
from indexer.documents import FileStatus, ReasonCode
from indexer.ledger_export import EXPORT_ENDINGS, export_ledger
from indexer.ledger_records import FileRecord, SourceRecord
from indexer.library import Library
from models.backends import plan_label
from models.catalogue import STARTER_EMBEDDING_ID
from models.installed import installed_models


def status(
    context: typer.Context,
    files: Annotated[bool, typer.Option("--files", help="Every file with its status.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="FILE", help="Write every file with its status to a .csv or .json."
        ),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how many files are indexed, skipped and failed, and why."""
    if export is not None and export.suffix.lower() not in EXPORT_ENDINGS:
        raise typer.BadParameter(f"--export ends in {' or '.join(EXPORT_ENDINGS)}, not {export}")
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        records = opened.ledger.files()
        if export is not None:
            _export(call.output, records, absolute(export) or export)
        elif files:
            _show_files(call.output, records)
        else:
            sources = opened.ledger.source_records()
            totals = library_totals(opened, records, sources)
            _show_totals(call.output, totals, records, sources)


def library_totals(
    library: Library, records: Sequence[FileRecord], sources: Sequence[SourceRecord]
) -> LibraryTotals:
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
        embedding=plan_label(STARTER_EMBEDDING_ID, Settings().get(THREADS) or None) or None,
        language_model=_language_model(),
        sources=tuple(source.path for source in sources),
        away=tuple(source.path for source in sources if source.away_since is not None),
        hidden=sum(source.hidden for source in sources),
        excluded=sum(source.excluded for source in sources),
        by_git=git_ignored(records),
        reasons=_reasons(records),
        rebuilding=library.rebuilding(),
        index_missing=library.index_is_missing,
        answers=_answers(library),
        reranker=pair_model("reranker", Settings()),
        entailment_model=pair_model("entailment", Settings()),
    )


def _answers(library: Library) -> TraceSummary | None:
    traces = TraceStore(library.folder).all()
    return summary_of(traces) if traces else None


def _reasons(records: Sequence[FileRecord]) -> dict[FileStatus, dict[ReasonCode, int]]:
    counts = Counter((each.status, each.reason.code) for each in records if each.reason)
    reasons: dict[FileStatus, dict[ReasonCode, int]] = {}
    for (status, code), count in counts.most_common():
        reasons.setdefault(status, {})[code] = count
    return reasons


def _language_model() -> str | None:
    wanted = writing_model(Settings())
    return wanted if any(model.id == wanted for model in installed_models()) else None


def _show_totals(
    output: Output,
    totals: LibraryTotals,
    records: Sequence[FileRecord],
    sources: Sequence[SourceRecord],
) -> None:
    output.line(totals)
    table = Table(show_header=False, box=None)
    table.add_row("Library", totals.library)
    add_sources(table, sources, git_ignored(records))
    add_files(table, records)
    add_marks(table, records)
    table.add_row("Pages", f"{totals.pages:,}")
    table.add_row("Passages", f"{totals.chunks:,}")
    if totals.index_missing:
        table.add_row("Search index", "missing; “footnote index” makes it again")
    if totals.rebuilding is not None:
        done, total = totals.rebuilding
        table.add_row(
            "New index", f"{done:,} of {total:,} documents done; “footnote index” goes on"
        )
    computed = f" ({totals.embedding})" if totals.embedding else ""
    table.add_row("Embedding model", totals.embedding_model + computed)
    table.add_row("Language model", _with_trust(totals.language_model))
    table.add_row("Reranker", totals.reranker or "none")
    table.add_row("Checks sentences", _checked_by(totals.entailment_model))
    if totals.answers is not None:
        table.add_row("Answers", summary_words(totals.answers))
    output.show(table)
    show_next_steps(output, records)


def _checked_by(entailment_model: str | None) -> str:
    return f"rules and {entailment_model}" if entailment_model else "rules alone"


def _with_trust(language_model: str | None) -> str:
    """Its name, and what it is trusted with when nobody names it."""
    if language_model is None:
        return "none"
    return f"{language_model} ({trusted_words(trusted_mode(language_model))})"


def _show_files(output: Output, records: Sequence[FileRecord]) -> None:
    for record in records:
        output.line(ledger_row(record))
    output.show(files_table(records))


def _export(output: Output, records: Sequence[FileRecord], target: Path) -> None:
    files = export_ledger(records, target, sentence_for)
    output.line(LedgerExported(target=str(target), files=files))
    output.show(f"{number_of(files, 'file')} written to {target}")
