"""Compare what is on disk with what the ledger says, and with what the index really holds."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from indexer.away import folders_away
from indexer.chunks import ChunkStore
from indexer.discover import FoundFile, below, below_any, discover
from indexer.documents import FileStatus, Reason, ReasonCode
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord
from indexer.rules import LeftOut, Rules
from indexer.sources import Sources

CLOCK_STEP_NS = 2_000_000_000
"""Two writes within this may leave the same time on a file; FAT counts in steps of 2 s."""

SKIPPED_CODES = frozenset(
    {
        ReasonCode.EMPTY,
        ReasonCode.NO_TEXT,
        ReasonCode.UNSUPPORTED,
        ReasonCode.TOO_LARGE,
        ReasonCode.NOT_A_FILE,
        ReasonCode.EXCLUDED,
        ReasonCode.NEEDS_LIBREOFFICE,
    }
)
"""Reasons that are nobody's fault; all others of an unreadable file are failures."""


class Verdict(Enum):
    """What a run has to do about a file."""

    UNCHANGED = auto()
    TO_DO = auto()
    SET_ASIDE = auto()
    """It cannot be read; the ledger does not say so yet."""
    STILL_SKIPPED = auto()
    STILL_FAILED = auto()


@dataclass(slots=True)
class Plan:
    """What a run has to do."""

    found: int = 0
    unchanged: int = 0
    skipped: int = 0
    """Skipped before and still the same."""
    to_do: list[FoundFile] = field(default_factory=list)
    set_aside: list[FileRecord] = field(default_factory=list)
    failed_before: list[FileRecord] = field(default_factory=list)
    gone: list[FileRecord] = field(default_factory=list)
    away: dict[str, int] = field(default_factory=dict)
    """Folders whose drive is not connected, with the number of their files, which are kept."""
    kept: int = 0
    """Files that cannot be looked at now; nothing is known against them."""
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    """What the walk did not even list, by source, for those that were walked to their end."""
    known: dict[str, FileRecord] = field(default_factory=dict)
    """All records of the ledger, by path."""


def reconcile(
    ledger: Ledger, store: ChunkStore, index_name: str
) -> tuple[dict[str, int], set[str]]:
    """Make index and ledger agree after whatever interrupted the last run.

    Returns the revisions that are complete, with their chunks, and those whose chunks were deleted.
    """
    stored, complete = store.revisions(), ledger.complete_revisions(index_name)
    unnamed = ledger.unnamed(stored.keys() | complete.keys())
    sound = {
        revision: chunks
        for revision, chunks in complete.items()
        if stored.get(revision) == chunks and revision not in unnamed
    }
    orphans = stored.keys() - sound.keys()
    if complete.keys() - sound.keys():
        ledger.forget_revisions(index_name, complete.keys() - sound.keys())
    if orphans:
        store.delete_revisions(orphans)
    return sound, orphans


def reset_lost(ledger: Ledger, complete: Mapping[str, int]) -> None:
    """Files whose chunks are not there wait to be indexed again."""
    if ledger.live_revisions().keys() <= complete.keys():
        return
    reason = Reason(ReasonCode.NOT_YET)
    ledger.put(
        [
            replace(record, status=FileStatus.WAITING, reason=reason)
            for record in ledger.files()
            if record.is_live and record.revision not in complete
        ]
    )


def make_plan(
    ledger: Ledger,
    library_folder: Path,
    roots: Sequence[str],
    complete: Mapping[str, int],
    *,
    rules: Rules,
    everything: bool,
    retry_failed: bool,
    read_again: bool,
) -> Plan:
    """Walk the roots and say what to do; with `everything`, files of no source count as gone."""
    plan = Plan(known={record.path: record for record in ledger.files()})
    sources = [str(source) for source in ledger.sources()]
    plan.away = dict.fromkeys(folders_away(ledger, sources, plan.known), 0)
    walk = _Walk(Sources(ledger.source_records(), rules), sources, library_folder, plan)
    seen: set[str] = set()
    for found in walk.files(roots):
        plan.found += 1
        seen.add(found.path)
        _file_under(plan, found, complete, retry_failed, read_again)
    in_question = None if everything else roots
    _sort_out_unseen(plan, seen, in_question, walk.unreachable)
    return plan


def _sort_out_unseen(
    plan: Plan, seen: Collection[str], roots: Sequence[str] | None, unreachable: Sequence[str]
) -> None:
    """Tell the files that were not met apart: away with a drive, behind a closed door, or gone."""
    in_question = None if roots is None else frozenset(roots)
    for path, record in plan.known.items():
        if path in seen or not (in_question is None or below_any(path, in_question)):
            continue
        away = next((folder for folder in plan.away if below(path, folder)), None)
        if away is not None:
            plan.away[away] += 1
        elif any(below(path, folder) for folder in unreachable):
            plan.kept += 1
        else:
            plan.gone.append(record)


UNREACHABLE_CODES = frozenset({ReasonCode.NOT_READABLE, ReasonCode.VANISHED})
"""What is below such a folder is not deleted: the drive may be unplugged."""


def is_kept(record: FileRecord) -> bool:
    """Whether its passages are from a former time, because it could not be read since."""
    return record.is_live and record.reason is not None and record.reason.code in UNREACHABLE_CODES


def is_obstacle(record: FileRecord) -> bool:
    """Whether it stands for a folder that could not be entered, not for a file with passages."""
    reason = record.reason
    return not record.is_live and reason is not None and reason.code in UNREACHABLE_CODES


def status_for(reason: Reason) -> FileStatus:
    """Whether a file that cannot be read is skipped or failed."""
    return FileStatus.SKIPPED if reason.code in SKIPPED_CODES else FileStatus.FAILED


def judge(
    found: FoundFile,
    record: FileRecord | None,
    complete: Mapping[str, int],
    *,
    retry_failed: bool,
    read_again: bool = False,
) -> Verdict:
    """What to do about a file, from its size and time alone; `read_again` asks for none of it."""
    if found.problem is not None:
        return _judge_problem(found, found.problem, record)
    if record is None or read_again or _may_have_changed(found, record):
        return Verdict.TO_DO
    if record.is_live:
        if is_kept(record):
            return Verdict.TO_DO
        return Verdict.UNCHANGED if record.revision in complete else Verdict.TO_DO
    if not record.revision or record.status is FileStatus.WAITING:
        return Verdict.TO_DO  # it was never read, so nothing is known about its content
    if record.status is FileStatus.SKIPPED:
        return Verdict.TO_DO if _lacks_nothing_now(record) else Verdict.STILL_SKIPPED
    return Verdict.TO_DO if retry_failed else Verdict.STILL_FAILED


def _lacks_nothing_now(record: FileRecord) -> bool:
    """Whether the program that was missing for reading it has been installed since."""
    if record.reason is None or record.reason.code is not ReasonCode.NEEDS_LIBREOFFICE:
        return False
    from indexer.parsing import legacy_office  # here: it brings libraries that few runs need

    return legacy_office.is_available()


class _Walk:
    """Walks folders; notes what is away in the plan and what cannot be entered in `unreachable`."""

    def __init__(
        self, held: Sources, sources: Sequence[str], library_folder: Path, plan: Plan
    ) -> None:
        self._held = held
        self._sources = sources
        self._library_folder = library_folder
        self._plan = plan
        self.unreachable: list[str] = []

    def files(self, roots: Sequence[str]) -> Iterator[FoundFile]:
        """Every file below the roots that can be looked at, and what stands in the way."""
        for root in roots:
            if any(below(root, folder) for folder in self._plan.away):
                continue
            try:
                for found in self._below(root):
                    if found.problem is not None and found.problem.code in UNREACHABLE_CODES:
                        self.unreachable.append(found.path)
                    yield found
            except OSError as error:
                yield from self._without(root, error)

    def _below(self, root: str) -> Iterator[FoundFile]:
        """Every file below a root by the rules of its source, or by none when it has no source."""
        source = self._held.holding(root)
        if source is None:
            yield from discover(root, self._library_folder)
            return
        rules, left_out = self._held.rules_of(source), LeftOut()
        yield from discover(root, self._library_folder, rules, source=source, left_out=left_out)
        if root == source:
            self._plan.left_out[source] = left_out

    def _without(self, root: str, error: OSError) -> Iterator[FoundFile]:
        """Why a root cannot be walked: deleted, away, or nobody knows."""
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        if missing and self._is_deleted(root):
            return
        if root in self._sources and not _is_forbidden(error):
            self._plan.away[root] = 0
            return
        self.unreachable.append(root)
        code = ReasonCode.VANISHED if missing else ReasonCode.NOT_READABLE
        detail = "" if missing else error.strerror or type(error).__name__
        yield FoundFile(root, root, problem=Reason(code, detail))

    def _is_deleted(self, root: str) -> bool:
        """Whether somebody deleted it; a folder that is a source only the person removes."""
        if root in self._sources:
            return _is_deleted_file(self._plan.known.get(root))
        return any(below(root, source) and Path(source).is_dir() for source in self._sources)


def _is_forbidden(error: OSError) -> bool:
    """Whether the person may not enter, rather than that there is no drive behind the door."""
    return isinstance(error, PermissionError) and getattr(error, "winerror", None) != NOT_READY


NOT_READY = 21
"""Windows' code for a drive without a medium."""


def _is_deleted_file(record: FileRecord | None) -> bool:
    """Whether a missing source was a file that somebody deleted, not a drive that is unplugged."""
    return record is not None and record.size > 0 and Path(record.path).parent.is_dir()


def _file_under(
    plan: Plan,
    found: FoundFile,
    complete: Mapping[str, int],
    retry_failed: bool,
    read_again: bool,
) -> None:
    record = plan.known.get(found.path)
    match judge(found, record, complete, retry_failed=retry_failed, read_again=read_again):
        case Verdict.UNCHANGED:
            plan.unchanged += 1
        case Verdict.TO_DO:
            plan.to_do.append(found)
        case Verdict.STILL_SKIPPED:
            plan.skipped += 1
        case Verdict.STILL_FAILED:
            assert record is not None
            plan.failed_before.append(record)
        case Verdict.SET_ASIDE:
            plan.set_aside.append(_problem_record(found))


def _judge_problem(found: FoundFile, problem: Reason, record: FileRecord | None) -> Verdict:
    if record is None or record.reason != problem or record.size != found.size:
        return Verdict.SET_ASIDE
    if record.status is FileStatus.SKIPPED:
        return Verdict.STILL_SKIPPED
    return Verdict.SET_ASIDE


def _problem_record(found: FoundFile) -> FileRecord:
    assert found.problem is not None
    return FileRecord(
        found.path,
        status_for(found.problem),
        found.problem,
        source=found.source,
        size=found.size,
        mtime_ns=found.mtime_ns,
    )


def _may_have_changed(found: FoundFile, record: FileRecord) -> bool:
    if (found.size, found.mtime_ns) != (record.size, record.mtime_ns):
        return True
    if record.revision and not record.revision.endswith(f"-{found.format_name}"):
        return True  # this version of the program reads such files differently
    # Read so soon after it was written that another write may bear the same time.
    return record.mtime_ns + CLOCK_STEP_NS > record.checked_ns
