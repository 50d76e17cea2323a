"""`footnote models`: which models there are; fetch, bring in, remove and check them."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table

from assistant.answers import AnswerMode
from assistant.checkup.kept import standing_of
from assistant.checkup_words import trusted_words
from assistant.command_line.checkup_command import ModelId, check, trust
from assistant.command_line.options import JsonOption, LibraryOption, invocation
from assistant.command_line.output import Output
from models.catalogue import CATALOGUE, ModelSpec, model_spec
from models.installed import InstalledModel, installed_model, installed_models

models = typer.Typer(
    name="models", help="List, download, import, remove and check models.", no_args_is_help=True
)
models.command("check")(check)
models.command("trust")(trust)


class ModelRecord(msgspec.Struct, frozen=True):
    """A model that is installed or can be fetched."""

    id: str
    task: str
    installed: bool
    bytes: int
    context_length: int
    licence: str
    source: str
    folder: str | None
    mode: AnswerMode | None = None
    """What an installed language model is trusted with."""


class DownloadRecord(msgspec.Struct, frozen=True):
    """How much of a model has arrived."""

    id: str
    received: int
    total: int
    finished: bool


class RemovedRecord(msgspec.Struct, frozen=True):
    """A model that is gone."""

    id: str
    removed: bool = True


@models.command("list")
def list_models(
    context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False
) -> None:
    """List the installed models, and those that can be downloaded."""
    output = invocation(context, library, as_json).output
    installed = installed_models()
    there = {model.id for model in installed}
    records = [_installed_record(model) for model in installed]
    records += [_offered_record(spec) for spec in CATALOGUE if spec.id not in there]
    table = Table("Model", "For", "Installed", "Size", "Reads", "Trusted with", "Licence", box=None)
    for record in records:
        output.line(record)
        size, reads = f"{record.bytes / 1e6:,.0f} MB", f"{record.context_length:,} tokens"
        there_word = "yes" if record.installed else "no"
        trusted = trusted_words(record.mode) if record.mode else ""
        table.add_row(record.id, record.task, there_word, size, reads, trusted, record.licence)
    output.show(table)


@models.command("download")
def download(
    context: typer.Context,
    model_id: ModelId,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch a model of the list; the only command that uses the network."""
    from models.download import download_model

    spec = model_spec(model_id)
    if spec is None:
        raise typer.BadParameter(f"“{model_id}” is not in “footnote models list”")
    output = invocation(context, library, as_json).output
    with _progress(output) as progress:
        task = progress.add_task(spec.id, total=None)
        for step in download_model(spec):
            output.line(DownloadRecord(spec.id, step.received, step.total, step.finished))
            progress.update(task, completed=step.received, total=step.total)
    output.show(f"{spec.id} is installed. {_next_step(installed_model(spec.id))}")


@models.command("import")
def import_model(
    context: typer.Context,
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="A language model as GGUF file, or the folder of a reranker or entailment model.",
        ),
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a model of your own into the models folder: a GGUF file, or a model's folder."""
    from models.folder import import_model as bring

    output = invocation(context, library, as_json).output
    model = bring(path)
    output.line(_installed_record(model))
    output.show(f"{model.id} is installed. {_next_step(model)}")


@models.command("remove")
def remove(
    context: typer.Context,
    model_id: ModelId,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete a model from the models folder."""
    from models.folder import remove_model

    output = invocation(context, library, as_json).output
    remove_model(model_id)
    output.line(RemovedRecord(model_id))
    output.show(f"{model_id} is removed.")


def _next_step(model: InstalledModel) -> str:
    """What can be done with a model that was just installed."""
    match model.task:
        case "language":
            return (
                f"“footnote models check {model.id}” measures how far it can be trusted, “footnote "
                f"ask --model {model.id}” uses it."
            )
        case "reranker":
            return (
                "From now on it puts the first results in order. Whether it helps with your "
                "documents, “footnote evaluate” tells, with and without --no-reranker."
            )
        case "entailment":
            return "From now on it judges what a language model writes, beside the rules."
        case "embedding":
            return f"“footnote models check {model.id}” tells how fast it is."


def _installed_record(model: InstalledModel) -> ModelRecord:
    return ModelRecord(
        id=model.id,
        task=model.task,
        installed=True,
        bytes=model.size,
        context_length=model.context_length,
        licence=model.licence,
        source=model.source,
        folder=str(model.folder),
        mode=standing_of(model).mode if model.task == "language" else None,
    )


def _offered_record(spec: ModelSpec) -> ModelRecord:
    return ModelRecord(
        id=spec.id,
        task=spec.task,
        installed=False,
        bytes=spec.approximate_bytes,
        context_length=spec.context_length,
        licence=spec.licence,
        source=spec.repository or f"package {spec.package}",
        folder=None,
    )


def _progress(output: Output) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=output.notes,
        transient=True,
        disable=not output.notes.is_terminal,
    )
