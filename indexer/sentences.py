"""Where sentences begin and end in a text, in any of the languages we meet, by rules alone."""

import re
from collections.abc import Iterator

from indexer.documents import Span

MAX_SENTENCE = 600
"""Characters; what runs on for longer (tables, lists of names) is cut at line ends or spaces."""
CODE_LINE = 80
"""Characters; shorter lines of code are too little to stand for themselves."""

LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
REST_IS_BLANK = re.compile(r"[^\S\r\n\x0c]*(?:[\r\n\x0c]|\Z)")
LIST_ITEM = re.compile(
    r"[^\S\r\n]*(?:[•▪◦‣●○■□➢✓✔\uf0b7\uf0a7·*+–—-][^\S\r\n]+\S"
    r"|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\)[^\S\r\n]+\S"
    r"|(?:\d{1,2}|[a-z])\.[^\S\r\n]+\S)"
)
FIGURE = r"[^\S\r\n]+[$€£(–—-]*(?:\d[\d.,]*[)%]*|[–—-])"
ROW_TAIL = re.compile(rf"(?:{FIGURE}){{2}}[^\S\r\n]*\Z")
"""A line that ends in two figures is a row of a table, and rows are not run together."""

CLOSERS = "\"'”’»›)\\]}」』）】"
STOP = re.compile(
    rf"(?:[.!?…؟۔։]+[{CLOSERS}]*(?:\[\d{{1,3}}\])*(?=\s|\Z))"
    rf"|(?:[。！？｡।॥။።]+[{CLOSERS}]*)"
)
NEXT_WORD = re.compile(r"\s*([\"'“”‘’„«»‹›(\[{¿¡–—-]*)\s*(\w*)")
LAST_WORD = re.compile(r"[^\s(\[\"'“„«/–—]*\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end of a sentence: a name, a number or an example follows.
TITLES = _words(
    "mr mrs ms dr prof st sr sra srta rev hon gen col lt sgt capt gov sen rep messrs mme mlle m "
    "hr fr frl dipl ing herr ph vs vgl cf ca approx bzw sog insb evtl ggf zzgl inkl exkl lit "
    "i.e e.g z.b d.h u.a o.g i.d.r z.t u.u i.v.m i.s.d v.a p.ej s.o s.u hrsg núm pág págs"
)
# May end a sentence, but mostly does not: only before a word that likes to begin one.
MAYBE = _words(
    "inc corp co ltd llc plc gmbh ag jr bros etc usw u.s u.k u.n e.u u.s.a d.c a.m p.m ph.d "
    "b.c a.d est min max std tel str al ed eds univ dept"
)
NUMBERED = _words(
    "no nos nr n item form rule art arts abs sec sect para paras par fig figs tab eq eqs chap ch "
    "vol vols bd aufl anm rn rdnr rz ziff kap ref refs app p pp s ss op cit "
    "jan feb febr mar apr jun jul aug sep sept oct okt nov dec dez janv févr juil déc ene"
)
"""Abbreviations before a number, but perhaps ordinary words where none follows."""
STARTERS = _words(
    "the a an in on at it its this that these those he she they we you i our their his her there "
    "if when while as for but and however although after before since for to with by "
    "der die das ein eine im in es er sie wir ich diese dieser dieses wenn aber und für mit nach "
    "el la los las un una en es se no si pero por para con le les une il elle nous dans pour ce "
    "cette"
)
MONTHS_AND_ORDINALS = _words(
    "januar februar märz april mai juni juli august september oktober november dezember jänner "
    "jahrhundert jahrhunderts quartal quartals auflage kapitel abschnitt halbjahr tag"
)


def split_sentences(text: str) -> list[Span]:
    """The sentences of a text, in order, trimmed; together they hold every non-white character.

    None is longer than `MAX_SENTENCE` characters. Blank lines, list items and rows of figures end
    a sentence even without a full stop; a single line break does not.
    """
    spans: list[Span] = []
    for start, end in _segments(text):
        for stop in _stops(text, start, end):
            spans.extend(split_long(text, start, stop))
            start = stop
        spans.extend(split_long(text, start, end))
    return spans


def split_lines(text: str) -> list[Span]:
    """The lines of a table, trimmed, without blank ones, as spans like sentences."""
    spans: list[Span] = []
    start = 0
    for line_end in LINE_END.finditer(text):
        spans.extend(split_long(text, start, line_end.start()))
        start = line_end.end()
    spans.extend(split_long(text, start, len(text)))
    return spans


def split_code(text: str) -> list[Span]:
    """The lines of code or data, trimmed, short ones together with what follows them."""
    joined: list[Span] = []
    for span in split_lines(text):
        if joined and span.end - joined[-1].start <= CODE_LINE:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def split_long(text: str, start: int, end: int) -> Iterator[Span]:
    """The trimmed range, cut into spans of at most `MAX_SENTENCE` characters; nothing if blank."""
    start, end = trim(text, start, end)
    while end - start > MAX_SENTENCE:
        cut = _best_cut(text, start, start + MAX_SENTENCE)
        yield Span(*trim(text, start, cut))
        start, end = trim(text, cut, end)
    if start < end:
        yield Span(start, end)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Ranges between the line ends that surely end a sentence."""
    start = line_start = 0
    for line_end in LINE_END.finditer(text):
        if _ends_at_line_end(text, line_start, line_end):
            yield start, line_end.start()
            start = line_end.end()
        line_start = line_end.end()
    yield start, len(text)


def _ends_at_line_end(text: str, line_start: int, line_end: re.Match[str]) -> bool:
    if line_end.group() == "\x0c" or REST_IS_BLANK.match(text, line_end.end()):
        return True
    if LIST_ITEM.match(text, line_end.end()):
        return True
    tail = text[max(line_start, line_end.start() - 60) : line_end.start()]
    return bool(tail) and ROW_TAIL.search(tail) is not None


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Positions right after the punctuation that ends a sentence within the range."""
    for stop in STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, start, end, stop):
            yield stop.end()


def _ends_sentence(text: str, start: int, end: int, stop: re.Match[str]) -> bool:
    mark = stop.group()[0]
    if mark in "。！？｡।॥။።؟۔։":
        return True
    following = NEXT_WORD.match(text, stop.end(), end)
    opening, word = following.groups() if following else ("", "")
    if word[:1].islower():
        return False
    if mark in "!?…" or stop.group().startswith(".."):
        return bool(word or opening)
    return _period_ends(text[max(start, stop.start() - 24) : stop.start()], word)


def _period_ends(before: str, next_word: str) -> bool:
    """Whether a full stop after `before` ends the sentence, `next_word` not being lower case."""
    found = LAST_WORD.search(before)
    last = found.group() if found else ""
    lowered = last.lower()
    is_first = len(last) == len(before.strip())
    if last.isdigit() and len(last) <= 2:
        return not is_first and next_word.lower() not in MONTHS_AND_ORDINALS
    if lowered in NUMBERED:
        return not next_word[:1].isdigit()
    if lowered in TITLES:
        return False
    if lowered in MAYBE or (len(last) == 1 and last.isalpha()):
        return next_word.lower() in STARTERS
    return True


def _best_cut(text: str, start: int, limit: int) -> int:
    """Where to cut a run-on: at a line end, else after a comma, else at a space, else anywhere."""
    middle = start + (limit - start) // 2
    newline = max(text.rfind("\n", start + 1, limit), text.rfind("\r", start + 1, limit))
    if newline > start:
        return newline
    for mark in ("; ", ": ", ", ", "，", "、", " "):
        found = text.rfind(mark, middle, limit)
        if found > 0:
            return found + len(mark)
    space = max(text.rfind(" ", start + 1, limit), text.rfind("\t", start + 1, limit))
    return space if space > start else limit
