"""The prompt: fixed instructions first, passages fenced as data, the question last.

Order matters on a CPU: what does not change comes first so that its state can be reused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.answers import AnswerMode, Passage
from assistant.citing import visible_text
from assistant.terms import readable
from models.interfaces import ChatMessage, LanguageModel

PROMPT_VERSION = "answer.v1"
PROMPT_TOKENS = 1500
"""The whole prompt: more would keep a person on a CPU waiting before the first word."""
NOT_FOUND = "NOT FOUND"

_MARKER_IN_TEXT = re.compile(r"\[(\d{1,3})\]")
# the tokens with which chat templates begin and end a turn, and our own fences
_TEMPLATE_TOKEN = re.compile(r"<(?=\||/?(?:s|bos|eos|start_of_turn|end_of_turn)>)|<<<|>>>")
_INSTRUCTION_TOKEN = re.compile(r"\[(?=/?INST\])")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent to the model, and which passage each marker stands for."""

    messages: tuple[ChatMessage, ...]
    used: tuple[Passage, ...]
    """Marker n is `used[n - 1]`; markers mean something for this prompt only."""
    left_out: tuple[Passage, ...]
    """Passages that did not fit the budget."""
    tokens: int


@cache
def _template() -> tuple[str, str]:
    text = files("assistant").joinpath("prompts", f"{PROMPT_VERSION}.txt").read_text("utf-8")
    system, _, user = text.partition("\n---\n")
    return system.strip(), user.strip()


def build_prompt(
    question: str,
    passages: Sequence[Passage],
    model: LanguageModel,
    mode: AnswerMode,
    answer_tokens: int,
) -> Prompt:
    """The prompt with as many whole passages, best first, as the budget holds."""
    budget = min(PROMPT_TOKENS, model.context_length - answer_tokens)
    used: list[Passage] = []
    left_out: list[Passage] = []
    tokens = model.count_prompt_tokens(_messages(question, used, mode))
    for passage in passages:
        cost = model.count_tokens(fenced(len(used) + 1, passage)) + 1
        if tokens + cost > budget:
            left_out.append(passage)
            continue
        used.append(passage)
        tokens += cost
    messages = _messages(question, used, mode)
    return Prompt(messages, tuple(used), tuple(left_out), model.count_prompt_tokens(messages))


def _messages(
    question: str, passages: Sequence[Passage], mode: AnswerMode
) -> tuple[ChatMessage, ...]:
    system, user = _template()
    blocks = "\n".join(fenced(number, passage) for number, passage in enumerate(passages, 1))
    most = "six" if mode is AnswerMode.FULL else "two"
    return (
        ChatMessage("system", system.replace("{sentences}", most)),
        ChatMessage("user", _filled(user, blocks, disarmed(question))),
    )


def _filled(template: str, passages: str, question: str) -> str:
    before, _, rest = template.partition("{passages}")
    between, _, after = rest.partition("{question}")
    return f"{before}{passages}{between}{question}{after}"


def fenced(number: int, passage: Passage) -> str:
    """A passage as data: its marker, where it is from, and its text between fences."""
    where = disarmed(" › ".join((*passage.heading_path[-2:], passage.label)).strip(" ›"))
    return f"[{number}] {where}\n<<<\n{disarmed(visible_text(passage))}\n>>>"


def disarmed(text: str) -> str:
    """Document text that can neither close its fence, open a turn, nor look like a marker."""
    text = _TEMPLATE_TOKEN.sub(lambda found: " ".join(found.group()) + " ", readable(text))
    return _MARKER_IN_TEXT.sub(r"(\1)", _INSTRUCTION_TOKEN.sub("( ", text))
