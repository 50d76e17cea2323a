"""Pages that a question speaks of: “on page 14”, “the first page”, “slide 3 of the talk”.

Where it is clear which documents are meant, their passages on that page come first, and all of them
are looked at. Elsewhere passages on a page of that number come a little ahead.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.search.fusion import FusedChunk
from assistant.search.preferring import raised, ranked_anew
from assistant.terms import STOP_WORDS, fold
from indexer.chunks import Chunk

ON_PAGE = 2.5
"""Standard deviations that a passage on a page of that number is ahead, in whatever document."""
ON_THE_PAGE = 4.0
"""The same in a document that is clearly meant."""

_NOUN = (
    r"(?:pages?|pp?\.|slides?|seiten?|folien?|s\.(?=\s*\d)|diapositives?|páginas?|diapositivas?|"
    r"pagin[ae]|diapositiv[ae]|bladzijden?|blz\.|pagina['’]s|dia['’]s)"
)
_WORDS = {
    word: str(number)
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty",
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "un deux trois quatre cinq six sept huit neuf dix",
        "uno dos tres cuatro cinco seis siete ocho nueve diez",
    )
    for number, word in enumerate(words.split(), start=1)
}
_ORDINALS = {
    form: number
    for forms in (
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte",
        "ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten",
        "première deuxième troisième quatrième cinquième sixième",
        "primera segunda tercera cuarta quinta sexta",
        "prima seconda terza quarta quinta sesta",
        "primeira segunda terceira quarta quinta sexta",
        "eerste tweede derde vierde vijfde zesde",
    )
    for number, form in enumerate(forms.split(), start=1)
} | {"cover": 1, "front": 1, "title": 1}
_LAST = frozenset({"last", "final", "letzte", "letzten", "dernière", "última", "ultima", "laatste"})
_NUMBER = rf"(?:\d{{1,5}}|[ivxl]{{1,6}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_BEHIND = re.compile(
    rf"(?<!\w){_NOUN}\s*(?:no\.?|number|nr\.?)?\s*\(?({_NUMBER})(?!\w)\)?"
    rf"(?:\s*(?:,|and|und|et|y|e|en|to|bis|-|–|&)\s*({_NUMBER})(?!\w))?"
)
_BEFORE = re.compile(
    rf"(?<!\w)({'|'.join(sorted((*_ORDINALS, *_LAST), key=len, reverse=True))})\s+"
    rf"(?:cover\s+)?{_NOUN}(?!\w)"
)
_OF = re.compile(
    r"\s*(?:of|in|from|von|vom|der|des|im|de|du|del|della|do|da|van)\s+"
    r"(?:(?:the|our|my|le|la|el|il|o|a|het|dem|den)\s+|l['’])?([^\W\d][\w-]+)"
)
_PRINTED = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class SpokenPages:
    """The pages that a question speaks of."""

    numbers: frozenset[str] = frozenset()
    """As they may be printed: “14”, “iv”."""
    places: frozenset[int] = frozenset()
    """Counted from the first, whatever is printed on it."""
    last: bool = False
    """Whether the last page is meant."""
    of: str = ""
    """The word behind “page 2 of the …”, folded; it may be part of a file's name."""

    def fits(self, chunk: Chunk, pages: int) -> float:
        """How well a chunk's page is one of them, 0 to 1, in a document of so many pages.

        Where pages have printed numbers of their own, these are rather meant than their count.
        """
        if chunk.page is None:
            return 0.0
        if chunk.page in self.places or (self.last and chunk.page == pages):
            return 1.0
        printed = _PRINTED.search(chunk.label)
        if printed and fold(printed.group(1)) in self.numbers:
            return 1.0
        return (0.5 if printed else 1.0) if str(chunk.page) in self.numbers else 0.0


def spoken_pages(question: str) -> SpokenPages | None:
    """The pages in a question, None where it speaks of none."""
    plain = fold(question)
    numbered, placed = list(_BEHIND.finditer(plain)), list(_BEFORE.finditer(plain))
    if not numbered and not placed:
        return None
    numbers = [word for match in numbered for word in match.groups() if word]
    places = [match.group(1) for match in placed]
    named = [_OF.match(plain, match.end()) for match in (*numbered, *placed)]
    of = next((match.group(1) for match in named if match), "")
    return SpokenPages(
        numbers=frozenset(_WORDS.get(word, word) for word in numbers),
        places=frozenset(_ORDINALS[word] for word in places if word in _ORDINALS),
        last=not _LAST.isdisjoint(places),
        of="" if of in STOP_WORDS else of,
    )


def prefer_pages(
    hits: Sequence[FusedChunk],
    spoken: SpokenPages,
    meant: Collection[str],
    chunks_of: Callable[[str], Iterable[Chunk]],
    pages_of: Callable[[str], int],
) -> list[FusedChunk]:
    """The hits with those on the pages ahead; of the revisions that are meant, all that is there.

    `pages_of` gives the number of pages of a revision.
    """
    known = {hit.chunk.id for hit in hits}
    lowest = min((hit.score for hit in hits), default=0.0)
    more = (
        FusedChunk(chunk, lowest)
        for revision in meant
        for chunk in chunks_of(revision)
        if chunk.id not in known and spoken.fits(chunk, pages_of(revision))
    )
    return ranked_anew(_gained([*hits, *more], spoken, meant, pages_of))


def _gained(
    hits: Iterable[FusedChunk],
    spoken: SpokenPages,
    meant: Collection[str],
    pages_of: Callable[[str], int],
) -> Iterator[FusedChunk]:
    for hit in hits:
        fit = spoken.fits(hit.chunk, pages_of(hit.chunk.revision))
        gain = fit * (ON_THE_PAGE if hit.chunk.revision in meant else ON_PAGE)
        yield raised(hit, "on_page", gain) if gain else hit
