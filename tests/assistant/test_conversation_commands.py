"""`footnote conversations` and `footnote ask --keep`, as other programs read them."""

import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console, RenderableType

from assistant.command_line.application import run
from assistant.command_line.conversing import Conversing, conversing_with
from assistant.command_line.output import Output
from assistant.conversations.store import ConversationStore
from assistant.messages import AnswerFinished
from indexer.library import Library
from tests.assistant.conversation_making import answer, citation, no_answer, table

Run = Callable[..., tuple[int, str, str]]


class Heard(Output):
    """Output that a test can read; the real one takes the process's own."""

    text = ""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        Heard.text = ""
        self.notes = Console(stderr=True)

    def line(self, record: msgspec.Struct) -> None:
        if self.as_json:
            Heard.text += msgspec.json.encode(record).decode() + "\n"

    def show(self, *shown: RenderableType) -> None:
        if not self.as_json:
            target = io.StringIO()
            Console(file=target, width=120).print(*shown)
            Heard.text += target.getvalue()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    Library.open(folder, create=True, write=True).close()
    return folder


@pytest.fixture
def store(library: Path) -> ConversationStore:
    store = ConversationStore(library)
    store.keep(None, "How long is the notice period?", answer(), asked_at=1.7e9)
    store.keep(1, "For every contract?", table(), asked_at=1.8e9)
    store.keep(None, "Who is it?", no_answer(), asked_at=1.75e9, scope="type:pdf")
    store.close()
    return store


@pytest.fixture
def footnote(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setattr("assistant.command_line.options.Output", Heard)

    def run_command(*arguments: object) -> tuple[int, str, str]:
        status = run([*map(str, arguments), "--library", str(library)])
        return status, Heard.text, capsys.readouterr().err

    return run_command


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize("command", [[], ["list"]])
def test_conversations_are_listed_the_last_used_first(
    footnote: Run, store: ConversationStore, command: list[str]
) -> None:
    status, output, _ = footnote("conversations", *command, "--json")
    assert status == 0
    assert [list(line) for line in lines(output)] == [
        ["id", "title", "turns", "changed_at", "found"]
    ] * 2
    assert [(line["id"], line["turns"]) for line in lines(output)] == [(1, 2), (2, 1)]
    assert "How long is the notice period?" in footnote("conversations", *command)[1]


def test_words_find_a_conversation(footnote: Run, store: ConversationStore) -> None:
    status, output, _ = footnote("conversations", "search", "Period thr", "--json")
    assert status == 0
    assert [line["id"] for line in lines(output)] == [1]
    assert "period" in lines(output)[0]["found"]
    assert "no such conversations" in footnote("conversations", "search", "zebra")[1]


def test_one_is_shown_with_its_answers_and_what_is_gone(
    footnote: Run, store: ConversationStore
) -> None:
    status, output, _ = footnote("conversations", "show", 1, "--json")
    first, second = lines(output)
    assert status == 0
    assert list(first) == [
        "conversation", "turn", "asked_at", "scope", "within", "searched", "answer", "changed",
        "missing",
    ]  # fmt: skip
    assert first["answer"]["answer"] == "The notice period is three months. [1]"
    assert first["missing"] == ["/docs/lease.txt"]
    assert "Lease" in second["answer"]["answer"]
    shown = footnote("conversations", "show", 1)[1]
    assert "The notice period is three months." in shown
    assert "/docs/lease.txt is not there any more." in shown


def test_what_was_quoted_is_compared_with_what_stands_there_now(
    footnote: Run, store: ConversationStore, tmp_path: Path
) -> None:
    file = tmp_path / "lease.txt"
    file.write_text("The notice period is three months. The rent is due monthly.")
    rent = citation(file, "The rent is due monthly.", 2)
    kept = store.keep(None, "How long?", answer(citation(file), rent))
    command = ("conversations", "changes", kept.conversation)
    assert "still stands" in footnote(*command)[1]
    file.write_text("The notice period is now six months. The rent is due monthly.")
    status, output, _ = footnote(*command, "--json")
    (change,) = lines(output)
    assert status == 0
    assert (change["turn"], change["marker"], change["path"]) == (kept.turn, 1, str(file))
    assert change["before"] == "The notice period is three months."
    assert change["after"] == "The notice period is now six months."
    assert "+ The notice period is now six months." in footnote(*command)[1]
    file.unlink()
    assert "Nothing like it is left." in footnote(*command)[1]


def test_a_new_title_is_told(footnote: Run, store: ConversationStore) -> None:
    status, output, _ = footnote("conversations", "rename", 2, " Whoever ", "--json")
    assert (status, lines(output)) == (0, [{"conversation": 2, "title": "Whoever"}])
    assert store.title(2) == "Whoever"


def test_deleting_by_number_by_what_is_quoted_and_all(
    footnote: Run, store: ConversationStore
) -> None:
    other = store.keep(None, "Menu?", answer(citation("/docs/menu.txt"))).conversation
    status, output, _ = footnote("conversations", "delete", "--citing", "/docs/menu.txt", "--json")
    assert (status, lines(output)) == (0, [{"deleted": [other]}])
    assert lines(footnote("conversations", "delete", 2, 2, "--json")[1]) == [{"deleted": [2]}]
    assert lines(footnote("conversations", "delete", "--all", "--json")[1]) == [{"deleted": [1]}]
    assert lines(footnote("conversations", "delete", "--all", "--json")[1]) == [{"deleted": []}]
    for wrong in ([], ["--all", "1"], ["--all", "--citing", "/docs"]):
        assert footnote("conversations", "delete", *wrong)[0] == 2
    assert store.entries() == ()


def test_one_is_exported_masked_or_not(
    footnote: Run, store: ConversationStore, tmp_path: Path
) -> None:
    store.keep(2, "Is it me@home.example?", answer())
    target = tmp_path / "talk.md"
    status, output, _ = footnote("conversations", "export", 2, target, "--json")
    assert (status, lines(output)[0]["target"]) == (0, str(target))
    assert "home" in target.read_text()
    footnote("conversations", "export", 2, target, "--mask")
    assert "home" not in target.read_text()
    assert "e-mail" in target.read_text()
    status, _, error = footnote("conversations", "export", 2, tmp_path / "talk.txt")
    assert status == 2
    assert "must end in" in error


def test_a_number_that_is_none_is_wrong_use(footnote: Run, store: ConversationStore) -> None:
    for command in (["show", 7], ["rename", 7, "x"], ["delete", 7], ["export", 7, "x.md"]):
        status, _, error = footnote("conversations", *command)
        assert status == 2, command
        assert "there is no conversation 7" in error
    assert len(store.entries()) == 2


def test_conversations_of_a_newer_version_are_an_unusable_library(
    footnote: Run, store: ConversationStore, library: Path
) -> None:
    with closing(sqlite3.connect(library / "conversations.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    status, _, error = footnote("conversations")
    assert status == 3
    assert "update Footnote" in error


def test_the_three_ways_to_keep_an_answer_go_one_at_a_time(footnote: Run, tmp_path: Path) -> None:
    for wrong in (["--keep", "--continue"], ["--keep", "--conversation", 1]):
        assert footnote("ask", "Q?", *wrong)[0] == 2
    assert footnote("ask", "--questions", tmp_path / "q.jsonl", "--keep")[0] == 2
    assert footnote("ask", "Q?", "--conversation", 7)[0] == 2


def test_answers_of_a_command_go_on_one_conversation(
    library: Path, store: ConversationStore
) -> None:
    output, finished = Heard(as_json=True), AnswerFinished(answer=answer(), trace="ab")
    with Library.open(library) as opened:
        with conversing_with(opened, output) as nothing:
            assert nothing is None
        with conversing_with(opened, output, go_on=True) as latest:
            assert latest is not None
            assert [turn.question for turn in latest.earlier(9)] == [
                "How long is the notice period?",
                "For every contract?",
            ]
        with conversing_with(opened, output, keep=True) as conversing:
            assert isinstance(conversing, Conversing)
            assert conversing.earlier(3) == ()
            conversing.keep("First?", finished, within="/docs", searched="first query")
            conversing.keep("Second?", finished)
            first, second = conversing.earlier(3)
            assert (first.question, first.within, first.searched) == (
                "First?",
                "/docs",
                "first query",
            )
            record = msgspec.to_builtins(conversing.record("q", finished.answer))
            assert (record["id"], record["conversation"], record["turn"]) == ("q", 3, second.id)


def test_a_command_answers_where_nothing_can_be_kept(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / "conversations.sqlite").mkdir()
    finished = AnswerFinished(answer=answer())
    with (
        Library.open(library) as opened,
        conversing_with(opened, Heard(as_json=True), keep=True) as conversing,
    ):
        assert conversing is not None
        conversing.keep("Q?", finished)
        assert "conversation" not in msgspec.to_builtins(conversing.record("q", finished.answer))
    assert "not kept at the moment" in " ".join(capsys.readouterr().err.split())
