"""What is said of conversations: days, lines of the list, and answers that have grown old."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from assistant.conversation import ConversationEntry, KeptTurn
from desktop.file_names import shown_name
from desktop.words import counted

DAYS_BY_NAME = 6
"""So many days back a weekday's name is clear."""


def tr(text: str, count: int = -1) -> str:
    """The text in the person's language; `%n` becomes the count."""
    return QCoreApplication.translate("conversations", text, None, count)


def day_words(day: date, today: date) -> str:
    """What stands above the conversations of a day; older ones share a month."""
    if day >= today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    if day >= today - timedelta(days=DAYS_BY_NAME):
        return _weekdays()[day.weekday()]
    return f"{_months()[day.month - 1]} {day.year}"


def entry_words(entry: ConversationEntry, today: date) -> str:
    """When it was used last and how long it is."""
    moment = datetime.fromtimestamp(entry.changed_at)
    parts = [_clock(moment), counted("%n questions", entry.turns)]
    if moment.date() < today - timedelta(days=DAYS_BY_NAME):
        parts.insert(0, f"{moment.day} {_months()[moment.month - 1]}")
    return " · ".join(parts)


def moment_words(seconds: float, today: date) -> str:
    """A day and an hour, of seconds since 1970."""
    moment = datetime.fromtimestamp(seconds)
    if moment.date() == today:
        return tr("today, {0}").format(_clock(moment))
    day = f"{moment.day} {_months()[moment.month - 1]} {moment.year}"
    return f"{day}, {_clock(moment)}"


def title_words(title: str) -> str:
    """The title, or what stands for one that is empty."""
    return " ".join(title.split()) or tr("Without a title")


def stale_words(kept: KeptTurn) -> str:
    """Which cited files have changed or gone since the answer; empty when none has."""
    sentences = []
    if kept.changed:
        one, many = (
            tr("{0} has changed since this answer."),
            tr("{0} have changed since this answer."),
        )
        sentences.append((one if len(kept.changed) == 1 else many).format(_names(kept.changed)))
    if kept.missing:
        one, many = tr("{0} is not there any more."), tr("{0} are not there any more.")
        sentences.append((one if len(kept.missing) == 1 else many).format(_names(kept.missing)))
    return " ".join(sentences)


def _clock(moment: datetime) -> str:
    time = QTime(moment.hour, moment.minute)
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)


def _names(paths: Sequence[str]) -> str:
    names = [shown_name(path) for path in paths]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return tr("{0} and {1}").format(*names)
    return tr("{0} and {1} other files").format(names[0], len(names) - 1)


def _weekdays() -> tuple[str, ...]:
    """Not the locale's names: the sentences around them are in the window's language."""
    return (
        tr("Monday"),
        tr("Tuesday"),
        tr("Wednesday"),
        tr("Thursday"),
        tr("Friday"),
        tr("Saturday"),
        tr("Sunday"),
    )


def _months() -> tuple[str, ...]:
    return (
        tr("January"),
        tr("February"),
        tr("March"),
        tr("April"),
        tr("May"),
        tr("June"),
        tr("July"),
        tr("August"),
        tr("September"),
        tr("October"),
        tr("November"),
        tr("December"),
    )
