"""Opens Office files (zip archives of XML) without trusting them."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from indexer.documents import ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.zip_files import BROKEN, open_archive

MAX_UNPACKED = 500_000_000
"""Bytes of all parts together; a small file that unpacks to more is not opened."""
LARGEST_XML = 200_000_000
"""Bytes of one part; as a tree it takes about ten times as much memory."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
DAMAGED = (*BROKEN, KeyError, NotImplementedError)
JUNK_TITLES = (
    *("microsoft word", "untitled", "document", "title", "dokument", "unbenannt"),
    *("powerpoint", "slide 1", "presentation title"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part names: what it is to it, and its name in the file."""

    kind: str
    target: str


class OfficeFile:
    """The parts of one Office file; a context manager."""

    def __init__(self, path: Path) -> None:
        _refuse_old_office(path)
        try:
            self._archive = open_archive(path)
        except BROKEN as error:
            raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error
        unpacked = sum(entry.file_size for entry in self._archive.infolist())
        if unpacked > MAX_UNPACKED:
            self._archive.close()
            raise UnreadableDocument(ReasonCode.TOO_LARGE, f"{unpacked / 1e6:.0f} MB unpacked")

    def __enter__(self) -> "OfficeFile":
        return self

    def __exit__(self, *exception: object) -> None:
        self._archive.close()

    def part(self, name: str) -> Element | None:
        """The root of an XML part, or None when the file has no such part."""
        if self.size(name) > LARGEST_XML:
            raise UnreadableDocument(ReasonCode.TOO_LARGE, f"{self.size(name) / 1e6:.0f} MB of XML")
        data = self.data(name)
        if data is None:
            return None
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise UnreadableDocument(ReasonCode.DAMAGED, f"{name}: {error}") from error

    def size(self, name: str) -> int:
        """Bytes of a part, of which no more are ever unpacked; 0 when there is no such part."""
        return self._archive.NameToInfo[name].file_size if name in self._archive.NameToInfo else 0

    def data(self, name: str) -> bytes | None:
        """The bytes of a part, or None when the file has no such part."""
        if name not in self._archive.NameToInfo:
            return None
        try:
            return self._archive.read(name)
        except RuntimeError as error:  # what zipfile raises for an entry with a password
            raise UnreadableDocument(ReasonCode.ENCRYPTED) from error
        except DAMAGED as error:
            raise UnreadableDocument(ReasonCode.DAMAGED, f"{name}: {error}") from error

    def related(self, source: str, kind: str) -> str:
        """Name of the part that `source` names as its `kind` (last word of the relation's type)."""
        found = (link.target for link in self.relations(source).values() if link.kind == kind)
        return next(found, "")

    def relations(self, source: str) -> dict[str, "Relation"]:
        """The parts that `source` names, by the identifiers it uses for them."""
        folder = PurePosixPath(source).parent if source else PurePosixPath()
        root = self.part(str(folder / "_rels" / f"{PurePosixPath(source).name}.rels"))
        found: dict[str, Relation] = {}
        for number, relation in enumerate(root if root is not None else ()):
            target = relation.get("Target", "")
            name = posixpath.normpath(posixpath.join("/", str(folder), target)).lstrip("/")
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            found[relation.get("Id") or f"#{number}"] = Relation(kind, name)
        return found

    def title(self) -> str:
        """The title in the document's properties, unless a program only filled it in."""
        properties = self.part("docProps/core.xml")
        for element in properties if properties is not None else ():
            if local_name(element) == "title":
                title = " ".join((element.text or "").split())
                return "" if title.lower().startswith(JUNK_TITLES) else title
        return ""


def _refuse_old_office(path: Path) -> None:
    """An encrypted .docx is an old-style container; so is a .doc under a new name."""
    with path.open("rb") as file:
        if file.read(len(OLD_OFFICE)) != OLD_OFFICE:
            return
        file.seek(0)
        is_encrypted = ENCRYPTED_STREAM in file.read()
    if is_encrypted:
        raise UnreadableDocument(ReasonCode.ENCRYPTED)
    raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "old Office document")


def local_name(element: Element) -> str:
    """The element's name without its namespace, which differs between editions of the format."""
    return element.tag.rsplit("}", 1)[-1]


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name; empty when absent."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return value
    return ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of local names, or None."""
    for name in path:
        element = next((found for found in children(element, name)), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The direct children of that local name."""
    for found in element if element is not None else ():
        if local_name(found) == name:
            yield found
