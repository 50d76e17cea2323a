"""What is told beside the results, and the parts of a query as they are shown."""

from collections.abc import Callable

import pytest

from assistant.search.query import parse_query
from assistant.search.query_parts import SYNTAX, understood_parts
from assistant.search.search_hints import is_foreign, search_hint
from indexer.library import Library

MakeLibrary = Callable[[dict[str, str]], Library]

LEASE = (
    "The tenant may end this lease at the end of any quarter with a notice period of six months, "
    "which must be given in written form and by registered letter to the landlord's address."
)


def test_every_part_is_shown_as_it_was_understood() -> None:
    typed = 'rent "written form" -draft in:contracts type:word file:lease after:2023 before:2024-06'
    assert [part.words for part in understood_parts(parse_query(typed))] == [
        "in: contracts",
        "type: word",
        "file: lease",
        "after: 2023-01-01",
        "before: 2024-06-01",
        "exact: “written form”",
        "without: draft",
    ]
    assert understood_parts(parse_query("Note: what is the rent?")) == []


def test_everything_in_the_help_is_understood() -> None:
    assert all(len(understood_parts(parse_query(typed))) == 1 for typed, _ in SYNTAX)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("rent type:pdf", "No file in your library fits type: pdf."),
        ("rent type:txt in:nowhere", "No file in your library fits in: nowhere."),
        ("rent file:lease in:annex", "No file fits in: annex and file: lease together."),
        ('"not to be found"', "No passage that was found fits exact “not to be found”."),
        ("lease -tenant", "No passage that was found fits without: tenant."),
        ("type:pdf", "Only filters were given."),
        ("rent", ""),
        ("", ""),
    ],
)
def test_an_empty_result_says_what_emptied_it(
    library_of: MakeLibrary, query: str, said: str
) -> None:
    library = library_of({"lease.txt": LEASE, "annex/plan.txt": "A plan of the house."})
    hint = search_hint(library, query, found=False, translates=False)
    assert hint.startswith(said)
    assert bool(hint) == bool(said)


@pytest.mark.parametrize(
    ("question", "known", "foreign"),
    [
        ("Какой срок уведомления?", {"en"}, True),
        ("Какой срок уведомления?", {"en", "ru"}, False),
        ("通知期", {"en"}, True),
        ("通知期", {"ja"}, False),
        ("解約の通知期間はどのくらいですか", {"zh"}, True),
        ("Wie lange ist die Kündigungsfrist für den Mietvertrag der Werkstatt?", {"en"}, True),
        ("Wie lange ist die Kündigungsfrist für den Mietvertrag?", {"en", "de"}, False),
        ("Kündigungsfrist", {"en"}, False),
        ("How long is the notice period in the lease of the workshop?", {"en"}, False),
        ("What did AMCOR, Best Buy and 3M report as net sales for FY2023?", {"en"}, False),
        ("NF-558-2041", {"en"}, False),
        ("", {"en"}, False),
    ],
)
def test_a_question_in_a_language_of_no_document_is_known(
    question: str, known: set[str], foreign: bool
) -> None:
    assert is_foreign(question, known) is foreign


def test_the_hint_names_the_documents_language(library_of: MakeLibrary) -> None:
    library = library_of({"lease.txt": LEASE})
    question = "Какой срок уведомления в договоре аренды?"
    hint = search_hint(library, question, found=True, translates=False)
    assert hint == (
        "Your documents are in English; this model does not translate. "
        "Ask in English or install a multilingual model."
    )
    assert search_hint(library, question, found=True, translates=True) == ""
    assert search_hint(library, "notice period", found=True, translates=False) == ""
