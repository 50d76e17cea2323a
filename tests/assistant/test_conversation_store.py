"""Conversations are kept as they were, found by their words, and gone when they are deleted."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from assistant.answers import AnyAnswer, Citation
from assistant.conversation import KeptTurn
from assistant.conversations import database, schema
from assistant.conversations.errors import (
    ConversationsLocked,
    ConversationsUnusable,
    NoSuchConversation,
)
from assistant.conversations.store import ConversationStore
from assistant.conversations.titles import LONGEST_TITLE, title_of
from tests.assistant.conversation_making import answer, citation, full_answer, no_answer, table

CANARY = "zanzibar-canary-7141"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ConversationStore]:
    store = ConversationStore(tmp_path)
    yield store
    store.close()


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("given", [answer(), full_answer(), no_answer(), table()])
def test_an_answer_comes_back_as_it_was_given(store: ConversationStore, given: AnyAnswer) -> None:
    kept = store.keep(
        None,
        "Q?",
        given,
        scope="type:pdf",
        within="/docs",
        searched="completed",
        trace="0123456789ab",
        asked_at=5.5,
    )
    (turn,) = store.turns(kept.conversation)
    assert turn == KeptTurn(
        id=kept.turn,
        asked_at=5.5,
        question="Q?",
        scope="type:pdf",
        within="/docs",
        searched="completed",
        answer=given,
        trace="0123456789ab",
    )
    assert store.turn(kept.conversation, kept.turn) == turn


@pytest.mark.parametrize(
    "wrong", [{"end": 3}, {"start": -1}, {"page": 0}, {"revision": ""}, {"quote": "", "end": 9}]
)
def test_a_citation_that_does_not_say_where_it_stands_cannot_be_kept(
    store: ConversationStore, wrong: dict[str, object]
) -> None:
    with pytest.raises(ConversationsUnusable, match="cannot be kept"):
        store.keep(None, "Q?", answer(citation(**wrong)))
    assert store.entries() == ()


def test_whatever_a_citation_says_of_its_quote_is_kept(store: ConversationStore) -> None:
    said = {each.name: True for each in fields(Citation) if each.default is False}
    assert {"scanned", "hidden"} <= said.keys()
    given = answer(citation(**said))
    kept = store.keep(None, "Q?", given)
    assert store.turns(kept.conversation)[0].answer == given


def test_the_first_question_is_the_title_shortened_at_a_word(store: ConversationStore) -> None:
    kept = store.keep(None, "  What does\n the lease say?", answer())
    assert kept.title == "What does the lease say?"
    long = title_of("notice " * 20)
    assert long.endswith("notice…")
    assert len(long) <= LONGEST_TITLE + 1
    assert title_of("x" * 200) == "x" * LONGEST_TITLE + "…"
    assert title_of(" \n") == "Conversation"


def test_a_conversation_goes_on_and_the_last_used_comes_first(store: ConversationStore) -> None:
    first = store.keep(None, "First?", answer(), asked_at=1).conversation
    store.keep(None, "Other?", answer(), asked_at=2)
    again = store.keep(first, "And then?", no_answer(), asked_at=3)
    assert (again.conversation, again.title) == (first, "First?")
    assert [(each.title, each.turns) for each in store.entries()] == [("First?", 2), ("Other?", 1)]
    assert [turn.question for turn in store.earlier(first, 5)] == ["First?", "And then?"]
    assert [turn.question for turn in store.earlier(first, 1)] == ["And then?"]
    assert store.latest() == first


def test_one_that_was_deleted_meanwhile_is_begun_anew(store: ConversationStore) -> None:
    first = store.keep(None, "First?", answer()).conversation
    store.delete([first])
    again = store.keep(first, "And then?", answer())
    assert again.conversation != first
    assert again.title == "And then?"
    assert store.earlier(first, 5) == ()
    for gone in (store.turns, store.title):
        with pytest.raises(NoSuchConversation, match="may have been deleted"):
            gone(first)


@pytest.mark.parametrize("with_index", [True, False])
def test_words_of_titles_questions_and_answers_find_a_conversation(
    store: ConversationStore, with_index: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "prepare_words", lambda c: schema.prepare_words(c) and with_index)
    lease = store.keep(
        None, "Wie lange ist die Kündigungsfrist?", answer(citation(quote="Sechs Monate."))
    )
    store.keep(
        lease.conversation, "Where is NF-558-2041?", answer(citation(quote="In the harbour."))
    )
    other = store.keep(None, "租约什么时候结束", answer(citation(quote="六个月后结束。")))
    store.rename(other.conversation, "Chinese lease")

    def found(words: str) -> list[int]:
        return [entry.id for entry in store.entries(words)]

    for words in ("kundigung", "KÜNDIGUNGSFRIST", "harb sechs", "nf-558-20", 'monate "'):
        assert found(words) == [lease.conversation], words
    for words in ("chinese", "六个月", "什么时候"):
        assert found(words) == [other.conversation], words
    assert found("frist") == []  # the end of a word, not its beginning
    assert found("harbour chinese") == []
    assert len(found(" ?! ")) == 2


def test_what_is_found_is_shown_with_the_words_around_it(store: ConversationStore) -> None:
    quote = "Nobody knows. " * 9 + "The boiler is Émile's alone. " + "Or so they say. " * 9
    store.keep(None, "Boring question", answer(citation(quote=quote)))
    (entry,) = store.entries("emile")
    assert "The boiler is Émile's alone." in entry.found
    assert entry.found.startswith("…")
    assert entry.found.endswith("…")
    assert len(entry.found) < 130
    assert store.entries("boring")[0].found.startswith("Boring question")
    assert store.entries()[0].found == ""


def test_a_new_name_is_found_and_the_old_one_not(store: ConversationStore) -> None:
    kept = store.keep(None, "Harbour?", no_answer()).conversation
    store.rename(kept, "  Boat \n house ")
    assert store.title(kept) == "Boat house"
    assert [entry.id for entry in store.entries("boat")] == [kept]
    store.rename(kept, " ")
    assert store.title(kept) == "Conversation"
    assert store.entries("boat") == ()
    assert store.entries("harbour") != ()  # the question is still in it


def test_deleted_text_is_gone_from_the_disk(store: ConversationStore, tmp_path: Path) -> None:
    kept = store.keep(None, f"Where is {CANARY}?", answer(citation(quote=f"{CANARY} is here")))
    other = store.keep(None, "Other?", full_answer()).conversation
    snapshot = tmp_path / "conversations.sqlite.version-0"
    snapshot.write_text(CANARY)
    assert CANARY.encode() in bytes_in(tmp_path)
    store.delete([kept.conversation])
    for word in CANARY.split("-"):
        assert word.encode() not in bytes_in(tmp_path)
    assert store.entries("zanzibar") == ()
    assert [entry.id for entry in store.entries("leases")] == [other]
    assert store.turns(other)[0].answer == full_answer()


def test_text_that_another_window_still_reads_leaves_later(
    store: ConversationStore, tmp_path: Path
) -> None:
    kept = store.keep(None, f"Where is {CANARY}?", answer()).conversation
    with closing(sqlite3.connect(tmp_path / database.DATABASE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM texts").fetchall()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "BUSY_SECONDS", 0.1)
            store.close()
            store.delete([kept])
        assert CANARY.encode() in bytes_in(tmp_path)
    store.close()
    store.forget()
    assert CANARY.encode() not in bytes_in(tmp_path)


def test_what_quotes_a_file_or_a_folder_is_found(store: ConversationStore) -> None:
    lease = store.keep(None, "A?", answer(citation("/docs/a/lease.txt"))).conversation
    both = store.keep(None, "B?", answer(citation("/docs/b.txt"))).conversation
    store.keep(both, "C?", answer(citation("/docs/a/lease.txt")))
    assert store.citing(Path("/docs/a")) == (lease, both)
    assert store.citing(Path("/docs/b.txt")) == (both,)
    assert store.citing(Path("/docs/b")) == ()


def test_nothing_is_made_before_something_is_kept(store: ConversationStore, tmp_path: Path) -> None:
    assert store.entries() == store.entries("x") == ()
    assert store.latest() is None
    store.forget()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / database.DATABASE).write_bytes(b"no database at all" * 400)
    aside: list[Path] = []
    store = ConversationStore(tmp_path, aside.append)
    kept = store.keep(None, "Q?", answer())
    assert [turn.answer for turn in store.turns(kept.conversation)] == [answer()]
    assert [path.read_bytes()[:11] for path in aside] == [b"no database"]
    store.delete_set_aside()
    assert not aside[0].exists()
    assert len(store.entries()) == 1
    store.close()


def test_a_page_that_was_overwritten_counts_as_damage(tmp_path: Path) -> None:
    store = ConversationStore(tmp_path)
    for number in range(40):
        store.keep(None, f"Question {number}?", full_answer())
    store.close()
    file = tmp_path / database.DATABASE
    content = bytearray(file.read_bytes())
    content[8192 : 8192 + 4096 * 6] = b"\xaa" * (4096 * 6)
    file.write_bytes(content)
    aside: list[Path] = []
    again = ConversationStore(tmp_path, aside.append)
    assert again.entries() == ()
    assert len(aside) == 1
    again.close()


def test_two_windows_that_meet_a_damaged_file_begin_one_new_file(tmp_path: Path) -> None:
    (tmp_path / database.DATABASE).write_bytes(b"no database at all" * 400)
    aside: list[Path] = []
    stores = [ConversationStore(tmp_path, aside.append) for _ in range(4)]
    threads = [threading.Thread(target=store.keep, args=(None, "Q?", answer())) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(store.entries()) for store in stores] == [4] * 4
    assert len(aside) == 1
    for store in stores:
        store.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE words_data SET block = zeroblob(40) WHERE id > 100",
        "UPDATE words_data SET block = x'00' WHERE id = 10",
        "DELETE FROM words_data",
    ],
)
def test_a_damaged_full_text_index_is_made_anew_and_nothing_set_aside(
    store: ConversationStore, tmp_path: Path, damage: str
) -> None:
    for number in range(30):
        store.keep(None, f"Harbour {number}?", full_answer())
    store.close()
    with closing(sqlite3.connect(tmp_path / database.DATABASE)) as connection:
        connection.execute(damage)
        connection.commit()
    assert len(store.entries("harb")) == 30
    store.keep(None, "Another harbour?", answer())
    store.delete([1])
    assert len(store.entries("harb")) == 30
    assert not list(tmp_path.glob("*damaged*"))


def test_a_file_of_a_newer_version_is_left_alone(store: ConversationStore, tmp_path: Path) -> None:
    store.keep(None, "Q?", answer())
    store.close()
    with closing(sqlite3.connect(tmp_path / database.DATABASE)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    for use in (store.entries, lambda: store.keep(None, "Q?", answer())):
        with pytest.raises(ConversationsUnusable, match="newer Footnote"):
            use()
    assert len(list(tmp_path.glob("*"))) <= 3


def test_a_lock_that_does_not_end_is_said(
    store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    store.keep(None, "Q?", answer())
    with closing(sqlite3.connect(tmp_path / database.DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConversationsLocked, match="another Footnote"):
            store.keep(None, "Q?", answer())
        assert len(store.entries()) == 1


def test_two_windows_and_two_threads_keep_side_by_side(tmp_path: Path) -> None:
    stores = [ConversationStore(tmp_path), ConversationStore(tmp_path)]

    def work(store: ConversationStore) -> None:
        for number in range(10):
            store.keep(None, f"Question {number}?", answer())
            store.entries("question")

    threads = [threading.Thread(target=work, args=(store,)) for store in stores * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores[0].entries("notice")) == 40
    for store in stores:
        store.close()


def test_a_file_made_without_a_full_text_index_gets_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ConversationStore(tmp_path)
    store.keep(None, "First harbour?", answer())
    store.close()
    with monkeypatch.context() as patch:
        patch.setattr(database, "prepare_words", lambda connection: False)
        without = ConversationStore(tmp_path)
        without.keep(None, "Second harbour?", answer())
        assert len(without.entries("harbour")) == 2
        without.close()
    assert len(store.entries("harbour")) == 2
    store.close()


@given(question=st.text(max_size=60), quote=st.text(min_size=1, max_size=60), words=st.text())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_letters_are_kept_and_any_words_can_be_searched(
    tmp_path_factory: pytest.TempPathFactory, question: str, quote: str, words: str
) -> None:
    store = ConversationStore(tmp_path_factory.mktemp("kept"))
    given_answer = answer(citation(quote=quote))
    kept = store.keep(None, question, given_answer)
    (turn,) = store.turns(kept.conversation)
    assert (turn.question, turn.answer) == (question, given_answer)
    assert len(store.entries(words)) <= 1
    store.delete([kept.conversation])
    store.close()
