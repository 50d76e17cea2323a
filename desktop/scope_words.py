"""What is said of where to look: on chips, below a question, and aloud; plain text."""

from PySide6.QtCore import QCoreApplication

from desktop.file_words import source_name
from desktop.scope import Scope, ScopeKind, ScopePart


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("scope", text)


def part_words(part: ScopePart) -> str:
    """One thing that was chosen, in a few words."""
    match part.kind:
        case ScopeKind.DOCUMENT | ScopeKind.FOLDER:
            return source_name(part.value)
        case ScopeKind.TAG:
            return tr("tag “{0}”").format(part.value)
        case ScopeKind.TYPE:
            return type_words(part.value)
        case ScopeKind.AFTER:
            return tr("changed since {0}").format(part.value)
        case ScopeKind.BEFORE:
            return tr("changed before {0}").format(part.value)


def scope_words(scope: Scope) -> str:
    """All that was chosen on one line; empty for everything."""
    return ", ".join(part_words(part) for part in scope.parts)


def type_words(kind: str) -> str:
    """A kind of file as people call it; unknown ones by their ending."""
    known = {
        "pdf": tr("PDF"),
        "word": tr("Word"),
        "excel": tr("Sheets"),
        "powerpoint": tr("Slides"),
        "mail": tr("Mails"),
        "web": tr("Web pages"),
        "image": tr("Pictures"),
        "text": tr("Plain text"),
        "epub": tr("Books"),
    }
    return known.get(kind, f".{kind}")
