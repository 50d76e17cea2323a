"""Conversations as the prompt that a model was trained on."""

import logging
import re
from collections.abc import Callable, Sequence

from models.interfaces import ChatMessage

logger = logging.getLogger(__name__)

CHATML_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""For files that bring no template of their own; most small models know it."""

RenderTemplate = Callable[[list[dict[str, str]]], str]


class ChatPrompt:
    """Renders messages by a model's template; their text never becomes a control token."""

    def __init__(self, render_template: RenderTemplate, control_tokens: Sequence[str]) -> None:
        self._render_template = render_template
        texts = sorted((text for text in control_tokens if len(text) > 2), key=len, reverse=True)
        self._control = re.compile("|".join(map(re.escape, texts))) if texts else None

    def render(self, messages: Sequence[ChatMessage]) -> str:
        """The prompt, up to where the model's answer begins.

        A template that refuses the system's role gets its text at the head of the first question;
        for one that refuses that, too, the form is taken that most small models know.
        """
        plain = [{"role": m.role, "content": self._defused(m.content)} for m in messages]
        refused: ValueError | None = None
        for form in (plain, _without_system(plain)):
            try:
                return self._render_template(form)
            except ValueError as error:
                refused = error
        logger.warning("the model's own chat template cannot be used: %s", refused)
        return _chatml(plain)

    def _defused(self, text: str) -> str:
        """Break up control tokens that stand in the text, so that a document cannot end a turn."""
        if self._control is None:
            return text
        return self._control.sub(lambda found: f"{found[0][:1]} {found[0][1:]}", text)


def _chatml(messages: list[dict[str, str]]) -> str:
    """What CHATML_TEMPLATE makes, without a template."""
    turns = [f"<|im_start|>{each['role']}\n{each['content']}<|im_end|>\n" for each in messages]
    return "".join([*turns, "<|im_start|>assistant\n"])


def _without_system(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    system = [message["content"] for message in messages if message["role"] == "system"]
    others = [dict(message) for message in messages if message["role"] != "system"]
    if others:
        others[0]["content"] = "\n\n".join([*system, others[0]["content"]])
    return others
