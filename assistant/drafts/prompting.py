"""The prompt: fixed instructions first, passages fenced as data, the question last.

Order matters on a CPU: what does not change comes first so that its state can be reused. That goes
for the passages, too: those with which the last prompt began keep their place in the next one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from weakref import WeakKeyDictionary

from assistant.answers import AnswerMode, Passage
from assistant.quotes.citing import visible_text
from assistant.terms import readable
from models.interfaces import ChatMessage, LanguageModel

PROMPT_VERSION = "answer.v1"
PROMPT_TOKENS = 1500
"""The whole prompt: more would keep a person on a CPU waiting before the first word."""
NOT_FOUND = "NOT FOUND"

_read_before: WeakKeyDictionary[LanguageModel, tuple[Passage, ...]] = WeakKeyDictionary()
"""The passages of the last prompt of each model, as it has them in its memory."""

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
    """The prompt with as many whole passages, best first, as the budget holds.

    Passages that the model has just read in another prompt come before them, where they need not
    be read again.
    """
    budget = min(PROMPT_TOKENS, model.context_length - answer_tokens)
    used: list[Passage] = []
    left_out: list[Passage] = []
    tokens = model.count_prompt_tokens(_messages(question, used, mode))
    for passage in _in_reading_order(passages, _read_before.get(model, ())):
        cost = model.count_tokens(fenced(len(used) + 1, passage)) + 1
        if tokens + cost > budget:
            left_out.append(passage)
            continue
        used.append(passage)
        tokens += cost
    _read_before[model] = tuple(used)
    messages = _messages(question, used, mode)
    return Prompt(messages, tuple(used), tuple(left_out), model.count_prompt_tokens(messages))


def _in_reading_order(passages: Sequence[Passage], before: Sequence[Passage]) -> list[Passage]:
    """First those that the prompt before began with, in its order, as far as they are wanted."""
    wanted = {_place(passage): passage for passage in passages}
    first = list(takewhile(wanted.__contains__, map(_place, before)))
    return [wanted.pop(place) for place in first] + list(wanted.values())


def _place(passage: Passage) -> tuple[str, str, int | None, int, str]:
    return passage.path, passage.revision, passage.page, passage.start, visible_text(passage)


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
