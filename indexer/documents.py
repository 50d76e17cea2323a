"""What a parsed file is: pages of text with blocks, and where everything stands in it."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters (Python string indices) in a page's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """What a block of text is on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    """Running heads, page numbers: text of the page that is never a passage."""


@dataclass(frozen=True, slots=True)
class RowNames:
    """How a person would name rows of a table by their numbers: "rows 3–20", "Sheet Q3!A2:F18"."""

    first: int
    """Number of the row on the block's first line; every further line is the next row."""
    before: str
    between: str
    alone: str = ""
    """Stands before the number of a single row; where empty, one row is named like several."""

    def label(self, first: int, last: int) -> str:
        """The name of the rows from `first` to `last`."""
        if first == last and self.alone:
            return f"{self.alone}{first}"
        return f"{self.before}{first}{self.between}{last}"

    def continues(self, other: "RowNames") -> bool:
        """Whether rows of both can be named together."""
        return (self.before, self.between) == (other.before, other.between)


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of layout; `span` indexes the text of the page that holds it."""

    kind: BlockKind
    span: Span
    level: int = 0
    """Depth of a heading, 1 for the topmost; 0 for everything else."""
    label: str = ""
    """Where a person would say this is, when the format has a better name than its heading."""
    rows: RowNames | None = None
    """Set where the lines of the block are rows with numbers of their own."""


class HiddenBecause(StrEnum):
    """Why a person who looks at the page does not see this text."""

    NO_CONTRAST = "no-contrast"
    """Painted in the colour of what is behind it."""
    TINY = "tiny"
    OFF_PAGE = "off-page"
    COVERED = "covered"
    INVISIBLE = "invisible"
    """The file says so itself: not painted, `display: none`, a hidden run, row, sheet or slide."""
    ZERO_WIDTH = "zero-width"
    """Characters without a shape, more of them than any script needs."""


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A stretch of a page's text that is in the file but not to be seen."""

    span: Span
    because: HiddenBecause


@dataclass(frozen=True, slots=True)
class WordBox:
    """Where a recognised word stands on its page, as parts of the page's width and height.

    The origin is the upper left corner of the page as it is shown, so all four lie in 0..1.
    """

    span: Span
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """Text that was read off a picture, by us or, in a scan with a text layer, by somebody else."""

    confidence: float | None = None
    """Mean over the characters, 0 to 1; None where another program recognised the text."""
    words: tuple[WordBox, ...] = ()
    """In the order of the text; empty where the file itself says where its words are."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide or, for formats without pages, the whole document (`number` is None).

    For PDF the text is exactly what pdfium gives, line ends and all, because the viewer finds the
    words on the page by their character indices.
    """

    number: int | None
    text: str
    blocks: tuple[Block, ...] = ()
    label: str = ""
    """The printed label ("iv", "A-3") when it differs from the number."""
    hidden: tuple[HiddenText, ...] = ()
    """What of the text cannot be seen, in order and without overlaps."""
    recognition: Recognition | None = None
    """Set where the text was read off a picture, so that its very words are not certain."""
    placed: tuple[WordBox, ...] = ()
    """Where text stands that is on the page, but not in the text that the viewer knows of it."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the document's own table of contents."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a parser read from one file."""

    media_type: str
    pages: tuple[Page, ...]
    title: str = ""
    language: str = ""
    outline: tuple[OutlineEntry, ...] = ()
    warnings: tuple[str, ...] = ()
    """What could not be read, one sentence each; a document with warnings is indexed partly."""
    encloses: int = 0
    """Files of its own that it holds, read or not: members of an archive, attachments of a mail."""

    @property
    def has_text(self) -> bool:
        """Whether any page holds anything but white space."""
        return any(page.text.strip() for page in self.pages)


class FileStatus(StrEnum):
    """How a file stands in the ledger; the words are the command line's contract."""

    WAITING = "waiting"
    INDEXED = "indexed"
    PARTLY = "partly"
    SKIPPED = "skipped"
    FAILED = "failed"


class FileMark(StrEnum):
    """What a person should know of an indexed file beside its status."""

    HIDDEN_TEXT = "hidden-text"
    SCANNED = "scanned"
    """At least one page was read off a picture."""
    ENCLOSES = "encloses"
    """Holds files of its own: an archive, or a mail with attachments."""


class ReasonCode(StrEnum):
    """Why a file is not, or not wholly, indexed."""

    # skipped: nothing is wrong, there is nothing for us in it
    EMPTY = "empty"
    NO_TEXT = "no-text"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too-large"
    NOT_A_FILE = "not-a-file"
    EXCLUDED = "excluded"
    """By a rule of the person's own; the detail is the rule."""
    NEEDS_LIBREOFFICE = "needs-libreoffice"
    # failed: the file could not be read
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    WRONG_FORMAT = "wrong-format"
    NOT_READABLE = "not-readable"
    VANISHED = "vanished"
    PARSER_CRASHED = "parser-crashed"
    PARSER_TIMEOUT = "parser-timeout"
    PARSER_MEMORY = "parser-memory"
    # partly
    PAGES_UNREADABLE = "pages-unreadable"
    PAGES_WITHOUT_TEXT = "pages-without-text"
    # waiting
    NOT_YET = "not-yet"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the fact that goes with it; `assistant.wording` makes the sentence."""

    code: ReasonCode
    detail: str = ""

    @property
    def is_from_git(self) -> bool:
        """Whether a `.gitignore` leaves the file out, and not a rule of the person's own."""
        return self.code is ReasonCode.EXCLUDED and is_git_rule(self.detail)


def is_git_rule(rule: str) -> bool:
    """Whether a rule, as it is told, stands in a `.gitignore`: “*.log in project/.gitignore”."""
    return rule.partition(" in ")[2].endswith(".gitignore")
