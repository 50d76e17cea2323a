"""How new a document is: what it says of itself, what its name says, or when its file changed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from assistant.answers import Passage
from assistant.checks.dates import PlacedDate, placed_dates
from assistant.checks.numbers import comparable, lowered

Modified = Callable[[str], float | None]
"""When a file was changed last, in seconds since 1970, by its path."""

_SELF = re.compile(
    r"\b(?:dated|made on|signed on|adopted on|approved on|issued(?: on)?|published(?: on)?|"
    r"revised(?: on)?|updated(?: on)?|last (?:updated|revised|changed|modified)(?: on)?|"
    r"effective(?: from| as of| date)?|date:|in force (?:from|since)|valid (?:from|as of)|as of|"
    r"as amended on|stand:?|datum:|fecha:|counted (?:by \w+ )?on|minutes of|meeting of|"
    r"applies from|with effect from)\s*:?\s*(?:the\s)?(?:on\s)?(?:\w+day,?\s)?$"
)
_BEFORE = 48
_NAME_DATE = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?:[-_. ]?([01]\d)(?:[-_. ]?([0-3]\d))?)?(?!\d)")
_VERSION = re.compile(
    r"(?:^|[\W_])(?:v|ver|version|rev|revision|r|ed|edition|draft)[ ._-]?(\d+(?:\.\d+)*)(?![\w])",
    re.IGNORECASE,
)
_COPY = re.compile(r"(?:^|[\W_])(?:old|draft|superseded|archive|backup|previous)(?:[\W_]|$)", re.I)
_AMENDMENT = re.compile(
    r"\b(?:amendment|addendum|supplement|nachtrag|änderung|avenant|modification|erratum|"
    r"corrigendum|rider|side letter)\b[\W_]*(?:no\.?|number|nr\.?)?[\W_]*(\d+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What tells which of two documents is the newer one."""

    path: str
    stem: str
    """Its name without version and date, to know versions of one document by."""
    version: tuple[int, ...] = ()
    amendment: int | None = None
    """The number of the amendment that it is; 0 where it has none; None where it is none."""
    spoken: date | None = None
    """The date that it, or its name, gives."""
    modified: float = 0.0
    is_old: bool = False
    """Whether its name says that it is an old copy."""


def standing_of(path: str, passages: Sequence[Passage], modified: Modified) -> Standing:
    """How new the document is, as far as the passages in hand tell."""
    name = PurePath(path).stem
    own = [passage for passage in passages if passage.path == path]
    version = _VERSION.search(name)
    return Standing(
        path=path,
        stem=stem_of(path),
        version=tuple(int(each) for each in version[1].split(".")) if version else (),
        amendment=_amendment(name, own),
        spoken=_in_name(name) or _spoken(own),
        modified=modified(path) or 0.0,
        is_old=bool(_COPY.search(name)),
    )


def newest_first(standings: Sequence[Standing]) -> list[Standing]:
    """The documents, newest first, each by the surest thing that tells it from the others."""
    if len({each.stem for each in standings}) == 1 and all(each.version for each in standings):
        return sorted(standings, key=lambda each: each.version, reverse=True)
    dated = all(each.spoken is not None for each in standings)

    def newness(each: Standing) -> tuple[float, ...]:
        changes = -1 if each.amendment is None else each.amendment
        spoken = each.spoken.toordinal() if dated and each.spoken else 0
        return (not each.is_old, spoken, changes, each.modified)

    return sorted(standings, key=newness, reverse=True)


def stem_of(path: str) -> str:
    """The file's name without version and date: the same for versions of one document."""
    name = PurePath(path).stem
    plain = _COPY.sub(" ", _VERSION.sub(" ", _NAME_DATE.sub(" ", name)))
    return re.sub(r"[\W_]+", " ", plain).strip().lower()


def _amendment(name: str, passages: Sequence[Passage]) -> int | None:
    """From its name, or the title at its very beginning."""
    titles = [name.replace("-", " ").replace("_", " ")]
    titles += [passage.heading_path[0] for passage in passages if passage.heading_path]
    titles += [passage.text[:80] for passage in passages if passage.start == 0]
    for title in titles:
        if found := _AMENDMENT.search(title):
            return int(found[1]) if found[1] else 0
    return None


def _in_name(name: str) -> date | None:
    found = _NAME_DATE.search(name)
    if found is None:
        return None
    return _date(int(found[1]), int(found[2] or 1), int(found[3] or 1))


def _spoken(passages: Sequence[Passage]) -> date | None:
    """The first date after words such as “dated” or “valid from”, or in a heading."""
    for passage in passages:
        folded = lowered(comparable(passage.text))
        for found in placed_dates(folded):
            before = folded[max(0, found.start - _BEFORE) : found.start]
            if _SELF.search(before) and (day := _whole(found)):
                return day
    return next(filter(None, map(_in_heading, passages)), None)


def _in_heading(passage: Passage) -> date | None:
    """Not that of another document: "Amendment No. 1 to the Agreement of 3 June 2024"."""
    for heading in passage.heading_path[:2]:
        folded = lowered(comparable(heading))
        for found in placed_dates(folded):
            if " to the " not in folded[: found.start] and (day := _whole(found)):
                return day
    return None


def _whole(found: PlacedDate) -> date | None:
    return None if found.year is None else _date(found.year, found.month, found.day or 1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
