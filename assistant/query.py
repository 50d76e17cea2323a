"""What a person typed, understood without a model: words, phrases, exclusions and filters.

`notice period "written form" -draft in:contracts type:pdf after:2023 before:2024-06 file:lease
tag:signed` searches for *notice period*, in files below a folder named like *contracts*, and so on.
Everything that is no filter stays part of the question, so a sentence with a colon in it is left as
it is.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePath

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
        pure = PurePath(path.replace("\\", "/"))
        if self.endings and pure.suffix.lower().lstrip(".") not in self.endings:
            return False
        if self.names and not any(fold(name) in fold(pure.name) for name in self.names):
            return False
        if self.folders and not any(_is_below(pure, folder) for folder in self.folders):
            return False
        if self.tags and not _shares(self.tags, tags):
            return False
        return self._admits_day(changed)

    def _admits_day(self, changed: float) -> bool:
        if self.after is None and self.before is None:
            return True
        day = _day_of(changed)
        return (self.after is None or day >= self.after) and (
            self.before is None or day < self.before
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


def _day_of(changed: float) -> date:
    """The day of a file's time; a disk may tell times that no calendar has."""
    try:
        return datetime.fromtimestamp(changed, UTC).astimezone().date()
    except (OverflowError, OSError, ValueError):
        return date.max if changed > 0 else date.min


def _shares(wanted: Collection[str], tags: Collection[str]) -> bool:
    own = {fold(tag) for tag in tags}
    return any(_flat(tag) in own for tag in wanted)


def _is_below(path: PurePath, folder: str) -> bool:
    """Whether one of the folders above a file has this name, or the file is below this path."""
    wanted = [fold(part) for part in re.split(r"[/\\]", folder) if part]
    above = [fold(part) for part in path.parts[:-1]]
    return any(
        above[place : place + len(wanted)] == wanted
        for place in range(len(above) - len(wanted) + 1)
    )


def _flat(text: str) -> str:
    return _SPACE.sub(" ", fold(text)).strip()
