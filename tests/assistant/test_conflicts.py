"""Documents that do not say the same are told, newest first; those about other things are not."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from assistant.answering import answer_question
from assistant.answers import Answer
from assistant.checks.conflicts import with_conflicts
from assistant.checks.disagreement import Difference, disagreement
from assistant.checks.sentence_reading import read
from assistant.command_line.answer_records import answer_record
from assistant.messages import AnswerFinished
from assistant.quotes.evidence import gather_evidence
from assistant.search.retrieval import Retriever
from indexer.library import Library
from tests.assistant.conftest import make_passage
from tests.fakes import HashEmbedder, ScriptedLanguageModel

MakeLibrary = Callable[[dict[str, str]], Library]

AT_ODDS = [
    # contracts
    (
        "3.1 The price is £48.00 a housing, delivered and exclusive of value added tax.",
        'Clause 3.1 is replaced by: "The price is £46.20 a housing, delivered and exclusive of '
        'value added tax."',
        Difference.NUMBER,
    ),
    (
        "3.3 Invoices are payable within 30 days of delivery.",
        'Clause 3.3 is replaced by: "Invoices are payable within 45 days of delivery."',
        Difference.NUMBER,
    ),
    (
        "The term ends on 28 February 2029.",
        "The term ends on 28 February 2031.",
        Difference.DATE,
    ),
    (
        "The tenant may sublet the premises with written consent.",
        "The tenant may not sublet the premises with written consent.",
        Difference.NEGATION,
    ),
    (
        "The deposit is £5,550 and is returned within a month.",
        "The deposit is £6,000 and is returned within a month.",
        Difference.NUMBER,
    ),
    (
        "Either party may end this agreement with six months' notice.",
        "Either party may end this agreement with three months' notice.",
        Difference.NUMBER,
    ),
    (
        "Late payments bear interest of 4 per cent a year.",
        "Late payments bear interest of 6 per cent a year.",
        Difference.NUMBER,
    ),
    # policies
    (
        "Employees may work from home two days a week.",
        "Employees may work from home three days a week.",
        Difference.NUMBER,
    ),
    (
        "Receipts are required for expenses above £25.",
        "Receipts are required for expenses above £40.",
        Difference.NUMBER,
    ),
    (
        "Visitors must wear a badge in the laboratory.",
        "Visitors may wear a badge in the laboratory.",
        Difference.WORD,
    ),
    (
        "Smoking is allowed on the roof terrace.",
        "Smoking is prohibited on the roof terrace.",
        Difference.WORD,
    ),
    (
        "Passwords must be changed every 90 days.",
        "Passwords must be changed every 180 days.",
        Difference.NUMBER,
    ),
    (
        "Overtime is paid from the first hour.",
        "Overtime is not paid from the first hour.",
        Difference.NEGATION,
    ),
    (
        "Backups are kept for 30 days in the vault.",
        "Backups are kept for 1 year in the vault.",
        None,
    ),
    # minutes
    (
        "The next meeting of the board starts at 9:30 in the library.",
        "The next meeting of the board starts at 10:00 in the library.",
        Difference.NUMBER,
    ),
    (
        "The board approved a budget of 12,000 euros for the fair.",
        "The board approved a budget of 7,900 euros for the fair.",
        Difference.NUMBER,
    ),
    (
        "The motion on the new canteen was accepted.",
        "The motion on the new canteen was rejected.",
        Difference.WORD,
    ),
    (
        "The electrician comes on 19 March to the mezzanine.",
        "The electrician comes on 26 March to the mezzanine.",
        Difference.DATE,
    ),
    # specifications
    (
        "The sensor draws at most 12 milliamperes from the battery.",
        "The sensor draws at most 15 milliamperes from the battery.",
        Difference.NUMBER,
    ),
    (
        "The sensor is calibrated every 24 months.",
        "The sensor is calibrated every 12 months.",
        Difference.NUMBER,
    ),
    (
        "The housing is waterproof to a depth of 3 metres.",
        "The housing is waterproof to a depth of 10 metres.",
        Difference.NUMBER,
    ),
    (
        "The device does not restart after a power cut.",
        "The device restarts after a power cut.",
        Difference.NEGATION,
    ),
    (
        "The logger weighs 850 grams without the mast.",
        "The logger weighs 790 grams without the mast.",
        Difference.NUMBER,
    ),
    (
        "Turn the valve to the maximum position before filling.",
        "Turn the valve to the minimum position before filling.",
        Difference.WORD,
    ),
]


@pytest.mark.parametrize(("one", "other", "difference"), AT_ODDS)
def test_what_two_documents_say_differently_is_a_conflict(
    one: str, other: str, difference: Difference | None
) -> None:
    for first, second in ((one, other), (other, one)):
        found = disagreement(read(first), read(second), wants_date=True)
        assert (found.difference if found else None) is difference


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The rent of Unit 7 is £1,850.", "The rent of Unit 9 is £2,100."),
        ("Anna's fee is 500 euros a day.", "Boris's fee is 700 euros a day."),
        ("The rent in winter is 500 euros.", "The rent in summer is 700 euros."),
        ("Revenue rose to 3.1 million in 2019.", "Revenue rose to 3.5 million in 2020."),
        ("The rent is £1,850 a month.", "The deposit is £5,550."),
        ("Orders of ten stations cost 90 euros.", "Orders of ten stations cost 90 euros."),
        ("The wall is 3 metres high.", "The wall is 40 metres long."),
        ("The bridge opened in 1998 after repairs.", "The bridge was closed in 2001 for repairs."),
        ("See page 12 for the safety notes.", "See page 14 for the safety notes."),
        ("The office has three rooms on the first floor.", "The office has a lift."),
        ("Total assets were 94.9 in March 2018.", "Total assets were 89.7 in March 2019."),
        ("Apples cost £2 a kilogram here.", "Pears cost £3 a kilogram here."),
    ],
)
def test_two_subjects_are_no_conflict(one: str, other: str) -> None:
    assert disagreement(read(one), read(other), wants_date=False) is None


def ask(library: Library, question: str, *replies: str) -> Answer:
    embedder = HashEmbedder()
    model = ScriptedLanguageModel(*replies) if replies else None
    *_, last = answer_question(question, Retriever(library, embedder), embedder, model)
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, Answer)
    return last.answer


def first_of(answer: Answer) -> str:
    """The name of the file that the first conflict names first."""
    cited = {citation.marker: citation for citation in answer.citations}
    return Path(cited[answer.conflicts[0].citations[0]].path).name


CONTRACT = (
    "# Supply Agreement\n\nMade on 3 June 2024.\n\n"
    "Invoices are payable within 30 days of delivery. Housings are packed in trays.\n"
)
AMENDMENT = (
    "# Amendment No. 1 to the Supply Agreement of 3 June 2024\n\nMade on 26 March 2025.\n\n"
    'Clause 3.3 is replaced by: "Invoices are payable within 45 days of delivery."\n'
)


def test_an_amendment_is_told_with_both_places_and_its_words_come_first(
    library_of: MakeLibrary,
) -> None:
    library = library_of({"agreement.md": CONTRACT, "amendment.md": AMENDMENT})
    answer = ask(library, "Within how many days of delivery are invoices payable?")
    (conflict,) = answer.conflicts
    assert "45 days" in conflict.text
    assert "30 days" in conflict.text
    assert "2025-03-26" in conflict.text
    assert first_of(answer) == "amendment.md"
    assert "45 days" in answer.sentences[0].text
    cited = {citation.marker: citation for citation in answer.citations}
    for marker in conflict.citations:
        text = Path(cited[marker].path).read_text("utf-8")
        assert cited[marker].quote == text[cited[marker].start : cited[marker].end]
    assert len(cited) == len(answer.citations)


def test_of_two_versions_the_higher_one_counts(library_of: MakeLibrary) -> None:
    texts = {
        "travel-policy-v2.txt": "Employees may stay in hotels up to £120 a night.",
        "travel-policy-v10.txt": "Employees may stay in hotels up to £150 a night.",
    }
    answer = ask(library_of(texts), "Employees may stay in hotels up to how much a night?")
    assert first_of(answer) == "travel-policy-v10.txt"
    assert "newer version" in answer.conflicts[0].text
    assert "£150" in answer.sentences[0].text


def test_without_a_date_the_file_that_was_changed_later_counts() -> None:
    texts = {
        "/docs/handbook.txt": "The canteen closes at 14:30 on Fridays.",
        "/docs/notice.txt": "The canteen closes at 15:00 on Fridays.",
    }
    passages = [
        replace(make_passage(text, path), revision=path, score=score)
        for score, (path, text) in enumerate(texts.items(), start=1)
    ]
    question = "At what time does the canteen close on Fridays?"
    evidence = gather_evidence(question, passages, HashEmbedder())
    for newer in texts:
        changed = {path: 2.0 if path == newer else 1.0 for path in texts}
        told, (conflict,) = with_conflicts(question, passages, evidence, changed.get)
        cited = {citation.marker: citation.path for citation in told.citations}
        assert cited[conflict.citations[0]] == newer
        assert "changed later" in conflict.text
        assert told.sentences[0].text == texts[newer]


def test_a_written_answer_tells_the_conflict_too(library_of: MakeLibrary) -> None:
    library = library_of({"agreement.md": CONTRACT, "amendment.md": AMENDMENT})
    answer = ask(
        library,
        "Within how many days of delivery are invoices payable?",
        "Invoices are payable within 30 days of delivery [1] [2].",
    )
    assert answer.sentences[0].text == "Invoices are payable within 30 days of delivery."
    assert len(answer.conflicts) == 1
    assert first_of(answer) == "amendment.md"


def test_what_was_not_asked_is_not_told(library_of: MakeLibrary) -> None:
    library = library_of({"agreement.md": CONTRACT, "amendment.md": AMENDMENT})
    assert ask(library, "How are housings packed?").conflicts == ()


def test_two_places_of_one_document_are_no_conflict() -> None:
    text = "Invoices are payable within 30 days. Invoices are payable within 45 days."
    passages = [make_passage(text)]
    question = "Within how many days are invoices payable?"
    evidence = gather_evidence(question, passages, HashEmbedder())
    assert with_conflicts(question, passages, evidence, lambda path: None) == (evidence, ())


def test_the_command_line_gives_conflicts_as_a_field_of_their_own(
    library_of: MakeLibrary,
) -> None:
    library = library_of({"agreement.md": CONTRACT, "amendment.md": AMENDMENT})
    question = "Within how many days of delivery are invoices payable?"
    record = msgspec.to_builtins(answer_record("1", ask(library, question)))
    (conflict,) = record["conflicts"]
    markers = [citation["marker"] for citation in record["citations"]]
    assert set(conflict["citations"]) <= set(markers)
    assert "45 days" in conflict["text"]
    agreed = msgspec.to_builtins(answer_record("2", ask(library, "How are housings packed?")))
    assert "conflicts" not in agreed
