"""What a person typed, understood without a model: words, phrases, exclusions and filters.

`notice period "written form" -draft in:contracts type:pdf after:2023 before:2024-06 file:lease
tag:signed` searches for *notice period*, in files below a folder named like *contracts*, and so on.
Everything that is no filter stays part of the question, so a sentence with a colon in it is left as
it is.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from assistant.terms import fold

_PART = re.compile(
    r"""(?:(?<=\s)|^)                       # a part of its own
        (?P<minus>-(?=[^\W\d]|["“„]))?
        (?:(?P<name>in|type|after|before|file|tag):(?=\S))?
        (?:["“„](?P<quoted>[^"“”„]+)["”“]|(?P<bare>\S+))""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SPACE = re.compile(r"\s+")

KINDS: Mapping[str, frozenset[str]] = {
    "word": frozenset({"doc", "docx", "odt", "rtf"}),
    "excel": frozenset({"xls", "xlsx", "xlsb", "xlsm", "ods", "csv", "tsv"}),
    "powerpoint": frozenset({"ppt", "pptx", "odp"}),
    "mail": frozenset({"eml", "mbox", "msg"}),
    "web": frozenset({"html", "htm", "xhtml", "mhtml"}),
    "image": frozenset({"png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp", "gif"}),
    "text": frozenset({"txt", "md", "markdown", "rst", "adoc"}),
}
"""Endings that one word stands for; any other word after `type:` is an ending itself."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query taken apart."""

    text: str
    """What is searched for: the words and phrases without filters and exclusions."""
    phrases: tuple[str, ...] = ()
    """Each must stand in a passage word for word; white space and case aside."""
    excluded: tuple[str, ...] = ()
    """Words and phrases that no passage may hold."""
    folders: tuple[str, ...] = ()
    """Names of which a file must be below one."""
    names: tuple[str, ...] = ()
    """Parts of which a file's name must hold one."""
    endings: frozenset[str] = field(default_factory=frozenset)
    """Without the dot, in lower case; empty for any."""
    kinds: tuple[str, ...] = ()
    """What was typed for the endings: "word" stands for several."""
    after: date | None = None
    """Files last changed on this day or later."""
    before: date | None = None
    """Files last changed earlier than this day."""
    tags: tuple[str, ...] = ()
    """Of which a file, or a folder above it, must carry one."""

    @property
    def has_filters(self) -> bool:
        """Whether it narrows down the files."""
        named = self.folders or self.names or self.endings or self.tags
        return bool(named) or self.after is not None or self.before is not None

    def admits_file(self, path: str, changed: float, tags: Collection[str] = ()) -> bool:
        """Whether a file may answer.

        `changed` is its time of change in seconds since 1970, `tags` are all that it has.
        """
        folder, _, name = path.replace("\\", "/").rpartition("/")
        if self.endings and _ending(name) not in self.endings:
            return False
        if self.names and not any(fold(wanted) in fold(name) for wanted in self.names):
            return False
        if self.folders and not any(_is_below(folder, wanted) for wanted in self.folders):
            return False
        if self.tags and not _shares(self.tags, tags):
            return False
        return self._admits_day(changed)

    def _admits_day(self, changed: float) -> bool:
        return (self.after is None or changed >= _start_of(self.after)) and (
            self.before is None or changed < _start_of(self.before)
        )

    def admits_text(self, text: str) -> bool:
        """Whether a passage holds every phrase and nothing that is excluded."""
        if not self.phrases and not self.excluded:
            return True
        flat = f" {_flat(text)} "
        return all(_flat(phrase) in flat for phrase in self.phrases) and not any(
            re.search(rf"(?<!\w){re.escape(_flat(unwanted))}(?!\w)", flat)
            for unwanted in self.excluded
        )


def parse_query(typed: str) -> SearchQuery:
    """Take a query apart; what cannot be understood as a filter is searched for as it stands."""
    parts = _Parts()
    rest, position = [], 0
    for match in _PART.finditer(typed):
        if _take(match, parts):
            rest.append(typed[position : match.start()])
            position = match.end()
    rest.append(typed[position:])
    text = _SPACE.sub(" ", "".join(rest)).strip()
    return SearchQuery(
        text=text,
        phrases=tuple(parts.phrases),
        excluded=tuple(parts.excluded),
        folders=tuple(parts.folders),
        names=tuple(parts.names),
        endings=frozenset(parts.endings),
        kinds=tuple(parts.kinds),
        after=parts.after,
        before=parts.before,
        tags=tuple(parts.tags),
    )


@dataclass(slots=True)
class _Parts:
    """What has been understood so far."""

    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    endings: set[str] = field(default_factory=set)
    kinds: list[str] = field(default_factory=list)
    after: date | None = None
    before: date | None = None
    tags: list[str] = field(default_factory=list)


def _take(match: re.Match[str], parts: _Parts) -> bool:
    """Note one part; whether it leaves the text that is searched for."""
    value = (match["quoted"] or match["bare"]).strip()
    name = (match["name"] or "").lower()
    if name and match["minus"]:
        return False
    if name:
        return _take_filter(name, value, parts)
    if match["minus"]:
        parts.excluded.append(value)
        return True
    if match["quoted"] and len(value.split()) > 1:
        parts.phrases.append(value)
    return False


def _take_filter(name: str, value: str, parts: _Parts) -> bool:
    if name in ("after", "before"):
        day = _day(value)
        if day is not None:
            setattr(parts, name, day)
        return day is not None
    if name == "type":
        ending = value.lower().lstrip(".")
        parts.endings |= KINDS.get(ending, {ending})
        parts.kinds.append(ending)
    elif name == "file":
        parts.names.append(value)
    elif name == "tag":
        parts.tags.append(value)
    else:
        parts.folders.append(value.strip("/\\"))
    return True


def _day(value: str) -> date | None:
    """The first day of a year, a month, or the day itself; None for what is no date."""
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(64)
def _start_of(day: date) -> float:
    """When a day begins here, in seconds since 1970; far days as in Greenwich."""
    try:
        return datetime(day.year, day.month, day.day).timestamp()
    except (OverflowError, OSError, ValueError):
        return 86_400.0 * (day - date(1970, 1, 1)).days


def _ending(name: str) -> str:
    """What stands behind the last point of a name, in lower case; a leading point is none."""
    stem, _, ending = name.rpartition(".")
    return ending.lower() if stem.strip(".") else ""


def _shares(wanted: Collection[str], tags: Collection[str]) -> bool:
    own = {fold(tag) for tag in tags}
    return any(_flat(tag) in own for tag in wanted)


@lru_cache(16_384)
def _is_below(folder: str, wanted: str) -> bool:
    """Whether this folder, or one above it, has this name, or is this path."""
    names = [fold(part) for part in re.split(r"[/\\]", wanted) if part]
    above = [fold(part) for part in folder.split("/")]
    return any(
        above[place : place + len(names)] == names for place in range(len(above) - len(names) + 1)
    )


def _flat(text: str) -> str:
    return _SPACE.sub(" ", fold(text)).strip()
