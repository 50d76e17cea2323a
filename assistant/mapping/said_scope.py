"""Which documents a question speaks of: a folder, a tag, a year, or all there are."""

import re
from dataclasses import dataclass

_IN = (
    r"(?:in|from|under|inside|within|below|im|aus|unter|dans|du|de|en|nella|nel|della|na|no|da|do|"
    r"w|z|i|från|в|из|uit)"
)
_ARTICLE = (
    r"(?:(?:the|my|our|this|dem|den|meinem|le|mon|la|mi|il|lo|mia|minha|a|o|mijn|de|l['’]|min)\s)?"
)
_FOLDER = (
    r"(?:(?:sub)?folders?|director(?:y|ies)|ordner|verzeichnis|dossier|répertoire|carpeta|directorio|"
    r"cartella|pasta|map|folderze|folderu|katalogu|mappen|mapp|папк[еаи]|каталог[еа]?)"
)
_CALLED = r"(?:(?:called|named|namens|nommé|llamada|chiamata|chamada|genaamd|med namnet)\s)?"
_NAME = r"(?:\"[^\"]+\"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|'[^']+'|[^\s\"“„«]+)"
_TAGGED = (
    r"(?:tagged(?: (?:as|with))?|with (?:the )?tags?|mit (?:dem )?(?:tag|schlagwort|etikett)|"
    r"avec (?:le tag|l['’]étiquette)|con (?:la )?etiqueta|con (?:il )?tag|com a etiqueta|"
    r"met (?:de )?tag|с тегом|med taggen)"
)
_YEAR = (
    r"(?:of|from|in|for|dated|written in|made in|aus|von|vom|de|del|di|do|da|van|uit|z|från|за|от|"
    r"en|w)\s"
    r"(?:(?:the|dem|des|l['’]|el|la)?\s?(?:year|jahr(?:es|e)?|année|año|anno|ano|jaar|roku|år)\s)?"
    r"(?:19|20)\d\d(?:\s(?:год|года|году|roku))?"
)
_LIBRARY = (
    r"(?:(?:in|on|from|of|auf|dans|en|nella|na|no|w|i|в)\s(?:(?:the|my|this|our|meiner?|der|dem|"
    r"ma|mon|la|le|mi|mia|minha|mijn|de|mojej|mitt|моей|моём)\s)+(?:library|collection|archive|"
    r"index|database|computer|system|machine|disk|drive|bibliothek|sammlung|bibliothèque|"
    r"biblioteca|collezione|coleção|bibliotheek|bibliotece|bibliotek|библиотеке))"
)
_OWN = (
    r"(?:(?:that\s)?(?<!do\s)(?<!have\s)(?:i|we)\s(?:have(?:\s(?:here|added|indexed))?|own|added|indexed)|"
    r"die\sich\shabe|que\sj['’]ai|que\stengo|che\sho|que\stenho|die\sik\sheb|które\smam|"
    r"som\sjag\shar|here|there\sare|in\stotal|altogether|right\snow|now|currently|so\sfar)"
)
_FOLDER_PART = rf"{_IN}\s{_ARTICLE}{_FOLDER}\s{_CALLED}{_NAME}"
_FOLDER_AFTER = (
    r"(?:in|from|under|inside)\s(?:the|my|our)\s(?:\"[^\"]+\"|[\w&.-]+)\s(?:folder|directory)"
)
_TAG_PART = rf"{_TAGGED}\s{_NAME}"

SCOPE_PART = re.compile(
    rf"(?<=\s)(?:{_FOLDER_PART}|{_FOLDER_AFTER}|{_TAG_PART}|{_LIBRARY}|{_YEAR}|{_OWN})(?!\w)",
    re.IGNORECASE,
)
"""A phrase that says which documents are meant: "in folder taxes", "of 2024", "that I have"."""

BARE_FOLDER = (
    rf"(?:{_IN}|em|op)\s{_ARTICLE}"
    r"(?P<inside>\"[^\"]+\"|“[^”]+”|(?!(?:total|here|there|all|it|this|that|these)\b)"
    r"[^\s\"“]+(?:\s[^\s\"“]+){0,2})"
)
"""What may be a folder by its name alone: "in contracts", "in my old letters"."""

_SAID_FOLDER = re.compile(rf"\b{_IN}\s{_ARTICLE}{_FOLDER}\s{_CALLED}({_NAME})", re.IGNORECASE)
_SAID_FOLDER_AFTER = re.compile(
    r"\b(?:in|from|under|inside)\s(?:the|my|our)\s(\"[^\"]+\"|[\w&.-]+)\s(?:folder|directory)\b",
    re.IGNORECASE,
)
_SAID_TAG = re.compile(rf"\b{_TAGGED}\s({_NAME})", re.IGNORECASE)
_SAID_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_QUOTES = "\"“”„«»'"


@dataclass(frozen=True, slots=True)
class SaidScope:
    """Which documents a question is about, as far as it says so."""

    folder: str = ""
    tag: str = ""
    year: str = ""
    is_guess: bool = False
    """Whether that the folder is one was not said: "in contracts" may mean something else."""

    @property
    def filters(self) -> str:
        """The folder and the tag in the language of queries; a year is no filter of files."""
        parts = []
        if self.folder:
            parts.append(f'in:"{self.folder}"')
        if self.tag:
            parts.append(f'tag:"{self.tag}"')
        return " ".join(parts)


def said_scope(tail: str) -> SaidScope:
    """What the end of a question says of the documents it means."""
    folder = _SAID_FOLDER_AFTER.search(tail) or _SAID_FOLDER.search(tail)
    rest = tail if folder is None else tail.replace(folder.group(), " ")
    tag = _SAID_TAG.search(rest)
    rest = rest if tag is None else rest.replace(tag.group(), " ")
    year = _SAID_YEAR.search(rest)
    return SaidScope(
        folder=folder[1].strip(_QUOTES) if folder else "",
        tag=tag[1].strip(_QUOTES) if tag else "",
        year=year.group() if year else "",
    )
