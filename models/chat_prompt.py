"""Conversations as the prompt that a model was trained on."""

import re
from collections.abc import Callable, Sequence

from models.interfaces import ChatMessage

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

        A template that refuses the system's role gets its text at the head of the first question.
        """
        plain = [{"role": m.role, "content": self._defused(m.content)} for m in messages]
        try:
            return self._render_template(plain)
        except ValueError:
            return self._render_template(_without_system(plain))

    def _defused(self, text: str) -> str:
        """Break up control tokens that stand in the text, so that a document cannot end a turn."""
        if self._control is None:
            return text
        return self._control.sub(lambda found: f"{found[0][:1]} {found[0][1:]}", text)


def _without_system(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    system = [message["content"] for message in messages if message["role"] == "system"]
    others = [dict(message) for message in messages if message["role"] != "system"]
    if others:
        others[0]["content"] = "\n\n".join([*system, others[0]["content"]])
    return others
