"""What a claim says against its source: other names, "not" put in or left out, opposites."""

import re
from collections import Counter

from assistant.checks.sentence_reading import Reading
from assistant.checks.telling_words import (
    NEGATED_VERB,
    NEGATIONS,
    contrary,
    is_telling,
    negating_signs,
)
from assistant.terms import STOP_WORDS, content_terms, stem, word_list, words

_REACH = 5
"""Words after a negation that it may be about."""
_OPPOSITES = [
    pair.split("/")
    for pair in word_list("""increased/decreased increase/decrease increases/decreases rose/fell
    rise/fall rises/falls grew/shrank higher/lower highest/lowest more/fewer more/less most/least
    above/below before/after won/lost wins/loses gain/loss gained/lost profit/loss first/last
    older/younger larger/smaller largest/smallest longer/shorter up/down inflow/outflow
    maximum/minimum best/worst early/late earlier/later accepted/rejected allowed/forbidden
    allowed/prohibited included/excluded including/excluding includes/excludes open/closed
    opens/closes success/failure always/never all/none north/south east/west northern/southern
    eastern/western true/false approved/rejected import/export buy/sell bought/sold buys/sells
    inside/outside paid/received pays/receives lends/borrows lessor/lessee landlord/tenant
    buyer/seller buyer/supplier employer/employee creditor/debtor mandatory/optional with/without
    same/different possible/impossible legal/illegal valid/invalid able/unable""")
]
_OPPOSITE_OF: dict[str, set[str]] = {}
for _one, _other in _OPPOSITES:
    _OPPOSITE_OF.setdefault(_one, set()).add(_other)
    _OPPOSITE_OF.setdefault(_other, set()).add(_one)

_NAME = re.compile(r"(?<![\w'’])([^\W\d_a-zß-öø-ÿ][\w.&'’-]*\w|[A-Z])")
_FIRST_WORD = re.compile(r"^\W*")


def contradictions(claim: Reading, source: Reading) -> list[str]:
    """What the claim says against the place of the source that comes nearest to it."""
    found = []
    if negation_differs(claim.folded, source.folded):
        found.append("one says “not”, the other does not")
    if negating_signs(claim.text) != 0 and negating_signs(source.text) == 0:
        found.append("it denies what the source does not")
    found += [
        f"“{word}” where the source has its opposite"
        for word in reversed_(claim.folded, source.folded)
    ]
    telling = [token.text for token in claim.tokens if token.is_telling]
    if word := contrary(telling, [token.text for token in source.tokens]):
        found.append(f"“{word}” where the source has its contrary")
    return found


def are_opposites(one: str, other: str) -> bool:
    """Whether two lower-case words are each other's opposite."""
    return other in _OPPOSITE_OF.get(one, ())


def missing_names(claim: Reading, source: Reading) -> list[str]:
    """Capitalised words of the claim that the source does not have in any form."""
    known = set(words(source.text)) | {token.text for token in source.tokens}
    stems = {stem(word) for word in known}
    acronyms = {token.text for token in source.tokens if token.is_name}
    first = _FIRST_WORD.match(claim.text)
    beginning = first.end() if first else 0
    dated = [(date.start, date.end) for date in claim.dates]
    absent = []
    for match in _NAME.finditer(claim.text):
        if any(start <= match.start() < end for start, end in dated):
            continue
        opens_sentence = match.start() == beginning
        if opens_sentence and not _looks_like_name(match[1], claim.text[match.end() :]):
            continue
        is_acronym = len(match[1]) > 1 and match[1].isupper() and not claim.text.isupper()
        if is_acronym and match[1].lower() in STOP_WORDS:
            if match[1].lower() not in acronyms:
                absent.append(match[1])
            continue
        name_words = [word for word in words(match[1]) if word not in STOP_WORDS]
        if any(word not in known and stem(word) not in stems for word in name_words):
            absent.append(match[1])
    return absent


def _looks_like_name(word: str, following: str) -> bool:
    """Whether a word is capitalised for more than opening a sentence: "USA", "Anna Berg"."""
    next_word = following.lstrip()[:1]
    before_name = following[:1] == " " and next_word.isupper() and word.lower() not in STOP_WORDS
    return before_name or any(letter.isupper() for letter in word[1:])


def negation_differs(claim: str, source: str) -> bool:
    """Whether the claim denies what the source states, or states what the source denies.

    Both in lower case.
    """
    denied_in_source, denied_in_claim = _denied(source), _denied(claim)
    if denied_in_claim:
        return len(denied_in_claim & denied_in_source) <= len(denied_in_claim) / 2
    return len(denied_in_source & frozenset(content_terms(claim))) > len(denied_in_source) / 2


def _denied(text: str) -> frozenset[str]:
    """Terms within reach after a negation."""
    denied: set[str] = set()
    tokens = re.findall(r"[\w'’]+|[.;:!?,]", text)
    for index, token in enumerate(tokens):
        if token not in NEGATIONS and not NEGATED_VERB.search(token):
            continue
        for following in tokens[index + 1 : index + 1 + _REACH]:
            if not following[0].isalnum():
                break
            if not is_telling(following):
                denied.update(content_terms(following))
    return frozenset(denied)


def reversed_(claim: str, source: str) -> list[str]:
    """Words of the claim whose opposite the source has in their stead; both in lower case."""
    said, known = Counter(words(claim)), Counter(words(source))
    return sorted(
        word
        for word in said.keys() & _OPPOSITE_OF.keys()
        if said[word] > known[word]
        and any(known[other] > said[other] for other in _OPPOSITE_OF[word])
    )
