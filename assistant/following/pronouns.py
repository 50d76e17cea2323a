"""Whether something in a question stands for what was said before it.

A pronoun counts only where nothing before it in the question can be what it stands for: a noun of
the same clause cannot (“what does the landlord say about it”), one of an earlier clause can (“what
happens to the deposit when it is paid late”).
"""

import re
from collections.abc import Sequence

from assistant.following.reading import ReadQuestion, Word

FEW = 2
"""Content words that leave a question open."""
RICH = 4
"""Content words from which a question says itself what it is about."""

_WHO = frozenset({"who", "wer", "qui", "quién", "chi", "quem", "wie"})
_VERB_FIRST = frozenset({"es", "fr", "it", "pt"})
"""Languages in which the owner can stand behind what it owns: “dónde tiene su sede la empresa”."""
_OWNING = frozenset({"has", "have", "had", "hat", "haben", "hatte", "hatten", "heeft", "hebben"})
"""Auxiliaries that are verbs themselves: “which firm has its origins in”."""
_OF = frozenset({"of", "von", "de", "di", "van"})
_ABBREVIATIONS = frozenset({"IT", "ER", "HE"})
_OFTEN_NOTHING = frozenset({"it", "its", "es", "il", "het", "er"})
"""Pronouns that may stand for nothing: “is it allowed to”."""
_COUNTING = frozenset({"one", "ones", "so", "both", "either", "neither"})


def refers_back(question: ReadQuestion, *, after_several: bool = False) -> bool:
    """Whether any of its words stands for something that is not in the question.

    `after_several` says that the question before names several things or people.
    """
    if re.search(question.own.clitics, question.folded):
        return True
    return any(_refers(question, place, after_several) for place in range(len(question.words)))


def speaks_of_place(question: ReadQuestion) -> bool:
    """Whether it says “there”, and not “there is”."""
    return any(
        word.folded in question.own.places and not _is_existential(question, place)
        for place, word in enumerate(question.words)
    )


def _refers(question: ReadQuestion, place: int, after_several: bool) -> bool:
    own, word = question.own, question.words[place].folded
    if word in own.pointing:
        return len(question.content) <= RICH
    if word in own.possessives and question.behind(place) in question.content:
        return _is_pronoun(question, place) and not _owner_is_named(question, place)
    if word in own.persons | own.things:
        if _is_anybody(question, place) and not after_several:
            return False
        return _is_pronoun(question, place) and not _is_resolved(question, place)
    if word in own.final and _ends_a_clause(question, place):
        most = FEW if word in _COUNTING else RICH
        return len(question.content) <= most and not _is_existential(question, place)
    if word in own.demonstratives:
        return _points_at_something(question, place)
    return False


def _is_pronoun(question: ReadQuestion, place: int) -> bool:
    """Some of the words are other words, too."""
    word = question.words[place]
    if question.language == "de" and word.text == "Sie" and place:
        return False  # the polite “you”
    if word.text in _ABBREVIATIONS and not question.rest.isupper():
        return False
    if question.language == "de" and word.folded == "es":
        return not any(each.is_capital for each in question.content if each.start)
    if word.folded in _OFTEN_NOTHING:
        return re.search(question.own.expletives, question.folded) is None
    return True


def _is_resolved(question: ReadQuestion, place: int) -> bool:
    """Whether something before a pronoun in the question can be what it stands for."""
    if _is_fronted(question, place):
        return True
    if question.before(place) in question.own.auxiliaries:
        return _is_named_before_the_clause(question, place)
    nouns = question.nouns(0, place)
    if not nouns:
        return False
    return question.clause_start(place) > nouns[0] or _begins_a_clause(question, place, nouns)


def _is_named_before_the_clause(question: ReadQuestion, place: int) -> bool:
    """Whether a subject behind its auxiliary can be a noun before it: not the one asked for."""
    asking = question.own.questions
    asked = (n for n in range(place) if question.words[n].folded in asking)
    return bool(question.nouns(0, max(question.clause_start(place), next(asked, place))))


def _begins_a_clause(question: ReadQuestion, place: int, nouns: Sequence[int]) -> bool:
    """“said it will”, “the metric they use”: a clause without a conjunction."""
    behind = question.behind(place)
    if behind is None or not _goes_on(question, behind):
        return False
    if nouns[0] < place - 1 and _is_like_a_verb(question, place - 1):
        return True
    return nouns[-1] == place - 1 and question.before(place - 1) in question.own.articles


def _is_like_a_verb(question: ReadQuestion, place: int) -> bool:
    word = question.words[place]
    return word in question.content or word.folded in question.own.light


def _goes_on(question: ReadQuestion, word: Word) -> bool:
    """Whether a word behind a pronoun makes it the subject of a clause: “say it will”."""
    is_scrap = len(word.text) == 1
    return is_scrap or word in question.content or word.folded in {*question.own.auxiliaries, "and"}


def _is_fronted(question: ReadQuestion, place: int) -> bool:
    """“Outside of its use, what is California known for?”: the noun comes later."""
    asked = question.asked_at()
    return place < asked and question.clause_start(asked) > place


def _is_anybody(question: ReadQuestion, place: int) -> bool:
    """“When did they replace lead with graphite?” may speak of nobody in particular."""
    said = (question.before(place), question.words[place].folded)
    return said in (("do", "they"), ("did", "they")) and len(question.content) > FEW


def _owner_is_named(question: ReadQuestion, place: int) -> bool:
    """Whether something before a possessive, or a name behind it, can be the owner."""
    if _is_fronted(question, place):
        return True
    inverted = question.before(place) in question.own.auxiliaries - _OWNING
    if inverted and question.language not in _VERB_FIRST:
        return _is_named_before_the_clause(question, place)
    if question.nouns(0, _without_possessed(question, place)):
        return True
    if any(word.folded in _WHO for word in question.words[:place]):
        return True
    behind = [word for word in question.words[place + 1 :] if word in question.content]
    return question.language in _VERB_FIRST and any(word.is_capital for word in behind)


def _without_possessed(question: ReadQuestion, place: int) -> int:
    """Where the phrase “the names of its …” begins, whose noun is not the owner."""
    if question.before(place) not in _OF:
        return place
    start = place - 1
    while start and question.words[start - 1] in question.content:
        start -= 1
    return start


def _ends_a_clause(question: ReadQuestion, place: int) -> bool:
    following = question.behind(place)
    if following is None or question.pauses_before(place + 1):
        return True
    own = question.own
    follows_verb = question.before(place) in own.auxiliaries | own.light
    is_place = question.words[place].folded in own.places
    if question.language == "de" and place + 2 == len(question.words):
        return follows_verb and following.text.islower()  # “wer hat das unterschrieben”
    return following.folded in own.prepositions and (follows_verb or is_place)


def _is_existential(question: ReadQuestion, place: int) -> bool:
    """“there are” says only that something is, “one another” only that they do it mutually."""
    following = question.behind(place)
    beside = {question.before(place), following.folded if following else ""}
    word = question.words[place].folded
    if word == "there":
        return not beside.isdisjoint(question.own.auxiliaries)
    return word == "another" and question.before(place) == "one"


def _points_at_something(question: ReadQuestion, place: int) -> bool:
    """“does that apply”, or “that clause” in a question that says little else."""
    if not place or question.nouns(0, place):
        return False
    pointed = question.own.auxiliaries | question.own.prepositions
    return question.before(place) in pointed and len(question.content) < RICH
