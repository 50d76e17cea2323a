"""What to tell of a search beside its results: a filter that nothing passes, a foreign language."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from assistant.search import explanation_words as say
from assistant.search.query import SearchQuery, parse_query
from assistant.search.query_parts import PartKind, filter_parts, refusing_parts, understood_parts
from assistant.search.scope import FilesInScope
from indexer.languages import Languages
from indexer.library import ACTIVE_INDEX, Library

SCRIPTS = {
    "CYRILLIC": frozenset({"ru", "uk", "bg", "sr", "be", "mk", "kk", "ky", "mn"}),
    "GREEK": frozenset({"el"}),
    "ARABIC": frozenset({"ar", "fa", "ur", "ps", "ug", "ku"}),
    "HEBREW": frozenset({"he"}),
    "DEVANAGARI": frozenset({"hi", "mr", "ne"}),
    "THAI": frozenset({"th"}),
    "HANGUL": frozenset({"ko"}),
    "HIRAGANA": frozenset({"ja"}),
    "KATAKANA": frozenset({"ja"}),
    "CJK": frozenset({"zh", "ja"}),
}
"""Languages by the first word of their letters' names in Unicode."""
LETTERS_OF_A_LANGUAGE = 30
"""Fewer Latin letters do not tell their language."""
_LETTER = re.compile(r"[^\W\d_]")
_NAME = re.compile(r"\b[^\W\d_]*[A-ZÀ-Þ][^\W\d_]*")


def search_hint(
    library: Library,
    query: str,
    *,
    found: bool,
    translates: bool,
    within: Path | None = None,
    scope: str = "",
) -> str:
    """A sentence for the person, or nothing; `found` says whether there are results.

    `translates` says whether the embedding model brings several languages together.
    """
    parsed = parse_query(query)
    if not found and query.strip():
        return _emptied(library, parsed, within, scope)
    return "" if translates else language_hint(library, parsed.text)


def language_hint(library: Library, question: str) -> str:
    """A sentence when the question is surely in a language that no document is in."""
    known = _languages(library)
    if known and is_foreign(question, known):
        return say.language_sentence(known)
    return ""


def warm_up() -> None:
    """Load what tells languages apart, which takes a second the first time."""
    is_foreign("This sentence is only here to be told apart from others.", {"en"})


def is_foreign(question: str, known: Collection[str]) -> bool:
    """Whether a question is surely in none of these languages, given as ISO 639-1 codes."""
    letters = _LETTER.findall(question)
    scripts = [unicodedata.name(letter, "").split(" ", 1)[0] for letter in letters]
    for script, languages in SCRIPTS.items():
        if 2 * scripts.count(script) > len(scripts):
            return languages.isdisjoint(known)
    if len(letters) < LETTERS_OF_A_LANGUAGE or 2 * scripts.count("LATIN") < len(scripts):
        return False
    from indexer.analysis import language_of  # here: it loads what tells languages apart

    told = language_of(question)
    if told in known or any(told in group and not group.isdisjoint(known) for group in _ALIKE):
        return False
    # Names and capitals mislead: what holds without them as well is certain.
    others = {language_of(question.casefold()), language_of(_NAME.sub("", question))}
    return others <= {told, ""}


_ALIKE = (
    frozenset({"da", "nb", "nn", "no", "sv"}),
    frozenset({"es", "ca", "gl", "pt", "an"}),
    frozenset({"nl", "af"}),
    frozenset({"cs", "sk"}),
    frozenset({"id", "ms"}),
    frozenset({"hr", "bs", "sr", "sl"}),
)
"""Languages that a short text is easily taken for one another's."""


def _languages(library: Library) -> frozenset[str]:
    name = library.ledger.fact(ACTIVE_INDEX)
    return Languages(library.index_folder(name)).known() - {""} if name else frozenset()


def _emptied(library: Library, query: SearchQuery, within: Path | None, scope: str) -> str:
    if not query.text:
        return say.ONLY_FILTERS if query.has_filters or query.excluded else ""
    chosen = FilesInScope(library.ledger, query, within, scope)
    files = chosen.facts([each for each in library.ledger.files(within) if each.is_live])
    if not files:
        is_elsewhere = within is not None and library.ledger.has_live()
        return say.nothing_inside_sentence(str(within)) if is_elsewhere else ""
    if not any(map(chosen.admits, files)):
        alone = [part for each in chosen.filters for part in refusing_parts(each, files)]
        every = [part for each in chosen.filters for part in filter_parts(each)]
        parts = list(dict.fromkeys(part.words for part in alone or every))
        return say.emptied_sentence(parts, alone=bool(alone) or len(parts) == 1)
    texts = (PartKind.PHRASE, PartKind.EXCLUDED)
    parts = [part.words for part in understood_parts(query) if part.kind in texts]
    return say.emptied_text_sentence(parts) if parts else ""
