"""Sentences on why a passage was found, why a file was not, and what a search could not do."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from assistant.search.explaining import PassageExplanation
from assistant.wording import status_words
from indexer.documents import FileStatus

LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
"""English names by ISO 639-1 code; others are not spoken of by name."""
MOST_LANGUAGES = 3

ONLY_FILTERS = "Only filters were given. Add a word to search for."


NOTHING_TO_SEARCH = (
    "Nothing is indexed yet. Drop a folder with documents on the window, or add one at the left."
)
"""Where no file has any passages."""


def passage_sentence(how: PassageExplanation) -> str:
    """How a passage was found, on one line."""
    return " ".join(passage_sentences(how))


def passage_sentences(how: PassageExplanation) -> list[str]:
    """How a passage was found, in a few short sentences."""
    said = [f"Place {how.place}: {_ranks(how)}."]
    if how.rerank is not None:
        said.append(f"Read together with your question it came {ordinal(how.rerank)}.")
    if how.words:
        said.append(f"Your words in it: {', '.join(how.words)}.")
    if how.named:
        said.append("You named its file.")
    if how.related_rank is not None:
        said.append(
            f"It was also {ordinal(how.related_rank)} for the statements that the figure comes "
            "from."
        )
    if how.beside:
        said.append("The text beside it fits too.")
    if how.on_page:
        said.append("It is on the page that you named.")
    if how.cited_before:
        said.append("The answer before stands on its file.")
    return said


def _ranks(how: PassageExplanation) -> str:
    ranks = []
    if how.meaning_rank is not None:
        ranks.append(f"{ordinal(how.meaning_rank)} by meaning")
    if how.words_rank is not None:
        ranks.append(f"{ordinal(how.words_rank)} by words")
    return ", ".join(ranks) or ("found by its page" if how.on_page else "found by related words")


def ordinal(number: int) -> str:
    """A number as a place: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def shown_sentence(path: str, place: int) -> str:
    """It is among the results."""
    return f"{named(path)} is in the results, in place {place}."


def ranked_sentence(path: str, place: int, shown: int) -> str:
    """It comes after those that are shown."""
    return (
        f"The best passage of {named(path)} comes in place {place}; the first {shown} are shown. "
        "Words from that passage would bring it further up."
    )


def beyond_sentence(path: str, bound: int) -> str:
    """It comes later than anybody looked."""
    return (
        f"The best passage of {named(path)} is beyond the first {bound}. "
        "Use words that stand in it, or search in this file alone with file:NAME."
    )


def same_text_sentence(path: str, twin: str, place: int) -> str:
    """Another file says the same."""
    return (
        f"What {named(path)} says on this also stands in {named(twin)}, in place {place}. "
        "The same text is shown once."
    )


def filtered_sentence(path: str, parts: Sequence[str]) -> str:
    """A filter keeps it out."""
    return f"{named(path)} is left out by {_listed(parts)}. Take that away to search it too."


def outside_sentence(path: str, within: str) -> str:
    """It lies elsewhere than was searched."""
    return f"{named(path)} is not in {named(within)}, where you searched."


def phrase_sentence(path: str, parts: Sequence[str]) -> str:
    """No passage of it has the very words."""
    return (
        f"No passage of {named(path)} holds {_listed(parts)}, word for word. "
        "Search without the quotation marks."
    )


def excluded_sentence(path: str, parts: Sequence[str]) -> str:
    """All its passages have what must not be in them, or lack what must."""
    return f"No passage of {named(path)} fits {_listed(parts)}. Take one away to see it."


def not_indexed_sentence(path: str, counts: Mapping[FileStatus, int]) -> str:
    """A folder without a single indexed file."""
    told = ", ".join(f"{count} {status_words(status)}" for status, count in counts.items() if count)
    return f"No file in {named(path)} is indexed yet: {told}. The list of files says why."


def no_passages_sentence(path: str) -> str:
    """It is indexed, and nothing is in it."""
    return f"{named(path)} is indexed, but there is no text in it to be found."


def left_out_sentence(path: str, source: str) -> str:
    """It lies in a source, and the ledger does not have it."""
    return (
        f"{named(path)} lies in {named(source)}, but was not read: it is hidden, or your rules "
        "leave it out, or it is new. Update the index, or look at the rules in the settings."
    )


def not_in_library_sentence(path: str) -> str:
    """No source holds it."""
    return f"{named(path)} is not in your library. Add it, or a folder that holds it."


def no_such_file_sentence(path: str) -> str:
    """Nothing is there."""
    return f"There is no {named(path)}, in your library or on the disk. Check the name."


def emptied_sentence(parts: Sequence[str], *, alone: bool) -> str:
    """Filters that no file passes."""
    if alone:
        return f"No file in your library fits {_listed(parts)}. Change or remove that."
    return f"No file fits {_listed(parts)} together. Remove one of them."


def nothing_inside_sentence(path: str) -> str:
    """The folder or file to stay within holds nothing that is indexed."""
    return f"Nothing in {named(path)} is indexed. Look elsewhere, or add it to your library."


def emptied_text_sentence(parts: Sequence[str]) -> str:
    """Phrases and exclusions that no passage passes."""
    return f"No passage that was found fits {_listed(parts)}. Remove one of them."


def language_sentence(languages: Iterable[str]) -> str:
    """The question is in a language that no document is in."""
    names = sorted({LANGUAGES[code] for code in languages if code in LANGUAGES})
    if not names or len(names) > MOST_LANGUAGES:
        begin, ask = "Your documents are in other languages", "one of them"
    else:
        begin, ask = f"Your documents are in {_and(names)}", _or(names)
    return f"{begin}; this model does not translate. Ask in {ask} or install a multilingual model."


def named(path: str) -> str:
    """A file's or folder's own name in quotation marks, by either kind of slash."""
    return f"“{PurePath(path.replace(chr(92), '/')).name or path}”"


def _listed(parts: Sequence[str]) -> str:
    return _and([part.replace(": “", " “") for part in parts])


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _or(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
