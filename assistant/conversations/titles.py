"""What a conversation is called."""

LONGEST_TITLE = 60
"""Characters; of the first question as much as fits."""

LONGEST_NAME = 200
"""Characters of a title that the person gives."""

NAMELESS = "Conversation"


def title_of(question: str) -> str:
    """The question on one line, shortened at a word."""
    words = " ".join(question.split())
    if len(words) <= LONGEST_TITLE:
        return words or NAMELESS
    cut = words[:LONGEST_TITLE]
    if words[LONGEST_TITLE] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.–—-") + "…"


def name_of(title: str) -> str:
    """A title as the person gave it, on one line and of a length that can be shown."""
    return " ".join(title.split())[:LONGEST_NAME].strip() or NAMELESS
