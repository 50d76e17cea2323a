"""Days, names of files, words that differ, and answers that have grown old: without a window."""

from datetime import date, datetime

import msgspec
import pytest

from assistant.conversation import ConversationEntry
from desktop.conversation_words import day_words, entry_words, stale_words
from desktop.file_names import LONGEST_NAME, safe_file_name
from desktop.item_models.conversation_list import ConversationListModel, ConversationRole
from desktop.turn import Turn, TurnState
from desktop.word_changes import changed_words
from tests.desktop.scripted_conversations import kept_turn

TODAY = date(2026, 3, 4)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 4), "Today"),
        (date(2026, 3, 5), "Today"),
        (date(2026, 3, 3), "Yesterday"),
        (date(2026, 3, 2), "Monday"),
        (date(2026, 2, 26), "Thursday"),
        (date(2026, 2, 25), "February 2026"),
        (date(2025, 12, 31), "December 2025"),
    ],
)
def test_a_day_has_the_name_that_says_most(day: date, words: str) -> None:
    assert day_words(day, TODAY) == words


def entry(number: int, moment: datetime, turns: int = 1) -> ConversationEntry:
    return ConversationEntry(
        id=number, title=f"Title {number}", turns=turns, changed_at=moment.timestamp()
    )


def test_older_conversations_tell_their_date() -> None:
    old = entry_words(entry(1, datetime(2026, 1, 7, 14, 5), turns=3), TODAY)
    assert old.startswith("7 January · ")
    assert old.endswith(" · 3 questions")
    new = entry_words(entry(1, datetime(2026, 3, 4, 14, 5)), TODAY)
    assert "March" not in new


def test_a_day_stands_above_its_conversations_and_cannot_be_chosen() -> None:
    model = ConversationListModel()
    moments = (
        datetime(2026, 3, 4, 9),
        datetime(2026, 3, 4, 8),
        datetime(2026, 1, 7),
        datetime(2026, 1, 2),
    )
    entries = [entry(number, moment) for number, moment in enumerate(moments)]
    model.show_entries(entries, "", TODAY)
    shown = [str(model.index(row).data()) for row in range(model.rowCount())]
    assert shown == ["Today", "Title 0", "Title 1", "January 2026", "Title 2", "Title 3"]
    assert not model.flags(model.index(0))
    assert model.entry(model.index(3)) is None
    assert model.index_of(2).row() == 4
    assert not model.index_of(9).isValid()


def test_the_same_conversations_with_other_titles_are_no_new_list() -> None:
    model = ConversationListModel()
    first = entry(1, datetime(2026, 3, 4, 9))
    model.show_entries([first], "", TODAY)
    resets: list[str] = []
    model.modelReset.connect(lambda: resets.append("reset"))
    model.show_entries([msgspec.structs.replace(first, title="<b>Other</b>")], "", TODAY)
    assert resets == []
    assert model.index(1).data() == "<b>Other</b>"
    model.show_open(1)
    assert model.index(1).data(ConversationRole.IS_OPEN)


def test_a_title_that_was_found_is_not_said_twice() -> None:
    model = ConversationListModel()
    here = entry(1, datetime(2026, 3, 4, 9))
    for found, said in (("Title 1", ""), ("the Title 1 of it", "the Title 1 of it")):
        model.show_entries([msgspec.structs.replace(here, found=found)], "title", TODAY)
        shown = model.entry(model.index(1))
        assert shown is not None
        assert shown.found == said


def test_an_empty_or_unchanged_title_is_no_renaming() -> None:
    model = ConversationListModel()
    model.show_entries([entry(1, datetime(2026, 3, 4, 9))], "", TODAY)
    asked: list[tuple[int, str]] = []
    model.rename_wanted.connect(lambda number, title: asked.append((number, title)))
    assert not model.setData(model.index(1), "  ")
    assert not model.setData(model.index(1), "Title 1")
    assert model.setData(model.index(1), " Another\n title ")
    assert asked == [(1, "Another title")]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How long is the notice period?", "How long is the notice period"),
        ("a/b\\c: *“d”* <e>|f", "a b c “d” e f"),
        ("../../etc/passwd", "etc passwd"),
        ("line\nbreak\t\x00", "line break"),
        ("CON", "CON_"),
        ("lpt1.txt", "lpt1.txt_"),
        ("???", "conversation"),
        ("", "conversation"),
        ("Mietvertrag für 名前 №7.", "Mietvertrag für 名前 №7"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert safe_file_name(title, "conversation") == name


def test_a_long_title_is_cut_between_words() -> None:
    name = safe_file_name("notice period " * 20, "conversation")
    assert len(name) <= LONGEST_NAME
    assert name.endswith(("notice", "period"))
    assert len(safe_file_name("x" * 300, "conversation")) == LONGEST_NAME


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("three months notice", "six months notice", ["three"], ["six"]),
        ("must be given", "must not be given", [], ["not"]),
        ("EUR 1,200 a year", "EUR 1,350 a year", ["1,200"], ["1,350"]),
        ("all the same", "all the same", [], []),
        ("gone altogether", "", ["gone altogether"], []),
        ("a  b", "a b", [], []),
    ],
)
def test_the_words_that_differ_are_found(
    before: str, after: str, gone: list[str], come: list[str]
) -> None:
    old, new = changed_words(before, after)
    assert [before[start:end] for start, end in old] == gone
    assert [after[start:end] for start, end in new] == come


@pytest.mark.parametrize(
    ("changed", "missing", "words"),
    [
        ((), (), ""),
        (("/a/lease.pdf",), (), "lease.pdf has changed since this answer."),
        (("/a/b.pdf", "C:\\x\\c.md"), (), "b.pdf and c.md have changed since this answer."),
        ((), ("/a/1", "/a/2", "/a/3"), "1 and 2 other files are not there any more."),
        (
            ("/a/b.pdf",),
            ("/a/c.md",),
            "b.pdf has changed since this answer. c.md is not there any more.",
        ),
    ],
)
def test_what_has_changed_is_said_by_name(
    changed: tuple[str, ...], missing: tuple[str, ...], words: str
) -> None:
    kept = msgspec.structs.replace(kept_turn(1, "Question?", 0.0), changed=changed, missing=missing)
    assert stale_words(kept) == words


def test_a_kept_turn_is_as_it_was_answered() -> None:
    kept = kept_turn(1, "How long?", 0.0)
    kept = msgspec.structs.replace(kept, scope="type:pdf", within="/home/me/contracts")
    turn = Turn.from_kept(kept)
    assert turn.state is TurnState.ANSWERED
    assert turn.is_over
    assert sorted(turn.citations) == [1, 2, 3]
    assert turn.kept is kept
    assert turn.looked_in == "contracts type:pdf"
