"""The person's choices: each declared once with its type, default and words, kept in one TOML file.

Imports nothing heavy, so that the window may use it. A setting is read by its declaration:
`settings.get(ANSWER_MODE)`. `FOOTNOTE_SETTINGS` names another file.
"""

import contextlib
import logging
import os
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

import platformdirs
import tomli_w

from assistant.messages import Notice
from assistant.wording import NoticeCode
from indexer.patterns import is_pattern
from indexer.rules import LARGEST, Rules

logger = logging.getLogger(__name__)

Value = TypeVar("Value", str, int, float, bool, tuple[str, ...])
Table = dict[str, object]


def _anything(_: object) -> bool:
    return True


def _is_like(value: object, default: object) -> bool:
    """Whether it has the default's type; the only tuples are lists of words."""
    if isinstance(value, tuple) and not all(isinstance(each, str) for each in value):
        return False
    return type(value) is type(default)


def _ending(written: str) -> str:
    """“CSV”, “.csv” and “*.csv” as “.csv”."""
    return f".{written.strip().lstrip('*').lstrip('.').lower()}"


def _is_ending(written: str) -> bool:
    return len(_ending(written)) > 1 and not any(sign in written for sign in "/\\\n")


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """One choice; `key` is its dotted place in the file."""

    key: str
    default: Value
    label: str
    help: str
    choices: tuple[Value, ...] = ()
    """The only values allowed, or empty when `validate` alone decides."""
    validate: Callable[[Value], bool] = _anything

    def accepts(self, value: object) -> bool:
        """Whether this value has the setting's type and is allowed."""
        if not _is_like(value, self.default):
            return False
        return (not self.choices or value in self.choices) and self.validate(cast("Value", value))


ANSWER_MODE = Setting(
    "answers.mode",
    default="auto",
    label="How answers are written",
    help="“auto” trusts the model as far as it earned it; “quotes” never lets a model write.",
    choices=("auto", "quotes", "short", "full"),
)
LANGUAGE_MODEL = Setting(
    "answers.language_model",
    default="",
    label="Language model",
    help="Footnote’s choice is the one whose check-up went well enough, or else the one that came "
    "with it.",
)
NO_PAIR_MODEL = "none"
"""Chosen by whoever wants no reranker, or no model for checking sentences."""
RERANKER = Setting(
    "search.reranker",
    default="",
    label="Reranker",
    help="Reads the first results together with the question and puts them in order. Takes part of "
    "a second. “footnote models list” names some to install.",
)
ENTAILMENT_MODEL = Setting(
    "answers.entailment_model",
    default="",
    label="Model that checks sentences",
    help="Judges whether what a language model wrote follows from the passage, where the rules "
    "alone leave a doubt. “footnote models list” names some to install.",
)
PASSAGES_PER_ANSWER = Setting(
    "answers.passages",
    default=8,
    label="Passages per answer",
    help="More passages take longer to read and leave less room for the answer.",
    validate=lambda count: 1 <= count <= 40,
)
KEEP_TRACES = Setting(
    "answers.keep_traces",
    default=True,
    label="Keep traces",
    help=(
        "How each answer came about: passages, verdicts, timings, with personal data masked. Only "
        "on this computer, the newest thousand of the last 30 days. Off deletes them, too."
    ),
)
FORGET_WITH_DOCUMENTS = Setting(
    "answers.forget_with_documents",
    default=False,
    label="Forget answers with their documents",
    help=(
        "When a document is deleted or leaves the library, kept questions whose answers quote it "
        "are deleted, too. Otherwise they stay until you delete them."
    ),
)
THREADS = Setting(
    "performance.threads",
    default=0,
    label="Processor cores to use",
    help="0 leaves the choice to Footnote.",
    validate=lambda count: 0 <= count <= 256,
)

IGNORE: Setting[tuple[str, ...]] = Setting(
    "indexing.ignore",
    default=(),
    label="Left out of every folder",
    help=(
        "One pattern a line, as in a .gitignore: “*.log”, “drafts/”. “!” in front brings something "
        "back. A file named .footnoteignore does the same in its own folder."
    ),
    validate=lambda lines: all(is_pattern(line) for line in lines),
)
LARGEST_FILE = Setting(
    "indexing.largest_file",
    default=LARGEST // 1_000_000,
    label="Largest file, in megabytes",
    help="Larger files are skipped.",
    validate=lambda megabytes: 1 <= megabytes <= 100_000,
)
ENDINGS_LEFT_OUT: Setting[tuple[str, ...]] = Setting(
    "indexing.endings_left_out",
    default=(),
    label="Kinds of files left out",
    help="One ending a line, such as .csv.",
    validate=lambda endings: all(_is_ending(ending) for ending in endings),
)
PAUSE_ON_BATTERY = Setting(
    "indexing.pause_on_battery",
    default=False,
    label="Pause indexing on battery",
    help="New and changed documents wait until the computer is connected to mains again.",
)
READ_PICTURES = Setting(
    "indexing.read_pictures",
    default=True,
    label="Read scanned pages and pictures",
    help=(
        "Finds the words on scans, photos and screenshots, in Latin, Chinese and Japanese writing. "
        "A page takes some seconds. Applies to documents that are read from now on."
    ),
)

ALL_SETTINGS: tuple[Setting[str] | Setting[int] | Setting[bool] | Setting[tuple[str, ...]], ...] = (
    ANSWER_MODE,
    LANGUAGE_MODEL,
    RERANKER,
    ENTAILMENT_MODEL,
    PASSAGES_PER_ANSWER,
    KEEP_TRACES,
    FORGET_WITH_DOCUMENTS,
    THREADS,
    READ_PICTURES,
    PAUSE_ON_BATTERY,
    IGNORE,
    LARGEST_FILE,
    ENDINGS_LEFT_OUT,
)


def indexing_rules(settings: "Settings") -> Rules:
    """What the person wants left out of the library, as the indexer takes it."""
    return Rules(
        patterns=settings.get(IGNORE),
        largest=settings.get(LARGEST_FILE) * 1_000_000,
        endings=frozenset(map(_ending, settings.get(ENDINGS_LEFT_OUT))),
    )


def settings_file() -> Path:
    """Where the settings lie for this person on this machine."""
    if named := os.environ.get("FOOTNOTE_SETTINGS"):
        return Path(named)
    return Path(platformdirs.user_config_dir("Footnote", appauthor=False)) / "settings.toml"


class Settings:
    """What was chosen; keys that this version does not know stay in the file untouched.

    A file that cannot be read is set aside as a backup and `notices` says so.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_file()
        self.notices: list[Notice] = []
        self._table: Table = {}
        self.reload()

    def reload(self) -> None:
        """Read the file again, for what another process has written."""
        try:
            self._table = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._table = {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            self._table = {}
            self._set_aside()
        except OSError as error:
            logger.warning("the settings in %s cannot be read: %s", self.path, error)
            self._table = {}

    def get(self, setting: Setting[Value]) -> Value:
        """The value chosen, or the default when there is none or it is not allowed."""
        value = self._lookup(setting.key)
        if isinstance(value, list):
            value = tuple(value)
        if value is None:
            return setting.default
        if not setting.accepts(value):
            logger.warning("%s: %r is not allowed for %s", self.path, value, setting.key)
            return setting.default
        return cast("Value", value)

    def set(self, setting: Setting[Value], value: Value) -> None:
        """Choose a value and write the file; raises `ValueError` for one that is not allowed."""
        if not setting.accepts(value):
            raise ValueError(f"{value!r} is not allowed for {setting.key}")
        self.reload()
        *parents, name = setting.key.split(".")
        self._table_of(parents)[name] = value
        self._write()

    def reset(self, setting: Setting[Value]) -> None:
        """Go back to the default."""
        self.reload()
        *parents, name = setting.key.split(".")
        self._table_of(parents).pop(name, None)
        self._write()

    def _lookup(self, key: str) -> object:
        value: object = self._table
        for name in key.split("."):
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        return value

    def _table_of(self, parents: list[str]) -> Table:
        table = self._table
        for name in parents:
            inner = table.get(name)
            if not isinstance(inner, dict):
                inner = table[name] = {}
            table = cast("Table", inner)
        return table

    def _set_aside(self) -> None:
        """Keep the broken file under another name, so that nothing typed by hand is lost."""
        backup = self.path.with_name(self.path.name + ".broken")
        with contextlib.suppress(OSError):
            self.path.replace(backup)
        logger.warning("the settings in %s were broken; kept as %s", self.path, backup)
        self.notices.append(Notice(code=NoticeCode.SETTINGS_BROKEN, detail=str(backup)))

    def _write(self) -> None:
        """Replace the file in one step: whoever reads it sees the old one or the new one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "wb") as file:
                tomli_w.dump(self._table, file)
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
