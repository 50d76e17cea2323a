"""Lines of a `.gitignore`, compiled; each is asked about one file or folder at a time.

The walk asks about a folder before it enters it, so a pattern never has to look at the folders
around a name, as git's own rules say: what lies in a folder that is left out cannot be kept.
"""

import logging
import re
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

logger = logging.getLogger(__name__)

MOST_PATTERNS = 1_000
"""Of one list; what follows is not read, as every name is held against every pattern."""

LONGEST_PATTERN = 500
MOST_ANY_FOLDERS = 2
LONGEST_PATH = 1_024
"""`**/` in one pattern, and letters of a path: each more multiplies the ways to match.

A longer path is not held against patterns that name folders; few programs can open such a file.
"""

ANY_FOLDERS = "^(?:.+/)?"
ENDING = "(?:(?P<ps_d>/)|$)"
STAR = "[^/]*"
"""How pathspec writes a leading `**/`, the end of a pattern and a `*`."""

FLAGS = re.DOTALL | (re.IGNORECASE if sys.platform in ("win32", "darwin") else 0)
"""Names differ by case where the file system lets them."""


class BadPattern(ValueError):
    """The line is no pattern."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line that leaves something out, or with `!` keeps it."""

    text: str
    keeps: bool
    only_folders: bool
    is_path: bool
    """Whether it is held against the path below its folder; against the name alone otherwise."""
    regex: re.Pattern[str]

    def matches(self, name: str, path: str, is_folder: bool) -> bool:
        """Whether it is about this file or folder."""
        if self.only_folders and not is_folder:
            return False
        if self.is_path:
            return len(path) <= LONGEST_PATH and self.regex.fullmatch(path) is not None
        return self.regex.fullmatch(name) is not None

    def spells(self, name: str) -> bool:
        """Whether it ends with this very name, so that it cannot be meant in general."""
        return self.text.rstrip("/").removeprefix("!").rpartition("/")[2] == name


class PatternList:
    """The patterns of one file or setting; where several are about a name, the last one decides."""

    def __init__(self, lines: Sequence[str], origin: str = "") -> None:
        self.origin = origin
        """The file that they stand in, or nothing."""
        self._patterns = tuple(reversed(_compiled(lines, origin)))
        self._any_name = _union([each for each in self._patterns if not each.is_path])
        self._any_path = _union([each for each in self._patterns if each.is_path])

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def deciding(self, name: str, path: str, is_folder: bool) -> Pattern | None:
        """The pattern that decides on this name, given with its path below the list's folder."""
        if not self._may_match(name, path):
            return None
        for pattern in self._patterns:
            if pattern.matches(name, path, is_folder):
                return pattern
        return None

    def _may_match(self, name: str, path: str) -> bool:
        if self._any_name.fullmatch(name):
            return True
        return len(path) <= LONGEST_PATH and self._any_path.fullmatch(path) is not None


def compile_pattern(line: str) -> Pattern | None:
    """The pattern in a line, or None for an empty line and a comment; raises BadPattern."""
    text = line.rstrip("\r\n")
    text = text.rstrip(" ") if not text.endswith("\\ ") else text
    if not text or text.startswith("#"):
        return None
    keeps, body = text.startswith("!"), text.removeprefix("!")
    only_folders = body.endswith("/")
    body = body.removesuffix("/")
    if not body or len(text) > LONGEST_PATTERN or f"/{body}".count("/**/") > MOST_ANY_FOLDERS:
        raise BadPattern(text)
    return Pattern(text, keeps, only_folders, "/" in body, _regex(body, text))


def is_pattern(line: str) -> bool:
    """Whether the line can stand in a list of patterns; empty lines and comments can."""
    try:
        compile_pattern(line)
    except BadPattern:
        return False
    return "\n" not in line.rstrip("\n")


def _regex(body: str, text: str) -> re.Pattern[str]:
    """What the pattern without `!` and last slash means for one name, or for one path."""
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # here: few libraries need it

    if body in ("*", "**"):
        return _compile(".+")
    # What is in a folder at any depth is, one by one, any name below it.
    body = f"{body}/*" if body.endswith("/**") else body
    escaped = f"\\{body}" if body.startswith(("!", "#")) else body
    try:
        translated, _ = GitIgnoreSpecPattern.pattern_to_regex(escaped)
        if not translated:
            raise BadPattern(text)
        return _compile(_bounded(translated, is_path="/" in body))
    except (ValueError, re.error) as error:
        raise BadPattern(text) from error


def _bounded(translated: str, *, is_path: bool) -> str:
    """The expression without its open end, and so that no name keeps it busy for long.

    A star but the last takes the first place that fits and never another one, which finds whatever
    there is to find; trying all of them takes time by the power of the number of stars.
    """
    if translated == ".":
        return ".+"
    whole = translated.removesuffix(ENDING)
    whole = whole if is_path else whole.removeprefix(ANY_FOLDERS)
    first, *others = whole.split(STAR)
    if not others:
        return first
    *inner, last = others
    return first + "".join(map(_first_place, inner)) + STAR + last


def _first_place(part: str) -> str:
    return f"{STAR}{part}" if ".+" in part else f"(?>{STAR}?{part})"


def _compiled(lines: Sequence[str], origin: str) -> list[Pattern]:
    found: list[Pattern] = []
    for line in lines:
        try:
            pattern = compile_pattern(line)
        except BadPattern:
            logger.warning("%s: “%s” is no pattern and was left out", origin or "rules", line[:80])
            continue
        if pattern is not None and len(found) < MOST_PATTERNS:
            found.append(pattern)
    return found


def _union(patterns: Sequence[Pattern]) -> re.Pattern[str]:
    """One expression that matches what any of them matches, as most names match none."""
    return _compile("|".join(f"(?:{each.regex.pattern})" for each in patterns) or "(?!)")


def _compile(expression: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # "[[" may mean something else one day
        return re.compile(expression, FLAGS)
