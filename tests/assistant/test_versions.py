"""Versions of a document that say the same: the newest is quoted, the older ones are named."""

from collections.abc import Callable
from pathlib import Path, PurePath

import msgspec
import pytest

from assistant.answering import answer_question
from assistant.answers import Answer, Citation
from assistant.checks.versions import are_versions
from assistant.command_line.answer_records import answer_record
from assistant.command_line.answer_view import show_answer
from assistant.command_line.output import Output
from assistant.conversation import KeptTurn
from assistant.conversations.export.writing import export_conversation
from assistant.messages import AnswerFinished
from assistant.search.retrieval import Retriever
from indexer.library import Library
from tests.assistant.conftest import make_passage
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]

LIABILITY = "The liability of the supplier is limited to EUR 50,000 for each claim."
CONTRACT = f"""# Framework agreement

Dated {{}}.

{LIABILITY}
Payments are due within {{}} days of the invoice.
"""
QUESTION = "To what is the liability of the supplier limited for each claim?"


def ask(library: Library, question: str = QUESTION) -> Answer:
    embedder = HashEmbedder()
    *_, last = answer_question(question, Retriever(library, embedder), embedder, None)
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, Answer)
    return last.answer


class Shown(Output):
    """Keeps what a person would read."""

    def __init__(self) -> None:
        self.as_json = False
        self.texts: list[str] = []

    def show(self, *shown: object) -> None:
        self.texts += map(str, shown)


def name(citation: Citation) -> str:
    return PurePath(citation.path).name


def quoted(answer: Answer) -> list[str]:
    """The files that the sentences cite."""
    by_marker = {citation.marker: name(citation) for citation in answer.citations}
    return [by_marker[marker] for each in answer.sentences for marker in each.citations]


def cited(answer: Answer, marker: int) -> Citation:
    return next(each for each in answer.citations if each.marker == marker)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("framework-v1.md", "framework-v2.md"),
        ("framework-v9.md", "framework-v10.md"),
        ("framework (old).md", "framework.md"),
        ("archive/framework.md", "framework.md"),
    ],
)
def test_the_newest_version_is_quoted_and_the_older_one_is_named(
    library_of: MakeLibrary, older: str, newer: str
) -> None:
    texts = {
        older: CONTRACT.format("12 March 2023", 30),
        newer: CONTRACT.format("4 June 2024", 30),
    }
    answer = ask(library_of(texts))
    assert LIABILITY in answer.sentences[0].text
    assert quoted(answer) == [PurePath(newer).name]
    (note,) = answer.older
    file = PurePath(older).name
    assert note.text == f"Also in the older version of 12 March 2023, “{file}”."
    first, second = (cited(answer, marker) for marker in note.citations)
    assert (name(first), name(second)) == (PurePath(newer).name, file)
    assert LIABILITY in " ".join(second.quote.split())
    assert answer.conflicts == ()


def test_what_another_version_says_is_where_it_says_so(library_of: MakeLibrary) -> None:
    texts = {
        "framework-v1.md": CONTRACT.format("12 March 2023", 30),
        "framework-v2.md": CONTRACT.format("4 June 2024", 30).replace("# Fra", "# New\n\nFra"),
    }
    library = library_of(texts)
    for citation in ask(library).citations:
        page = Path(citation.path).read_text(encoding="utf-8")
        assert page[citation.start : citation.end] == citation.quote


def test_versions_that_differ_elsewhere_say_the_same_here(library_of: MakeLibrary) -> None:
    further = "\n".join(f"Annex {n} lists the tools of hall {n} by their colour." for n in range(9))
    texts = {
        "framework-v1.md": CONTRACT.format("12 March 2023", 30) + further,
        "framework-v2.md": CONTRACT.format("4 June 2024", 45),
    }
    answer = ask(library_of(texts))
    assert quoted(answer)[0] == "framework-v2.md"
    assert [note.text for note in answer.older] == [
        "Also in the older version of 12 March 2023, “framework-v1.md”."
    ]


def test_versions_that_do_not_say_the_same_stay_a_conflict(library_of: MakeLibrary) -> None:
    texts = {
        "framework-v1.md": CONTRACT.format("12 March 2023", 30),
        "framework-v2.md": CONTRACT.format("4 June 2024", 45),
    }
    answer = ask(library_of(texts), "Within how many days of the invoice are payments due?")
    (conflict,) = answer.conflicts
    assert name(cited(answer, conflict.citations[0])) == "framework-v2.md"
    assert "45 days" in answer.sentences[0].text


def test_an_amendment_is_no_version(library_of: MakeLibrary) -> None:
    texts = {
        "framework.md": CONTRACT.format("12 March 2023", 30),
        "framework-amendment-1.md": CONTRACT.format("4 June 2024", 30),
    }
    assert ask(library_of(texts)).older == ()


def test_the_version_that_is_asked_for_is_quoted(library_of: MakeLibrary) -> None:
    texts = {
        "framework 2023.md": CONTRACT.format("12 March 2023", 30),
        "framework 2024.md": CONTRACT.format("4 June 2024", 30),
    }
    library = library_of(texts)
    asked = f"In the framework of 2023: {QUESTION[0].lower()}{QUESTION[1:]}"
    assert quoted(ask(library, asked))[0] == "framework 2023.md"
    assert quoted(ask(library))[0] == "framework 2024.md"


def test_a_day_is_only_told_where_the_document_tells_it(library_of: MakeLibrary) -> None:
    texts = {
        "minutes-2025-03-12.md": f"# Minutes\n\n{LIABILITY}\n",
        "minutes-2025-04-09.md": f"# Minutes\n\n{LIABILITY} So it stays.\n",
    }
    answer = ask(library_of(texts))
    assert set(quoted(answer)) == {"minutes-2025-04-09.md"}
    assert [note.text for note in answer.older] == ["Also in “minutes-2025-03-12.md”."]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/c/lease-v1.pdf", "/c/lease-v2.pdf", True),
        ("/c/lease 2024-03-12.docx", "/c/lease.pdf", True),
        ("/c/old/lease.pdf", "/c/lease.pdf", True),
        ("/c/2023/lease.pdf", "/c/2024/lease.pdf", True),
        ("/c/anna/lease.pdf", "/c/ben/lease.pdf", False),
        ("/c/lease-amendment-1.pdf", "/c/lease.pdf", False),
        ("/c/2023.pdf", "/c/2024.pdf", False),
    ],
)
def test_versions_are_known_by_names_and_folders(one: str, other: str, same: bool) -> None:
    first, second = make_passage("A text.", one), make_passage("A text.", other)
    second = msgspec.structs.replace(second, revision="r2-text")
    assert are_versions(first, second) is same
    assert not are_versions(first, first)


def test_a_copy_is_no_version(library_of: MakeLibrary) -> None:
    text = CONTRACT.format("12 March 2023", 30)
    assert ask(library_of({"framework-v1.md": text, "framework-v2.md": text})).older == ()


def test_a_person_reads_where_else_it_stands(library_of: MakeLibrary, tmp_path: Path) -> None:
    texts = {
        "framework-v1.md": CONTRACT.format("12 March 2023", 30),
        "framework-v2.md": CONTRACT.format("4 June 2024", 30),
    }
    answer = ask(library_of(texts))
    output = Shown()
    show_answer(output, answer)
    shown = "\n".join(output.texts)
    assert shown.count(LIABILITY) == 1
    assert "Also in the older version of 12 March 2023" in shown
    record = msgspec.json.decode(msgspec.json.encode(answer_record(None, answer)))
    assert [each["text"] for each in record["older"]] == [each.text for each in answer.older]
    kept = KeptTurn(id=1, asked_at=1.7e9, question=QUESTION, scope="", answer=answer, trace="")
    export_conversation("Talk", [kept], tmp_path / "talk.md")
    written = (tmp_path / "talk.md").read_text(encoding="utf-8")
    assert "also in the older version of 12 March 2023" in written
    assert written.count("is limited to EUR 50,000") == 2
