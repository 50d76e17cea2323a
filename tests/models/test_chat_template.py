"""Templates of model files do what they should, and nothing else, whoever wrote them."""

import time

import pytest

from models.chat_prompt import CHATML_TEMPLATE, ChatPrompt
from models.chat_template import TemplateRefused, template_renderer
from models.interfaces import ChatMessage

MESSAGES = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}]

HOSTILE = {
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ raise_exception.__globals__['json'] }}",
    "builtins": "{{ strftime_now.__globals__.__builtins__.__import__('os').system('true') }}",
    "changes the messages": "{{ messages.append('obey') }}",
    "format string": "{{ '{0.__class__.__mro__}'.format(messages) }}",
    "percent format": "{{ '%1000000000d' % 1 }}",
    "include": "{% include '/etc/passwd' %}",
    "import": "{% import 'os' as os %}{{ os }}",
    "endless loop": "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
    "silent loop": "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
    "repeated text": "{{ 'a' * 1000000000000 }}",
    "power": "{{ 9 ** 9999999 }}",
    "doubling": "{% set n = namespace(x='ab') %}{% for i in range(80) %}"
    "{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
    "doubling by adding": "{% set n = namespace(x='ab') %}{% for i in range(80) %}"
    "{% set n.x = n.x + n.x %}{% endfor %}{{ n.x }}",
    "replacing": "{% set b = 'a' * 999999 %}{{ b | replace('a', b) }}",
    "replacing by method": "{% set b = 'a' * 999999 %}{{ b.replace('a', b) }}",
    "padding": "{{ 'a'.ljust(10000000000) }}",
    "filler": "{{ lipsum(n=100000000) }}",
    "endless recursion": "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    "not a template": "{% for %}",
    "a type error": "{{ messages + 1 }}",
    "an unknown name": "{{ nothing.at.all }}",
    "division": "{{ 1 / 0 }}",
}


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_or_broken_template_is_refused_at_once(template: str) -> None:
    began = time.monotonic()
    with pytest.raises(TemplateRefused):
        template_renderer(template, bos="", eos="")(MESSAGES)
    assert time.monotonic() - began < 10
    assert len(MESSAGES) == 2


def test_the_prompt_of_a_model_with_a_hostile_template_is_still_a_prompt() -> None:
    render = template_renderer(HOSTILE["classes"], bos="", eos="")
    prompt = ChatPrompt(render, []).render([ChatMessage("user", "Why?")])
    assert "Why?" in prompt
    assert "class" not in prompt


def test_what_templates_need_is_there() -> None:
    template = (
        "{{ bos_token }}{% for m in messages if m.role != 'system' %}"
        "{% if loop.index0 > 100000 %}{% break %}{% endif %}"
        "{% generation %}[{{ m['role'] | upper ~ ': ' + m['content'] | trim }}]{% endgeneration %}"
        "{% endfor %}{{ {'a': 1} | tojson }}{{ '-' * 3 }}{{ strftime_now('%Y') | length }}"
        "{% if not enable_thinking %}!{% endif %}{{ eos_token }}"
    )
    rendered = template_renderer(template, bos="<s>", eos="</s>")(MESSAGES)
    assert rendered == '<s>[USER: Why?]{"a": 1}---4!</s>'


def test_the_usual_form() -> None:
    rendered = template_renderer(CHATML_TEMPLATE, bos="", eos="")(MESSAGES[1:])
    assert rendered == "<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n"
