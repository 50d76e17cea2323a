"""`footnote models check` and `trust`: how far a language model can be trusted."""

from typing import Annotated

import msgspec
import typer
from rich.table import Table

from assistant.answers import AnswerMode
from assistant.checkup.kept import Standing, keep_override, keep_scores, standing_of
from assistant.checkup.scores import CheckupScores, Role
from assistant.checkup_words import score_rows, standing_sentence
from assistant.command_line.options import JsonOption, LibraryOption, invocation
from assistant.command_line.output import Output
from models.installed import InstalledModel, installed_model

AUTO = "auto"
MODES = (AUTO, *(mode.value for mode in AnswerMode))

ModelId = Annotated[str, typer.Argument(metavar="ID", help="An id of “footnote models list”.")]


class CheckRecord(msgspec.Struct, frozen=True):
    """What a check found."""

    id: str
    task: str
    seconds_to_load: float
    tokens_per_second: float
    hash_verified: bool
    sample: str
    scores: CheckupScores | None = None
    """Null for all but a language model, and with `--quick`."""
    mode: AnswerMode | None = None
    """What a language model is trusted with; null for any other."""
    roles: tuple[Role, ...] = ()


class TrustRecord(msgspec.Struct, frozen=True):
    """What a model is trusted with from now on."""

    id: str
    mode: AnswerMode
    override: AnswerMode | None


def check(
    context: typer.Context,
    model_id: ModelId,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Only whether it works, not how far to trust it."),
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare a model's files with their hashes, load it and let it work.

    A language model then answers some fifty short questions of ours. What it gets right decides
    whether it writes whole answers, short ones, or none; that takes a few minutes.
    """
    from models.folder import check_model

    output = invocation(context, library, as_json).output
    found = check_model(model_id)
    model = installed_model(model_id)
    verified = "as they were installed" if found.hash_verified else "without a known hash"
    output.show(
        f"{found.id} works. Its files are {verified}; loading takes {found.seconds_to_load:.1f} s, "
        f"{found.tokens_per_second:,.0f} tokens a second."
    )
    if found.sample and found.task != "language":
        output.show(f"Two easy cases: {found.sample}.")
    record = CheckRecord(
        found.id,
        found.task,
        found.seconds_to_load,
        found.tokens_per_second,
        found.hash_verified,
        found.sample,
    )
    if found.task == "language":
        if not quick:
            _check_up(output, model)
        standing = standing_of(model)
        _show(output, standing)
        record = msgspec.structs.replace(
            record, scores=standing.scores, mode=standing.mode, roles=standing.roles
        )
    output.line(record)


def trust(
    context: typer.Context,
    model_id: ModelId,
    mode: Annotated[
        str, typer.Argument(metavar="MODE", help=f"One of {', '.join(MODES)}.", show_default=False)
    ],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide yourself how much of an answer a model writes; “auto” leaves it to its check-up."""
    if mode not in MODES:
        raise typer.BadParameter(f"MODE is one of {', '.join(MODES)}")
    model = installed_model(model_id)
    if model.task != "language":
        raise typer.BadParameter(f"{model_id} writes no answers")
    output = invocation(context, library, as_json).output
    keep_override(model, None if mode == AUTO else AnswerMode(mode))
    standing = standing_of(model)
    output.line(TrustRecord(model.id, standing.mode, standing.override))
    output.show(standing_sentence(standing))


def _check_up(output: Output, model: InstalledModel) -> None:
    """Let it do the tasks, and remember what it got right."""
    from assistant.checkup.running import Checkup
    from models.loading import load_language_model

    with output.busy("Loading the model"):
        checkup = Checkup(load_language_model(model.id))
    with output.busy("Asking it what we know the answers to") as status:
        for step in checkup.run():
            if update := getattr(status, "update", None):
                update(f"Asking it what we know the answers to: {step.done} of {step.total}")
    keep_scores(model, checkup.scores())


def _show(output: Output, standing: Standing) -> None:
    if standing.scores is not None:
        table = Table(show_header=False, box=None)
        for words, figure in score_rows(standing.scores):
            table.add_row(words, figure)
        output.show(table)
    output.show(standing_sentence(standing))
