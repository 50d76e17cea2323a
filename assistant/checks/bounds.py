"""What stands around a number and changes it: "more than", "up to", "from … to", brackets."""

import re
from dataclasses import dataclass

_ABOVE = (
    r"more than|over|above|exceed(?:s|ed|ing)?|(?:greater|higher|larger|longer|later|older) than|"
    r"upwards of|in excess of|beyond|mehr als|über|más de|plus de|более|>"
)
_AT_LEAST = (
    r"at least|(?:not|no) (?:less|fewer|lower|shorter|earlier) than|(?:a |the )?minimum(?: of)?|"
    r"not below|starting (?:at|from)|mindestens|al menos|au moins|не менее|≥|>="
)
_BELOW = (
    r"(?:less|fewer|lower|smaller|shorter|earlier|younger) than|under|below|weniger als|unter|"
    r"menos de|moins de|менее|<"
)
_AT_MOST = (
    r"at most|(?:not|no) (?:more|greater|higher|longer|later) than|up to|"
    r"(?:a |the )?maximum(?: of)?|(?:not|never) (?:to )?exceed(?:ing)?|"
    r"within|höchstens|bis zu|hasta|jusqu'à|не более|≤|<="
)
_ABOUT = (
    r"about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca\.|close to|"
    r"an estimated|just over|just under|etwa|rund|ungefähr|unos|environ|около|~|≈"
)
_BOUNDS = {
    "at-least": _AT_LEAST,
    "at-most": _AT_MOST,
    "above": _ABOVE,
    "below": _BELOW,
    "about": _ABOUT,
}
_SIGN = r"(?:[$€£¥(\s]|us\$|s\$|a\$|the |a |an )*"
_BEFORE = {
    name: re.compile(rf"(?:^|(?<=[\s(,;:|])|(?<=\W))(?:{words}){_SIGN}$")
    for name, words in _BOUNDS.items()
}
_AFTER = {
    "at-least": re.compile(
        r"\s?(?:\+|(?:[^\W\d_]+ )?(?:or|and) (?:more|above|over|older|longer)\b|or higher\b"
        r"|at (?:the )?(?:least|earliest)\b)"
    ),
    "at-most": re.compile(
        r"\s?(?:(?:[^\W\d_]+ )?(?:or|and) (?:less|below|under|fewer|younger)\b"
        r"|at (?:the )?(?:most|latest)\b)"
    ),
}

_ROLES = {
    "from": "from von ab de des since seit",
    "to": "to until till bis",
    "by": "by um",
    "before": "before vor",
    "after": "after nach",
    "than": "than against versus",
    "per": "per every",
    "instead": "instead replaces replaced formerly previously originally not",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}
_LAST_WORDS = re.compile(r"([^\W\d_]+)\s+(?:(of|to|with)\s+)?(?:the |a |an )?[$€£¥(]?\s*$")
_LAST_WORD = re.compile(r"([^\W\d_]+)[\s$€£¥(]*$")
_RANGE_BEFORE = re.compile(
    r"(?:([^\W\d_]+)\s)?[$€£¥]?\d[\d.,]*\s?(?:[%€$£]|[^\W\d_]{1,12})?\s?(?:[-–—]|\bto\b|\bbis\b)"
    r"\s?[$€£¥]?$"
)
_RANGE_AFTER = re.compile(r"\s?(?:[-–—]|\bto\b|\bbis\b)\s?[$€£¥]?\d")
_BETWEEN = re.compile(r"\bbetween\b[^.;]{0,40}$")
_OPEN, _CLOSE = re.compile(r"\(\s*[$€£¥]?$"), re.compile(r"\s*%?\s*\)")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a number (or date) stands in its sentence."""

    bound: str = ""
    """"above", "at-least", "below", "at-most", "about", or nothing."""
    role: str = ""
    """The preposition's kind: "from", "to", "by", "before", "after", "than", "instead"."""
    is_range: bool = False
    """Whether it is one end of a range."""
    in_brackets: bool = False
    """Whether it stands alone in brackets, as losses do in tables."""


def setting_of(folded: str, start: int, end: int) -> Setting:
    """The setting of the characters `start` to `end` of a lower-case text."""
    before, after = folded[max(0, start - 60) : start], folded[end : end + 40]
    bound = next((name for name, words in _BEFORE.items() if words.search(before)), "")
    bound = bound or next((name for name, words in _AFTER.items() if words.match(after)), "")
    role = _role(before) if not bound else ""
    return Setting(
        bound=bound,
        role=role,
        is_range=_is_range(before, after, role),
        in_brackets=bool(_OPEN.search(before) and _CLOSE.match(after)),
    )


def _is_range(before: str, after: str, role: str) -> bool:
    """Whether it is an end of "5 to 10"; "rose by 5 % to 10" is none."""
    first = _RANGE_BEFORE.search(before)
    if first is not None and first[1] not in ("by", "from"):
        return True
    joined = role not in ("by", "from") and _RANGE_AFTER.match(after)
    return bool(joined or _BETWEEN.search(before))


def _role(before: str) -> str:
    last = _LAST_WORD.search(before)
    if last is None:
        return ""
    if last[1] in ("of", "to", "with"):
        earlier = _LAST_WORDS.search(before[: last.start()].rstrip() + " ")
        word = earlier[1] if earlier else ""
        if word in ("instead", "compared", "opposed"):
            return "instead"
    return _ROLE_OF.get(last[1], "")


def setting_objection(claimed: Setting, source: Setting) -> tuple[str, bool] | None:
    """What differs between two settings of one number, and whether that refuses the claim."""
    if claimed.bound != source.bound:
        invented = claimed.bound not in ("", "about")
        return f"“{claimed.bound or 'exactly'}” where it is “{source.bound or 'exactly'}”", invented
    if claimed.role != source.role:
        words = f"“{claimed.role or 'plainly'}” where it is “{source.role or 'plainly'}”"
        return words, bool(claimed.role and source.role)
    if claimed.is_range != source.is_range:
        return "only one end of a range", False
    if source.in_brackets != claimed.in_brackets:
        return "in brackets only in one of them", False
    return None
