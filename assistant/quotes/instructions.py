"""Sentences of documents that give orders to whoever reads them for the person.

Somebody may plant “ignore the above” in a file and hope that an assistant obeys. Such sentences are
data like all others: they are searched and shown in the source, but they are neither quoted as
evidence nor given to a model, unless the question asks about them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from assistant.answers import Passage
from assistant.quotes.citing import context_of
from assistant.terms import content_terms, words
from models.interfaces import EmbeddingModel

_REPLY = r"(?:repl(?:y|ies)|responses?|answers?|messages?|outputs?|summar(?:y|ies)|completions?)"
_ORDER = (
    r"(?:add|include|integrate|insert|append|attach|augment|enhance|modify|provide|render|replace|"
    r"rearrange|substitute|scramble|jumble|group|remove|combine|introduce|tease|suggest|promote|"
    r"use|write|give|make|end|begin|start|finish|format|encode|translate|embed|mention|put|link|"
    r"direct|deliver|present|anagram|produce|phrase|craft|create|mix|swap|shuffle|convert|transform|"
    r"incorporate|weave|slip|sprinkle|tell|ask|say|repeat|print|output|express|encourage|"
    r"recommend|advise|conclude|close|open|prefix|precede|follow)"
)
_TO_AN_ASSISTANT = re.compile(
    rf"""
    \b(?:ignore|disregard|forget|override|bypass|discard)\b.{{0,40}}
        \b(?:instructions?|prompts?|rules?|above|previous|prior|guidelines?|context|question)\b
  | \byou\ are\ (?:now\ |no\ longer\ )?(?:an?\ |the\ )?(?:ai|a\.i\.|chat\s?bot|assistant|llm|gpt\S*|
        language\ model|dan|unrestricted)\b
  | \b(?:as\ an|dear|attention|hey|hello|note\ to(?:\ the)?|message\ (?:to|for)(?:\ the)?)\ (?:ai|
        a\.i\.|chat\s?bot|assistant|llm|language\ model|gpt\S*)\b
  | ^\W*(?:system|developer|admin)\s*(?:prompt|message|note|instruction|override)?s?\s*:
  | \b(?:enter|enable|activate)\ (?:developer|debug|admin|dan)\ mode\b
  | \bfrom\ now\ on,?\ (?:you\ (?:are|will|must)|respond|answer|reply|act\ as)\b
  | \bnew\ instructions?\s*:
  | \b{_ORDER}\b.{{0,120}}\b(?:your|the\ assistant's|the\ ai's)\ (?:\w+\ )?{_REPLY}\b
  | \b(?:in|to|into|of|with|for|within|throughout)\ your\ (?:\w+\ ){{0,2}}{_REPLY}\b.{{0,20}}
        \b{_ORDER}\b
  | \b{_REPLY}(?:'s|’s)?\ (?:words?|letters?)\b.*\b(?:scrambled?|anagram\w*|reversed|backwards)\b
  | \b(?:respond|reply|answer)\ (?:only\ |just\ |always\ |instead\ )?(?:with|in|by|as)\b
        (?!\ (?:writing|return|post|mail|e-?mail|letter|phone|fax|person)\b)
        .{{0,60}}\b(?:only|instead|anagrams?|capitals?|code|emoji\w*|words?|letters?|base64|yes|no|
        pirate|riddle\w*|poem|haiku|the\ following)\b
  | \b(?:tell|inform|convince|persuade|ask)\ the\ (?:user|reader|human)s?\ (?:that|to)\b
  | \bdo\ not\ (?:answer|mention|reveal|cite|quote|summari[sz]e|disclose)\b.{{0,60}}
        \b(?:question|this|user|document|above|below|instructions?|prompt)\b
  | \b(?:decode|execute|run|eval(?:uate)?)\b.{{0,30}}\b(?:base64|following\ (?:command|code|string|
        script)|payload)\b
  | \b(?:curl|wget)\s+\S+.*\|\s*(?:ba)?sh\b | \brm\ -rf\s+[/~]
  | (?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{{60,}}={{0,2}}(?![A-Za-z0-9+/=])
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ON_LETTERS = re.compile(
    r"""^\W*(?:please\s)?(?:replace|rearrange|substitute|scramble|jumble|group|remove|combine|mix|
    swap|shuffle|anagram|reverse|capitali[sz]e|misspell|encode|use|introduce|write|spell|add|insert|omit|
    delete|double|join|run|blend|separate|break|convert|turn|change|exchange|render|express)\b
    .{0,40}\b(?:letters?(?!\s(?:from|to|for|by)\b)|vowels?|consonants?|spaces?|punctuation|anagrams?|homophon\w*|typos?|
    misspell\w*|alphanumeric|words\ together|every\ word|all\ words|characters?)\b""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_TASK = re.compile(
    r"""^\W*(?:please\ |can\ you\ |could\ you\ |would\ you\ )?
    (?:write(?!\ to\b)|compose|draft|create|generate|develop|provide|produce|design|craft|explain|
    describe|translate|summari[sz]e|break\ down|list(?!\ of\b)|outline|define|discuss|show\ me|
    tell\ me|give\ me|help\ me|teach\ me|convert|calculate|solve|recommend|suggest|imagine|
    pretend|compare)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_UNIT = re.compile(r"[^\n]+")
_SENTENCE = re.compile(
    r"(?:[^.!?]|[.!?](?![\s\"'”’)]*(?:[A-Z]|\Z))|[.!?][\"'”’)]*(?=\w*[.@/]))+[.!?]*[\"'”’)]*"
)
_ASKED = 2
"""Words that question and order have in common from which the question asks about it."""


def with_instructions_marked(passage: Passage, question: str) -> Passage:
    """The passage with the places where it gives orders that the question does not ask about."""
    found = tuple(
        (passage.start + start, passage.start + end)
        for start, end in _orders(passage.text)
        if not _asks_about(question, passage.text, start, end)
    )
    return replace(passage, instructions=found) if found else passage


def without_orders(
    passages: Sequence[Passage], question: str, embedder: EmbeddingModel
) -> list[Passage]:
    """The passages with their orders marked, and judged by the rest of their words.

    A planted order makes a passage less like the question; that must not keep an answer back.
    """
    marked = [with_instructions_marked(passage, question) for passage in passages]
    planted = [index for index, passage in enumerate(marked) if passage.instructions]
    if not planted:
        return marked
    vectors = embedder.embed_documents([context_of(marked[index]) for index in planted])
    similarities = vectors @ embedder.embed_query(question)
    for index, similarity in zip(planted, similarities, strict=True):
        found_by = dict(marked[index].found_by)
        found_by["dense"] = max(found_by.get("dense", 0.0), float(similarity))
        marked[index] = replace(marked[index], found_by=found_by)
    return marked


def _asks_about(question: str, text: str, start: int, end: int) -> bool:
    """Whether the question has words of the order which the rest of the passage does not have."""
    order = text[start:end]
    own = _words(order) - _words(f"{text[:start]} {text[end:]}")
    return len(_words(question) & own) >= (_ASKED if _is_to_an_assistant(order) else 1)


@lru_cache(1024)
def _orders(text: str) -> tuple[tuple[int, int], ...]:
    """Where the text gives an order, or a task that nothing around it has to do with."""
    return tuple(
        (start, end)
        for start, end in _units(text)
        if _is_to_an_assistant(text[start:end]) or _is_foreign_task(text, start, end)
    )


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Lines, cut further into sentences, also where no space follows a full stop."""
    for line in _UNIT.finditer(text):
        for sentence in _SENTENCE.finditer(line[0]):
            start = line.start() + sentence.start()
            raw = sentence[0]
            start += len(raw) - len(raw.lstrip())
            end = line.start() + sentence.start() + len(raw.rstrip())
            if start < end:
                yield start, end


def _is_to_an_assistant(sentence: str) -> bool:
    return bool(_TO_AN_ASSISTANT.search(sentence) or _ON_LETTERS.search(sentence))


def _is_foreign_task(text: str, start: int, end: int) -> bool:
    """A task or a question without a single word of the rest of the passage."""
    sentence = text[start:end]
    is_question = sentence.rstrip("\"'”’) ").endswith("?")
    if not (is_question or _TASK.match(sentence)):
        return False
    own = _words(sentence)
    rest = f"{text[:start]} {text[end:]}"
    by_chance = 0 if is_question or len(own) < _LONG_TASK else 1
    return len(own) > 1 and len(set(words(rest))) >= _REST and len(own & _words(rest)) <= by_chance


def _words(text: str) -> set[str]:
    return {term for term in content_terms(text) if not term.isdigit()}


_LONG_TASK = 5
"""Words of a task from which one of them may stand around it by chance."""
_REST = 12
"""Words from which the rest of a passage says what it is about."""
