"""The judgement of an entailment model on a sentence that the rules let pass, or half let pass.

The rules go first: what they refuse stays refused, because such models overlook numbers, names and
exchanged parts (McCoy et al., "Right for the Wrong Reasons", 2019). A sentence is supported only
when the model finds that it follows, too. It can lift a doubt about other words for the same thing,
and no other one. A model that fails leaves the verdict to the rules.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Passage, Support
from assistant.checks.verdicts import Verdict
from assistant.terms import readable, words
from indexer.analysis import language_of
from models.errors import ModelError
from models.interfaces import Entailment, EntailmentModel

logger = logging.getLogger(__name__)

FOLLOWS = "yet it follows from the source"
LEFT_OPEN = "whether it follows, the source leaves open"
CONTRADICTED = "the source says otherwise"


def judged(
    verdict: Verdict, claim: str, passages: Sequence[Passage], model: EntailmentModel
) -> Verdict:
    """The verdict of rules and model together; rows of tables and quotes are left to the rules."""
    if verdict.passage is None or not verdict.is_prose:
        return verdict
    passage = passages[verdict.passage]
    stands = passage.text[verdict.start - passage.start : verdict.end - passage.start]
    source = readable(stands)
    if " ".join(words(claim)) in " ".join(words(source)):
        return verdict
    try:
        if not _understands(model, source):
            return verdict
        found = model.judge(source, readable(claim))
    except ModelError as error:
        logger.warning("a sentence is checked by the rules alone: %s", error)
        return verdict
    return _together(verdict, found)


def _together(verdict: Verdict, found: Entailment) -> Verdict:
    """What rules and model say together."""
    if found.is_contradicted:
        told = f"{CONTRADICTED} ({found.contradicted:.2f})"
        return Verdict(Support.UNSUPPORTED, objections=(*verdict.objections, told))
    if not found.is_entailed:
        told = f"{LEFT_OPEN} ({found.neutral:.2f})"
        return replace(verdict, support=Support.PARTLY, objections=(*verdict.objections, told))
    if verdict.support is Support.PARTLY and verdict.is_worded_otherwise:
        told = f"{FOLLOWS} ({found.entailed:.2f})"
        return replace(verdict, support=Support.SUPPORTED, objections=(*verdict.objections, told))
    return verdict


def _understands(model: EntailmentModel, source: str) -> bool:
    """Whether the source is in a language of the model, as far as both can be told."""
    languages = model.languages
    language = language_of(source) if languages else ""
    return not language or language in languages
