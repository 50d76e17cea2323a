"""What pdfium does not give: outline, title, language, and a second try at broken files.

The only file that imports pypdf. pypdf says of itself that broken files may cause any exception
(`pypdf.errors`), so each question to it is asked on its own and a failure costs one answer.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pypdf
from pypdf.generic import ArrayObject, Destination, DictionaryObject, IndirectObject, NameObject

from indexer.documents import OutlineEntry

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

MOST_OUTLINE_ENTRIES = 10_000
DEEPEST_OUTLINE = 12
LONGEST_TITLE = 300
DEEPEST_LABELS = 16
MOST_LABEL_NODES = 10_000

JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|unbenannt.*|document ?\d*|title"
    r"|(?:\S+\.)(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|ps|html?|rtf|odt|eps|ai)"
    r"|about:blank|https?://\S+|file:\S+|\(?anonymous\)?|print(?:ing)?|slide ?\d*"
    r"|powerpoint presentation|.*[\\/].*\.\w{2,4})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PdfStructure:
    """What a PDF says about itself; empty where it says nothing of use."""

    title: str = ""
    language: str = ""
    outline: tuple[OutlineEntry, ...] = ()
    has_sound_labels: bool = False
    """Whether pdfium may be asked for printed page numbers; a tree of them without end ends it."""
    has_sound_form: bool = False
    """Whether pdfium may be asked for the entries of a form; it follows fields that contain
    themselves, or each other twice at every level, without end."""


def read_structure(path: Path) -> PdfStructure:
    """Outline, title and language; nothing of it when the file is too broken for pypdf."""
    reader = ask(lambda: open_reader(path), None, "open")
    if reader is None:
        return PdfStructure()
    return PdfStructure(
        title=ask(lambda: title_of(reader), "", "title"),
        language=ask(lambda: str(reader.root_object.get("/Lang", "")), "", "language"),
        outline=ask(lambda: tuple(outline_of(reader)), (), "outline"),
        has_sound_labels=ask(
            lambda: is_tree(reader.root_object.get("/PageLabels")), False, "labels"
        ),
        has_sound_form=ask(lambda: is_sound_form(reader), False, "form"),
    )


def read_texts(path: Path) -> dict[int, str]:
    """The texts of all pages, counted from 1; those that fail are left out."""
    reader = ask(lambda: open_reader(path), None, "open")
    if reader is None:
        return {}
    count = ask(lambda: len(reader.pages), 0, "pages")
    return texts_of(reader, range(1, count + 1))


def read_some_texts(path: Path, numbers: Iterable[int], page_count: int) -> dict[int, str]:
    """The texts of some pages of a file that has `page_count` of them for pdfium.

    Nothing, when pypdf counts otherwise: it leaves broken pages out, and the rest move up.
    """
    reader = ask(lambda: open_reader(path), None, "open")
    if reader is None:
        return {}
    if ask(lambda: len(reader.pages), 0, "pages") != page_count:
        return {}
    return texts_of(reader, numbers)


def texts_of(reader: pypdf.PdfReader, numbers: Iterable[int]) -> dict[int, str]:
    """The texts of those pages that pypdf can read."""
    texts: dict[int, str] = {}
    for number in numbers:
        text = ask(partial(text_of_page, reader, number), None, "text")
        if text is not None:
            texts[number] = text
    return texts


def text_of_page(reader: pypdf.PdfReader, number: int) -> str:
    """The characters of one page, counted from 1, in the order of the file."""
    return reader.pages[number - 1].extract_text()


def open_reader(path: Path) -> pypdf.PdfReader | None:
    """The file in pypdf, with the empty password; None when another one is needed."""
    reader = pypdf.PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    return reader


def needs_password(path: Path) -> bool:
    """Whether pypdf can read that the file is locked, when pdfium could not even tell."""

    def locked() -> bool:
        reader = pypdf.PdfReader(path, strict=False)
        return reader.is_encrypted and not reader.decrypt("")

    return ask(locked, False, "encryption")


def ask(question: Callable[[], Answer], otherwise: Answer, what: str) -> Answer:
    """The answer, or `otherwise` when pypdf stumbles over the file in whichever way."""
    try:
        return question()
    except (MemoryError, RecursionError):
        return otherwise
    except Exception as error:  # see the top of the file
        logger.debug("pypdf could not read the %s: %r", what, error)
        return otherwise


def is_tree(root: object) -> bool:
    """Whether a number tree ends: no node within itself, none too deep, and not too many."""
    seen: set[int] = set()
    nodes = [(root, 0)]
    while nodes:
        reference, depth = nodes.pop()
        if isinstance(reference, IndirectObject):
            if reference.idnum in seen:
                return False
            seen.add(reference.idnum)
            reference = reference.get_object()
        kids = reference.get("/Kids") if isinstance(reference, DictionaryObject) else None
        kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
        if depth > DEEPEST_LABELS or len(seen) > MOST_LABEL_NODES:
            return False
        if isinstance(kids, ArrayObject):
            nodes.extend((kid, depth + 1) for kid in kids)
    return True


def is_sound_form(reader: pypdf.PdfReader) -> bool:
    """Whether the document has a form whose fields are a tree that ends."""
    form = reader.root_object.get("/AcroForm")
    form = form.get_object() if isinstance(form, IndirectObject) else form
    if not isinstance(form, DictionaryObject) or "/Fields" not in form:
        return False
    return is_tree(DictionaryObject({NameObject("/Kids"): form.raw_get("/Fields")}))


def title_of(reader: pypdf.PdfReader) -> str:
    """The title in the metadata, unless it is one that a program put there."""
    metadata = reader.metadata
    title = " ".join(str(metadata.title or "").split()) if metadata else ""
    return "" if is_junk_title(title) else title[:LONGEST_TITLE]


def is_junk_title(title: str) -> bool:
    """Whether a title says nothing about the document: a file name, a number, a program."""
    letters = sum(character.isalpha() for character in title)
    return letters < 3 or letters * 3 < len(title) or JUNK_TITLE.fullmatch(title) is not None


def outline_of(reader: pypdf.PdfReader) -> Iterator[OutlineEntry]:
    """The document's own table of contents, without entries that lead nowhere."""
    entries = entries_of(reader.outline, 1)
    for count, (destination, level) in enumerate(entries):
        if count >= MOST_OUTLINE_ENTRIES:
            return
        page = reader.get_destination_page_number(destination)
        title = " ".join(str(destination.title or "").replace("\x00", "").split())
        if title and page is not None and page >= 0:
            yield OutlineEntry(title[:LONGEST_TITLE], level, page + 1)


def entries_of(outline: Iterable[object], level: int) -> Iterator[tuple[Destination, int]]:
    """Nested lists as entries with their level."""
    for entry in outline:
        if isinstance(entry, list) and level < DEEPEST_OUTLINE:
            yield from entries_of(entry, level + 1)
        elif isinstance(entry, Destination):
            yield entry, level
