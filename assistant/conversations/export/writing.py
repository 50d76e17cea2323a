"""Writes a conversation to a file, in the format that the file's name asks for."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.conversation import KeptTurn
from assistant.conversations.errors import ConversationNotExported, LettersNotSet
from assistant.conversations.export.content import Content, content_of
from assistant.masking import mask as masked
from indexer.ledger_export import replace_file

ENDINGS = (".md", ".html", ".docx", ".pdf")


def export_conversation(
    title: str, turns: Sequence[KeptTurn], target: Path, *, mask: bool = False
) -> None:
    """Write a conversation to `target`; with `mask` without personal data.

    The file is replaced in one step, so a failure leaves what was there. Raises
    ConversationNotExported, which says what to do.
    """
    write = _writer(target)
    content = content_of(title, turns, masked if mask else None)
    if target.is_dir():
        raise ConversationNotExported(target, "there is a folder of that name; choose another name")
    try:
        replace_file(target, write(content))
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise ConversationNotExported(target, f"{said}; choose another place") from error


def _writer(target: Path) -> Callable[[Content], bytes]:
    match target.suffix.lower():
        case ".md" | ".markdown":
            from assistant.conversations.export.markdown import markdown

            return markdown
        case ".html" | ".htm":
            from assistant.conversations.export.html import html

            return html
        case ".docx":
            from assistant.conversations.export.word import word

            return word
        case ".pdf":
            return lambda content: _pdf(content, target)
    raise ConversationNotExported(target, f"its name must end in {', '.join(ENDINGS)}")


def _pdf(content: Content, target: Path) -> bytes:
    from assistant.conversations.export.pdf import pdf
    from assistant.conversations.export.pdf_fonts import NoFont

    try:
        return pdf(content)
    except NoFont as error:
        raise LettersNotSet(target, error.letter) from error
