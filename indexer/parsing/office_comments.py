"""What reviewers have written beside a text, a slide or a cell, with their names."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from indexer.parsing.ooxml import OfficeFile, attribute, child, children, local_name

COPIES_OF_THREADS = "tc="
"""How the author is called of a note that repeats a threaded comment for older programs."""


def text_comments(root: Element | None) -> Iterator[str]:
    """The comments of a text document, from the part that holds them."""
    for comment in children(root, "comment"):
        yield from _comment(attribute(comment, "author"), comment)


def slide_comments(office: OfficeFile, slide: str, authors: dict[str, str]) -> Iterator[str]:
    """The comments on one slide, with the answers to them, of the newer or the older kind."""
    for root in _parts(office, slide, "comments"):
        for comment in root.iter():
            if local_name(comment) in ("cm", "reply"):
                author = authors.get(attribute(comment, "authorId"), "")
                text = child(comment, "txBody")
                yield from _comment(author, text if text is not None else child(comment, "text"))


def slide_authors(office: OfficeFile, main: str) -> dict[str, str]:
    """The names of those who commented on slides, by the identifiers that are used for them."""
    roots = [*_parts(office, main, "commentAuthors"), *_parts(office, main, "authors")]
    return {attribute(author, "id"): attribute(author, "name") for root in roots for author in root}


def sheet_comments(
    office: OfficeFile, sheet: str, people: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The cell and the text of each comment and note on a sheet."""
    for root in _parts(office, sheet, "comments"):
        authors = [author.text or "" for author in children(child(root, "authors"), "author")]
        for comment in children(child(root, "commentList"), "comment"):
            number = attribute(comment, "authorId")
            is_known = number.isdecimal() and int(number) < len(authors)
            author = authors[int(number)] if is_known else ""
            if not author.startswith(COPIES_OF_THREADS):
                for text in _comment(author, child(comment, "text")):
                    yield attribute(comment, "ref"), text
    yield from threaded_comments(office, sheet, people)


def threaded_comments(
    office: OfficeFile, sheet: str, people: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The cell and the text of each comment of the newer kind, which is XML in every workbook."""
    for root in _parts(office, sheet, "threadedComment"):
        for comment in children(root, "threadedComment"):
            author = people.get(attribute(comment, "personId"), "")
            for text in _comment(author, child(comment, "text")):
                yield attribute(comment, "ref"), text


def workbook_people(office: OfficeFile, main: str) -> dict[str, str]:
    """The names of those who commented on cells, by their identifiers."""
    roots = _parts(office, main, "person")
    return {
        attribute(person, "id"): attribute(person, "displayName")
        for root in roots
        for person in children(root, "person")
    }


def comment_text(author: str, written: str) -> Iterator[str]:
    """A comment as it stands in a text, with its author; nothing where nothing was written."""
    words = " ".join(written.split())
    if words:
        yield f"Comment by {author}: {words}" if author else f"Comment: {words}"


def _comment(author: str, element: Element | None) -> Iterator[str]:
    yield from comment_text(author, "".join(_pieces(element)) if element is not None else "")


def _pieces(element: Element) -> Iterator[str]:
    for part in element.iter():
        name = local_name(part)
        if name in ("t", "text"):
            yield part.text or ""
        elif name in ("p", "br"):
            yield " "


def _parts(office: OfficeFile, source: str, kind: str) -> Iterator[Element]:
    """The parts that `source` names as its `kind`."""
    for link in office.relations(source).values():
        root = office.part(link.target) if link.kind == kind else None
        if root is not None:
            yield root
