"""`footnote text`: a file's text as Footnote reads it; needs no library."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.command_line.options import JsonOption, LibraryOption, absolute, invocation
from assistant.command_line.output import Output
from assistant.command_line.text_records import text_record
from assistant.settings import READ_PICTURES, Settings
from assistant.wording import sentence_for
from indexer.documents import Page, ParsedDocument
from indexer.errors import UnreadableDocument
from indexer.parsing.pool import ParserProcess


def text(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to read.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a document's text, page by page, as its citations count it."""
    file = absolute(path) or path
    _check(file)
    call = invocation(context, library, as_json)
    try:
        reads_pictures = Settings().get(READ_PICTURES)
        with ParserProcess(recognises=lambda: reads_pictures) as parser:
            document = parser.parse(file)
    except UnreadableDocument as error:
        call.output.note(sentence_for(error.reason, str(file)))
        raise typer.Exit(1) from error
    call.output.line(text_record(str(file), document))
    _show(call.output, document)


def _check(file: Path) -> None:
    """Refuse what is no file before anything is opened: reading from a pipe may never end."""
    if not file.exists():
        raise typer.BadParameter(f"there is nothing at {file}; check the name")
    if file.is_dir():
        raise typer.BadParameter(f"{file} is a folder; name a file in it")
    if not file.is_file():
        raise typer.BadParameter(
            f"{file} is a device, pipe or socket; save what comes from it as a file and name that"
        )


def _show(output: Output, document: ParsedDocument) -> None:
    for page in document.pages:
        if heading := _heading(page):
            output.show(heading)
        output.document(page.text)
    for warning in document.warnings:
        output.note(warning)


def _heading(page: Page) -> str:
    name = "" if page.number is None else f"page {page.number}"
    if page.label and page.label != str(page.number):
        name += f" ({page.label})"
    how = _how_read(page)
    return f"--- {', '.join(filter(None, (name, how)))} ---" if name or how else ""


def _how_read(page: Page) -> str:
    """Where the text comes from, when it was read off a picture."""
    if page.recognition is None:
        return ""
    if page.recognition.confidence is None:
        return "a scan with a text layer"
    return f"read off a picture, {page.recognition.confidence:.0%} sure"
