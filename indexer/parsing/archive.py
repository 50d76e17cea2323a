"""Archives: their members as one text, each under a heading with its name, within limits.

What a member claims of itself (name, size, kind) is never trusted: nothing is unpacked under its
own name, and bytes are counted as they come out.
"""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.attachments import (
    NO_TIME,
    NOT_IN_A_NAME,
    Allowance,
    Attachment,
    AttachmentReader,
    format_of_attachment,
    is_enclosed,
)
from indexer.parsing.building import TextBuilder
from indexer.parsing.recognising import tell_page
from indexer.parsing.zip_files import (
    BROKEN,
    ENCRYPTED_FLAG,
    member_name,
    open_archive,
    read_bounded,
)

MEDIA_TYPE = "application/zip"
MOST_MEMBERS = 2000
MOST_UNPACKED = 1_000_000_000
LARGEST_MEMBER = 200_000_000
"""Bytes unpacked; a larger one is not read."""
MOST_MENTIONED = 2000
"""Members that are not read, but whose names are text of the document."""
MOST_PASSED_OVER = 200_000
"""Members that are not read, after which no more are looked at."""
MOST_WARNINGS = 30
"""That are told one by one."""
MOST_CHARACTERS = 50_000_000
"""Of all members' texts; what would follow is not read."""
LONGEST_PATH = 160
"""Characters of a member's name in a label."""
JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def parse(path: Path) -> ParsedDocument:
    """Read a ZIP archive; a member that cannot be read becomes a warning."""
    try:
        with open_archive(path) as archive:
            return _document(archive, "" if is_enclosed() else path.name)
    except BROKEN as error:
        raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error


def _document(archive: zipfile.ZipFile, name: str) -> ParsedDocument:
    builder = TextBuilder()
    reader = MemberReader(builder, name)
    members = [member for member in archive.infolist() if not member.is_dir()]
    for number, member in enumerate(members, 1):
        if not reader.has_room:
            break
        if not is_junk(member.filename):
            _add(archive, member, reader, (number, len(members)))
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(builder.page(),),
        warnings=summed_up(reader.warnings),
        encloses=len(members),
    )


def summed_up(warnings: list[str]) -> tuple[str, ...]:
    """The first warnings, and how many more there are."""
    more = len(warnings) - MOST_WARNINGS
    return (*warnings[:MOST_WARNINGS], *((f"and {more} more like these",) if more > 0 else ()))


class MemberReader(AttachmentReader):
    """Appends members to the text of their archive."""

    noun = "member"

    def __init__(self, builder: TextBuilder, archive_name: str) -> None:
        super().__init__(builder, Allowance(MOST_MEMBERS, MOST_UNPACKED))
        self._prefix = f"in {super().shown_name(archive_name)}: " if archive_name else ""
        self._mentioned = 0

    @property
    def has_room(self) -> bool:
        """Whether more may be read; where not, a warning says so."""
        is_full = self._allowance.files <= 0 or self._allowance.is_over
        is_full = is_full or self._mentioned > MOST_PASSED_OVER
        if is_full or self._builder.length > MOST_CHARACTERS:
            why = NO_TIME if self._allowance.is_over else "it holds too much"
            self.warnings.append(f"the rest of the archive was not read: {why}")
            return False
        return True

    def where(self, name: str, place: str) -> str:
        """Where passages of a member are said to be: in which archive, and its path there."""
        return f"{place}{', ' if place else ''}{self._prefix}{name}"

    def shown_name(self, name: str) -> str:
        """The path within the archive without steps that lead out of it; the end of long ones."""
        path = PurePosixPath(NOT_IN_A_NAME.sub(" ", name).replace("\\", "/"))
        parts = [part for part in path.parts if part.strip(" ./") and not part.endswith(":")]
        shown = " ".join("/".join(parts).split())
        return f"…{shown[-LONGEST_PATH:]}" if len(shown) > LONGEST_PATH else shown or "no name"

    def mention(self, name: str, note: str, place: str = "") -> None:
        """A line with the name of a member that is not read, as long as these are not too many."""
        self._mentioned += 1
        if self._mentioned <= MOST_MENTIONED:
            super().mention(name, note, self.where(name, place))

    def warn(self, name: str, why: str) -> None:
        """A warning about a member that should have been read; its name is text all the same."""
        shown = self.shown_name(name)
        self.warnings.append(f"member {shown} was not read: {why}")
        self.mention(shown, "not read")

    def most_bytes(self) -> int:
        """How many bytes the next member may have."""
        return min(LARGEST_MEMBER, self._allowance.size)


def _add(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    reader: MemberReader,
    place: tuple[int, int],
) -> None:
    """Read one member, or say why not; `place` is its number and how many there are."""
    name = member_name(member)
    if stat.S_ISLNK(member.external_attr >> 16):
        return
    if format_of_attachment(Attachment(name, b"")) is None:
        reader.mention(reader.shown_name(name), "not read")
        return
    if not member.file_size:
        reader.mention(reader.shown_name(name), "empty")
        return
    if member.flag_bits & ENCRYPTED_FLAG:
        reader.warn(name, "it needs a password")
        return
    try:
        with archive.open(member) as file:
            data = read_bounded(file, reader.most_bytes())
    except (*BROKEN, NotImplementedError, RuntimeError) as error:
        reader.warn(name, f"it is damaged or packed in an unknown way ({error})")
        return
    if data is None:
        reader.warn(name, "it is too large")
        return
    tell_page(*place)
    reader.add(Attachment(name, data))


def is_junk(name: str) -> bool:
    """Whether a member is what file managers leave behind."""
    last = name.rsplit("/", 1)[-1].lower()
    return name.startswith("__MACOSX/") or last in JUNK_NAMES or last.startswith("._")
