"""The forms that questions about all documents take, put together from a language's words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.mapping.document_nouns import TYPED_NOUN
from assistant.mapping.intent_words import SPEECHES
from assistant.mapping.placeholders import (
    NOUN,
    SCOPE,
    placed_nouns,
    placed_scope,
    without_places,
)
from assistant.mapping.said_scope import BARE_FOLDER, SCOPE_PART
from assistant.mapping.section_words import BY_SECTIONS, SECTION
from assistant.mapping.speech import Speech

_NO_MODIFIER = r"(?:of|and|or|do|does|did|is|are|was|were|has|have|the|to|und|et|y|e|i|и|w|o)"
_MODIFIERS = rf"(?:(?!(?:{_NO_MODIFIER}|{SECTION})\s)[\w&'-]+\s){{0,2}}?"
_TOPIC = r"(?P<topic>.{2,160}?)"
_NAME = r"(?:\"[^\"]+\"|“[^”]+”|[^\s\"]+\.[a-z]{2,5})"
_EVERYTHING = r"(?:everything|it all|all of it|alles|tout|todo|tutto|tudo|wszystko|allt|всё|все)"
_ONE_NAMED = re.compile(rf"\.[a-z]{{2,5}}\b|^\w+ (?:it|this|{_EVERYTHING})\b", re.IGNORECASE)
"""A file's name, or a word for the one document that is open."""
_PER = r"(?:per|pro|par|por|na)"
_BE = (
    r"(?:is|are|do|does|was|were|wird|werden|kommt|kommen|ist|sind|est|sont|il est|on|se|si|é|è|"
    r"são|worden|wordt|komt|jest|są|är)"
)
_FAILED = (
    r"(?P<state>(?:that\s)?(?:failed|(?:could not|couldn't|can't|cannot) be (?:read|indexed)|"
    r"(?:were|are|was) (?:skipped|not read|unreadable)|were not read|did you skip))"
)


def forms_of(speech: Speech) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Each kind of question with a form of it; groups are `topic`, `docs`, `tail` and `more`."""
    for kind, form in (
        *_counts(speech),
        *_mentions(speech),
        *_summaries(speech),
        *_each(speech),
    ):
        yield kind, re.compile(rf"^(?:{form})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question as one language reads it: its words for documents are places."""

    speech: Speech
    text: str
    parts: tuple[str, ...]


def spoken(question: str) -> Iterator[Spoken]:
    """The question in each language that has a word for documents in it."""
    text, parts = placed_scope(without_places(question), SCOPE_PART, ())
    text, parts = placed_nouns(text, TYPED_NOUN, parts)
    for speech in SPEECHES:
        read, all_parts = placed_nouns(text, _document_words(speech), parts)
        if "⟪" in read or _ONE_NAMED.search(read):
            yield Spoken(speech, read, all_parts)


@cache
def _document_words(speech: Speech) -> re.Pattern[str]:
    """A language's words for documents, with or without a kind of file beside them."""
    return re.compile(
        rf"(?:{NOUN}[\s-]?)?(?<!\w)(?:{speech.documents})(?:\s(?:de\s)?{NOUN})?(?!\w)|"
        rf"(?<!\w){speech.kinds}(?!\w)|{NOUN}",
        re.IGNORECASE,
    )


def bare_form_of(speech: Speech) -> re.Pattern[str]:
    """A fact and its documents alone: "notice period of every contract"."""
    every = rf"{speech.each}\s{_DOCS}"
    return re.compile(rf"^{_TOPIC}\s{_of(speech)}{every}$", re.IGNORECASE)


_NOUNS = rf"{_MODIFIERS}{NOUN}"
"""Words for documents with up to two words before them: "all *supplier contracts*"."""
_TAIL = rf"(?:,?\s{SCOPE})*"
_DOCS = rf"(?P<docs>{_NOUNS})(?P<tail>{_TAIL})"


def _counts(speech: Speech) -> Iterator[tuple[str, str]]:
    start = rf"{speech.many}\s(?:of\s)?(?:{speech.mine}\s|{speech.plural}\s)?"
    yield "count", rf"{start}{_DOCS}(?:,?\s{speech.have})?(?P<more>{_TAIL})"
    yield "count", rf"{start}{_DOCS}(?:,?\s{speech.have})?\s{BARE_FOLDER}"
    if speech is SPEECHES[0]:
        yield "count", rf"{start}{_DOCS}\s{_FAILED}(?P<more>{_TAIL})"


def _mentions(speech: Speech) -> Iterator[tuple[str, str]]:
    which = rf"(?:{speech.inside}\s)?{speech.which}\s(?:of\s(?:the\s)?)?(?:{speech.mine}\s)?{_DOCS}"
    yield "mention", rf"{which}(?:,?\s(?:do|does|that|all))?\s{speech.mention}\s{_TOPIC}"
    yield "mention", rf"{which}(?:\s{_BE})?\s{_TOPIC}\s{speech.mentioned}"
    yield "mention", rf"{which}(?:\s{_BE})?\s{speech.mentioned}\s(?:de\s|d'|di\s|o\s)?{_TOPIC}"
    everything = rf"(?:{speech.each}\s|{speech.mine}\s)+"
    holding = rf"(?:,?\s{speech.that})(?:\s{speech.mention})?"
    yield (
        "mention",
        rf"{speech.tell}\s{everything}{_DOCS}{holding}\s{_TOPIC}"
        rf"(?:\s{speech.mention}|\s{_BE}\s{speech.mentioned})?",
    )
    if speech is SPEECHES[0]:
        about = r"(?:about|on|regarding|from|with|that mention)"
        yield "mention", rf"(?:what|which)\s{_DOCS}\sdo\s(?:i|we)\shave\s{about}\s{_TOPIC}"
        yield (
            "mention",
            rf"(?:do|does|is there|are there)\sany(?:\sof)?(?:\s(?:my|the|these))?\s{_DOCS}\s"
            rf"(?:that\s|which\s)?{speech.mention}\s{_TOPIC}",
        )


def _summaries(speech: Speech) -> Iterator[tuple[str, str]]:
    length = r"in (?:one|two|three|four|five|a few|\d+)? ?(?:short )?(?:sentences?|words|lines)"
    polite = "for me|pour moi|por favor|per favore|please"
    end = (
        rf"(?:,?\s(?:zusammen|samen|kurz|kort|briefly|shortly|brièvement|brevemente|{polite}|"
        rf"{length}|in bullet points|as a list|{BY_SECTIONS}))*"
    )
    all_of = (
        rf"(?:{speech.each}|{speech.mine}|both(?:\sof)?(?:\s(?:my|the))?|{speech.plural}\s(?:\d+))"
    )
    start = rf"{speech.summary}\s(?:{speech.of}\s)?"
    yield "summary-of-each", rf"{start}{all_of}\s{_DOCS}{end}"
    if speech is SPEECHES[0]:
        several = rf"(?P<several>{_NOUNS})(?P<tail>{_TAIL})"
        yield "summary-of-each", rf"{start}(?:{speech.plural}\s)?{several}{end}"
    elif speech.plural != "(?:de)":
        yield "summary-of-each", rf"{start}{speech.plural}\s{_DOCS}{end}"
    every = speech.about.replace("{doc}", rf"{all_of}\s(?:{_NOUNS})")
    yield "summary-of-each", rf"(?:{every})(?P<tail>{_TAIL})"
    yield "summary-of-each", rf"{speech.summary}\s{_EVERYTHING}{end}"
    one = rf"{speech.this}\s?{_NOUNS}"
    sections = rf"(?:{speech.each}\s|{speech.plural}\s)?{SECTION}"
    document = rf"(?:{one}|(?:{speech.this}\s)?(?:{_NOUNS}\s)?{_NAME})"
    yield "summary-of-one", rf"{start}{sections}\s{_of(speech)}{document}{end}"
    yield (
        "summary-of-one",
        rf"{start}(?:{one}|(?:{speech.this}\s)?(?:{_NOUNS}\s)?{_NAME}|it|this){end}",
    )
    yield "summary-of-one", speech.about.replace("{doc}", rf"(?:{one}|(?:{_NOUNS}\s)?{_NAME})")


def _each(speech: Speech) -> Iterator[tuple[str, str]]:
    every = rf"{speech.each}\s{_DOCS}"
    begin = rf"(?:{speech.tell}|{speech.what})\s"
    of = _of(speech)
    says = speech.says.replace("{doc}", rf"{speech.each}\s(?:{_NOUNS}){_TAIL}")
    yield "each", rf"(?:{says})\s{_TOPIC}"
    yield "each", rf"{begin}{_TOPIC}\s{of}{every}(?:\s(?:auf|an|op))?"
    all_ = rf"(?:all\s|{speech.each}\s)"
    yield "each", rf"{speech.tell}\s{all_}{_TOPIC}\s{of}{speech.mine}\s{_DOCS}"
    for form in speech.has:
        yield "each", form.replace("{each}", every).replace("{topic}", _TOPIC)
    yield "each", rf"{speech.inside}\s{every}[,:]?\s(?:and\s)?(?:{begin})?{_TOPIC}"
    yield "each", rf"{speech.tell}\s{speech.inside}\s{every}[,:]?\s{_TOPIC}"
    yield "each", rf"{_PER}\s{_DOCS}[,:]?\s{begin}{_TOPIC}"
    yield "each", rf"{begin}{_TOPIC}\s{_PER}\s{_DOCS}"


def _of(speech: Speech) -> str:
    """What joins a fact to its documents, with the space after it."""
    return rf"(?:{speech.of}\s)?" if speech.of.endswith("?") else rf"{speech.of}\s"
