"""Books: their chapters in reading order as one text, each passage named by its chapter."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from selectolax.lexbor import LexborHTMLParser

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import html
from indexer.parsing.building import TextBuilder
from indexer.parsing.ooxml import OfficeFile, attribute, child, children, local_name

MEDIA_TYPE = "application/epub+zip"
CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""They only scramble fonts; the words of the book stay readable."""
CHAPTER_TYPES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", ""})
CLOSED_TAG = re.compile(r"<([a-zA-Z][\w:-]*)((?:\s[^<>]*)?)/>")
VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
VOID = frozenset(VOID_NAMES.split())
LARGEST_CHAPTER = 50_000_000
"""Bytes; as a tree it takes about twenty times as much memory."""
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of the book's list of files."""

    name: str
    media_type: str
    properties: frozenset[str]


def parse(path: Path) -> ParsedDocument:
    """Read a book; a chapter that is missing or damaged becomes a warning."""
    with OfficeFile(path) as archive:
        _refuse_encrypted(archive.part(ENCRYPTION))
        main = _main_file(archive)
        package = archive.part(main)
        if package is None:
            raise UnreadableDocument(ReasonCode.DAMAGED, f"{main} is missing")
        items = _items(package, posixpath.dirname(main))
        titles = _chapter_titles(archive, items, attribute(child(package, "spine"), "toc"))
        builder = TextBuilder()
        _add_authors(builder, package)
        unread = [
            item.name
            for item in _chapters(package, items)
            if not _add_chapter(builder, archive, item.name, titles.get(item.name, []))
        ]
        if not builder.length and any(archive.size(name) > LARGEST_CHAPTER for name in unread):
            raise UnreadableDocument(ReasonCode.TOO_LARGE, "a chapter of endless length")
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(builder.page(),),
        title=_property(package, "title") or builder.first_heading(),
        language=_property(package, "language"),
        warnings=tuple(f"The chapter {name} could not be read" for name in unread),
    )


def _refuse_encrypted(encryption: Element | None) -> None:
    """A book under digital rights management lists its chapters as encrypted."""
    for element in encryption if encryption is not None else ():
        algorithm = attribute(child(element, "EncryptionMethod"), "Algorithm")
        if local_name(element) == "EncryptedData" and not algorithm.startswith(FONT_ALGORITHMS):
            raise UnreadableDocument(ReasonCode.ENCRYPTED)


def _main_file(archive: OfficeFile) -> str:
    name = attribute(child(archive.part(CONTAINER), "rootfiles", "rootfile"), "full-path")
    if not name:
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "not a book in the EPUB format")
    return name


def _items(package: Element, folder: str) -> dict[str, _Item]:
    """The files of the book by their identifiers."""
    return {
        attribute(item, "id"): _Item(
            name=_resolved(folder, attribute(item, "href")),
            media_type=attribute(item, "media-type"),
            properties=frozenset(attribute(item, "properties").split()),
        )
        for item in children(child(package, "manifest"), "item")
    }


def _chapters(package: Element, items: dict[str, _Item]) -> Iterator[_Item]:
    """The chapters in reading order, each once; the table of contents is none."""
    seen: set[str] = set()
    for reference in children(child(package, "spine"), "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is None or item.name in seen or "nav" in item.properties:
            continue
        seen.add(item.name)
        if item.media_type in CHAPTER_TYPES:
            yield item


def _chapter_titles(archive: OfficeFile, items: dict[str, _Item], toc: str) -> dict[str, list[str]]:
    """The titles that the table of contents has for places in each file, in order."""
    found: dict[str, list[str]] = {}
    for name, title in _contents(archive, items, toc):
        if title:
            found.setdefault(name, []).append(title)
    return found


def _contents(archive: OfficeFile, items: dict[str, _Item], toc: str) -> Iterator[tuple[str, str]]:
    """File and title of each line of the table of contents, of the newer or the older kind."""
    navigation = next((item for item in items.values() if "nav" in item.properties), None)
    if navigation is not None and (data := archive.data(navigation.name)) is not None:
        tree = LexborHTMLParser(html.decoded_source(data).text)
        folder = posixpath.dirname(navigation.name)
        for link in tree.css("nav a[href]"):
            if not (link.attributes.get("href") or "").startswith("http"):
                href = link.attributes.get("href") or ""
                yield _resolved(folder, href), _folded(link.text())
        return
    if toc in items:
        yield from _older_contents(archive, items[toc].name)


def _older_contents(archive: OfficeFile, name: str) -> Iterator[tuple[str, str]]:
    try:
        root = archive.part(name)
    except UnreadableDocument:  # the chapters can be read without it
        return
    for point in root.iter() if root is not None else ():
        if local_name(point) == "navPoint":
            label = child(point, "navLabel", "text")
            source = attribute(child(point, "content"), "src")
            title = _folded((label.text or "") if label is not None else "")
            yield _resolved(posixpath.dirname(name), source), title


def _add_chapter(builder: TextBuilder, archive: OfficeFile, name: str, titles: list[str]) -> bool:
    """Add the blocks of a chapter; False when there is no such file, or it is damaged or huge.

    Where the contents have several lines for one file, passages are named by the last of these
    titles that stands above them as a heading.
    """
    try:
        data = archive.data(name) if archive.size(name) <= LARGEST_CHAPTER else None
    except UnreadableDocument:
        return False
    if data is None:
        return False
    page = html.document_of(_as_html(html.decoded_source(data).text)).pages[0]
    texts = [(block, page.text[block.span.start : block.span.end]) for block in page.blocks]
    headings = [_folded(text) for block, text in texts if block.kind is BlockKind.HEADING]
    label = titles[0] if titles else next(iter(headings), "")
    if titles and texts and not headings:
        builder.add(BlockKind.HEADING, titles[0], 1, label)
    for block, text in texts:
        if block.kind is BlockKind.HEADING and _folded(text) in titles:
            label = _folded(text)
        builder.add(block.kind, text, block.level, label)
    return True


def _as_html(source: str) -> str:
    """The source with elements that XML closes at once, as `<title/>`, closed as HTML does."""

    def closed(tag: re.Match[str]) -> str:
        name, attributes = tag.groups()
        return tag.group() if name.lower() in VOID else f"<{name}{attributes}></{name}>"

    return CLOSED_TAG.sub(closed, source)


def _add_authors(builder: TextBuilder, package: Element) -> None:
    """Who wrote the book, and what its makers say of it, before its first chapter."""
    authors = ", ".join(filter(None, _properties(package, "creator")))
    if authors:
        builder.add(BlockKind.CAPTION, f"Authors: {authors}", label="about the book")
    for description in _properties(package, "description"):
        words = html.document_of(description).pages[0].text
        builder.add(BlockKind.CAPTION, _folded(words), label="about the book")


def _properties(package: Element, name: str) -> list[str]:
    return [_folded(found.text or "") for found in children(child(package, "metadata"), name)]


def _property(package: Element, name: str) -> str:
    element = child(package, "metadata", name)
    if element is None:  # as the first editions of the format had it
        element = child(package, "metadata", "dc-metadata", name)
    return _folded((element.text or "") if element is not None else "")


def _resolved(folder: str, link: str) -> str:
    """The name in the archive of what a link, without its fragment, points to."""
    target = unquote(link.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _folded(text: str) -> str:
    return SPACES.sub(" ", text).strip()
