"""Which of the installed models puts results in order, and which one checks written sentences.

Both are optional: without a reranker results stay as the search found them, without an entailment
model sentences are checked by the rules alone. Whoever installs one wants it used.
"""

from typing import Literal

from assistant.settings import ENTAILMENT_MODEL, NO_PAIR_MODEL, RERANKER, Settings
from models.installed import installed_models

PairTask = Literal["reranker", "entailment"]


def installed_pair_models(task: PairTask) -> list[str]:
    """Ids of the installed models for that, the smallest first."""
    models = [model for model in installed_models() if model.task == task]
    return [model.id for model in sorted(models, key=lambda each: (each.size, each.id))]


def pair_model(task: PairTask, settings: Settings) -> str | None:
    """The id of the model for that: the chosen one, or else the smallest; None for none.

    A chosen one that is not installed counts as none.
    """
    chosen = settings.get(RERANKER if task == "reranker" else ENTAILMENT_MODEL)
    if chosen == NO_PAIR_MODEL:
        return None
    installed = installed_pair_models(task)
    if chosen:
        return chosen if chosen in installed else None
    return installed[0] if installed else None
