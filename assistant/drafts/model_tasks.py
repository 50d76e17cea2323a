"""The small steps that a language model may take beside writing: judging and completing.

Each is one short prompt kept as a file with a version. Which model is good enough for a step is
measured by the check-up (`assistant.checkup`), which takes these very steps.
"""

from collections.abc import Callable

from assistant.drafts.prompt_files import filled, prompt_parts
from models.interfaces import ChatMessage, GenerationOptions, LanguageModel

JUDGE_VERSION = "judge.v1"
REWRITE_VERSION = "rewrite.v1"
_REWRITE_TOKENS = 48
_YES_OR_NO = 'root ::= "yes" | "no"'


def _never() -> bool:
    return False


def judge(
    source: str, claim: str, model: LanguageModel, should_stop: Callable[[], bool] = _never
) -> bool:
    """Whether the model finds that the source says what the claim says; raises `ModelError`."""
    messages = _messages(JUDGE_VERSION, source=source, claim=claim)
    options = GenerationOptions(max_tokens=2, grammar=_YES_OR_NO)
    said = "".join(model.generate(messages, options, should_stop))
    return said.strip().casefold().startswith("yes")


def complete(
    before: str, question: str, model: LanguageModel, should_stop: Callable[[], bool] = _never
) -> str:
    """The question as it reads without the one before it; raises `ModelError`.

    Empty when the model wrote none.
    """
    messages = _messages(REWRITE_VERSION, before=before, question=question)
    options = GenerationOptions(max_tokens=_REWRITE_TOKENS, stop=("\n",))
    said = "".join(model.generate(messages, options, should_stop)).strip()
    return said.splitlines()[0].strip() if said else ""


def _messages(version: str, **values: str) -> tuple[ChatMessage, ChatMessage]:
    system, user = prompt_parts(version)
    return ChatMessage("system", system), ChatMessage("user", filled(user, **values))
