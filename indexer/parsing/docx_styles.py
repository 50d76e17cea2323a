"""What a Word document's styles and numbering say about a paragraph."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from indexer.parsing.ooxml import attribute, child, children

HEADING_STYLE = re.compile(
    r"(?:heading|überschrift|berschrift|titre|título|ttulo|titolo|kop|rubrik|overskrift|nagłówek"
    r"|заголовок|标题|標題|見出し|제목)\s*(\d)",
    re.I,
)
TITLE_STYLES = frozenset({"title", "titel", "titre", "título", "titolo"})
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Style:
    """The part of a paragraph style that matters for reading."""

    name: str
    based_on: str
    outline_level: str
    number_id: str
    number_level: str


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """How one level of a list counts."""

    form: str
    pattern: str
    start: int


class Styles:
    """The paragraph styles of a document, with what they inherit."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {
            attribute(style, "styleId"): _style(style) for style in children(root, "style")
        }

    def heading_level(self, paragraph: Element) -> int:
        """1 to 9 for a heading or the title, else 0."""
        properties = child(paragraph, "pPr")
        chain = self._chain(attribute(child(properties, "pStyle"), "val"))
        own = attribute(child(properties, "outlineLvl"), "val")
        for style in chain:
            found = HEADING_STYLE.match(style.name)
            if found:
                return max(1, int(found.group(1)))
            if style.name.lower() in TITLE_STYLES:
                return 1
        level = own or next((style.outline_level for style in chain if style.outline_level), "")
        return int(level) + 1 if level.isdigit() and int(level) < 9 else 0

    def numbering(self, paragraph: Element) -> tuple[str, int]:
        """Id of the list that the paragraph counts in, and its level; an empty id for none."""
        properties = child(paragraph, "pPr")
        chain = self._chain(attribute(child(properties, "pStyle"), "val"))
        own = child(properties, "numPr")
        number_id = attribute(child(own, "numId"), "val")
        level = attribute(child(own, "ilvl"), "val")
        for style in chain:
            number_id = number_id or style.number_id
            level = level or style.number_level
        return ("" if number_id == "0" else number_id), int(level) if level.isdigit() else 0

    def _chain(self, style_id: str) -> list[Style]:
        chain: list[Style] = []
        while style_id in self._styles and len(chain) < 12:
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain


def _style(element: Element) -> Style:
    properties = child(element, "pPr")
    return Style(
        name=attribute(child(element, "name"), "val"),
        based_on=attribute(child(element, "basedOn"), "val"),
        outline_level=attribute(child(properties, "outlineLvl"), "val"),
        number_id=attribute(child(properties, "numPr", "numId"), "val"),
        number_level=attribute(child(properties, "numPr", "ilvl"), "val"),
    )


class Numbering:
    """Counts the numbered paragraphs, so that clause 3.2 can be found by its number."""

    def __init__(self, root: Element | None) -> None:
        abstract = {
            attribute(element, "abstractNumId"): _levels(element)
            for element in children(root, "abstractNum")
        }
        self._abstract_of = {
            attribute(number, "numId"): attribute(child(number, "abstractNumId"), "val")
            for number in children(root, "num")
        }
        self._levels = {
            number: abstract.get(name, {}) for number, name in self._abstract_of.items()
        }
        self._counts: dict[str, dict[int, int]] = {}

    def next_mark(self, number_id: str, level: int) -> str:
        """The number or bullet of the next paragraph of a list, as Word would print it."""
        levels = self._levels.get(number_id, {})
        if level not in levels:
            return "•"
        counts = self._counts.setdefault(self._abstract_of[number_id], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        if levels[level].form == "bullet":
            return "•"
        return _printed(levels, counts, level)


def _levels(abstract: Element) -> dict[int, NumberLevel]:
    levels = {}
    for element in children(abstract, "lvl"):
        start = attribute(child(element, "start"), "val")
        levels[int(attribute(element, "ilvl") or 0)] = NumberLevel(
            form=attribute(child(element, "numFmt"), "val") or "decimal",
            pattern=attribute(child(element, "lvlText"), "val"),
            start=int(start) if start.isdigit() else 1,
        )
    return levels


def _printed(levels: dict[int, NumberLevel], counts: dict[int, int], level: int) -> str:
    def number(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        shown = levels.get(index, levels[level])
        form = shown.form if index == level else "decimal"
        return formatted_number(counts.get(index, shown.start), form)

    return re.sub(r"%(\d)", number, levels[level].pattern).strip()


def formatted_number(number: int, form: str) -> str:
    """A number as lists show it, in one of Word's number formats."""
    match form:
        case "none":
            return ""
        case "lowerLetter" | "upperLetter" if number > 0:
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if form == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman" if 0 < number < 40:
            roman = _roman(number)
            return roman if form == "lowerRoman" else roman.upper()
        case "decimalZero":
            return f"{number:02}"
    return str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in ROMAN:
        while number >= value:
            letters, number = letters + letter, number - value
    return letters
