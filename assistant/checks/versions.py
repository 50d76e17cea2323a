"""Versions of one document that say the same: the newest is quoted, the older ones are named."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from msgspec import structs

from assistant.answers import AnswerSentence, Citation, OlderVersion, Passage
from assistant.checks.document_dates import Modified, Standing, newest_first, standing_of, stem_of
from assistant.quotes.citing import cite, sentence_spans
from assistant.quotes.evidence import Evidence
from assistant.quotes.sentence_ranking import RankedSentence
from assistant.terms import readable

Opening = Callable[[Passage], Sequence[Passage]]
"""The first passages of a passage's document, which say of when it is."""

MOST_NAMED = 2
"""Older versions that are named for one quote."""
FEWEST_WORDS = 4
"""Of fewer words a quote may stand in any document."""
_APART = 1.5
"""How much longer a quote may get in another version."""
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+(?:\.\d+)*")


class Versions:
    """Knows which of the documents in hand are versions of one, and how new each is."""

    def __init__(self, question: str, modified: Modified, opening: Opening) -> None:
        self._asked = set(_DIGITS.findall(question))
        self._modified = modified
        self._opening = opening
        self._standings: dict[str, Standing] = {}

    def prefer_newest(self, passages: Sequence[Passage]) -> list[Passage]:
        """Each passage as the newest version has it, where several say it in the same words."""
        return [self._newest([passage, *self._twins(passage)]) for passage in passages]

    def quoted_newest(
        self, evidence: Evidence, passages: Sequence[Passage]
    ) -> tuple[Evidence, tuple[OlderVersion, ...]]:
        """The quotes from the newest version that has their words, and where else they stand.

        The places of the older ones are among the citations, but no sentence cites them.
        """
        named: list[OlderVersion] = []
        for sentence in evidence.sentences:
            if any(each is sentence for each in evidence.sentences):
                evidence, older = self._moved(evidence, sentence, passages)
                named += older
        return evidence, tuple(named)

    def _moved(
        self, evidence: Evidence, sentence: AnswerSentence, passages: Sequence[Passage]
    ) -> tuple[Evidence, list[OlderVersion]]:
        """The evidence with one quote taken from the newest version, and its older ones."""
        quoted = _cited_alone(sentence, evidence.citations)
        best = _best_in(quoted, evidence, passages) if quoted else None
        if quoted is None or best is None:
            return evidence, []
        places = list(self._places(quoted, best, passages))
        ordered = self._ordered([passage for passage, _ in places])
        if len(ordered) < 2:
            return evidence, []
        spans = {passage.path: span for passage, span in places}
        newest = cite(ordered[0], *spans[ordered[0].path], quoted.marker)
        evidence = _quoting(evidence, sentence, newest)
        evidence = _without_quotes_of({each.path for each in ordered[1:]}, evidence)
        named = []
        for older in ordered[1 : 1 + MOST_NAMED]:
            marker = max(each.marker for each in evidence.citations) + 1
            added = cite(older, *spans[older.path], marker)
            evidence = replace(evidence, citations=(*evidence.citations, added))
            text = self._sentence(older.path, ordered[0].path)
            named.append(OlderVersion(text=text, citations=(newest.marker, marker)))
        return evidence, named

    def _places(
        self, quoted: Citation, best: RankedSentence, passages: Sequence[Passage]
    ) -> Iterator[tuple[Passage, tuple[int, int]]]:
        """Where the quote stands: at its place, and in each version that has its best sentence.

        There as much of the rest is taken in as is the same.
        """
        held = passages[best.passage]
        yield held, (quoted.start, quoted.end)
        around = _sentences_in(held, quoted)
        seen = {held.path}
        for other in (*held.same_elsewhere, *passages):
            if other.path in seen or other.hidden or not are_versions(held, other):
                continue
            if span := _span_of(best.text, around, other.text):
                seen.add(other.path)
                yield other, (other.start + span[0], other.start + span[1])

    def _twins(self, passage: Passage) -> list[Passage]:
        return [each for each in passage.same_elsewhere if are_versions(passage, each)]

    def _newest(self, passages: Sequence[Passage]) -> Passage:
        """The newest of passages of versions; the first one's rank is kept."""
        first = passages[0]
        newest = self._ordered(passages)[0]
        if newest is first:
            return first
        others = tuple(each for each in passages if each is not newest)
        others = tuple(structs.replace(each, same_elsewhere=()) for each in others)
        return structs.replace(
            newest, score=first.score, found_by=first.found_by, same_elsewhere=others
        )

    def _ordered(self, passages: Sequence[Passage]) -> list[Passage]:
        """Newest first; as they come where the question speaks of one by its number or date."""
        if len(passages) < 2 or self._is_asked_for(passages):
            return list(passages[:1])
        by_path = {passage.path: passage for passage in passages}
        standings = [self._standing(passage) for passage in by_path.values()]
        return [by_path[standing.path] for standing in newest_first(standings)]

    def _is_asked_for(self, passages: Sequence[Passage]) -> bool:
        marks = [set(_DIGITS.findall(PurePath(passage.path).stem)) for passage in passages]
        return bool(self._asked & (set.union(*marks) - set.intersection(*marks)))

    def _standing(self, passage: Passage) -> Standing:
        if passage.path not in self._standings:
            own = [passage, *(each for each in self._opening(passage))]
            self._standings[passage.path] = standing_of(passage.path, own, self._modified)
        return self._standings[passage.path]

    def _sentence(self, older: str, newer: str) -> str:
        standing, other = self._standings[older], self._standings[newer]
        name, of = f"“{PurePath(older).name}”", _of_its_day(standing, other)
        is_version = _tells_version(standing, other)
        return f"Also in the older version{of}, {name}." if is_version else f"Also in {name}{of}."


def _without_quotes_of(paths: Collection[str], evidence: Evidence) -> Evidence:
    """Without what only older versions say: it may hold no longer.

    Where the newest says otherwise, that is found as a conflict afterwards.
    """
    old = {each.marker for each in evidence.citations if each.path in paths}
    sentences = tuple(each for each in evidence.sentences if not old & set(each.citations))
    named = {marker for each in evidence.sentences for marker in each.citations}
    dropped = named - {marker for each in sentences for marker in each.citations}
    citations = tuple(each for each in evidence.citations if each.marker not in dropped)
    return replace(evidence, sentences=sentences, citations=citations)


def are_versions(one: Passage, other: Passage) -> bool:
    """Whether two passages are of versions of one document, by their names and folders."""
    return one.revision != other.revision and bool(
        (family := _family(one.path))[-1] and family == _family(other.path)
    )


def _family(path: str) -> tuple[str, ...]:
    """Folders and name without versions and dates; folders that are nothing else are left out."""
    *folders, _ = PurePath(path).parts
    plain = [stem_of(f"{folder}.") for folder in folders]
    return (*filter(None, plain), stem_of(path))


def _tells_version(one: Standing, other: Standing) -> bool:
    """Whether the two are called versions, not only documents of two days."""
    numbered = bool(one.version and other.version) or one.is_old or other.is_old
    return numbered or PurePath(one.path).name == PurePath(other.path).name


def _of_its_day(standing: Standing, other: Standing) -> str:
    """When it is of, where it says so itself and its name does not."""
    day = standing.spoken
    if day is None or day == other.spoken or str(day.year) in PurePath(standing.path).stem:
        return ""
    # A date without its day is kept as the first of the month.
    return f" of {day:%B %Y}" if day.day == 1 else f" of {day.day} {day:%B %Y}"


def _cited_alone(sentence: AnswerSentence, citations: Sequence[Citation]) -> Citation | None:
    """The one place of a quote; None for one that is put together."""
    if not sentence.quoted or len(sentence.citations) != 1:
        return None
    return next((each for each in citations if each.marker == sentence.citations[0]), None)


def _best_in(
    quoted: Citation, evidence: Evidence, passages: Sequence[Passage]
) -> RankedSentence | None:
    """The sentence that a quote was made of."""
    for sentence in evidence.ranked:
        passage = passages[sentence.passage]
        is_there = (passage.path, passage.page) == (quoted.path, quoted.page)
        if is_there and quoted.start <= sentence.start and sentence.end <= quoted.end:
            return sentence
    return None


def _sentences_in(passage: Passage, quoted: Citation) -> list[str]:
    return [
        passage.text[start - passage.start : end - passage.start]
        for start, end in sentence_spans(passage)
        if quoted.start <= start + 1 and end - 1 <= quoted.end
    ]


def _span_of(best: str, around: Sequence[str], text: str) -> tuple[int, int] | None:
    """Where a text has the best sentence, with those around it where they are as near together."""
    found = _place_in(text, best)
    if found is None:
        return None
    places = [found, *filter(None, (_place_in(text, each) for each in around))]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    is_near = end - start <= _APART * sum(map(len, around))
    return (start, end) if is_near else found


def _place_in(text: str, sentence: str) -> tuple[int, int] | None:
    words = _words_anywhere(sentence)
    found = words.search(text) if words else None
    return found.span() if found else None


def _words_anywhere(quote: str) -> re.Pattern[str] | None:
    """Finds the words of a quote in order; the number of a clause before them may be another."""
    words = _WORD.findall(quote)
    while words and words[0].isdigit():
        del words[0]
    if len(words) < FEWEST_WORDS:
        return None
    return re.compile(r"\W+".join(map(re.escape, words)) + r"[.!?”\"')]*", re.IGNORECASE)


def _quoting(evidence: Evidence, sentence: AnswerSentence, newest: Citation) -> Evidence:
    """The evidence with a quote from another place under the same marker."""
    citations = tuple(
        newest if each.marker == newest.marker else each for each in evidence.citations
    )
    moved = structs.replace(sentence, text=readable(newest.quote))
    sentences = tuple(moved if each is sentence else each for each in evidence.sentences)
    return replace(evidence, sentences=sentences, citations=citations)
