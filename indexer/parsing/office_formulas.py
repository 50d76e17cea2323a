"""Formulas of Office files on one line, as a person would type them: a^2, x_i, (a+b)/c, √(2)."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from indexer.parsing.ooxml import child

FORMULAS = frozenset({"sSup", "sSub", "sSubSup", "f", "rad"})
"""Elements whose parts would run into each other."""

Words = Callable[[Element], str]


def formula_text(element: Element, words: Words) -> str:
    """The line for one of `FORMULAS`; `words` gives the text of its parts."""

    def part(name: str) -> str:
        found = child(element, name)
        return words(found) if found is not None else ""

    fraction = child(element, "num")
    if fraction is not None:
        return f"{_grouped(words(fraction))}/{_grouped(part('den'))}"
    if child(element, "deg") is not None or child(element, "radPr") is not None:
        return f"{part('deg')}√({part('e')})"
    below, above = part("sub"), part("sup")
    text = part("e")
    text += f"_{_grouped(below)}" if below else ""
    return text + (f"^{_grouped(above)}" if above else "")


def _grouped(text: str) -> str:
    """In brackets, unless it is a single number or name."""
    return text if text.replace(".", "").isalnum() else f"({text})"
