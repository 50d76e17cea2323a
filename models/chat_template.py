"""Chat templates of model files: programs in a template language, by whoever made the file.

They run in Jinja's immutable sandbox, which bars the way to Python's own objects, and within bounds
on top of it: what a template may repeat, write and spend time on, so that a hostile or broken one
costs no more than a moment.
"""

import json
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from jinja2 import BaseLoader, TemplateError, ext, nodes
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from models.chat_prompt import RenderTemplate

MOST_CHARACTERS = 1_000_000
"""Of a prompt; the longest context that we offer holds less."""
MOST_TURNS = 10_000
"""Steps of all `range` loops of one rendering together."""
SECONDS = 5.0
_FAILURES = (TemplateError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError)


class TemplateRefused(ValueError):
    """The template does not take these messages, or did what a template has no business doing."""


def template_renderer(template: str, *, bos: str, eos: str) -> RenderTemplate:
    """A function that renders messages by the template; it raises `TemplateRefused` alone."""
    try:
        compiled = _Sandbox().from_string(template)
    except _FAILURES as error:
        refused = str(error)

        def refuse(messages: list[dict[str, str]]) -> str:
            raise TemplateRefused(refused)

        return refuse

    def render(messages: list[dict[str, str]]) -> str:
        # Some models think aloud before they answer unless their template is told otherwise.
        values = {
            "messages": messages,
            "bos_token": bos,
            "eos_token": eos,
            "add_generation_prompt": True,
            "enable_thinking": False,
            "functions": None,
            "function_call": None,
            "tools": None,
            "tool_choice": None,
            "raise_exception": _raise,
            "strftime_now": lambda form: datetime.now().strftime(form),
            "range": _counted_range(),
        }
        try:
            return _bounded(compiled.generate(values))
        except _FAILURES as error:
            raise TemplateRefused(f"{type(error).__name__}: {error}") from error

    return render


def _raise(message: str) -> None:
    raise TemplateRefused(str(message))


def _bounded(pieces: Iterable[str]) -> str:
    """The pieces as one text, as long as they keep within the bounds."""
    until = time.monotonic() + SECONDS
    written: list[str] = []
    length = 0
    for piece in pieces:
        written.append(piece)
        length += len(piece)
        if length > MOST_CHARACTERS or time.monotonic() > until:
            raise TemplateRefused("it writes without end")
    return "".join(written)


def _counted_range() -> Callable[..., range]:
    left = MOST_TURNS

    def counted(*bounds: int) -> range:
        nonlocal left
        found = range(*bounds)
        left -= len(found)
        if left < 0:
            raise OverflowError("it repeats without end")
        return found

    return counted


class _GenerationTags(ext.Extension):
    """`{% generation %}`, which marks what a model is trained on, means nothing here."""

    tags = {"generation"}  # noqa: RUF012 -- declared so by Jinja

    def parse(self, parser: Parser) -> list[nodes.Node]:
        parser.stream.skip(1)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class _BoundedConcatenation(NodeTransformer):
    """Sends what `~` has put together through the filter that looks at its length."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 -- named by Jinja
        whole = self.generic_visit(node)
        return nodes.Filter(whole, "bounded", [], [], None, None, lineno=node.lineno)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with bounds on what one operation may make."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self) -> None:
        super().__init__(
            loader=BaseLoader(),
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[_GenerationTags, ext.loopcontrols],
        )
        self.filters |= {"tojson": _to_json, "bounded": _bounded_text, "replace": _replace}
        for name in ("center", "format", "indent", "wordwrap", "filesizeformat", "pprint"):
            del self.filters[name]
        del self.globals["lipsum"]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _BoundedConcatenation().visit(tree)
        return tree

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """The operation, unless what it makes could be huge."""
        if operator == "%" and isinstance(left, str):
            raise OverflowError("formatting is not offered")
        if operator == "**":
            _check(abs(left) if isinstance(left, int) else 0)
            _check(_MOST_POWER * abs(right) if isinstance(right, int) else 0)
        if operator == "*":
            _check(_size(left) * _size(right))
        if operator == "+":
            _check(_size(left, numbers=False) + _size(right, numbers=False))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, function: object, *values: object, **named: object) -> object:
        """The call, unless it is a method of a text that could make a huge one."""
        owner = getattr(function, "__self__", None)
        if isinstance(owner, str) and getattr(function, "__name__", "") in _GROWING:
            _check(max(1, len(owner)) * max((_size(value) for value in values), default=1))
        return super().call(context, function, *values, **named)


_GROWING = frozenset({"replace", "join", "ljust", "rjust", "center", "zfill", "expandtabs"})
_MOST_POWER = MOST_CHARACTERS // 64


def _size(value: object, *, numbers: bool = True) -> int:
    if isinstance(value, str | list | tuple):
        return sum(map(_size, value)) if isinstance(value, list | tuple) else len(value)
    return abs(int(value)) if numbers and isinstance(value, int | float) else 1


def _check(size: int) -> None:
    if size > _MOST_AT_ONCE:
        raise OverflowError("it makes something too large")


_MOST_AT_ONCE = 50 * MOST_CHARACTERS
"""What two texts may make together: long passages with each of their signs replaced."""


def _bounded_text(text: str) -> str:
    _check(len(text))
    return text


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    text, new = str(text), str(new)
    _check(max(1, len(text)) * max(1, len(new)))
    return text.replace(str(old), new, count)


def _to_json(value: object, ensure_ascii: bool = False, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)
