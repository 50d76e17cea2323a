"""What a follow-up names takes the place of its like in the question before.

A period takes the place of a period, a code that of a code of the same build, a name that of a
name, and what follows a preposition that of what follows the same one. A bare “why?” takes the
place of the question word. Where nothing is alike, None.
"""

import re
from collections.abc import Sequence

from assistant.following.language import FollowUpWords
from assistant.following.reading import Word, content_of, words_of
from assistant.following.signs import Sign, SignKind
from assistant.following.words import LANGUAGES, small_words

_END = "?？!. "
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|"
    "août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|"
    "ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|januari|"
    "februari|maart|mei|augustus"
)
DAY = re.compile(rf"{_MONTHS}|(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
"""A month or a day of the week, which is no name."""
PERIOD = re.compile(
    rf"(?:\b(?:q[1-4]|(?:first|second|third|fourth|last) quarter)\b(?: of)? ?)?"
    rf"(?:\b(?:\d{{1,2}}\.? )?(?:de )?(?:{_MONTHS})\b(?: de)? )?\b(?:(?:fy|cy) ?)?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""A year, with its month or quarter where that stands before it."""


def put_in_place(rest: str, before: str, sign: Sign) -> str | None:
    """The question before with what the follow-up names; None where it has no place there.

    `rest` is the follow-up without what opens it.
    """
    if sign.language not in LANGUAGES:
        return None
    new = rest.strip(_END)
    if sign.kind is SignKind.BARE:
        return _asking(new, before, LANGUAGES[sign.language])
    if sign.kind is not SignKind.FRAGMENT or _asks(new, sign.language):
        return None
    slots = _Slots(new, before.strip(_END), sign.language, opened=sign.is_opened)
    found = slots.period() or slots.code() or slots.name() or slots.same_word() or slots.object()
    return f"{found}?" if found else None


class _Slots:
    """A follow-up without a verb, and the question that it is put into."""

    def __init__(self, new: str, before: str, language: str, *, opened: bool) -> None:
        self._new, self._before, self._language = new, before, language
        self._own = LANGUAGES[language]
        self._new_words, self._old_words = words_of(new), words_of(before)
        self._new_content = content_of(self._new_words, language)
        self._old_content = content_of(self._old_words, language)
        first = self._new_content[0].start if self._new_content else 0
        self._may_begin_so = not opened and not first and len(self._new_content) == 1
        """Whether its capital letter may be only that of a question's first word."""

    def period(self) -> str | None:
        """“And in 2023?”; a question without a period gets one at its end."""
        found = PERIOD.search(self._new)
        if found is None or content_of(words_of(self._without(found)), self._language):
            return None
        places = list(PERIOD.finditer(self._before))
        if not places:
            return f"{self._before} {self._new}"
        return self._replaced(places[-1].start(), places[-1].end(), found.group().strip())

    def code(self) -> str | None:
        """“And E-17?” after “What does E-31 mean?”, “and on mast R?” after mast S."""
        if not self._new_content:
            return None
        code = self._new_content[-1]
        alike = [
            word
            for word in self._old_words
            if word.folded != code.folded and _build(word.text) == _build(code.text)
        ]
        if not alike or not _is_code(code.text):
            return None
        kinds = {word.folded for word in self._new_content[:-1]}
        if kinds - {word.folded for word in self._old_words}:
            return None
        return self._replaced(alike[-1].start, alike[-1].end, code.text)

    def name(self) -> str | None:
        """“What about Germany?” after a question with one other name."""
        if self._language == "de" or not self._new_content:
            return None
        if not all(word.is_capital for word in self._new_content) or self._may_begin_so:
            return None
        names = _runs([word for word in self._old_content if word.is_capital and word.start])
        if len(names) != 1 or any(word.folded in small_words("en") for word in names[0]):
            return None
        first = self._new_content[0].start
        return self._replaced(names[0][0].start, names[0][-1].end, self._new[first:])

    def same_word(self) -> str | None:
        """“And wind direction?” after a question on the wind speed."""
        if len(self._new_content) < 2:
            return None
        wanted = {word.folded for word in self._new_content}
        for run in _runs(self._old_content, self._before):
            if len(run) > 1 and any(word.folded in wanted for word in run):
                start, end = self._new_content[0].start, self._new_content[-1].end
                return self._replaced(run[0].start, run[-1].end, self._new[start:end])
        return None

    def object(self) -> str | None:
        """“And of a complete station?” after a question that has one “of”."""
        if not self._new_words or self._new_words[0].folded not in self._own.prepositions:
            return None
        preposition = self._new_words[0].folded
        places = [n for n, word in enumerate(self._old_words) if word.folded == preposition]
        ends = {place: self._end_of_phrase(self._old_words[place + 1 :]) for place in places}
        alike = {place: end for place, end in ends.items() if end and self._is_alike(place)}
        if len(alike) != 1:
            return None
        ((place, end),) = alike.items()
        return self._replaced(self._old_words[place].start, end, self._new)

    def _is_alike(self, place: int) -> bool:
        """Whether what follows a preposition is a name or a number like what is new."""
        old = next(word for word in self._old_words[place:] if word in self._old_content)
        return bool(self._new_content) and self._kind(old) == self._kind(self._new_content[0])

    def _kind(self, word: Word) -> str:
        if any(letter.isdigit() for letter in word.text):
            return "number"
        return "name" if word.is_capital and self._language != "de" else "word"

    def _end_of_phrase(self, words: Sequence[Word]) -> int | None:
        """Where articles and content words end."""
        end = None
        name_ended = False
        for word in words:
            if name_ended and not word.is_capital:
                break  # “with Smith signed”: the verb is no part of the name
            if word in self._old_content:
                end, name_ended = word.end, word.is_capital
            elif end is not None or word.folded not in self._own.articles:
                break
        return end

    def _without(self, found: re.Match[str]) -> str:
        return self._new[: found.start()] + self._new[found.end() :]

    def _replaced(self, start: int, end: int, new: str) -> str:
        return self._before[:start] + new + self._before[end:]


def _asking(new: str, before: str, own: FollowUpWords) -> str | None:
    """“Why?” after “When does he want to talk?”: the first word is the one that changes."""
    words, old = words_of(new), words_of(before)
    if not words or len(old) < 2 or words[-1].folded in own.final | own.others:
        return None
    asks_simply = len(words) == 1 and words[0].folded in own.adjuncts
    asks_how = words[0].folded in own.prepositions and any(
        word.folded in own.questions for word in words
    )
    swaps = old[0].folded in own.adjuncts and old[1].folded in own.auxiliaries
    if not swaps or not (asks_simply or asks_how):
        return None
    return new[:1].upper() + new[1:] + before[old[0].end :]


def _asks(text: str, language: str) -> bool:
    asking = LANGUAGES[language].questions
    return any(word.folded in asking for word in words_of(text))


def _is_code(text: str) -> bool:
    return (
        any(letter.isdigit() for letter in text)
        or "_" in text
        or (len(text) == 1 and text.isupper())
    )


def _build(text: str) -> str:
    """What a code is made of: E-31 and E-17 are alike, 4412 and 4.2 are not."""
    return re.sub(r"9+", "9", re.sub(r"\d", "9", re.sub(r"[^\W\d_]+", "a", text)))


def _runs(words: Sequence[Word], text: str = "") -> list[list[Word]]:
    """Words that follow each other with nothing but a space between."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and word.start - runs[-1][-1].end == 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
