"""What a person calls documents: "PDFs", "contracts", "Word files"."""

import re
from dataclasses import dataclass

from assistant.terms import fold, stem

TYPES = (
    r"(?:pdf['’]s|pdfs?|word|excel|powerpoint|html|markdown|csv|epubs?|docx|xlsx|pptx|odt|"
    r"(?:text|txt)(?=[\s-]?(?:files?|documents?|datei)))"
)
"""Kinds of file that are called the same everywhere."""

SPECIAL = {
    "mail": r"e-?mails?|mails|courriels?|correos(?: electrónicos)?|e-mailek|mejle|mejl|e-poster",
    "excel": (
        r"spreadsheets?|tabellenblätter|tabellenkalkulationen|feuilles? de calcul|"
        r"hojas? de cálculo|fogli di calcolo|planilhas?|folhas de cálculo|rekenbladen|"
        r"arkusz[ey]|kalkylblad|электронн\w+ таблиц\w*"
    ),
    "powerpoint": (
        r"presentations?|slide ?decks?|präsentation(?:en)?|présentations?|presentaci(?:ón|ones)|"
        r"presentazion[ei]|apresentaç(?:ão|ões)|presentaties?|prezentacj\w+|presentation(?:er)?|"
        r"презентаци\w+"
    ),
    "image": (
        r"images?|pictures?|photos?|bilder|bildern|fotos?|imágenes|immagini|imagens|"
        r"afbeeldingen|obraz(?:y|ów)|изображени\w+|картин\w+"
    ),
    "web": r"web ?pages?|webseiten|pages web|páginas web|pagine web",
}
"""Words that mean one kind of file, by the word that `type:` takes."""

TYPED_NOUN = re.compile(rf"(?<![\w.])(?:{TYPES}|{'|'.join(SPECIAL.values())})(?!\w)", re.IGNORECASE)
"""A word that says of documents which kind of file they are."""

_TYPE = re.compile(rf"(?<![^\W_]){TYPES}(?![^\W_])|\b(?:text)(?=datei)", re.IGNORECASE)
_PLAIN_TYPES = {"text": "text", "txt": "txt", "epubs": "epub", "pdfs": "pdf", "pdf's": "pdf"}
_WORD = re.compile(r"[^\W\d_][\w-]*")
_GENERAL = re.compile(
    r"(?:documents?|docs?|files?|papers?|texts?|records?|pieces|of|dokument\w*|datei\w*|"
    r"unterlagen|texte\w*|fichiers?|documentos?|archivos?|ficheros?|document[oi]|arquivos?|"
    r"ficheiros?|document(?:en)?|bestand\w*|plik\w*|fil(?:er(?:na)?|en)?|документ\w*|файл\w*|"
    r"文件|文档|文檔|资料|indexed|own|whole|single|different|new)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DocumentNoun:
    """What documents were called in a question."""

    type: str = ""
    """What `type:` takes, where the word says which kind of file: "pdf", "mail"."""
    kind: str = ""
    """A word for what they are, "contracts", which no file says of itself; else empty."""

    @property
    def stem(self) -> str:
        """The kind without its ending, to be found in names and titles."""
        return stem(fold(self.kind)) if self.kind else ""


def noun_of(words: str) -> DocumentNoun:
    """What the words for the documents mean; the last word that is not general is the kind."""
    for name, special in SPECIAL.items():
        if re.search(rf"(?<![^\W_])(?:{special})(?![^\W_])", words, re.IGNORECASE):
            return DocumentNoun(type=name)
    typed = _TYPE.search(words)
    if typed is not None:
        found = fold(typed.group())
        return DocumentNoun(type=_PLAIN_TYPES.get(found, found))
    kinds = [word for word in _WORD.findall(words) if not _GENERAL.fullmatch(word)]
    return DocumentNoun(kind=kinds[-1]) if kinds else DocumentNoun()
