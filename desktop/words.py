"""Small sentences and snippets that more than one panel shows; all plain text."""

import re

from PySide6.QtCore import QCoreApplication, QLocale

from assistant.answers import Coverage

_WORD = re.compile(r"\w{2,}")
_SPACE = re.compile(r"\s+")


def tr(text: str, count: int = -1) -> str:
    """The text in the person's language; `%n` becomes the count."""
    return QCoreApplication.translate("words", text, None, count)


def place_words(label: str, page: int | None) -> str:
    """Where in its document something stands, or nothing when it has no such place."""
    if label:
        return label
    return tr("page {0}").format(page) if page is not None else ""


def terms_of(query: str) -> tuple[str, ...]:
    """The words of a query that are worth showing in bold, in small letters."""
    return tuple(dict.fromkeys(word.casefold() for word in _WORD.findall(query)))


def bold_ranges(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where words that begin with one of the terms stand, as (start, length)."""
    if not terms:
        return []
    long_terms = [term for term in terms if len(term) > 3] or list(terms)
    beginnings = "|".join(re.escape(term) for term in long_terms)
    pattern = re.compile(rf"\b(?:{beginnings})\w*", re.IGNORECASE)
    return [(match.start(), len(match.group())) for match in pattern.finditer(text)]


def snippet(text: str, terms: tuple[str, ...], length: int = 320) -> str:
    """The part of a text around its first term, on one line, with dots where it was cut."""
    flat = _SPACE.sub(" ", text).strip()
    if len(flat) <= length:
        return flat
    found = bold_ranges(flat, terms)
    start = max(0, min(found[0][0] - length // 4, len(flat) - length)) if found else 0
    if start:
        start = flat.find(" ", start) + 1
    end = flat.rfind(" ", start, start + length)
    end = len(flat) if start + length >= len(flat) else max(end, start + 1)
    return ("… " if start else "") + flat[start:end] + (" …" if end < len(flat) else "")


def flat_text(text: str) -> str:
    """The text on one line, every run of white space one space."""
    return _SPACE.sub(" ", text).strip()


def number_words(number: int) -> str:
    """A whole number with the separators of the person's language."""
    locale = QLocale()
    # Without a language set, Qt's "C" locale leaves the separators out.
    locale.setNumberOptions(locale.numberOptions() & ~QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(number)


def counted(text: str, count: int) -> str:
    """The text with `%n` as the count, separators included."""
    return tr(text, count).replace(str(count), number_words(count), 1)


def duration_words(seconds: float) -> str:
    """How long something would take, as roughly as it can be known."""
    if seconds < 55:
        return tr("less than a minute")
    if seconds < 90 * 60:
        return tr("about %n min", max(1, round(seconds / 60)))
    return tr("about %n h", round(seconds / 3600))


def time_left_words(seconds: float) -> str:
    """How long something will still take, rounded so that it does not flicker."""
    if seconds < 10:
        return tr("a few seconds left")
    if seconds < 55:
        return tr("about %n s left", round(seconds / 10) * 10)
    if seconds < 90 * 60:
        return tr("about %n min left", max(1, round(seconds / 60)))
    return tr("about %n h left", round(seconds / 3600))


def coverage_words(coverage: Coverage, *, sections: bool = False) -> str:
    """How many were read, how many of them had nothing, and how many could not be read."""
    if not coverage.total:
        return tr("There is no document where you looked")
    read, total = number_words(coverage.read), number_words(coverage.total)
    words = tr("Read {0} of {1} sections") if sections else tr("Read {0} of {1}")
    parts = [words.format(read, total)]
    if coverage.nothing:
        parts.append(tr("{0} had nothing").format(number_words(coverage.nothing)))
    if coverage.failed:
        failed = number_words(len(coverage.failed))
        parts.append(tr("{0} could not be read").format(failed))
    return ", ".join(parts)
