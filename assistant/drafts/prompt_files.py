"""The prompts, kept as files with a version: parts between lines of `---`, filled with values."""

from functools import cache
from importlib.resources import files

from assistant.drafts.prompting import disarmed


@cache
def prompt_parts(version: str) -> tuple[str, ...]:
    """The parts of a prompt file, in order; the instructions first, what the person says next."""
    text = files("assistant").joinpath("prompts", f"{version}.txt").read_text("utf-8")
    return tuple(part.strip() for part in text.split("\n---\n"))


def filled(template: str, **values: str) -> str:
    """The template with the values in the places of their names, all of them made harmless."""
    for name, value in values.items():
        # A value that holds another's name must not be filled in.
        template = template.replace(f"{{{name}}}", disarmed(value).replace("{", "("))
    return template
