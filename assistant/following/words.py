"""The small words by which a question shows its language, and that it follows another one."""

from collections.abc import Iterable
from functools import cache

from assistant.following.germanic import GERMANIC
from assistant.following.language import FollowUpWords
from assistant.following.romance import ROMANCE

LANGUAGES: dict[str, FollowUpWords] = {**GERMANIC, **ROMANCE}
"""By ISO 639-1 code."""

OTHER_OPENERS = r"а что|а как|а если|а когда|а где|а|и|но|那么|那|でも|では|じゃあ|그럼|그리고|و"
"""Openers of languages that are known by no other words."""
OTHER_REFERENCES = (
    r"(?<!\w)(?:он|она|оно|они|его|её|ее|их|ему|ей|им|это|этого|этом|там)(?!\w)|"
    r"它|他们|她|那里|那儿|这个|那个|これ|それ|あれ|そこ|그것"
)
"""Their pronouns."""
OTHER_ENDINGS = r"呢[?？]?$"
"""What ends a follow-up in them."""


@cache
def small_words(language: str) -> frozenset[str]:
    """All words of a language that say nothing of what a question is about."""
    own = LANGUAGES[language]
    return frozenset().union(
            own.questions, own.degrees, own.auxiliaries, own.light, own.prepositions,
            own.conjunctions, own.articles, own.persons, own.things, own.possessives,
            own.pointing, own.final, own.demonstratives, own.continuing, own.others,
    )  # fmt: skip


def language_of_words(words: Iterable[str], otherwise: str = "") -> str:
    """The language that most of the words are small words of; `otherwise` where that is open."""
    given = list(words)
    counts = {code: sum(word in small_words(code) for word in given) for code in LANGUAGES}
    best = max(counts.values())
    if best == 0:
        return otherwise
    leaders = [code for code, count in counts.items() if count == best]
    return otherwise if otherwise in leaders else leaders[0]
