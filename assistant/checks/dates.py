"""Dates in running text, in the forms that people write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMES = """january janvier januar enero | february février februar febrero | march mars märz marzo
| april avril abril | may mai mayo | june juin juni junio | july juillet juli julio
| august août agosto | september septembre septiembre | october octobre oktober octubre
| november novembre noviembre | december décembre dezember diciembre"""
_MONTHS = {
    name: month for month, names in enumerate(_NAMES.split("|"), start=1) for name in names.split()
}
_MONTHS |= {
    name[:3]: month
    for month, names in enumerate(_NAMES.split("|"), start=1)
    for name in names.split()[:1]
} | {"sept": 9, "okt": 10, "dez": 12}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:,?\s(?P<year>[12]\d{3})\b)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er)?"
_NAMED = [
    re.compile(rf"\b{_DAY}(?:\s(?:day\s)?of|\sde)?[\s-](?P<month>{_MONTH})\b\.?(?:\sde)?{_YEAR}"),
    re.compile(rf"\b(?P<month>{_MONTH})\b\.?\s{_DAY}(?!\d|[.,]?\d|:){_YEAR}"),
]
_MONTH_OF_YEAR = re.compile(rf"\b(?P<month>{_MONTH})\b\.?(?:,|\sde)?\s(?P<year>[12]\d{{3}})\b")
_LONE_MONTH = re.compile(
    r"\b(january|february|april|june|july|august|september|october|november|december|januar|"
    r"februar|märz|juni|juli|oktober|dezember)\b|(?<=\bin\s)(march|may|mai)\b"
)
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_NUMERIC = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|\.\d)")


@dataclass(frozen=True, slots=True)
class PlacedDate:
    """A day, or a month, with its first and last character; what is not said is None.

    Where a date in figures may mean two days, `swapped` is the month of the other reading.
    """

    year: int | None
    month: int
    day: int | None
    start: int
    end: int
    swapped: int | None = None

    @property
    def key(self) -> str:
        """The same for the same day (or month) of any year."""
        if self.swapped is not None:
            return f"@{min(self.month, self.swapped)}~{max(self.month, self.swapped)}"
        return f"@{self.month}-{self.day or ''}"


def placed_dates(folded: str) -> list[PlacedDate]:
    """All dates of a lower-case text, in order, none within another."""
    found: list[PlacedDate] = []
    for date in sorted(_dates(folded), key=lambda each: (each.start, -each.end)):
        if not found or date.start >= found[-1].end:
            found.append(date)
    return found


def _dates(folded: str) -> Iterator[PlacedDate]:
    for pattern in _NAMED:
        for match in pattern.finditer(folded):
            day = int(match["day"])
            if 1 <= day <= 31:
                yield _placed(match, match["year"], _MONTHS[match["month"]], day)
    for match in _MONTH_OF_YEAR.finditer(folded):
        yield _placed(match, match["year"], _MONTHS[match["month"]], None)
    for match in _LONE_MONTH.finditer(folded):
        yield _placed(match, None, _MONTHS[match[0]], None)
    for match in _ISO.finditer(folded):
        if 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
            yield _placed(match, match[1], int(match[2]), int(match[3]))
    yield from _numeric(folded)


def _numeric(folded: str) -> Iterator[PlacedDate]:
    """3.5.2025 is in May; 3/5/2025 may be in March."""
    for match in _NUMERIC.finditer(folded):
        first, second = int(match[1]), int(match[3])
        year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
        if match[2] == "." or first > 12:
            if 1 <= second <= 12 and 1 <= first <= 31:
                yield _placed(match, year, second, first)
        elif 1 <= first <= 12 and 12 < second <= 31:
            yield _placed(match, year, first, second)
        elif 1 <= first <= 12 and 1 <= second <= 12:
            swapped = second if second != first else None
            yield PlacedDate(int(year), first, second, match.start(), match.end(), swapped)


def _placed(match: re.Match[str], year: str | None, month: int, day: int | None) -> PlacedDate:
    return PlacedDate(int(year) if year else None, month, day, match.start(), match.end())
