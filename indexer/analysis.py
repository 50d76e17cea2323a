"""Words as full text search compares them: folded, stemmed by language, and codes kept whole.

Texts and questions pass through the same steps, so that what a person types meets what stands in
the document. Writing without spaces (Chinese, Japanese, Thai …) becomes single characters and
overlapping pairs, which find words without a dictionary (Nie et al., "On the Use of Words and
N-grams for Chinese Information Retrieval", 2000); other languages are stemmed by Snowball.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator

import py3langid
import Stemmer

from indexer.documents import Page, ParsedDocument

ANALYSIS_VERSION = "1"
"""Counts up when the same text gives other terms; the index is then built anew."""

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Snowball's name of each language that it knows, by ISO 639-1 code."""

LETTERS_OF_A_SAMPLE = 4_000
FEWEST_LETTERS = 30
"""Fewer do not tell a language."""
PAGES_OF_A_SAMPLE = 10
PAGE_SAMPLE = 1_000
ASSUMED = "en"
"""Of a document too short to tell; its stemmer does other languages little harm."""
LETTERS_OF_A_PAGE = 300
"""From which on a page may be in another language than its document, as in bilingual contracts."""

_TERM = re.compile(r"§+\s*\d[\w.]*|\w+(?:[-./:@_&+'’,]\w+)*")
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]+"
)
_LATIN_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_LETTER = re.compile(r"[^\W\d_]")

_local = threading.local()


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of a text is in; empty where it is too short."""
    sample = text[: 4 * LETTERS_OF_A_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters < FEWEST_LETTERS:
        return ""
    code: str = py3langid.classify(sample[:LETTERS_OF_A_SAMPLE])[0]
    return code


class LanguageOfPages:
    """Tells the language of a document's pages; a page of few words is in that of the document."""

    def __init__(self, document: ParsedDocument) -> None:
        sample = " ".join(page.text[:PAGE_SAMPLE] for page in document.pages[:PAGES_OF_A_SAMPLE])
        self._whole = language_of(sample) or document.language.lower()[:2] or ASSUMED
        self._pages: dict[int | None, str] = {}

    def of(self, page: Page) -> str:
        """The ISO 639-1 code of the language of a page."""
        if page.number not in self._pages:
            letters = len(_LETTER.findall(page.text[:PAGE_SAMPLE]))
            tells = letters >= LETTERS_OF_A_PAGE
            self._pages[page.number] = (language_of(page.text) if tells else "") or self._whole
        return self._pages[page.number]


def index_terms(text: str, language: str) -> list[str]:
    """The terms of a text in order, for the index; repeated as often as they occur."""
    words: list[str] = []
    codes: list[str] = []
    for term in _TERM.findall(_folded(text)):
        words.extend(_words(term))
        codes.extend(_whole_code(term))
    return [*_stemmed(words, language), *codes]


def query_terms(text: str, languages: Iterable[str]) -> list[str]:
    """The terms of a question, stemmed in every one of the languages; each form once.

    A question is too short to tell its language, but the documents' languages are known.
    """
    forms = [index_terms(text, language) for language in sorted(set(languages)) or [""]]
    return list(dict.fromkeys(form for of_language in forms for form in of_language))


def _folded(text: str) -> str:
    """One form of each letter: lower case, without compatibility forms and Latin accents."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", decomposed))


def _words(term: str) -> Iterator[str]:
    """The words of a term; a run written without spaces as its characters and pairs."""
    for word in _WORD.findall(term):
        position = 0
        for run in _UNSPACED.finditer(word):
            if position < run.start():
                yield word[position : run.start()]
            yield from _characters_and_pairs(run.group())
            position = run.end()
        if position < len(word):
            yield word[position:]


def _characters_and_pairs(run: str) -> Iterator[str]:
    yield from run
    for place in range(len(run) - 1):
        yield run[place : place + 2]


def _whole_code(term: str) -> Iterator[str]:
    """A term with digits and separators (AB-12/7, § 4.2, 10-K) once more, without these."""
    parts = _WORD.findall(term)
    if _DIGIT.search(term) and (len(parts) > 1 or term.startswith("§")):
        sign = "§" if term.startswith("§") else ""
        yield sign + "".join(parts)


def _stemmed(words: list[str], language: str) -> list[str]:
    name = STEMMERS.get(language)
    if name is None:
        return words
    stems: list[str] = _stemmer(name).stemWords(words)
    return stems


def _stemmer(name: str) -> Stemmer.Stemmer:
    """One per thread: a stemmer keeps a cache that two threads must not share."""
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name)
    return stemmers[name]
