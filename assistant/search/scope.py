"""Which files a question is put to: a place, and filters that are not part of the question."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.search.query import SearchQuery, parse_query
from assistant.search.query_parts import FileFacts
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord, LiveFile
from indexer.ledger_tags import TagsOfFiles


class NotAScope(ValueError):
    """What was given narrows down no files; the message names it and what may stand there."""


def parse_scope(typed: str) -> SearchQuery:
    """The filters of a scope such as `tag:contracts type:pdf after:2024`.

    Raises NotAScope where anything else stands in it.
    """
    parsed = parse_query(typed)
    rest = [parsed.text, *(f"-{word}" for word in parsed.excluded)]
    if words := " ".join(filter(None, rest)):
        raise NotAScope(
            f"“{words}” narrows down no files; a scope is made of filters such as tag:contracts, "
            "in:letters, type:pdf or after:2024"
        )
    return parsed


class FilesInScope:
    """The files that a question may be answered from."""

    def __init__(
        self, ledger: Ledger, query: SearchQuery, within: Path | None = None, scope: str = ""
    ) -> None:
        """Filters in the query count beside those of the scope. Raises NotAScope."""
        self._ledger = ledger
        self._within = within
        filters = (parse_scope(scope), query)
        # Without its words, so that what was admitted can be kept from one letter to the next.
        self.filters = [
            replace(each, text="", phrases=(), excluded=()) for each in filters if each.has_filters
        ]
        """What narrows down the files, the scope first."""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self._within is None and not self.filters

    def files(self) -> list[FileRecord]:
        """The files whose passages count, by path."""
        inside = [record for record in self._ledger.files(self._within) if record.is_live]
        if not self.filters:
            return inside
        facts = zip(inside, self.facts(inside), strict=True)
        return [record for record, each in facts if self.admits(each)]

    def revisions(self) -> dict[str, list[str]]:
        """Each revision in scope with the paths in scope that have it."""
        if not self.filters:
            return self._ledger.live_revisions(self._within)
        key = ("scope", self._within, tuple(self.filters))
        return self._ledger.remembered(key, self._admitted_revisions)

    def _admitted_revisions(self) -> dict[str, list[str]]:
        inside = self._ledger.live_files(self._within)
        found: dict[str, list[str]] = {}
        for file, facts in zip(inside, self.facts(inside), strict=True):
            if self.admits(facts):
                found.setdefault(file.revision, []).append(file.path)
        return found

    def admits(self, facts: FileFacts) -> bool:
        """Whether every filter admits a file."""
        return all(each.admits_file(*facts) for each in self.filters)

    def facts(self, records: Sequence[FileRecord | LiveFile]) -> list[FileFacts]:
        """What the filters want to know of files."""
        needed = any(each.tags for each in self.filters)
        tags = TagsOfFiles(self._ledger.tags.all() if needed else {})
        return [(record.path, record.mtime_ns / 1e9, tags.of(record.path)) for record in records]
