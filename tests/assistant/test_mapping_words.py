import pytest

from assistant.answers import Coverage
from assistant.mapping import map_words as say


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((0, 0, 0), "You have no documents."),
        ((35, 0, 0), "You have 35 documents."),
        ((1200, 2, 0), "You have 1,200 documents. 2 of them could not be read."),
        ((2, 2, 0), "You have 2 documents. None of them could be read."),
        ((1, 1, 0), "You have 1 documents. It could not be read."),
        (
            (9, 1, 3),
            "You have 9 documents. 1 of them could not be read. 3 of them are still to be read.",
        ),
    ],
)
def test_a_count_says_what_of_it_was_not_read(numbers: tuple[int, int, int], sentence: str) -> None:
    total, unread, waiting = numbers
    assert say.count_sentence(total, "documents", unread, waiting) == sentence


@pytest.mark.parametrize(
    ("coverage", "sentence"),
    [
        (Coverage(read=35, total=35, nothing=2), "Read 35 of 35, 2 had nothing."),
        (Coverage(read=5, total=35, nothing=0), "Read 5 of 35, 30 not reached."),
        (
            Coverage(read=3, total=4, nothing=1, failed=("/a.pdf",)),
            "Read 3 of 4, 1 had nothing, 1 could not be read.",
        ),
    ],
)
def test_coverage_adds_up(coverage: Coverage, sentence: str) -> None:
    assert say.coverage_sentence(coverage) == sentence


def test_documents_are_called_what_they_were_asked_for_by() -> None:
    assert say.documents_called(1, "pdf", "") == "PDF file"
    assert say.documents_called(2, "mail", "with the tag “x”") == "e-mail files with the tag “x”"
    assert say.documents_called(2, "", "in the folder “a”") == "documents in the folder “a”"
    assert say.place_words("", "", "", "2023") == "last changed in 2023"
