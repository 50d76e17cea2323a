"""The options that every command has, before or after its name."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from assistant.command_line.output import Output
from assistant.search.scope import NotAScope, parse_scope
from indexer import ledger
from indexer.discover import NOT_UNICODE, is_unicode, printable
from indexer.library import default_library_folder

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder.", show_default=False),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON object a line on standard output.")
]
WithinOption = Annotated[
    Path | None,
    typer.Option("--in", metavar="PATH", help="Stay within this folder or file."),
]


def _scope(typed: str) -> str:
    """Refuses what narrows down no files."""
    try:
        parse_scope(typed)
    except NotAScope as error:
        raise typer.BadParameter(str(error)) from error
    return typed


ScopeOption = Annotated[
    str,
    typer.Option(
        "--scope",
        metavar="FILTERS",
        help="Stay within files that filters admit, as in “tag:contracts type:pdf after:2024”.",
        callback=_scope,
        show_default=False,
    ),
]


def check_saving(file: Path) -> None:
    """Refuse a file to write that has no folder, before anything is worked out for it."""
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"{file} cannot be saved: there is no folder {file.parent}")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given before the command's name."""

    library: Path | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Invocation:
    """What a command works with."""

    library_folder: Path
    library_was_named: bool
    output: Output


def invocation(context: typer.Context, library: Path | None, as_json: bool) -> Invocation:
    """Join what was given before and after the command's name; takes standard output."""
    given = context.find_object(Given) or Given()
    named = library or given.library
    return Invocation(
        library_folder=absolute(named) or default_library_folder().absolute(),
        library_was_named=named is not None,
        output=Output(as_json=as_json or given.as_json),
    )


def absolute(path: Path | None) -> Path | None:
    """The path as the library writes it: from the root, without `..`, links left as they are."""
    if path is None:
        return None
    # A name may begin with "~" and mean no one's home, where Path.expanduser would raise.
    found = ledger.absolute(os.path.expanduser(path))  # noqa: PTH111
    if not is_unicode(found):
        raise typer.BadParameter(f"{printable(found)}: {NOT_UNICODE}")
    return Path(found)
