"""The short fact in a sentence: a period, a sum, a date, a name, exactly as it is written there."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.mapping.value_words import ASKED_BY, ValueKind
from assistant.terms import STOP_WORDS, fold, stem, words

_NUMBER = r"\d+(?:[.,'’\u00a0\u202f]\d+)*"
_SPELT = (
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|"
    r"eighteen|twenty(?:-four)?|thirty|forty(?:-five)?|sixty|ninety|(?:one )?hundred(?: and \w+)?|"
    r"half a|ein(?:e|er|em|en|es)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|"
    r"vierzehn|dreißig|un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|quinze|trente|soixante|uno|una|dos|"
    r"tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|treinta|sesenta|due|tre|quattro|"
    r"cinque|sei|sette|otto|nove|dieci|dodici|trenta|um|uma|dois|duas|três|quatro|sete|oito|"
    r"dez|doze|trinta|een|één|twee|drie|vijf|zes|zeven|negen|tien|twaalf|dertig|jeden|dwa|trzy|"
    r"cztery|pięć|sześć|två|fyra|fem|sex|åtta|nio|tio|tolv|один|два|три|четыре|пять|шесть|двенадцать)"
)
_TIME = (
    r"(?:(?:business|working|calendar|full|consecutive|clear|complete|volle[nr]?|ganze[nr]?)[\s-])?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|"
    r"stunden?|tage?n?|werktage?n?|arbeitstage?n?|kalendertage?n?|wochen?|monate?n?|quartale?|"
    r"jahre?n?|heures?|jours?|semaines?|mois|ans?\b|années?|horas?|días?|semanas?|mes(?:es)?|años?|"
    r"giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|dias?|anos?|mês|uur|dag(?:en)?|weken|week|"
    r"maand(?:en)?|jaar|dni|dzień|tygodni\w*|miesi[ąę]c\w*|lat\b|rok\b|dagar|veckor|vecka|månad(?:er)?|år|"
    r"дн\w+|день|недел\w+|месяц\w*|год\w*|лет\b)"
)
_CURRENCY = (
    r"(?:us\$|[$€£¥₽]|eur\b|euros?\b|usd\b|gbp\b|chf\b|sek\b|pln\b|rub\b|cny\b|rmb\b|jpy\b|dollars?\b|"
    r"pounds?(?: sterling)?\b|francs?\b|franken\b|kronor\b|kr\b|zł\b|złotych\b|руб\w*|元|欧元|美元)"
)
_SCALE = (
    r"(?:\s?(?:million|millions|billion|thousand|mio\.?|mrd\.?|millionen|milliarden|tausend|k\b|m\b|"
    r"bn\b|млн|万))?"
)
_MONTH = (
    r"(?:"
    r"października|septiembre|diciembre|fevereiro|listopada|noviembre|september|septembre|"
    r"settembre|augustus|december|dezember|dezembro|dicembre|décembre|febbraio|februari|"
    r"february|kwietnia|november|novembre|novembro|setembro|sierpnia|stycznia|września|"
    r"сентября|czerwca|febrero|februar|février|gennaio|grudnia|janeiro|januari|january|"
    r"janvier|juillet|october|octobre|octubre|oktober|ottobre|outubro|августа|декабря|октября|"
    r"февраля|agosto|aprile|august|giugno|januar|luglio|lutego|maggio|апреля|ноября|января|"
    r"abril|april|avril|enero|julho|julio|junho|junio|lipca|maart|marca|march|marzo|março|"
    r"марта|août|juin|juli|july|june|juni|maio|maja|mars|mayo|märz|июля|июня|apr|aug|dec|feb|"
    r"jan|jul|jun|mai|maj|mar|may|mei|nov|oct|sep|мая"
    r")"
)
_FORMS = {
    ValueKind.PERIOD: (
        rf"(?:{_NUMBER}|{_SPELT})(?:\s?\({_NUMBER}\)|\s?\((?:{_SPELT})\))?[\s-]?{_TIME}(?!\w)|"
        r"\d+\s?(?:个月|个工作日|天|日|周|年|小时)|[一二三四五六七八九十两]+(?:个月|个工作日|天|日|周|年)"
    ),
    ValueKind.MONEY: (
        rf"{_CURRENCY}\s?{_NUMBER}{_SCALE}|{_NUMBER}(?:[.,]?[-–—]{{1,2}})?{_SCALE}\s?{_CURRENCY}|"
        rf"{_SPELT}\s(?:hundred|thousand|million|billion|tausend|millionen)\s{_CURRENCY}"
    ),
    ValueKind.PERCENT: rf"{_NUMBER}\s?(?:%|percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b|"
    r"per cento\b|procent\w*|percentage points?\b|процент\w*)|百分之[\d一二三四五六七八九十]+",
    ValueKind.DATE: (
        rf"\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s(?:of\s|de\s)?{_MONTH}\.?(?:,?\s(?:de\s|del\s)?\d{{4}})?|"
        rf"{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?(?!\d)|"
        r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}\s?年(?:\d{1,2}\s?月(?:\d{1,2}\s?日)?)?|"
        rf"{_MONTH}\.?\s\d{{4}}|(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d)"
    ),
    ValueKind.MAIL: r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    ValueKind.PHONE: r"\+?\(?\d{1,4}\)?(?:[\s./()-]{1,2}\d{2,5}){2,5}",
    ValueKind.CODE: r"[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?|"
    r"(?=[\w/.-]*\d)[A-Za-z0-9]+(?:[/.-][A-Za-z0-9]+)*",
    ValueKind.COUNT: rf"{_NUMBER}|{_SPELT}(?=\s)",
}
_CAPITAL_WORD = r"(?:[^\W\d_a-zà-ÿа-я][\w&'’.-]*\w|[A-Z])"
_NAME = re.compile(
    rf"{_CAPITAL_WORD}(?:\s(?:(?:of|de|der|den|van|von|du|da|di|del|&|and|y|und)\s)*{_CAPITAL_WORD})*"
)
_OPENING = re.compile(r"^\W*$|[.!?]\s*$")
_TIMES = (ValueKind.PERIOD, ValueKind.DATE)
_LONGEST = 80


def kind_of(topic: str) -> ValueKind | None:
    """What kind of fact would answer a question about this; None where no word tells."""
    folded = fold(topic)
    for kind, asked_by in _asked_by():
        if asked_by.search(folded):
            return kind
    return None


def has_value(kind: ValueKind | None, text: str) -> bool:
    """Whether a sentence holds a fact of that kind, which for names is true of nearly any."""
    if kind is None:
        return False
    return next(iter(_found(kind, text)), None) is not None


def value_in(kind: ValueKind | None, text: str, topic: str) -> str:
    """The fact of that kind nearest to the words asked for; empty where there is none.

    Without a kind it is the only quantity of the sentence, if it has just one.
    """
    if kind is None:
        return _only_quantity(text)
    spans = list(_found(kind, text))
    if not spans and kind in _TIMES:
        spans = [match.span() for other in _TIMES for match in _form(other).finditer(text)]
    if not spans:
        return ""
    places = _places_of(topic, text)
    start, end = min(spans, key=lambda span: (_distance(span, places), span))
    return text[start:end] if end - start <= _LONGEST else ""


@cache
def _asked_by() -> tuple[tuple[ValueKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(fold(words_))) for kind, words_ in ASKED_BY.items())


@cache
def _form(kind: ValueKind) -> re.Pattern[str]:
    flags = re.NOFLAG if kind is ValueKind.CODE else re.IGNORECASE
    return re.compile(rf"(?<![A-Za-z0-9.,])(?:{_FORMS[kind]})", flags)


def _found(kind: ValueKind, text: str) -> Iterator[tuple[int, int]]:
    if kind is ValueKind.NAME:
        yield from _names(text)
        return
    for match in _form(kind).finditer(text):
        yield match.span()


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words; one that only opens the sentence needs a second word."""
    for match in _NAME.finditer(text):
        opens = _OPENING.search(text[: match.start()]) is not None
        first, _, rest = match.group().partition(" ")
        if not opens:
            yield match.span()
        elif rest and fold(first) in STOP_WORDS:
            yield match.end() - len(rest), match.end()
        elif rest:
            yield match.span()


def _only_quantity(text: str) -> str:
    kinds = (ValueKind.PERIOD, ValueKind.MONEY, ValueKind.PERCENT, ValueKind.DATE)
    spans = {match.span() for kind in kinds for match in _form(kind).finditer(text)}
    # "12 May 2024" holds the year again
    whole = [
        span
        for span in spans
        if not any(span != other and other[0] <= span[0] and span[1] <= other[1] for other in spans)
    ]
    return text[slice(*whole[0])] if len(whole) == 1 else ""


def _places_of(topic: str, text: str) -> list[tuple[int, int]]:
    """Where the words asked for stand."""
    asked = {stem(word) for word in words(topic) if word not in STOP_WORDS}
    return [
        match.span()
        for match in re.finditer(r"\w+", text)
        if any(stem(word) in asked for word in words(match.group()))
    ]


def _distance(span: tuple[int, int], places: list[tuple[int, int]]) -> int:
    """Letters between a fact and the nearest word asked for; a fact that is one is none."""
    if any(start < span[1] and span[0] < end for start, end in places):
        return _LONGEST
    return min((max(start - span[1], span[0] - end) for start, end in places), default=0)
