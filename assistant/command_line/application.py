"""`footnote` with a sub-command: one file per command, exit statuses decided here.

0 done · 1 done with some failures · 2 wrong use · 3 the library is locked, damaged or missing
"""

import logging
import sys
from typing import Annotated

import typer

from assistant.command_line.ask_command import ask
from assistant.command_line.conversations_command import conversations
from assistant.command_line.evaluate_command import evaluate
from assistant.command_line.index_command import index
from assistant.command_line.models_command import models
from assistant.command_line.options import Given, JsonOption, LibraryOption
from assistant.command_line.questions_command import questions
from assistant.command_line.search_command import search
from assistant.command_line.status_command import status
from assistant.command_line.tags_command import tags
from assistant.command_line.terminal_command import terminal
from assistant.command_line.text_command import text
from assistant.command_line.trace_command import trace
from assistant.conversations.errors import ConversationError
from indexer.errors import IndexingError, LibraryError
from models.errors import ModelError

FAILED = 1
WRONG_USE = 2
LIBRARY_UNUSABLE = 3

logger = logging.getLogger(__name__)

application = typer.Typer(
    name="footnote",
    help="Ask your own documents. Without a command, “footnote” opens the window.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (index, status, search, ask, evaluate, questions, text, terminal, trace):
    application.command()(command)
application.add_typer(models)
application.add_typer(conversations)
application.add_typer(tags)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("footnote"))
        raise typer.Exit


@application.callback()
def given(
    context: typer.Context,
    library: LibraryOption = None,
    as_json: JsonOption = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Ask your own documents. Without a command, “footnote” opens the window."""
    context.obj = Given(library, as_json)


def run(arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; returns the exit status."""
    try:
        application(arguments, prog_name="footnote")
    except SystemExit as exit:
        return exit.code if isinstance(exit.code, int) else 0
    except (LibraryError, ConversationError) as error:
        return _failed(error, LIBRARY_UNUSABLE)
    except (ModelError, IndexingError) as error:
        return _failed(error, FAILED)
    except BrokenPipeError:  # whoever read the output has gone, as `head` does
        return FAILED
    except Exception as error:
        logger.exception("the command failed")
        return _failed(error, FAILED)
    return 0


def _failed(error: Exception, status: int) -> int:
    print(f"footnote: {error}", file=sys.stderr)
    return status
