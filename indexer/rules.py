"""What is left out of the library: the person's rules, and what they keep in `.footnoteignore`.

Patterns are those of `.gitignore`. The last one that is about a name decides, in this order:

1. `.gitignore`, inside a folder that holds a `.git`: there it says what is built or fetched rather
   than written, and people expect such files to stay out. Elsewhere the file was left behind by
   chance (in a copied or unpacked folder), and would hide documents without anybody knowing why.
2. the library's own patterns, then those of the source, from the source's top,
3. `.footnoteignore` in any folder, the innermost last.

So what a person says here outweighs what a project says for git.
"""

import logging
import os
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.patterns import Pattern, PatternList

logger = logging.getLogger(__name__)

LARGEST = 500_000_000
"""Bytes; larger files are skipped unless the person allows more."""

OWN_FILE = ".footnoteignore"
GIT_FILE = ".gitignore"
REPOSITORY = ".git"
RULE_FILES = frozenset({OWN_FILE, GIT_FILE, REPOSITORY})
"""What in a folder says something of the rules there."""
LARGEST_RULE_FILE = 200_000
"""Bytes; a larger file is no list that anybody wrote."""

FOLDER_MARKS = frozenset({"pyvenv.cfg", "CACHEDIR.TAG"})
"""A folder with such a file was made by a program: a Python environment, a cache."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The person's choices of what is not indexed."""

    patterns: tuple[str, ...] = ()
    """Lines as in a `.gitignore` at the top of every source."""
    largest: int = LARGEST
    """Bytes."""
    endings: frozenset[str] = frozenset()
    """Kinds of files that are left out, lower case with the dot."""

    def of_source(self, patterns: Sequence[str]) -> "Rules":
        """The same with the patterns of one source."""
        return replace(self, patterns=(*self.patterns, *patterns)) if patterns else self

    def at_top(self) -> "FolderRules":
        """What holds in a source's own folder, before it has been looked at."""
        patterns = PatternList(self.patterns)
        return FolderRules(own=((patterns, ""),)) if patterns else FolderRules()


@dataclass(slots=True)
class LeftOut:
    """What a walk met and did not even list."""

    hidden: int = 0
    """Files and folders that are hidden, the system's or a program's."""
    excluded: int = 0
    """Folders that a rule leaves out; files that a rule leaves out are listed one by one."""
    by_git: int = 0
    """Of these folders, those that a `.gitignore` leaves out."""


Anchored = tuple[tuple[PatternList, str], ...]
"""Lists of patterns, each with the path from the folder it belongs to; the last one decides."""


@dataclass(frozen=True, slots=True)
class FolderRules:
    """The patterns that hold in one folder."""

    git: Anchored = ()
    own: Anchored = ()
    in_repository: bool = False

    def deciding(self, name: str, is_folder: bool) -> tuple[Pattern, str] | None:
        """The pattern that decides on an entry of this folder, and the file that it stands in."""
        if not self.own and not self.git:
            return None
        for patterns, path in (*reversed(self.own), *reversed(self.git)):
            pattern = patterns.deciding(name, path + name, is_folder)
            if pattern is not None:
                return pattern, patterns.origin
        return None

    def inside(self, name: str) -> "FolderRules":
        """What holds in a folder of this folder, before it has been looked at."""
        if not self.git and not self.own:
            return self
        return replace(self, git=_deeper(self.git, name), own=_deeper(self.own, name))

    def looked_at(self, folder: str, names: Collection[str], below: str) -> "FolderRules":
        """The same with the files of rules in this folder; `below` is its path in its source."""
        rules = self
        if REPOSITORY in names:
            rules = replace(rules, git=(), in_repository=True)
        if GIT_FILE in names and rules.in_repository:
            rules = replace(rules, git=(*rules.git, *_read(folder, GIT_FILE, below)))
        if OWN_FILE in names:
            rules = replace(rules, own=(*rules.own, *_read(folder, OWN_FILE, below)))
        return rules


def sentence_of(pattern: Pattern, origin: str) -> str:
    """The rule as it was written, and where."""
    return f"{pattern.text} in {origin}" if origin else pattern.text


def _deeper(lists: Anchored, name: str) -> Anchored:
    return tuple((patterns, f"{path}{name}/") for patterns, path in lists)


def _read(folder: str, name: str, below: str) -> Anchored:
    patterns = PatternList(_lines(Path(folder, name)), below + name)
    return ((patterns, ""),) if patterns else ()


def _lines(path: Path) -> list[str]:
    """The lines of a file of rules; none of one that cannot be read, which the log says."""
    try:
        status = os.stat(path)  # noqa: PTH116 - as everywhere in the walk
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_RULE_FILE:
            logger.warning("%s is no list of rules and was left out", path)
            return []
        return path.read_bytes().decode("utf-8-sig", "replace").split("\n")
    except OSError as error:
        logger.warning("the rules in %s cannot be read: %s", path, error)
        return []
