"""Whether a question stands alone or follows another one, told from its small words."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.following.pronouns import FEW, RICH, refers_back, speaks_of_place
from assistant.following.reading import ReadQuestion, words_of
from assistant.following.words import (
    OTHER_ENDINGS,
    OTHER_OPENERS,
    OTHER_REFERENCES,
    language_of_words,
)
from assistant.terms import fold

SHORT = 4
"""Words of a question without a verb."""
SHORT_UNSPACED = 11
"""Characters of a short question in writing without spaces."""

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_NUMBER = re.compile(r"(?:fy|q)?\d[\d.,/-]*", re.IGNORECASE)
_SEVERAL = re.compile(r"(?<!^)\b[A-Z]\w+[^\W\d_s’']s\b(?!['’])")
"""A name of several: the Broncos."""
_LAST_LATIN = "\u024f"
_IF = frozenset({"if", "wenn", "si", "se", "als"})
_WITHOUT_PRONOUN = frozenset({"es", "it", "pt"})
"""Languages whose verbs need no pronoun."""
_IS = frozenset({"es", "son", "è", "sono", "é", "são"})
_THAN = frozenset({"than", "als", "que", "qu", "che", "di", "do", "dan"})
_THIS = (
    "this|that|the same|diese[mrns]?|dasselbe|demselben|ce|cet|cette|este|esta|ese|esa|questo|"
    "questa|quest|quel|nesse|nessa|deste|desta|neste|nesta|esse|essa|deze|dit|dat"
)
_DOCUMENTS = (
    "document|file|report|contract|agreement|lease|letter|mail|e-?mail|paper|article|page|text|"
    "manual|amendment|minutes|invoice|policy|dokuments?|datei|berichts?|vertrag(?:e?s)?|"
    "brief(?:e?s)?|schreibens?|textes|artikels?|handbuchs?|rechnung|fichier|rapport|contrat|"
    "accord|lettre|texte|documento|archivo|informe|contrato|acuerdo|carta|contratto|rapporto|"
    "lettera|testo|arquivo|relatório|acordo|bestand|overeenkomst|verslag|tekst"
)
_DOCUMENT = re.compile(rf"\b(?:{_THIS})\W+(?:\w+ )?(?:{_DOCUMENTS})\b")


class SignKind(StrEnum):
    """How a question follows another."""

    NONE = "none"
    """It stands alone."""
    FRAGMENT = "fragment"
    """It names something else and leaves the rest to the question before."""
    BARE = "bare"
    """It asks something else of the same: “why?”."""
    REFERENCE = "reference"
    """Something in it stands for what was said before, or is missing."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What a question shows."""

    kind: SignKind
    language: str = ""
    """ISO 639-1, empty for one that we know no words of."""
    rest: str = ""
    """The question without what opens it as a follow-up."""
    is_opened: bool = False
    """Whether “and” or the like opened it."""
    is_personal: bool = False
    """Whether a person or a place is what it leaves open."""
    speaks_of_document: bool = False
    """Whether it says “there” or “in this contract”."""

    @property
    def follows(self) -> bool:
        """Whether the question needs the one before."""
        return self.kind is not SignKind.NONE


def sign_of(question: str, before: str) -> Sign:
    """What a question shows; in doubt it is in the language of the one before.

    Of a language that we know no words of, only short questions can follow.
    """
    earlier = language_of_words(word.folded for word in words_of(before))
    language = language_of_words((word.folded for word in words_of(question)), earlier)
    if not language or _is_in_another_script(question):
        return _sign_of_another_language(question)
    read = ReadQuestion(question, language)
    kind = _kind_of(read, before)
    open_ended = read.own.persons if kind is SignKind.BARE else read.own.persons | read.own.places
    return Sign(
        kind,
        language,
        read.rest,
        is_opened=read.is_opened,
        is_personal=read.has(open_ended),
        speaks_of_document=bool(_DOCUMENT.search(fold(read.rest))) or speaks_of_place(read),
    )


def _kind_of(question: ReadQuestion, before: str) -> SignKind:
    if not question.words:
        return SignKind.BARE if question.is_opened else SignKind.NONE
    if _is_fragment(question):
        is_condition = question.about[-1:] and question.about[-1] in _IF
        return SignKind.REFERENCE if is_condition else SignKind.FRAGMENT
    if not question.content:
        return SignKind.BARE
    refers = refers_back(question, after_several=bool(_SEVERAL.search(before)))
    return SignKind.REFERENCE if refers or _is_open(question) else SignKind.NONE


def _is_fragment(question: ReadQuestion) -> bool:
    """Without a verb: “and in 2023?”, “the deposit?”; or “what about the deposit?”."""
    if question.about:
        return not (question.asks and len(question.content) > RICH)
    own, content = question.own, question.content
    if not content or len(content) > SHORT or question.has(own.auxiliaries | own.light):
        return False
    if question.is_opened:
        return not question.asks or question.begins_with(own.prepositions)
    if all(_NUMBER.fullmatch(word.folded) for word in content):
        return len(question.words) <= SHORT
    if not question.rest.rstrip().endswith(("?", "？")):
        return False
    # “The deposit of the flat?” goes on; “deposit flat lease?” may be all that somebody types.
    leads_on = question.begins_with(own.prepositions | own.articles)
    return len(question.words) <= (SHORT if leads_on else FEW)


def _is_open(question: ReadQuestion) -> bool:
    """A number of nothing, a verb without object, or something “else”."""
    content = len(question.content)
    if re.match(question.own.counts, question.folded):
        return content <= RICH
    if content <= FEW + 1 and _goes_on_from_something(question):
        names_nothing = question.language == "de"  # there every noun has a capital letter
        return names_nothing or not any(word.is_capital for word in question.content)
    return (question.is_opened and content <= FEW) or _is_verb_alone(question)


def _goes_on_from_something(question: ReadQuestion) -> bool:
    """“earlier”, and not “earlier than”."""
    continuing = question.own.continuing
    return any(word.folded in continuing and then not in _THAN for word, then in question.pairs())


def _is_verb_alone(question: ReadQuestion) -> bool:
    """“Who signed?”; in some languages “when was (it) paid” has no pronoun either."""
    own, words = question.own, question.words
    if len(question.content) != 1 or words[-1] not in question.content or len(words) < FEW:
        return False
    verb, before = words[-1], words[-2].folded
    if not question.begins_with(own.questions) or verb.is_capital:
        return False
    if question.language in _WITHOUT_PRONOUN:
        return len(words) <= SHORT and not (
            question.has(own.articles | own.prepositions) or before in _IS
        )
    return len(words) <= FEW + 1 and before in own.questions | own.final


def _is_in_another_script(question: str) -> bool:
    letters = [letter for letter in question if letter.isalpha()]
    return 2 * sum(letter > _LAST_LATIN for letter in letters) > len(letters)


def _sign_of_another_language(question: str) -> Sign:
    """Short questions with a word that opens or refers; everything else stands alone."""
    plain = fold(question.strip())
    opener = re.match(rf"(?:{OTHER_OPENERS})[\s,，]*", plain)
    rest = plain[opener.end() :] if opener else plain
    is_short = len(rest.split()) <= SHORT and len(_UNSPACED.findall(rest)) <= SHORT_UNSPACED
    signs = opener or re.search(OTHER_REFERENCES, plain) or re.search(OTHER_ENDINGS, plain)
    return Sign(SignKind.REFERENCE, "", question) if signs and is_short else Sign(SignKind.NONE)
