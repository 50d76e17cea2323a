"""Whether a question follows an earlier one, and what is to be searched for then.

No model is asked. A question that stands alone is searched word for word, always: rewriting what is
complete makes it drift. One that follows says so: it begins with “and” or “what about”, lacks a
verb, or has a pronoun that nothing in it explains. What it lacks is taken from the question before:
a year, a name or a code takes the place of its like, anything else is added behind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.following.reading import Word, content_of, words_of
from assistant.following.signs import Sign, sign_of
from assistant.following.slots import DAY, put_in_place
from assistant.following.tables import put_as_topic
from assistant.following.words import LANGUAGES, language_of_words
from assistant.search.query import parse_query

MOST_WORDS = 16
"""Of an earlier question that are added as they stand; of a longer one only the telling ones."""
NOUNS_LIKE_NAMES = frozenset({"de"})
"""Languages that begin every noun with a capital letter."""
MOST_NAMES = 2
"""Names of the earlier answer that are added where a person or a place is left open."""
SENTENCES_WITH_NAMES = 2

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_NAME = re.compile(r"[^\W\d_a-zà-ÿ][\w’'-]+(?:\s+[^\W\d_a-zà-ÿ][\w’'-]+)*")
_QUOTES = re.compile(r'["“”„]')
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """A question that was asked before, and what it led to."""

    question: str
    answer: str = ""
    """Its text."""
    searched: str = ""
    """What was searched for; empty where that was the question itself."""
    cited: tuple[str, ...] = ()
    """Paths of the documents that were cited."""


@dataclass(frozen=True, slots=True)
class CompletedQuestion:
    """A question as it can be searched for, and put to a model."""

    question: str
    """As it was asked."""
    searched: str
    """The same where it stands alone."""
    preferred: tuple[str, ...] = ()
    """Paths of the documents that it most likely speaks of."""

    @property
    def follows(self) -> bool:
        """Whether anything was taken from an earlier question."""
        return self.searched != self.question


def complete(question: str, earlier: Sequence[EarlierTurn]) -> CompletedQuestion:
    """The question with what it leaves out; `earlier` holds the turns before it, the last one last.

    Filters of the earlier query stay when a question follows it.
    """
    parsed = parse_query(question)
    if not earlier or not parsed.text:
        return CompletedQuestion(question, question)
    last = earlier[-1]
    query = last.searched or last.question
    before = parse_query(query).text
    sign = sign_of(parsed.text, before)
    preferred = last.cited if sign.follows or sign.speaks_of_document else ()
    if not sign.follows or not before:
        return CompletedQuestion(question, question, preferred)
    text = (
        put_as_topic(sign.rest, before, sign)
        or put_in_place(sign.rest, before, sign)
        or _with_context(parsed.text, before, last, sign)
    )
    filters = (*_filters(query, before), *_filters(question, parsed.text))
    return CompletedQuestion(question, " ".join((text, *filters)), preferred)


def _with_context(question: str, before: str, last: EarlierTurn, sign: Sign) -> str:
    """The follow-up with what the question before was about in brackets behind it."""
    words = words_of(before)
    language = sign.language or language_of_words(word.folded for word in words)
    content = content_of(words, language)
    if not content:
        return question
    about = before[_start_of_subject(words, content, language) : words[-1].end]
    if len(about.split()) > MOST_WORDS:
        about = " ".join(dict.fromkeys(word.text for word in content[:MOST_WORDS]))
    about = _QUOTES.sub("", about)  # what had to stand word for word there need not here
    leaves_names_open = sign.is_personal and language not in NOUNS_LIKE_NAMES
    names = _names_in(last.answer, before) if leaves_names_open else []
    return f"{question} ({', '.join((about, *names))})"


def _start_of_subject(words: Sequence[Word], content: Sequence[Word], language: str) -> int:
    """Where what a question is about begins, behind “how large is”, its article included."""
    own = LANGUAGES.get(language)
    if own is None:
        return content[0].start
    places = [
        place
        for place, word in enumerate(words)
        if word in content and not (place and words[place - 1].folded in own.degrees)
    ]
    place = places[0] if places else words.index(content[0])
    for before in range(max(0, place - 2), place):
        between = words[before + 1 : place]
        if words[before].folded in own.articles and all(w.folded in own.light for w in between):
            return words[before].start
    return words[place].start


def _names_in(answer: str, before: str) -> list[str]:
    """Names at the beginning of an answer that the question before did not have."""
    said = before.casefold()
    found: dict[str, None] = {}
    for sentence in _SENTENCE_END.split(answer)[:SENTENCES_WITH_NAMES]:
        for match in _NAME.finditer(sentence):
            name = _SPACE.sub(" ", match.group())
            is_name = (match.start() or " " in name) and not DAY.fullmatch(name)
            if is_name and name.casefold() not in said:
                found[name] = None
    return list(found)[:MOST_NAMES]


def _filters(query: str, text: str) -> list[str]:
    """The parts of a query that are no words to search for, as they were typed."""
    if query == text:
        return []
    return [part for part in re.findall(r'\S*"[^"]*"|\S+', query) if part not in text]
