"""The words of a question that nothing found has: who reads them knows what is missing.

A word is met where a passage, its headings or its file's name has it in any form, or where one of
the nearest sentences means about the same by it. That is seen by comparing each token of the
question, as it is meant there, with each token of the sentence (late interaction: Khattab and
Zaharia, "ColBERT", SIGIR 2020). Numbers mean about the same as other numbers, so only the very
number meets one.
"""

import re
from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from assistant.answers import Passage
from assistant.quotes.citing import context_of
from assistant.quotes.sentence_ranking import RankedSentence
from assistant.terms import content_terms
from models.interfaces import EmbeddingModel, TokenVectors

MEANT = 0.4
"""Cosine from which a token of a sentence means about what the word does. Of 500 questions that
were answered some 8 % have a word below it, of those whose document is gone 60 %."""
SENTENCES_COMPARED = 10
CHARACTERS_COMPARED = 400
ENOUGH = 6
"""Passages from which any word may be named. In one short file many a word of a question that it
answers is missing, as "player" above a column of names; there only names and numbers tell."""
MOST_NAMED = 3
ASKING = frozenset(
    content_terms(
        """find show list give tell explain compare record value values total sum average number
        amount count first last next previous least main key important kind type style sort way ways
        thing things example difference differ different versus compared exactly multiple several
        various role reason purpose meaning order relationship help easily quickly get got far two
        three year date time place person people name answer question information detail details
        based given rely relying provide using calculate round response respond statement statements
        come happen called known considered became become take took went"""
    )
)
"""What says how to ask, not what about: its absence tells nothing."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NUMBER = re.compile(r"\d+")


def unmet_words(
    question: str,
    passages: Sequence[Passage],
    ranked: Sequence[RankedSentence],
    embedder: EmbeddingModel,
) -> tuple[str, ...]:
    """At most `MOST_NAMED` words of the question, as typed and in its order, the least met ones.

    Embeds nothing where all words stand in a passage, as in most questions that are answered.
    """
    unseen = [
        word for word in _unseen(question, passages) if len(passages) >= ENOUGH or _is_name(word)
    ]
    if not unseen or not ranked:
        return ()
    (asked,) = embedder.embed_by_token([question], as_query=True)
    nearest = [each.text[:CHARACTERS_COMPARED] for each in ranked[:SENTENCES_COMPARED]]
    sentences = embedder.embed_by_token(nearest)
    met = {word: _met(word, asked, sentences) for word in unseen}
    unmet = [word for word in unseen if met[word] < MEANT or _NUMBER.search(word.group())]
    least = sorted(unmet, key=lambda word: met[word])[:MOST_NAMED]
    named = (word.group() for word in sorted(least, key=lambda word: word.start()))
    return tuple(dict.fromkeys(named))


def _unseen(question: str, passages: Sequence[Passage]) -> list[re.Match[str]]:
    """The words that name something and stand, in no form, in any passage."""
    names = {PurePath(passage.path).stem for passage in passages}
    text = " ".join(
        [*names, *(name.replace("_", " ") for name in names), *map(context_of, passages)]
    )
    seen = ASKING.union(content_terms(text))
    numbers = frozenset(numbers_of(text))
    words = _WORD.finditer(question)
    terms = ((word, content_terms(word.group())) for word in words)
    # Several terms are a run of writing without spaces: no single word, so that none can be named.
    unseen = [word for word, held in terms if len(held) == 1 and held[0] not in seen]
    # "FY2018" is met by 2018.
    return [word for word in unseen if not has_numbers(word.group(), numbers)]


def numbers_of(text: str) -> list[str]:
    """The runs of digits in a text."""
    return _NUMBER.findall(text)


def has_numbers(word: str, numbers: frozenset[str]) -> bool:
    """Whether a word has digits and all of them stand among the numbers of a text."""
    own = _NUMBER.findall(word)
    return bool(own) and numbers.issuperset(own)


def _is_name(word: re.Match[str]) -> bool:
    """Whether it has a digit, or a capital letter that is not that of the first word."""
    if _NUMBER.search(word.group()):
        return True
    is_first = not _WORD.search(word.string, 0, word.start())
    return word.group()[0].isupper() and not is_first


def _met(word: re.Match[str], asked: TokenVectors, sentences: Sequence[TokenVectors]) -> float:
    """Cosine of the word and what is nearest to it in any sentence, the mean over its tokens."""
    own = [
        place
        for place, (start, end) in enumerate(asked.spans)
        if start < word.end() and word.start() < end
    ]
    held = [each.tokens for each in sentences if len(each.tokens)]
    if not own:  # beyond what the model reads of a question, where nothing can be said
        return 1.0
    if not held:
        return 0.0
    return max(float(np.mean((asked.tokens[own] @ tokens.T).max(axis=1))) for tokens in held)
