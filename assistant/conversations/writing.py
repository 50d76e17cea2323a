"""The statements that change conversations; each takes a connection within a transaction."""

import sqlite3
from collections.abc import Iterable

from assistant.answers import AnyAnswer
from assistant.conversations.rows import CITATION_COLUMNS, answer_json, answer_text, citation_rows
from assistant.conversations.schema import STALE, WORDS

TITLE = 0
"""The number of the turn under which a title stands among the texts."""


class ConversationWriter:
    """Changes rows, and with the texts the full-text index where there is one."""

    def __init__(self, connection: sqlite3.Connection, *, has_words: bool) -> None:
        self._connection = connection
        self._has_words = has_words
        if not has_words:
            self.note(STALE)

    def title(self, conversation: int | None) -> str | None:
        """What it is called, or None where it is not there."""
        row = self._connection.execute(
            "SELECT title FROM conversations WHERE id = ?", (conversation,)
        ).fetchone()
        return str(row[0]) if row else None

    def begin(self, title: str, now: float) -> int:
        """A new conversation without turns; its number."""
        cursor = self._connection.execute(
            "INSERT INTO conversations (title, begun_at, changed_at) VALUES (?, ?, ?)",
            (title, now, now),
        )
        self._add_text(number_of(cursor), TITLE, title)
        return number_of(cursor)

    def add_turn(
        self,
        conversation: int,
        question: str,
        answer: AnyAnswer,
        *,
        scope: str,
        within: str,
        searched: str,
        trace: str,
        asked_at: float,
    ) -> int:
        """Add a question with its answer; the turn's number."""
        cursor = self._connection.execute(
            "INSERT INTO turns (conversation, asked_at, question, scope, within, searched, answer, "
            "trace) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                conversation,
                asked_at,
                question,
                scope,
                within,
                searched,
                answer_json(answer),
                trace,
            ),
        )
        turn = number_of(cursor)
        marks = ", ".join("?" * (CITATION_COLUMNS.count(",") + 1))
        self._connection.executemany(
            f"INSERT INTO citations ({CITATION_COLUMNS}) VALUES ({marks})",
            citation_rows(turn, answer),
        )
        self._connection.execute(
            "UPDATE conversations SET changed_at = ? WHERE id = ?", (asked_at, conversation)
        )
        self._add_text(conversation, turn, f"{question}\n{answer_text(answer)}")
        return turn

    def rename(self, conversation: int, title: str) -> None:
        """Call it something else."""
        self._connection.execute(
            "UPDATE conversations SET title = ? WHERE id = ?", (title, conversation)
        )
        self._remove_text(conversation, TITLE)
        self._add_text(conversation, TITLE, title)

    def delete(self, conversations: Iterable[int]) -> None:
        """Remove them with all that belongs to them."""
        numbers = [(number,) for number in conversations]
        for statement in (
            "DELETE FROM citations WHERE turn IN (SELECT id FROM turns WHERE conversation = ?)",
            "DELETE FROM turns WHERE conversation = ?",
            "DELETE FROM texts WHERE conversation = ?",
            "DELETE FROM conversations WHERE id = ?",
        ):
            self._connection.executemany(statement, numbers)
        self._make_words_anew()

    def delete_turns(self, turns: Iterable[int]) -> None:
        """Remove these turns, and then the conversations that have none."""
        numbers = [(number,) for number in turns]
        for statement in (
            "DELETE FROM citations WHERE turn = ?",
            "DELETE FROM turns WHERE id = ?",
            f"DELETE FROM texts WHERE turn = ? AND turn <> {TITLE}",
        ):
            self._connection.executemany(statement, numbers)
        empty = self._connection.execute(
            "SELECT id FROM conversations WHERE id NOT IN (SELECT conversation FROM turns)"
        ).fetchall()
        self.delete(number for (number,) in empty)

    def _make_words_anew(self) -> None:
        if self._has_words:
            # Deleted words would stay in its segments until these are merged.
            self._connection.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")

    def note(self, fact: str) -> None:
        """Remember something until `unnote`."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, '')", (fact,))

    def unnote(self, fact: str) -> None:
        """No longer remember it."""
        self._connection.execute("DELETE FROM facts WHERE name = ?", (fact,))

    def _add_text(self, conversation: int, turn: int, text: str) -> None:
        cursor = self._connection.execute(
            "INSERT INTO texts (conversation, turn, text) VALUES (?, ?, ?)",
            (conversation, turn, text),
        )
        if self._has_words:
            self._connection.execute(
                f"INSERT INTO {WORDS} (rowid, text) VALUES (?, ?)", (number_of(cursor), text)
            )

    def _remove_text(self, conversation: int, turn: int) -> None:
        of_turn = "WHERE conversation = ? AND turn = ?"
        if self._has_words:
            self._connection.execute(
                f"INSERT INTO {WORDS} ({WORDS}, rowid, text) "
                f"SELECT 'delete', id, text FROM texts {of_turn}",
                (conversation, turn),
            )
        self._connection.execute(f"DELETE FROM texts {of_turn}", (conversation, turn))


def number_of(cursor: sqlite3.Cursor) -> int:
    """Of the row that was just inserted."""
    assert cursor.lastrowid is not None
    return cursor.lastrowid
