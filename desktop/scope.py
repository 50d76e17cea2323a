"""Where to look: what was chosen to search and ask in, and how the engine is told of it. No Qt."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath

from assistant.search.query import parse_query

_QUOTES = re.compile('["“”„]')


class ScopeKind(StrEnum):
    """What a part of a scope narrows down by."""

    DOCUMENT = "document"
    FOLDER = "folder"
    TAG = "tag"
    TYPE = "type"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class ScopePart:
    """One thing that was chosen; `value` is a path, a tag, a kind of file or a date."""

    kind: ScopeKind
    value: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A choice of documents; everything while nothing is chosen.

    What is chosen of one kind are alternatives, of two kinds both must hold.
    """

    document: str = ""
    """The path of the only file to look into; nothing else is chosen beside it."""
    folders: tuple[str, ...] = ()
    """Absolute paths."""
    tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    """As after `type:` in a query."""
    after: str = ""
    """A year, a month or a day, as in a query: 2024, 2024-06, 2024-06-15."""
    before: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Scope()

    @property
    def within(self) -> str | None:
        """The one file or folder that is meant, for a request's `within`."""
        if self.document:
            return self.document
        return self.folders[0] if len(self.folders) == 1 else None

    @property
    def filters(self) -> str:
        """All else, in the language of queries, for a request's `scope`."""
        folders = self.folders if len(self.folders) > 1 else ()
        parts = [_filter("in", _folder_value(path)) for path in folders]
        parts += [_filter("tag", tag) for tag in self.tags]
        parts += [_filter("type", kind) for kind in self.types]
        parts += [_filter(name, day) for name, day in self._days()]
        return " ".join(part for part in parts if part)

    @property
    def parts(self) -> tuple[ScopePart, ...]:
        """Everything that was chosen, one by one."""
        chosen = (
            (ScopeKind.DOCUMENT, (self.document,) if self.document else ()),
            (ScopeKind.FOLDER, self.folders),
            (ScopeKind.TAG, self.tags),
            (ScopeKind.TYPE, self.types),
            (ScopeKind.AFTER, (self.after,) if self.after else ()),
            (ScopeKind.BEFORE, (self.before,) if self.before else ()),
        )
        return tuple(ScopePart(kind, value) for kind, values in chosen for value in values)

    def without(self, part: ScopePart) -> "Scope":
        """The same with one thing less."""
        match part.kind:
            case ScopeKind.DOCUMENT:
                return replace(self, document="")
            case ScopeKind.FOLDER:
                return replace(self, folders=_less(self.folders, part.value))
            case ScopeKind.TAG:
                return replace(self, tags=_less(self.tags, part.value))
            case ScopeKind.TYPE:
                return replace(self, types=_less(self.types, part.value))
            case ScopeKind.AFTER:
                return replace(self, after="")
            case ScopeKind.BEFORE:
                return replace(self, before="")

    def _days(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, day) for name, day in (("after", self.after), ("before", self.before)) if day
        )


def is_day(text: str) -> bool:
    """Whether a query would take this for a year, a month or a day."""
    return parse_query(f"after:{text.strip()}").after is not None if text.strip() else False


def _less(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def _filter(name: str, value: str) -> str:
    """One filter; quoted where the value has a space, nothing where there is no value."""
    if not value:
        return ""
    return f'{name}:"{value}"' if re.search(r"\s", value) else f"{name}:{value}"


def _folder_value(path: str) -> str:
    """The folder as `in:` takes it: without its drive, and without names that hold quotation marks.

    Such names cannot be said in a query, so the path begins below them. Where the folder's own name
    is such, its parent is meant.
    """
    pure = PurePath(path.replace("\\", "/"))
    parts = [part for part in pure.parts if part != pure.anchor and not part.endswith(":")]
    while parts and _QUOTES.search(parts[-1]):
        parts.pop()
    unclean = [place for place, part in enumerate(parts) if _QUOTES.search(part)]
    return "/".join(parts[unclean[-1] + 1 :] if unclean else parts)
