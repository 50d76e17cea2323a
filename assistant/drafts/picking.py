"""Has a model pick, of a few sentences, the one that answers, and the words that are the answer.

What it picks is believed only if it can be checked: the words must stand in that very sentence,
every number with its unit, every name whole.
"""

from collections.abc import Callable, Sequence

import msgspec

from assistant.checks.exact_values import inexact
from assistant.drafts.copying_grammar import copying_grammar
from assistant.drafts.prompt_files import filled, prompt_parts
from assistant.drafts.prompting import disarmed
from assistant.drafts.structured import Form, Structured, structured
from models.interfaces import ChatMessage, LanguageModel

MAP_VERSION = "map.v1"
LONGEST_VALUE = 80
"""Characters; more is no value but the sentence again."""
PICK_TOKENS = 96
SENTENCES_TOKENS = 700
"""Of the sentences in the prompt together; those that do not fit are not shown to the model."""


class Pick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model says: whether a sentence answers, which, and by which words."""

    found: bool
    sentence: int = 0
    """From 1 on."""
    value: str = ""
    """Empty where the whole sentence answers."""


def pick(
    question: str,
    sentences: Sequence[str],
    model: LanguageModel,
    should_stop: Callable[[], bool] = lambda: False,
    objection: Callable[[Pick], str] = lambda pick: "",
) -> Structured[Pick]:
    """The sentence and the words that answer; `objection` adds what speaks against a pick.

    Raises `ModelError`.
    """
    system, user, again = prompt_parts(MAP_VERSION)
    shown = _that_fit(sentences, model)
    listed = "\n".join(f"[{place}] {disarmed(text)}" for place, text in enumerate(shown, start=1))
    asked = filled(user, question=question).replace("{sentences}", listed)
    messages = ChatMessage("system", system), ChatMessage("user", asked)
    form = Form(
        kind=Pick,
        grammar=copying_grammar(shown),
        max_tokens=PICK_TOKENS,
        problem=lambda said: _problem(said, shown) or objection(said),
        again=lambda problem: filled(again, problem=problem),
    )
    return structured(messages, form, model, should_stop)


def _problem(said: Pick, sentences: Sequence[str]) -> str:
    if not said.found:
        return ""
    if not 1 <= said.sentence <= len(sentences):
        return "there is no sentence of that number"
    if not said.value:
        return ""
    sentence = sentences[said.sentence - 1]
    if len(said.value) > LONGEST_VALUE:
        return "the value is too long"
    return inexact(said.value, sentence)


def _that_fit(sentences: Sequence[str], model: LanguageModel) -> list[str]:
    shown, tokens = list[str](), 0
    for text in sentences:
        tokens += model.count_tokens(text) + 4
        if shown and tokens > SENTENCES_TOKENS:
            break
        shown.append(text)
    return shown
