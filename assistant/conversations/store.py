"""Keeps conversations: begun, gone on with, listed, searched, renamed and deleted."""

import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from assistant.answers import AnyAnswer
from assistant.conversation import ConversationEntry, KeptTurn
from assistant.conversations.database import ConversationDatabase
from assistant.conversations.errors import ConversationsUnusable, NoSuchConversation
from assistant.conversations.rows import CITATION_COLUMNS, answer_of
from assistant.conversations.searching import conversations_with, pieces_of
from assistant.conversations.titles import name_of, title_of
from assistant.conversations.writing import ConversationWriter
from indexer.discover import below

logger = logging.getLogger(__name__)

FORGETTING = "forgetting"
"""The fact that deleted text is still on the disk, because another process was reading then."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a question was kept."""

    conversation: int
    turn: int
    title: str


def _ignore(_: Path) -> None:
    pass


class ConversationStore:
    """The conversations of a library folder; one object serves all threads of a process.

    Needs no writer's lock: whoever may read the library may keep conversations. Every method raises
    `ConversationError` where the file cannot be used.
    """

    def __init__(self, folder: Path, on_set_aside: Callable[[Path], None] = _ignore) -> None:
        """`on_set_aside` is told where a damaged file is kept, once a new one takes its place."""
        self._database = ConversationDatabase(folder, on_set_aside)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # -- reading ---------------------------------------------------------------------------------

    def entries(self, search: str = "") -> tuple[ConversationEntry, ...]:
        """All conversations, or those that hold the words of a search, the last used first."""
        rows = self._database.read(
            "SELECT id, title, (SELECT count(*) FROM turns WHERE conversation = conversations.id), "
            "changed_at FROM conversations ORDER BY changed_at DESC, id DESC"
        )
        pieces = pieces_of(search)
        found = conversations_with(self._database, pieces) if pieces and rows else {}
        return tuple(
            ConversationEntry(
                id=id, title=title, turns=turns, changed_at=changed_at, found=found.get(id, "")
            )
            for id, title, turns, changed_at in rows
            if not pieces or id in found
        )

    def title(self, conversation: int) -> str:
        """What it is called; raises NoSuchConversation."""
        rows = self._database.read("SELECT title FROM conversations WHERE id = ?", (conversation,))
        if not rows:
            raise NoSuchConversation(conversation)
        return str(rows[0][0])

    def turns(self, conversation: int) -> tuple[KeptTurn, ...]:
        """Its questions and answers as they were given, in order; raises NoSuchConversation."""
        self.title(conversation)
        return self._turns("conversation = ? ORDER BY id", conversation)

    def turn(self, conversation: int, turn: int) -> KeptTurn:
        """One of its questions with the answer; raises NoSuchConversation."""
        found = self._turns("conversation = ? AND id = ?", conversation, turn)
        if not found:
            raise NoSuchConversation(conversation, turn)
        return found[0]

    def earlier(self, conversation: int, count: int) -> tuple[KeptTurn, ...]:
        """Its last `count` questions and answers, in order; none where it is gone."""
        return self._turns("conversation = ? ORDER BY id DESC LIMIT ?", conversation, count)[::-1]

    def latest(self) -> int | None:
        """The conversation that was used last."""
        entries = self.entries()
        return entries[0].id if entries else None

    def citing(self, path: Path) -> tuple[int, ...]:
        """The conversations that quote a file, or a file in a folder, as they were cited."""
        rows = self._database.read(
            "SELECT DISTINCT path, conversation FROM citations JOIN turns ON turns.id = turn"
        )
        wanted = str(path)
        return tuple(sorted({int(id) for cited, id in rows if below(cited, wanted)}))

    def traces(self, conversations: Collection[int]) -> tuple[str, ...]:
        """Ids of the traces of all their answers."""
        rows = self._database.read("SELECT conversation, trace FROM turns WHERE trace <> ''")
        return tuple(trace for conversation, trace in rows if conversation in conversations)

    # -- writing ---------------------------------------------------------------------------------

    def keep(
        self,
        conversation: int | None,
        question: str,
        answer: AnyAnswer,
        *,
        scope: str = "",
        within: str = "",
        searched: str = "",
        trace: str = "",
        asked_at: float | None = None,
    ) -> Kept:
        """Add a question to a conversation; to a new one with None, or where that one is gone."""
        moment = time.time() if asked_at is None else asked_at
        with self._writing() as writer:
            title = writer.title(conversation)
            if conversation is None or title is None:
                title = title_of(question)
                conversation = writer.begin(title, moment)
            turn = writer.add_turn(
                conversation,
                question,
                answer,
                scope=scope,
                within=within,
                searched=searched,
                trace=trace,
                asked_at=moment,
            )
        return Kept(conversation, turn, title)

    def rename(self, conversation: int, title: str) -> None:
        """Call it something else; raises NoSuchConversation."""
        self.title(conversation)
        with self._writing() as writer:
            writer.rename(conversation, name_of(title))

    def delete(self, conversations: Collection[int]) -> None:
        """Delete conversations and let their text leave the disk; raises NoSuchConversation."""
        for conversation in conversations:
            self.title(conversation)
        with self._writing() as writer:
            writer.delete(conversations)
            writer.note(FORGETTING)
        self.forget()

    def delete_set_aside(self) -> None:
        """Delete damaged files that were set aside, in which conversations may be read still."""
        self._database.delete_set_aside()

    def delete_turns_citing(self, is_gone: Callable[[str, str], bool]) -> int:
        """Delete the questions whose answers quote a file that is gone; returns how many.

        `is_gone` is asked for each path with each revision. A conversation without any question
        left goes, too.
        """
        cited = self._database.read("SELECT DISTINCT path, revision FROM citations")
        gone = {(path, revision) for path, revision in cited if is_gone(path, revision)}
        rows = self._database.read("SELECT turn, path, revision FROM citations") if gone else []
        turns = {turn for turn, path, revision in rows if (path, revision) in gone}
        if turns:
            with self._writing() as writer:
                writer.delete_turns(turns)
                writer.note(FORGETTING)
            self.forget()
        return len(turns)

    def forget(self) -> None:
        """Let deleted text leave the disk, as far as that is still to be done."""
        if not self._database.read("SELECT 1 FROM facts WHERE name = ?", (FORGETTING,)):
            return
        if not self._database.forget():
            logger.info("another window reads the conversations; deleted text leaves later")
            return
        with self._writing() as writer:
            writer.unnote(FORGETTING)

    # -- rows ------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[ConversationWriter]:
        try:
            with self._database.transaction() as connection:
                yield ConversationWriter(connection, has_words=self._database.has_words)
        except (sqlite3.IntegrityError, UnicodeEncodeError) as error:
            logger.exception("an answer that cannot be kept")
            detail = f"the answer cannot be kept as it is ({error})"
            raise ConversationsUnusable(self._database.path, detail) from error

    def _turns(self, condition: str, *values: int) -> tuple[KeptTurn, ...]:
        rows = self._database.read(
            f"SELECT id, asked_at, question, scope, within, searched, answer, trace FROM turns "
            f"WHERE {condition}",
            values,
        )
        turns = (self._turn(*row) for row in rows)
        return tuple(turn for turn in turns if turn is not None)

    def _turn(
        self,
        id: int,
        asked_at: float,
        question: str,
        scope: str,
        within: str,
        searched: str,
        answer: str,
        trace: str,
    ) -> KeptTurn | None:
        """None for an answer of a kind that this version does not know."""
        columns = CITATION_COLUMNS.partition(", ")[2]
        rows = self._database.read(
            f"SELECT {columns} FROM citations WHERE turn = ? ORDER BY place", (id,)
        )
        try:
            return KeptTurn(
                id=id,
                asked_at=asked_at,
                question=question,
                scope=scope,
                within=within,
                searched=searched,
                answer=answer_of(answer, rows),
                trace=trace,
            )
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            logger.warning("question %d of the conversations is not shown: %s", id, error)
            return None
