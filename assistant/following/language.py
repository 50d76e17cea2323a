"""What is known of the small words of a language; all of them are in lower case."""

from dataclasses import dataclass, field

from assistant.terms import word_list

NEVER = "(?!)"
"""A pattern that nothing fits."""


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """The small words of one language."""

    openers: str
    """Patterns that begin a follow-up: “and”, “what about”; each ends at a word's end."""
    about: str
    """Those of them that make a follow-up of whatever comes after."""
    questions: frozenset[str]
    """Question words."""
    degrees: frozenset[str]
    """Question words before an adjective or a number: “how”."""
    adjuncts: frozenset[str]
    """Question words for time, place and reason, of which one can stand for another."""
    clitics: str
    """Patterns of pronouns that lean on a verb and look like articles: “l'a signé”."""
    expletives: str
    """Patterns of pronouns that stand for nothing: “it takes … to …”."""
    counts: str
    """Patterns for asking a number of something that is not named: “how many were …”."""
    auxiliaries: frozenset[str]
    """Forms of to be, to have, to do, and of the verbs of may and must."""
    light: frozenset[str]
    """Verbs and adverbs that say nothing of what the question is about."""
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    """What begins a clause whose pronoun may stand for a noun before it."""
    articles: frozenset[str]
    persons: frozenset[str]
    """Pronouns for people."""
    things: frozenset[str]
    """Pronouns for anything."""
    possessives: frozenset[str]
    pointing: frozenset[str]
    """Words that stand for something said before wherever they stand: “thereof”, “davon”."""
    final: frozenset[str]
    """Words that do so only at the end of a clause: “there”, “then”, “that”."""
    demonstratives: frozenset[str]
    """Before a noun: “this contract”."""
    continuing: frozenset[str]
    """Adverbs that go on from something: “else”, “instead”."""
    places: frozenset[str]
    """Words and phrases for the document that was just spoken of."""
    others: frozenset[str] = field(default_factory=frozenset)
    """Further small words: you, we, not."""


def words_in(
    openers: str, about: str, counts: str, expletives: str, clitics: str = NEVER, **lists: str
) -> FollowUpWords:
    """The words of a language, each list written as one text."""
    return FollowUpWords(
        openers=openers, about=about, counts=counts, expletives=expletives, clitics=clitics,
        **{name: word_list(words) for name, words in lists.items()},
    )  # fmt: skip
