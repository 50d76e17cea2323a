"""`footnote tags`: tags on files and folders, to search and ask within."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from assistant.command_line.options import (
    Invocation,
    JsonOption,
    LibraryOption,
    absolute,
    invocation,
)
from assistant.tagging import NotInLibrary, put_tag, tag_entries, take_tag_off
from indexer.ledger import Ledger
from indexer.ledger_tags import NoTag
from indexer.library import Library

tags = typer.Typer(
    name="tags", help="Tags on files and folders, to search and ask within.", no_args_is_help=True
)

Tag = Annotated[str, typer.Argument(metavar="TAG", show_default=False)]
Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", show_default=False)]


class TagRecord(msgspec.Struct, frozen=True):
    """A tag and the files and folders that carry it."""

    tag: str
    paths: tuple[str, ...]


@tags.command("list")
def list_tags(
    context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False
) -> None:
    """Show every tag with what carries it; what is in a tagged folder has its tag, too."""
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        _show(call, opened)


@tags.command("add")
def add(
    context: typer.Context,
    tag: Tag,
    paths: Paths,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a tag on files and folders of the library."""
    _change(invocation(context, library, as_json), put_tag, tag, paths)


@tags.command("remove")
def remove(
    context: typer.Context,
    tag: Tag,
    paths: Paths,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a tag off files and folders."""
    _change(invocation(context, library, as_json), take_tag_off, tag, paths)


def _change(
    call: Invocation,
    change: Callable[[Ledger, str, Sequence[str]], None],
    tag: str,
    paths: Sequence[Path],
) -> None:
    with Library.open(call.library_folder, write=True) as opened:
        try:
            change(opened.ledger, tag, [str(absolute(path)) for path in paths])
        except (NoTag, NotInLibrary) as error:
            raise typer.BadParameter(str(error)) from error
        _show(call, opened)


def _show(call: Invocation, library: Library) -> None:
    entries = tag_entries(library.ledger)
    for entry in entries:
        call.output.line(TagRecord(entry.name, entry.paths))
        call.output.show(entry.name, *(f"  {path}" for path in entry.paths))
    if not entries:
        call.output.note("There are no tags yet. “footnote tags add TAG PATH” puts one on.")
