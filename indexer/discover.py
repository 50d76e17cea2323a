"""Find the files below a source, each with what can be said of it without opening it."""

import os
import stat
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from indexer.documents import Reason, ReasonCode, is_git_rule
from indexer.folder_entries import (
    folder_id,
    has_hidden_mark,
    has_hidden_name,
    is_link,
    leads_to_folder,
    status_of,
)
from indexer.parsing.registry import format_of
from indexer.rules import (
    FOLDER_MARKS,
    RULE_FILES,
    FolderRules,
    LeftOut,
    Rules,
    sentence_of,
)

NO_RULES = Rules()

NOT_UNICODE = "its name is not valid text; rename it"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk, or something that stands in the way of finding files."""

    path: str
    source: str
    size: int = 0
    mtime_ns: int = 0
    format_name: str = ""
    """The format that its name promises."""
    problem: Reason | None = None
    """Why it will not be read, when that is clear from the outside."""


def discover(
    root: str,
    library_folder: Path,
    rules: Rules = NO_RULES,
    *,
    source: str | None = None,
    left_out: LeftOut | None = None,
) -> Iterator[FoundFile]:
    """Every file below a root (or the root itself), leaving out hidden ones and the library.

    A root inside a source comes with it, because the source's rules hold there too. What is not
    even listed is counted in `left_out`. Links to folders are not followed, so no file is met
    twice; links to files are read as files. Raises OSError when the root cannot be read at all.
    """
    if not is_unicode(root):
        name = printable(root)
        yield FoundFile(name, name, problem=Reason(ReasonCode.NOT_READABLE, NOT_UNICODE))
        return
    walk = _Walk(source or root, library_folder, rules, left_out or LeftOut())
    status = os.stat(root)  # noqa: PTH116 - the whole walk is over strings, for speed
    if not stat.S_ISDIR(status.st_mode):
        yield walk.file(root, status)
        return
    with os.scandir(root):  # an unreadable root is an error, an unreadable subfolder an entry
        pass
    yield from walk.folder(root)


def reaches(source: str, path: str, rules: Rules = NO_RULES) -> bool:
    """Whether the walk of a source comes to a path in it, as far as names and rules say."""
    return _Walk(source, Path(), rules, LeftOut()).way_to(path).verdict in COME_BY


def printable(path: str) -> str:
    """The path as text that can be written anywhere, when its name is not valid Unicode."""
    return path.encode("utf-8", "backslashreplace").decode()


def below(path: str, folder: str) -> bool:
    """Whether a path is the folder itself or something in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def below_any(path: str, folders: Container[str]) -> bool:
    """Whether a path is one of the folders or something in one of them, however many there are."""
    while path not in folders:
        parent = os.path.dirname(path)  # noqa: PTH120 - asked for every file of the ledger
        if parent == path:
            return False
        path = parent
    return True


def outermost(paths: Sequence[str]) -> list[str]:
    """The paths without those that lie in another one of them, each once."""
    unique = sorted(set(paths))
    return [
        path for path in unique if not any(other != path and below(path, other) for other in unique)
    ]


class _Verdict(Enum):
    """What names and rules say of a file or folder."""

    ORDINARY = auto()
    WANTED = auto()
    """The person named it to have it read, although it would be left out by itself."""
    HIDDEN = auto()
    EXCLUDED = auto()


ON_THE_WAY = RULE_FILES | FOLDER_MARKS

COME_BY = (_Verdict.ORDINARY, _Verdict.WANTED)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A folder or file that the walk comes to, with what holds there."""

    verdict: _Verdict
    rules: FolderRules
    """In a folder, before it has been looked at."""
    rule: str = ""
    """The one that leaves it out."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that the walk has yet to look at."""

    path: str
    rules: FolderRules
    verdict: _Verdict


class _Walk:
    """A walk over one source, or over a part of it."""

    def __init__(self, source: str, library: Path, rules: Rules, left_out: LeftOut) -> None:
        self._source = source
        self._library = folder_id(library)
        self._rules = rules
        self._left_out = left_out

    def file(self, path: str, status: os.stat_result) -> FoundFile:
        """A file that is a root; a rule may leave it out where it is not the whole source."""
        way = self.way_to(path)
        if way.verdict in COME_BY:
            return self._judged(path, status)
        return self._excluded(path, status, way.rule)

    def folder(self, root: str) -> Iterator[FoundFile]:
        """Every file in a folder and its folders."""
        way = self.way_to(root)
        if way.verdict not in COME_BY:
            self._left_out.excluded += 1
            return
        if folder_id(root) == self._library:
            return
        waiting = [_Folder(root, way.rules, _Verdict.WANTED)]
        while waiting:
            subfolders: list[_Folder] = []
            yield from self._entries(waiting.pop(), subfolders)
            waiting.extend(reversed(subfolders))

    def way_to(self, path: str) -> _Standing:
        """What is met on the way from the source to a path in it."""
        standing = _Standing(_Verdict.ORDINARY, self._rules.at_top())
        folder = self._source
        for name in Path(path).relative_to(folder).parts:
            # Not with pathlib: this is asked for every path that changes.
            here = {each for each in ON_THE_WAY if os.path.lexists(f"{folder}{os.sep}{each}")}
            if folder != self._source and _is_of_a_program(here, standing.verdict):
                return _Standing(_Verdict.HIDDEN, standing.rules, name)
            rules = standing.rules.looked_at(folder, here, self._in_source(folder))
            folder = os.path.join(folder, name)  # noqa: PTH118
            is_folder = os.path.isdir(folder)  # noqa: PTH112
            hidden = has_hidden_name(name, is_folder)
            verdict, rule = _verdict(name, is_folder, hidden, rules)
            standing = _Standing(verdict, rules.inside(name), rule)
            if verdict not in COME_BY:
                break
        return standing

    def _entries(self, folder: _Folder, subfolders: list[_Folder]) -> Iterator[FoundFile]:
        try:
            with os.scandir(folder.path) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield FoundFile(printable(folder.path), self._source, problem=_refusal(error))
            return
        names = {entry.name for entry in entries}
        if _is_of_a_program(names, folder.verdict):
            self._left_out.hidden += 1
            return
        rules = folder.rules
        if not names.isdisjoint(RULE_FILES):
            rules = rules.looked_at(folder.path, names, self._in_source(folder.path))
        for entry in entries:
            try:
                yield from self._entry(entry, rules, subfolders)
            except OSError as error:
                yield FoundFile(printable(entry.path), self._source, problem=_refusal(error))

    def _entry(
        self, entry: os.DirEntry[str], rules: FolderRules, subfolders: list[_Folder]
    ) -> Iterator[FoundFile]:
        is_folder = leads_to_folder(entry)
        hidden = has_hidden_name(entry.name, is_folder) or has_hidden_mark(entry)
        verdict, rule = _verdict(entry.name, is_folder, hidden, rules)
        if verdict is _Verdict.HIDDEN:
            self._left_out.hidden += 1
        elif not is_unicode(entry.name):
            problem = Reason(ReasonCode.NOT_READABLE, NOT_UNICODE)
            yield FoundFile(printable(entry.path), self._source, problem=problem)
        elif is_folder:
            self._subfolder(entry, verdict, rules, subfolders, rule)
        elif verdict is _Verdict.EXCLUDED:
            yield self._excluded(entry.path, status_of(entry), rule)
        else:
            yield self._judged(entry.path, status_of(entry))

    def _subfolder(
        self,
        entry: os.DirEntry[str],
        verdict: _Verdict,
        rules: FolderRules,
        subfolders: list[_Folder],
        rule: str,
    ) -> None:
        if is_link(entry) or folder_id(entry) == self._library:
            return
        if verdict is _Verdict.EXCLUDED:
            self._left_out.excluded += 1
            self._left_out.by_git += is_git_rule(rule)
            return
        subfolders.append(_Folder(entry.path, rules.inside(entry.name), verdict))

    def _judged(self, path: str, status: os.stat_result) -> FoundFile:
        known = format_of(Path(path))
        name = known.name if known else ""
        problem = _problem(path, name, status, self._rules)
        return FoundFile(path, self._source, status.st_size, status.st_mtime_ns, name, problem)

    def _excluded(self, path: str, status: os.stat_result, rule: str) -> FoundFile:
        problem = Reason(ReasonCode.EXCLUDED, rule)
        return FoundFile(path, self._source, status.st_size, status.st_mtime_ns, problem=problem)

    def _in_source(self, folder: str) -> str:
        """The folder's path below its source, with a slash at the end unless it is nothing."""
        inner = folder[len(self._source.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
        return f"{inner}/" if inner else ""


def _is_of_a_program(names: Collection[str], verdict: _Verdict) -> bool:
    """Whether these names are those in a folder that a program made, and nobody asked for it."""
    return verdict is not _Verdict.WANTED and not FOLDER_MARKS.isdisjoint(names)


def _verdict(
    name: str, is_folder: bool, is_hidden: bool, rules: FolderRules
) -> tuple[_Verdict, str]:
    """What becomes of a file or folder, and the rule that leaves it out."""
    by_itself = _Verdict.HIDDEN if is_hidden else _Verdict.ORDINARY
    decided = rules.deciding(name, is_folder)
    if decided is None:
        return by_itself, name
    pattern, origin = decided
    if not pattern.keeps:
        return (_Verdict.HIDDEN if is_hidden else _Verdict.EXCLUDED), sentence_of(pattern, origin)
    # "!*" is meant for what another rule leaves out, not for what nobody wants to see.
    return (_Verdict.WANTED if pattern.spells(name) else by_itself), name


def _problem(path: str, format_name: str, status: os.stat_result, rules: Rules) -> Reason | None:
    if not stat.S_ISREG(status.st_mode):
        return Reason(ReasonCode.NOT_A_FILE)
    ending = os.path.splitext(path)[1].lower()  # noqa: PTH122
    if ending in rules.endings:
        return Reason(ReasonCode.EXCLUDED, ending)
    if not format_name:
        return Reason(ReasonCode.UNSUPPORTED, ending)
    if status.st_size == 0:
        return Reason(ReasonCode.EMPTY)
    if status.st_size > rules.largest:
        return Reason(ReasonCode.TOO_LARGE, f"{status.st_size // 1_000_000} MB")
    return None


def is_unicode(name: str) -> bool:
    """Whether a name can be written down; other systems' names may hold bytes that are no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _refusal(error: OSError) -> Reason:
    return Reason(ReasonCode.NOT_READABLE, error.strerror or type(error).__name__)
