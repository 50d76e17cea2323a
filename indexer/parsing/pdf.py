"""Reads PDF files: text and layout with pdfium, structure and the second try with pypdf."""

import logging
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.documents import (
    Block,
    BlockKind,
    HiddenBecause,
    HiddenText,
    OutlineEntry,
    Page,
    ParsedDocument,
    ReasonCode,
    Span,
    WordBox,
)
from indexer.errors import UnreadableDocument
from indexer.parsing.attachments import FOLDER_PREFIX, remove_leftovers
from indexer.parsing.page_lists import page_list
from indexer.parsing.pdf_beside import entries_of
from indexer.parsing.pdf_layout import (
    OutlineLevels,
    is_meaningless,
    layout,
    plain_blocks,
    plain_title,
)
from indexer.parsing.pdf_lines import PageLines
from indexer.parsing.pdf_repair import LARGEST, with_new_end
from indexer.parsing.pdf_scans import says_more
from indexer.parsing.pdf_structure import (
    PdfStructure,
    needs_password,
    read_some_texts,
    read_structure,
    read_texts,
)
from indexer.parsing.pdf_text import BrokenPageError, PdfFile
from indexer.parsing.recognising import Recogniser

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/pdf"
CUT_OFF = "the file is damaged; the text was read as far as it could be found"


def parse(path: Path) -> ParsedDocument:
    """The pages of a PDF with their blocks; raises UnreadableDocument.

    Pages without text of use are recognised. Those that cannot be read are named in the warnings;
    the others are kept.
    """
    structure = read_structure(path)
    try:
        pages, broken, recogniser = read_pages(path, structure)
    except UnreadableDocument as refusal:
        if refusal.reason.code is not ReasonCode.DAMAGED:
            raise
        return read_repaired(path) or second_try(path, structure, refusal)
    blocks = layout(pages, outline_levels(structure.outline))
    read = {page.number: page_of(page, found) for page, found in zip(pages, blocks, strict=True)}
    rescued = rescue(path, broken, len(pages) + len(broken))
    read.update(rescued)
    meaningless = [page.number for page in pages if is_meaningless(page.text)]
    lost = [number for number in broken if number not in rescued]
    read.update({number: Page(number, "") for number in lost})
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=tuple(read[number] for number in sorted(read)),
        title=structure.title,
        language=structure.language,
        outline=structure.outline,
        warnings=tuple(warnings_about(lost, sorted(rescued), meaningless, recogniser)),
    )


def read_pages(
    path: Path, structure: PdfStructure
) -> tuple[list[PageLines], list[int], Recogniser]:
    """Pages that pdfium reads, numbers of those it does not, and how recognising them went."""
    pages: list[PageLines] = []
    broken: list[int] = []
    with PdfFile(path, ask_labels=structure.has_sound_labels) as file:
        recogniser = Recogniser(file.page_count)
        for number in range(1, file.page_count + 1):
            try:
                page = file.page(number)
            except BrokenPageError as error:
                logger.debug("page %d of %s: %s", number, path, error)
                broken.append(number)
                continue
            pages.append(recognised(file, page, recogniser) if page.is_picture else page)
        entries = entries_of(path) if structure.has_sound_form and file.has_form else {}
    pages = [replace(page, written=entries.get(page.number, ()) + page.written) for page in pages]
    return pages, broken, recogniser


def recognised(file: PdfFile, page: PageLines, recogniser: Recogniser) -> PageLines:
    """The page with the words that its picture shows, where those are more than its text."""
    read = recogniser.read(page.number, lambda: file.scan(page.number, page.label))
    if read is None or not says_more(read, page):
        return page
    return replace(read, written=page.written)


def read_repaired(path: Path) -> ParsedDocument | None:
    """What pdfium reads once the file has a new end; None where that does not help."""
    repaired = with_new_end(path.read_bytes()) if path.stat().st_size <= LARGEST else None
    if repaired is None:
        return None
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(repaired)
        try:
            pages, broken, recogniser = read_pages(copy, PdfStructure())
        except UnreadableDocument:
            return None
    if not any(page.text.strip() for page in pages):
        return None
    found = zip(pages, layout(pages, outline_levels(())), strict=True)
    read = {page.number: page_of(page, blocks) for page, blocks in found}
    read.update({number: Page(number, "") for number in broken})
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=tuple(read[number] for number in sorted(read)),
        warnings=(CUT_OFF, *warnings_about(broken, (), (), recogniser)),
    )


def second_try(path: Path, structure: PdfStructure, refusal: UnreadableDocument) -> ParsedDocument:
    """The text that pypdf finds in a file that pdfium refuses."""
    if needs_password(path):
        raise UnreadableDocument(ReasonCode.ENCRYPTED) from refusal
    pages = tuple(plain_page(number, text) for number, text in read_texts(path).items())
    if not any(page.text.strip() for page in pages):
        raise refusal
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=pages,
        title=structure.title,
        language=structure.language,
        outline=structure.outline,
        warnings=(CUT_OFF,),
    )


def rescue(path: Path, broken: Sequence[int], page_count: int) -> dict[int, Page]:
    """What pypdf reads of pages that pdfium does not load."""
    if not broken:
        return {}
    texts = read_some_texts(path, broken, page_count)
    return {number: plain_page(number, text) for number, text in texts.items() if text.strip()}


def plain_page(number: int, text: str) -> Page:
    """A page of which nothing but the characters is known."""
    return Page(number, text, tuple(plain_blocks(text)))


def page_of(page: PageLines, blocks: tuple[Block, ...]) -> Page:
    """A page with all that is known of it; what is written onto it stands after its text."""
    text, hidden = page.text, list(page.hidden)
    notes: list[Block] = []
    placed: list[WordBox] = []
    for written in page.written:
        text += "\r\n" if text else ""
        span = Span(len(text), len(text) + len(written.text))
        text += written.text
        notes.append(Block(BlockKind.FOOTNOTE, span))
        if written.left < written.right and written.top < written.bottom:
            sides = written.left, written.top, written.right, written.bottom
            placed.append(WordBox(span, *sides))
        if not written.is_seen:
            hidden.append(HiddenText(span, HiddenBecause.INVISIBLE))
    return Page(
        page.number,
        text,
        (*blocks, *notes),
        label_of(page),
        tuple(hidden),
        page.recognition,
        tuple(placed),
    )


def label_of(page: PageLines) -> str:
    """The printed label, where it differs from the number."""
    return "" if page.label == str(page.number) else page.label


def outline_levels(outline: Iterable[OutlineEntry]) -> OutlineLevels:
    """The table of contents, to look headings up by page and title."""
    levels: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for entry in outline:
        if title := plain_title(entry.title):
            levels[entry.page][title] = entry.level
    return levels


def warnings_about(
    lost: Sequence[int],
    rescued: Sequence[int],
    meaningless: Sequence[int],
    recogniser: Recogniser,
) -> Iterable[str]:
    """One sentence for each kind of page that is not, or not wholly, read."""
    if lost:
        yield f"{page_list(lost)} could not be read"
    if rescued:
        yield f"{page_list(rescued)} could only be read in part"
    if meaningless:
        yield f"{page_list(meaningless)} cannot be read: no letters are known for its font"
    yield from recogniser.warnings()
