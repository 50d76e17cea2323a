"""The documents that a question to all of them is put to, those that could not be read included."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from assistant.mapping.intent import Intent
from assistant.mapping.said_scope import SaidScope
from assistant.search.query import SearchQuery, parse_query
from assistant.search.scope import FilesInScope
from assistant.terms import content_terms, fold
from indexer.documents import FileStatus, ReasonCode
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord

_SIGNS = re.compile(r"[/_.-]+")


@dataclass(frozen=True, slots=True)
class DocumentsInScope:
    """What of the ledger a question is about, by path."""

    readable: tuple[FileRecord, ...]
    """Indexed or partly indexed."""
    unreadable: tuple[FileRecord, ...]
    """Skipped, failed, or still waiting to be read."""

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.readable) + len(self.unreadable)

    @property
    def failed(self) -> tuple[str, ...]:
        """The paths of those that could not be read."""
        return tuple(record.path for record in self.unreadable)


def documents_in_scope(
    ledger: Ledger, intent: Intent, query: SearchQuery, within: Path | None, scope: str
) -> DocumentsInScope:
    """The documents that the place, the scope and the question's own words leave over.

    What a rule of the person leaves out of the library is no document of it. Raises NotAScope.
    """
    asked = FilesInScope(ledger, query, within, scope)
    said = FilesInScope(ledger, parse_query(intent.filters), within)
    records = [record for record in ledger.files(within) if not _is_excluded(record)]
    facts, own = asked.facts(records), said.facts(records)
    admitted = [
        record
        for record, one, other in zip(records, facts, own, strict=True)
        if asked.admits(one) and said.admits(other)
    ]
    return DocumentsInScope(
        readable=tuple(record for record in admitted if record.is_live),
        unreadable=tuple(record for record in admitted if not record.is_live),
    )


def is_folder(ledger: Ledger, said: SaidScope) -> bool:
    """Whether any file of the library lies in the folder that was said."""
    folder = FilesInScope(ledger, parse_query(said.filters))
    return any(map(folder.admits, folder.facts(ledger.files())))


def titles_of(records: Sequence[FileRecord]) -> dict[str, str]:
    """What to call each document by its path: its title, or its name where others have the same."""
    counts: dict[str, int] = {}
    for record in records:
        counts[record.title.strip()] = counts.get(record.title.strip(), 0) + 1
    return {
        record.path: record.title.strip()
        if record.title.strip() and counts[record.title.strip()] == 1
        else PurePath(record.path.replace("\\", "/")).name
        for record in records
    }


def path_words(record: FileRecord) -> str:
    """What a document's title, its name and the folders below its source say of it, folded."""
    below = record.path.removeprefix(record.source) or record.path
    path = PurePath(below.replace("\\", "/"))
    return fold(_SIGNS.sub(" ", " ".join((record.title, *path.parts[:-1], path.stem))))


def is_named(record: FileRecord, kind_stem: str) -> bool:
    """Whether title, name or folder call the document that."""
    return kind_stem in content_terms(path_words(record))


def _is_excluded(record: FileRecord) -> bool:
    return (
        record.status is FileStatus.SKIPPED
        and record.reason is not None
        and record.reason.code is ReasonCode.EXCLUDED
    )
