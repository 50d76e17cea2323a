"""Measures of answers, as pure functions: does a text hold the gold answer, and how much of it.

Words are compared after the normalisation of Rajpurkar et al., "SQuAD: 100,000+ Questions for
Machine Comprehension of Text" (EMNLP 2016): case, punctuation, articles and white space do not
count. Writing without spaces is compared by characters, as in Lewis et al., "MLQA: Evaluating
Cross-lingual Extractive Question Answering" (ACL 2020). Beyond both, numbers are compared as
numbers: 1,234 is 1234, and $1.2 billion is 1200 million dollars.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from assistant.checks.numbers import Number, numbers_in
from assistant.evaluation.golden import GoldenQuestion
from assistant.terms import content_terms, fold

LONG_ANSWER = 5
"""Content words; a longer answer is explained, not named, and no text holds it word for word."""
HELD_OF_LONG = 0.5
"""Share of the terms of a long answer, those of the question apart, from which a text holds it. The
gold passages of 99 questions over technical documents hold 94 % of their answers by this rule."""
_GROUPED = re.compile(r"(?<=\d)[,'’\u00a0\u202f](?=\d{3}(?!\d))")
_TOKEN = re.compile(
    r"\d+(?:\.\d+)?|[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f\d])[^\W_])+"
)
_ARTICLES = frozenset({"a", "an", "the"})
_DIGIT = re.compile(r"\d")
_DIVISOR = re.compile(r"/\s*\d(?![\d.,])|-\s*1(?![\d.,])|[*×]\s*100(?![\d.,])")
"""What a sum has in it that no document says: the 2 of an average, the 1 of a growth rate."""
_OPERAND = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ITEMS_DIVIDED_BY = "##"


def tokens(text: str) -> list[str]:
    """What counts of a text: words, numbers, and characters of writing without spaces."""
    found = _TOKEN.findall(_GROUPED.sub("", fold(text)))
    return [token for token in found if token not in _ARTICLES]


def token_f1(answer: str, gold: Sequence[str]) -> float:
    """Harmonic mean of precision and recall in tokens, of the gold answer that fits best."""
    return max((_f1(tokens(answer), tokens(each)) for each in gold), default=0.0)


def _f1(said: Sequence[str], wanted: Sequence[str]) -> float:
    common = sum((Counter(said) & Counter(wanted)).values())
    if not common:
        return 0.0
    precision, recall = common / len(said), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def holds_answer(text: str, question: GoldenQuestion) -> bool:
    """Whether the text holds what answers the question.

    That is one of its answers; all of them where its type begins with "multi"; or, for an answer
    that is computed (`derivation` in its extra facts), everything that it is computed from.
    """
    held = [_holds(text, answer, question.question) for answer in question.answers]
    if question.type.startswith("multi"):
        return all(held)
    return any(held) or holds_operands(text, question)


def holds_operands(text: str, question: GoldenQuestion) -> bool:
    """Whether the text holds all figures, or all things counted, that the answer is made from."""
    derivation = question.extra.get("derivation")
    if not isinstance(derivation, str) or not derivation.strip():
        return False
    if _ITEMS_DIVIDED_BY in derivation:
        return all(contains(text, item) for item in derivation.split(_ITEMS_DIVIDED_BY) if item)
    operands = _OPERAND.findall(_DIVISOR.sub("", derivation))
    known = {number.value.copy_abs() for number in numbers_in(text)}
    wanted = {number.value for operand in operands for number in numbers_in(operand)}
    return bool(wanted) and wanted <= known


def contains(text: str, answer: str) -> bool:
    """Whether the answer's tokens stand in the text, in one run; at least one has to be left."""
    wanted, held = tokens(answer), tokens(text)
    if not wanted:
        return bool(answer.strip()) and answer.strip() in text
    return any(
        held[place : place + len(wanted)] == wanted for place in range(len(held) - len(wanted) + 1)
    )


def _holds(text: str, answer: str, question: str) -> bool:
    if contains(text, answer) or _holds_number(text, answer):
        return True
    if len(content_terms(answer)) <= LONG_ANSWER:
        return False
    return term_recall(text, answer, question) >= HELD_OF_LONG


def term_recall(text: str, answer: str, question: str) -> float:
    """Share of the answer's terms that the text holds; terms of the question prove nothing."""
    wanted = set(content_terms(answer)) - set(content_terms(question))
    return len(wanted & set(content_terms(text))) / len(wanted) if wanted else 0.0


def _holds_number(text: str, answer: str) -> bool:
    """Whether the answer is a number with its units and the text holds the same amount."""
    if not _DIGIT.search(answer):
        return False
    wanted = numbers_in(answer)
    if len(wanted) != 1 or not _is_only_number(answer, wanted):
        return False
    (number,) = wanted
    return any(_same(number, other) for other in numbers_in(text))


def _is_only_number(answer: str, numbers: Collection[Number]) -> bool:
    """Whether nothing but units stands beside the number."""
    units = {unit for number in numbers for unit in number.units}
    beside = [token for token in tokens(answer) if not _DIGIT.search(token)]
    return len(beside) <= len(units)


def _same(wanted: Number, other: Number) -> bool:
    """The same amount; a unit that one of the two leaves out may be anything."""
    if wanted.measure and other.measure and not wanted.measure & other.measure:
        return False
    return wanted.amount == other.amount
