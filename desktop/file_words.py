"""What is said of a file and of a source, in a table's cells, in tooltips and aloud; plain text."""

from PySide6.QtCore import QCoreApplication, QLocale

from assistant.messages import FileEntry
from assistant.wording import mark_sentence, mark_words, sentence_for, short_reason, status_words
from desktop.file_names import shown_name
from desktop.item_models.file_arrangement import Column, folder_of
from desktop.ledger import FileRow
from desktop.words import counted, number_words
from indexer.documents import FileStatus

MINUTE = 60.0


def tr(text: str, count: int = -1) -> str:
    """The text in the person's language; `%n` becomes the count."""
    return QCoreApplication.translate("files", text, None, count)


def column_words(column: Column) -> str:
    """The head of a column."""
    return {
        Column.NAME: tr("Name"),
        Column.STATUS: tr("Status"),
        Column.REASON: tr("Why"),
        Column.PAGES: tr("Pages"),
        Column.CHUNKS: tr("Passages"),
        Column.SIZE: tr("Size"),
        Column.SECONDS: tr("Time"),
        Column.MARKS: tr("Marks"),
        Column.FOLDER: tr("Folder"),
    }[column]


def cell_words(row: FileRow, column: Column, source: str = "") -> str:
    """What stands in a cell; numbers that say nothing are left out."""
    entry = row.entry
    match column:
        case Column.NAME:
            return row.name
        case Column.STATUS:
            return status_words(entry.status).capitalize()
        case Column.REASON:
            waits = entry.status is FileStatus.WAITING
            return short_reason(entry.reason) if entry.reason and not waits else ""
        case Column.PAGES:
            return number_words(entry.pages) if entry.pages else ""
        case Column.CHUNKS:
            return number_words(entry.chunks) if entry.chunks else ""
        case Column.SIZE:
            return size_words(entry.size) if entry.size else ""
        case Column.SECONDS:
            return seconds_words(entry.seconds) if entry.seconds else ""
        case Column.MARKS:
            return ", ".join(mark_words(mark) for mark in entry.marks)
        case Column.FOLDER:
            return folder_words(entry.path, source)


def row_words(row: FileRow) -> str:
    """A whole row in one sentence, for a screen reader."""
    return ", ".join((row.name, status_line(row.entry), *map(mark_words, row.entry.marks)))


def status_line(entry: FileEntry) -> str:
    """The status in words, with the reason or the size of what was read."""
    words = status_words(entry.status).capitalize()
    if entry.reason is not None and entry.status is not FileStatus.WAITING:
        return tr("{0}: {1}").format(words, short_reason(entry.reason).lower())
    if entry.status is FileStatus.INDEXED and entry.pages > 1:
        return words + " · " + tr("%n pages", entry.pages)
    return words


def explanation(entry: FileEntry, column: Column | None = None) -> str:
    """Everything that should be known of a file, with the next step; its path comes last."""
    if column is Column.MARKS:
        return "\n".join(mark_sentence(mark) for mark in entry.marks)
    sentences = [] if entry.reason is None else [sentence_for(entry.reason, entry.path)]
    return "\n".join([*sentences, *map(mark_sentence, entry.marks), entry.path])


def section_words(source: str, files: int) -> str:
    """The row above the files of a source."""
    name = source_name(source) if source else tr("Files added on their own")
    return f"{name} · " + counted("%n files", files)


def source_name(path: str) -> str:
    """A source's own name; the whole path where it has none."""
    return shown_name(path)


def folder_words(path: str, source: str = "") -> str:
    """The folder of a file, from its source on where that is known."""
    folder = folder_of(path)
    if source and folder.startswith(source):
        return folder[len(source) :].lstrip("/\\")
    return folder


def size_words(size: int) -> str:
    """A number of bytes as a person would say it."""
    if size < 1_024:
        return tr("{0} B").format(size)
    locale = QLocale()
    return locale.formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def seconds_words(seconds: float) -> str:
    """How long reading a file took."""
    if seconds < MINUTE:
        return tr("{0} s").format(f"{max(seconds, 0.1):.1f}")
    return tr("{0} min").format(f"{seconds / MINUTE:.1f}")
