"""The reranker and the entailment model on the command line: loaded at once, or told why not."""

from typing import Annotated

import typer

from assistant.command_line.output import Output
from assistant.pair_roles import pair_model
from assistant.settings import THREADS, Settings
from assistant.wording import NoticeCode, notice_sentence
from models.errors import ModelError
from models.interfaces import EntailmentModel, Reranker

NoRerankerOption = Annotated[
    bool, typer.Option("--no-reranker", help="Leave results in the order they were found in.")
]
NoEntailmentOption = Annotated[
    bool, typer.Option("--no-entailment", help="Check what is written by the rules alone.")
]


def chosen_reranker(output: Output, *, unwanted: bool = False) -> Reranker | None:
    """The installed reranker that the settings choose; one that fails is told of and left alone."""
    settings = Settings()
    model_id = None if unwanted else pair_model("reranker", settings)
    if model_id is None:
        return None
    from models.loading import load_reranker

    try:
        with output.busy("Loading the reranker"):
            return load_reranker(model_id, threads=settings.get(THREADS) or None)
    except ModelError as error:
        output.note(notice_sentence(NoticeCode.RERANKER_UNUSABLE, f"({error})"))
        return None


def chosen_entailment_model(output: Output, *, unwanted: bool = False) -> EntailmentModel | None:
    """The installed model that checks sentences, in the same way."""
    settings = Settings()
    model_id = None if unwanted else pair_model("entailment", settings)
    if model_id is None:
        return None
    from models.loading import load_entailment_model

    try:
        with output.busy("Loading the model that checks sentences"):
            return load_entailment_model(model_id, threads=settings.get(THREADS) or None)
    except ModelError as error:
        output.note(notice_sentence(NoticeCode.ENTAILMENT_UNUSABLE, f"({error})"))
        return None
