"""The formats that can be read, and the one way to read a file.

The next format is one row in `FORMATS` and one parser file with `parse(path) -> ParsedDocument`.
"""

import importlib
import logging
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.hidden_text import merged, zero_width
from indexer.parsing.sniffing import is_readable_text, known_content

logger = logging.getLogger(__name__)

ParseFunction = Callable[[Path], ParsedDocument]

HEAD_LENGTH = 4096
"""Bytes read to see what a file really is."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is recognised and which function reads it."""

    name: str
    """Part of every revision of such a file; changing it indexes those files again."""
    media_type: str
    parser: str
    """`module:function`, imported when the first such file is read."""
    suffixes: frozenset[str]
    """Lower case, with the dot."""
    contents: frozenset[str] = frozenset()
    """What `known_content` may call it; nothing for the formats that are plain characters."""
    names: frozenset[str] = frozenset()
    """Whole file names, lower case, of files that have no suffix."""

    def parse(self, path: Path) -> ParsedDocument:
        """Read a file that is known to be of this format."""
        return parse_function(self.parser)(path)


PROSE_SUFFIXES = ".txt .text .log .org .tex .bib .srt .vtt .po"
XML_SUFFIXES = ".xml .xsd .xsl .xslt .rss .atom .opml .nxml .xbrl .xlf .xliff .dbk"
CODE_SUFFIXES = (
    ".py .pyi .js .mjs .cjs .jsx .ts .mts .cts .tsx .c .h .cc .cpp .cxx .hpp .hh .m .mm .cs "
    ".java .kt .kts .scala .groovy .gradle .go .rs .swift .rb .php .pl .pm .lua .r .jl .hs .ml "
    ".mli .ex .exs .erl .clj .lisp .el .scm .f90 .f .pas .vb .sql .sh .bash .zsh .fish .bat "
    ".cmd .ps1 .css .scss .less .vue .svelte .proto .graphql .cmake .diff .patch .asm .s .v "
    ".vhd .tcl .dart .zig .nim"
)
PLAIN_NAMES = (
    "readme license licence copying authors changelog changes news notice todo install makefile "
    "dockerfile"
)

TAR_SUFFIXES = ".tar .tgz .tbz .tbz2 .txz .gz .bz2 .xz"
PICTURE_SUFFIXES = ".png .jpg .jpeg .jpe .jfif .tif .tiff .bmp .webp .gif"
PICTURES = "PNG image|JPEG image|GIF image|TIFF image|WebP image|BMP image"

FORMATS: tuple[Format, ...] = (
    Format(
        name="pdf",
        media_type="application/pdf",
        parser="indexer.parsing.pdf:parse",
        suffixes=frozenset({".pdf"}),
        contents=frozenset({"PDF"}),
    ),
    Format(
        name="docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        parser="indexer.parsing.docx:parse",
        suffixes=frozenset({".docx", ".docm", ".dotx"}),
        contents=frozenset({"ZIP", "old Office document"}),  # the latter when encrypted
    ),
    Format(
        name="pptx",
        media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        parser="indexer.parsing.pptx:parse",
        suffixes=frozenset({".pptx", ".pptm", ".ppsx", ".ppsm", ".potx"}),
        contents=frozenset({"ZIP", "old Office document"}),  # the latter when encrypted
    ),
    Format(
        name="spreadsheet",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        parser="indexer.parsing.spreadsheet:parse",
        suffixes=frozenset({".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls"}),
        contents=frozenset({"ZIP", "old Office document"}),
    ),
    Format(
        name="odt",
        media_type="application/vnd.oasis.opendocument.text",
        parser="indexer.parsing.odt:parse",
        suffixes=frozenset({".odt", ".ott"}),
        contents=frozenset({"ZIP"}),
    ),
    Format(
        name="ods",
        media_type="application/vnd.oasis.opendocument.spreadsheet",
        parser="indexer.parsing.ods:parse",
        suffixes=frozenset({".ods", ".ots"}),
        contents=frozenset({"ZIP"}),
    ),
    Format(
        name="odp",
        media_type="application/vnd.oasis.opendocument.presentation",
        parser="indexer.parsing.odp:parse",
        suffixes=frozenset({".odp", ".otp"}),
        contents=frozenset({"ZIP"}),
    ),
    Format(
        name="rtf",
        media_type="application/rtf",
        parser="indexer.parsing.rtf:parse",
        suffixes=frozenset({".rtf"}),
        contents=frozenset({"RTF"}),
    ),
    Format(
        name="epub",
        media_type="application/epub+zip",
        parser="indexer.parsing.epub:parse",
        suffixes=frozenset({".epub"}),
        contents=frozenset({"ZIP"}),
    ),
    Format(
        name="table",
        media_type="text/csv",
        parser="indexer.parsing.delimited:parse",
        suffixes=frozenset({".csv", ".tsv", ".tab"}),
    ),
    Format(
        name="markdown",
        media_type="text/markdown",
        parser="indexer.parsing.markdown:parse",
        suffixes=frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"}),
    ),
    Format(
        name="html",
        media_type="text/html",
        parser="indexer.parsing.html:parse",
        suffixes=frozenset({".html", ".htm", ".xhtml"}),
    ),
    Format(
        name="rst",
        media_type="text/x-rst",
        parser="indexer.parsing.restructured_text:parse",
        suffixes=frozenset({".rst", ".rest"}),
    ),
    Format(
        name="asciidoc",
        media_type="text/asciidoc",
        parser="indexer.parsing.asciidoc:parse",
        suffixes=frozenset({".adoc", ".asciidoc"}),
    ),
    Format(
        name="eml",
        media_type="message/rfc822",
        parser="indexer.parsing.eml:parse",
        suffixes=frozenset({".eml", ".emlx"}),
    ),
    Format(
        name="calendar",
        media_type="text/calendar",
        parser="indexer.parsing.calendars:parse",
        suffixes=frozenset({".ics", ".vcs", ".vcf"}),
    ),
    Format(
        name="mbox",
        media_type="application/mbox",
        parser="indexer.parsing.mbox:parse",
        suffixes=frozenset({".mbox", ".mbx"}),
    ),
    Format(
        name="msg",
        media_type="application/vnd.ms-outlook",
        parser="indexer.parsing.msg:parse",
        suffixes=frozenset({".msg", ".oft"}),
        contents=frozenset({"old Office document"}),
    ),
    Format(
        name="doc",
        media_type="application/msword",
        parser="indexer.parsing.legacy_office:parse_text",
        suffixes=frozenset({".doc", ".dot", ".wpd", ".wps", ".sxw"}),
        contents=frozenset({"old Office document", "RTF", "ZIP"}),
    ),
    Format(
        name="ppt",
        media_type="application/vnd.ms-powerpoint",
        parser="indexer.parsing.legacy_office:parse_slides",
        suffixes=frozenset({".ppt", ".pps", ".pot"}),
        contents=frozenset({"old Office document", "ZIP"}),
    ),
    Format(
        name="zip",
        media_type="application/zip",
        parser="indexer.parsing.archive:parse",
        suffixes=frozenset({".zip"}),
        contents=frozenset({"ZIP"}),
    ),
    Format(
        name="tar",
        media_type="application/x-tar",
        parser="indexer.parsing.tarball:parse",
        suffixes=frozenset(TAR_SUFFIXES.split()),
        contents=frozenset({"gzip archive", "bzip2 archive", "xz archive"}),
    ),
    Format(
        name="picture",
        media_type="image/*",
        parser="indexer.parsing.pictures:parse",
        suffixes=frozenset(PICTURE_SUFFIXES.split()),
        contents=frozenset(PICTURES.split("|")),  # each may have another one's ending
    ),
    Format(
        name="json",
        media_type="application/json",
        parser="indexer.parsing.json_data:parse",
        suffixes=frozenset({".json", ".jsonl", ".ndjson", ".geojson"}),
    ),
    Format(
        name="notebook",
        media_type="application/x-ipynb+json",
        parser="indexer.parsing.notebook:parse",
        suffixes=frozenset({".ipynb"}),
    ),
    Format(
        name="xml",
        media_type="application/xml",
        parser="indexer.parsing.xml_data:parse",
        suffixes=frozenset(XML_SUFFIXES.split()),
    ),
    Format(
        name="yaml",
        media_type="application/yaml",
        parser="indexer.parsing.keyed_data:parse_yaml",
        suffixes=frozenset({".yaml", ".yml"}),
    ),
    Format(
        name="settings",
        media_type="application/toml",
        parser="indexer.parsing.keyed_data:parse_settings",
        suffixes=frozenset({".toml", ".ini", ".cfg", ".conf", ".properties"}),
    ),
    Format(
        name="code",
        media_type="text/x-source",
        parser="indexer.parsing.source_code:parse",
        suffixes=frozenset(CODE_SUFFIXES.split()),
    ),
    Format(
        name="text",
        media_type="text/plain",
        parser="indexer.parsing.plain_text:parse",
        suffixes=frozenset(PROSE_SUFFIXES.split()),
        names=frozenset(PLAIN_NAMES.split()),
    ),
)


def format_of(path: Path) -> Format | None:
    """The format that the file's name promises, or None when no parser is for it."""
    suffix, name = path.suffix.lower(), path.name.lower()
    for known in FORMATS:
        if suffix in known.suffixes or name in known.names:
            return known
    return None


def parse_file(path: Path) -> ParsedDocument:
    """Read one file; whatever is wrong with it is raised as UnreadableDocument."""
    found = format_of(path)
    if found is None:
        raise UnreadableDocument(ReasonCode.UNSUPPORTED, path.suffix.lower())
    check_content(found, read_head(path))
    return with_shapeless_marked(parse_guarded(found.parse, path))


def with_shapeless_marked(document: ParsedDocument) -> ParsedDocument:
    """The document with characters that have no shape marked as hidden, in whichever format."""
    pages = tuple(
        replace(page, hidden=merged((*page.hidden, *shapeless)))
        if (shapeless := tuple(zero_width(page.text)))
        else page
        for page in document.pages
    )
    return replace(document, pages=pages) if pages != document.pages else document


def read_head(path: Path) -> bytes:
    """The first bytes of a regular file that is not empty."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableDocument(ReasonCode.NOT_A_FILE)
        with path.open("rb") as file:
            head = file.read(HEAD_LENGTH)
    except OSError as error:
        raise unreadable_file(error) from error
    if not head:
        raise UnreadableDocument(ReasonCode.EMPTY)
    return head


def unreadable_file(error: OSError) -> UnreadableDocument:
    """The operating system's refusal in our terms."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableDocument(ReasonCode.VANISHED)
    return UnreadableDocument(ReasonCode.NOT_READABLE, error.strerror or type(error).__name__)


def check_content(expected: Format, head: bytes) -> None:
    """Refuse a file whose first bytes belong to another format than its name says."""
    content = known_content(head)
    if content and content not in expected.contents:
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, content)
    if expected.contents and not content and is_readable_text(head):
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "plain text")


def parse_guarded(parse: ParseFunction, path: Path) -> ParsedDocument:
    """Call a parser so that nothing but UnreadableDocument comes out of it.

    This is the one place that catches everything: parsers run third-party code over hostile
    bytes, and one file must never end the run. The traceback goes to the log.
    """
    try:
        return parse(path)
    except UnreadableDocument:
        raise
    except MemoryError as error:
        raise UnreadableDocument(ReasonCode.PARSER_MEMORY) from error
    except RecursionError as error:
        raise UnreadableDocument(ReasonCode.DAMAGED, "nested too deeply") from error
    except (FileNotFoundError, PermissionError) as error:
        raise unreadable_file(error) from error
    except Exception as error:
        logger.exception("the parser failed on %s", path)
        raise UnreadableDocument(ReasonCode.DAMAGED, describe(error)) from error


def describe(error: Exception) -> str:
    """The class of an exception and the first line of its message."""
    lines = str(error).strip().splitlines()
    first = lines[0][:200] if lines else ""
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def parse_function(reference: str) -> ParseFunction:
    """Import the function that `module:function` names."""
    module, _, name = reference.partition(":")
    function: ParseFunction = getattr(importlib.import_module(module), name)
    return function
