"""Whether a question asks every document, asks how many there are, or wants one summarised.

Recognised by patterns, without a model, so that it costs nothing and can be foreseen. What is not
surely such a question is an ordinary one: a search answers that, and the person can still ask every
document by saying so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from assistant.mapping.document_nouns import DocumentNoun, noun_of
from assistant.mapping.intent_chinese import chinese_reading
from assistant.mapping.intent_forms import Spoken, bare_form_of, forms_of, spoken
from assistant.mapping.placeholders import put_back
from assistant.mapping.said_scope import SaidScope, said_scope
from assistant.mapping.speech import Speech

MOST_LETTERS = 300
"""Longer questions tell a story; none of them asks for a list."""
_SPACE = re.compile(r"\s+")
_ENDS = re.compile(r"[\s?？!！.。:：]+$")
_GREETING = re.compile(
    r"^[¿¡\s]+|^(?:(?:hi|hello|hey|ok|okay|so|and|please)[,\s]+)+", re.IGNORECASE
)
_ARTICLE = re.compile(
    r"^(?:(?:the|a|an|all|any|each|every|una|uma|um|uno|der|die|das|den|dem|eine?|le|la|les|l'|un|une|el|los|las|"
    r"il|lo|gli|i|o|os|as|het|de|een)\s)+|^l'",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"^(?:words?|terms?|phrases?|wort|begriff|mot|palabra|parola|woord)\s", re.IGNORECASE
)
"""Of "the word indemnity" only the last is looked for."""
_MARKS = " ,;:\"'«»“”„"


class IntentKind(StrEnum):
    """What a question wants of the documents."""

    COUNT = "count"
    """How many documents there are."""
    MENTION = "mention"
    """Which documents speak of something."""
    SUMMARY_OF_EACH = "summary-of-each"
    SUMMARY_OF_ONE = "summary-of-one"
    """By its sections, if the scope turns out to be one document."""
    EACH = "each"
    """A fact of every document."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What was understood of a question that asks more than a search can find."""

    kind: IntentKind
    topic: str = ""
    """What each document is asked; empty for counts and summaries."""
    noun: DocumentNoun = field(default_factory=DocumentNoun)
    """What the documents were called."""
    scope: SaidScope = field(default_factory=SaidScope)
    """Which documents, as far as the question says so."""
    only_failed: bool = False
    """Whether a count is of the files that could not be read."""

    @property
    def filters(self) -> str:
        """The files that the question itself confines itself to, in the language of queries.

        Of what year a file is, is counted by its last change; else its text is asked.
        """
        typed = f"type:{self.noun.type}" if self.noun.type else ""
        year = self.scope.year if self.kind is IntentKind.COUNT else ""
        changed = f"after:{year} before:{int(year) + 1}" if year else ""
        return " ".join(filter(None, (self.scope.filters, typed, changed)))


def intent_of(question: str) -> Intent | None:
    """What a question wants of all documents; None for an ordinary question."""
    plain = _plain(question)
    if not plain or len(plain) > MOST_LETTERS:
        return None
    chinese = chinese_reading(plain)
    if chinese is not None:
        kind, found = chinese
        return _intent(IntentKind(kind), found)
    readings = tuple(spoken(plain))
    for forms in (_forms, _bare_form):
        for reading in readings:
            if (intent := _first(forms(reading.speech), reading)) is not None:
                return intent
    return None


def _first(forms: Iterable[tuple[IntentKind, re.Pattern[str]]], reading: Spoken) -> Intent | None:
    """What the first form that fits understands."""
    for kind, form in forms:
        match = form.match(reading.text)
        intent = None if match is None else _intent(kind, _said(match, reading.parts))
        if intent is not None:
            return intent
    return None


def _said(match: re.Match[str], parts: Sequence[str]) -> dict[str, str | None]:
    return {name: text and put_back(text, parts) for name, text in match.groupdict().items()}


def asked_of_each(question: str) -> Intent:
    """What each document is to be asked, whether or not the question sounds like it."""
    intent = intent_of(question)
    if intent is None or intent.kind is IntentKind.COUNT:
        return Intent(IntentKind.EACH, topic=_plain(question))
    if intent.kind is IntentKind.SUMMARY_OF_ONE:
        return Intent(IntentKind.SUMMARY_OF_EACH, noun=intent.noun, scope=intent.scope)
    return intent


def _plain(question: str) -> str:
    plain = _SPACE.sub(" ", question.replace("’", "'")).strip()
    return _ENDS.sub("", _GREETING.sub("", plain))


def _intent(kind: IntentKind, found: Mapping[str, str | None]) -> Intent | None:
    topic = _topic(found.get("topic") or "")
    several = found.get("several")
    if several and not several.lower().endswith("s"):
        return None
    noun = noun_of(several or found.get("docs") or "")
    scope = said_scope(f"{found.get('tail') or ''} {found.get('more') or ''}")
    if inside := (found.get("inside") or "").strip(_MARKS):
        scope = replace(scope, folder=inside, is_guess=True)
    if kind in (IntentKind.EACH, IntentKind.MENTION) and not topic:
        return None
    return Intent(kind, topic, noun, scope, only_failed=bool(found.get("state")))


def _topic(said: str) -> str:
    bare = _WORD.sub("", _ARTICLE.sub("", said.strip(_MARKS)))
    return bare.strip(_MARKS)


@cache
def _forms(speech: Speech) -> tuple[tuple[IntentKind, re.Pattern[str]], ...]:
    """All forms of a language: counts before mentions and so on."""
    forms = [(IntentKind(kind), form) for kind, form in forms_of(speech)]
    order = list(IntentKind)
    return tuple(sorted(forms, key=lambda each: order.index(each[0])))


@cache
def _bare_form(speech: Speech) -> tuple[tuple[IntentKind, re.Pattern[str]], ...]:
    """Tried when no language has a better one."""
    return ((IntentKind.EACH, bare_form_of(speech)),)
