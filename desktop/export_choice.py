"""As what a conversation is exported, and whether personal data is masked."""

from dataclasses import dataclass
from enum import StrEnum


class ExportFormat(StrEnum):
    """What can be written; the value is the ending of the file's name."""

    WORD = "docx"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "md"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen."""

    format: ExportFormat = ExportFormat.WORD
    mask: bool = False
    """Whether personal data is masked."""
