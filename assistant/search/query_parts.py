"""What was understood of a query, part by part: for the chips below the field, and to blame one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from assistant.search.query import SearchQuery


class PartKind(StrEnum):
    """What a part asks for; the value is the word that people read."""

    FOLDER = "in"
    TYPE = "type"
    NAME = "file"
    AFTER = "after"
    BEFORE = "before"
    TAG = "tag"
    PHRASE = "exact"
    EXCLUDED = "without"


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A filter, a phrase or an exclusion."""

    kind: PartKind
    value: str

    @property
    def words(self) -> str:
        """As it is shown: `type: pdf`, `exact: “written form”`."""
        quoted = self.kind is PartKind.PHRASE
        return f"{self.kind}: “{self.value}”" if quoted else f"{self.kind}: {self.value}"


SYNTAX: tuple[tuple[str, str], ...] = (
    ('"written form"', "only passages with exactly these words"),
    ("-draft", "no passages with this word"),
    ("in:contracts", "only files in a folder of this name"),
    ("type:pdf", "only files of this kind; also word, excel, mail, image …"),
    ("file:lease", "only files with this in their name"),
    ("after:2023", "only files changed since then; also 2023-06 or 2023-06-15"),
    ("before:2024", "only files changed earlier than that"),
    ("tag:signed", "only files with this tag, or in a folder that has it"),
)
"""What can be typed, and what it does."""


def understood_parts(query: SearchQuery) -> list[QueryPart]:
    """Everything of a query that is more than words to look for."""
    values = (
        (PartKind.FOLDER, query.folders),
        (PartKind.TYPE, query.kinds),
        (PartKind.NAME, query.names),
        (PartKind.AFTER, (str(query.after),) if query.after else ()),
        (PartKind.BEFORE, (str(query.before),) if query.before else ()),
        (PartKind.TAG, query.tags),
        (PartKind.PHRASE, query.phrases),
        (PartKind.EXCLUDED, query.excluded),
    )
    return [QueryPart(kind, value) for kind, found in values for value in found]


FileFacts = tuple[str, float, Collection[str]]
"""A file's path, its time of change in seconds since 1970, and all its tags."""


def refusing_parts(query: SearchQuery, files: Collection[FileFacts]) -> list[QueryPart]:
    """The filters of which each alone refuses all these files.

    Empty where none does so alone, though several may do so together.
    """
    refusing = {
        kind
        for kind, alone in _FILTERS.items()
        if files and not any(alone(query).admits_file(*facts) for facts in files)
    }
    return [part for part in understood_parts(query) if part.kind in refusing]


def filter_parts(query: SearchQuery) -> list[QueryPart]:
    """The parts that narrow down the files."""
    return [part for part in understood_parts(query) if part.kind in _FILTERS]


_FILTERS: dict[PartKind, Callable[[SearchQuery], SearchQuery]] = {
    PartKind.FOLDER: lambda query: SearchQuery("", folders=query.folders),
    PartKind.TYPE: lambda query: SearchQuery("", endings=query.endings),
    PartKind.NAME: lambda query: SearchQuery("", names=query.names),
    PartKind.AFTER: lambda query: SearchQuery("", after=query.after),
    PartKind.BEFORE: lambda query: SearchQuery("", before=query.before),
    PartKind.TAG: lambda query: SearchQuery("", tags=query.tags),
}
"""The query with the filters of one kind alone; values of one kind are alternatives."""
