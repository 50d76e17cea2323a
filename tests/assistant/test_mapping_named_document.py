"""A document called by words of its title or name is the one that is summarised."""

import pytest

from assistant.mapping.named_document import called, summarised
from indexer.documents import FileStatus
from indexer.ledger_records import FileRecord


def record(name: str, title: str = "") -> FileRecord:
    return FileRecord(f"/docs/{name}", FileStatus.INDEXED, source="/docs", title=title)


DOCUMENTS = [
    record("contracts/supply-agreement.docx", "Supply Agreement"),
    record("contracts/amendment-1.pdf", "Amendment No. 1 to the Supply Agreement"),
    record("meetings/minutes-2025-03-12.docx", "Minutes of the Operations Meeting"),
    record("meetings/minutes-2025-04-09.docx", "Minutes of the Board"),
    record("premises/lease-harbour-yard.pdf", "Lease of Business Premises"),
]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Summarise the minutes of the operations meeting", "minutes-2025-03-12.docx"),
        ("Can you please summarize the harbour yard lease?", "lease-harbour-yard.pdf"),
        ("give me a short summary of the lease", "lease-harbour-yard.pdf"),
        ("summarise the supply agreement", "supply-agreement.docx"),
        ("Summarise amendment 1, please", "amendment-1.pdf"),
        ("What is the lease of business premises about?", "lease-harbour-yard.pdf"),
    ],
)
def test_the_document_meant_is_found(question: str, name: str) -> None:
    (found,) = called(DOCUMENTS, summarised(question))
    assert found.path.endswith(f"/{name}")


@pytest.mark.parametrize(
    "question", ["summarise the minutes", "summarise the budget", "Summarise it."]
)
def test_what_is_no_or_several_documents_is_none(question: str) -> None:
    assert len(called(DOCUMENTS, summarised(question))) != 1


@pytest.mark.parametrize(
    "question",
    ["How long is the lease?", "What is the lease?", "Who wrote the summary?", "summarise", ""],
)
def test_other_questions_want_nothing_summarised(question: str) -> None:
    assert summarised(question) == ""
