"""What is chosen reaches the engine as it was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.search.query import parse_query
from desktop.scope import Scope, is_day
from desktop.scope_words import scope_words


def test_nothing_chosen_leaves_nothing_out() -> None:
    assert Scope().is_everything
    assert Scope().within is None
    assert Scope().filters == ""


def test_one_folder_is_meant_by_its_path_and_several_by_filters() -> None:
    one = Scope(folders=("/home/ada/My contracts",))
    assert (one.within, one.filters) == ("/home/ada/My contracts", "")
    two = Scope(folders=("/home/ada/My contracts", "/srv/mail"))
    assert two.within is None
    assert parse_query(two.filters).folders == ("home/ada/My contracts", "srv/mail")


def test_the_open_document_is_meant_by_its_path() -> None:
    scope = Scope(document="/home/ada/lease.pdf")
    assert (scope.within, scope.filters) == ("/home/ada/lease.pdf", "")


def test_a_filter_for_folders_admits_the_files_in_them_and_no_others() -> None:
    query = parse_query(Scope(folders=("/home/ada/My contracts", "D:\\Mail 2024")).filters)
    assert query.admits_file("/home/ada/My contracts/2024/lease.pdf", 0)
    assert query.admits_file("D:\\Mail 2024\\x.eml", 0)
    assert not query.admits_file("/home/ada/Contracts/lease.pdf", 0)


def test_a_folder_whose_name_cannot_be_said_is_never_left_out_by_mistake() -> None:
    folders = ('/home/ada/The "old" house/plans', '/home/ada/5" pipes')
    query = parse_query(Scope(folders=folders).filters)
    assert query.text == ""
    assert query.admits_file('/home/ada/The "old" house/plans/a.pdf', 0)
    assert query.admits_file('/home/ada/5" pipes/b.pdf', 0)


@given(
    tags=st.lists(
        st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters='"“”„'))
        .map(lambda text: " ".join(text.split()))
        .filter(bool),
        max_size=3,
        unique_by=str.casefold,
    )
)
def test_every_tag_that_can_be_made_survives_being_a_filter(tags: list[str]) -> None:
    query = parse_query(Scope(tags=tuple(tags), types=("pdf",)).filters)
    assert query.tags == tuple(tags)
    assert query.text == ""
    assert query.endings == {"pdf"}


def test_dates_and_kinds_are_filters_too() -> None:
    query = parse_query(Scope(types=("word", "pdf"), after="2024", before="2024-06-15").filters)
    assert query.kinds == ("word", "pdf")
    assert (str(query.after), str(query.before)) == ("2024-01-01", "2024-06-15")


@pytest.mark.parametrize(
    ("text", "known"),
    [("2024", True), (" 2024-06 ", True), ("2024-02-30", False), ("May", False), ("", False)],
)
def test_what_is_no_date_is_known(text: str, known: bool) -> None:
    assert is_day(text) is known


def test_taking_every_part_back_ends_at_everything() -> None:
    scope = Scope(folders=("/a", "/b"), tags=("tax",), types=("pdf",), after="2024", before="2025")
    assert scope_words(scope) == ("a, b, tag “tax”, PDF, changed since 2024, changed before 2025")
    for part in scope.parts:
        scope = scope.without(part)
    assert scope.is_everything
