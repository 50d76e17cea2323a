from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answering import answer_question
from assistant.answers import AbstentionReason, Answer, NoAnswer, Support
from assistant.messages import AnswerFinished
from assistant.search.retrieval import Retriever
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.loading import load_embedding_model, load_language_model

pytestmark = pytest.mark.model

TEXTS = {
    "lighthouse.txt": (
        "The lighthouse at Skarvik was finished in 1874. Its lamp stands 41 metres above the sea "
        "and can be seen from 18 nautical miles. The last keeper, Ingrid Voll, left in 1983."
    ),
    "bakery.txt": (
        "The bakery opens at six in the morning except on Mondays. Rye bread needs 14 hours to "
        "rise. Orders for weddings must be placed two weeks before."
    ),
    "garden.txt": (
        "Tomatoes should be planted after the last frost. Water them in the evening, never on the "
        "leaves. The compost heap must be turned every three weeks."
    ),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer | NoAnswer]]:
    folder = tmp_path_factory.mktemp("with-models")
    docs = folder / "docs"
    docs.mkdir()
    for name, text in TEXTS.items():
        (docs / name).write_text(text, encoding="utf-8")
    embedder, writer = load_embedding_model(), load_language_model()
    library = Library.open(folder / "library", create=True, write=True)
    list(ingest(library, InlineParser(), embedder, [docs]))
    retriever = Retriever(library, embedder)

    def asked(question: str) -> Answer | NoAnswer:
        *_, last = answer_question(question, retriever, embedder, writer)
        assert isinstance(last, AnswerFinished)
        return last.answer

    yield asked
    library.close()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was the lighthouse finished?", "1874"),
        ("How high above the sea is the lamp?", "41 metres"),
        ("Who was the last keeper of the lighthouse?", "Ingrid Voll"),
        ("How long does rye bread need to rise?", "14 hours"),
        ("When should tomatoes be planted?", "after the last frost"),
    ],
)
def test_the_answer_holds_the_fact_and_cites_its_place(
    ask: Callable[[str], Answer | NoAnswer], question: str, expected: str
) -> None:
    answer = ask(question)
    assert isinstance(answer, Answer)
    assert expected in answer.text
    assert all(sentence.support is Support.SUPPORTED for sentence in answer.sentences)
    for citation in answer.citations:
        text = Path(citation.path).read_text("utf-8")
        assert citation.quote == text[citation.start : citation.end]


@pytest.mark.parametrize(
    "question",
    ["Which programming language has the fastest compiler?", "Who won the football cup in 2014?"],
)
def test_what_the_documents_do_not_say_is_not_answered(
    ask: Callable[[str], Answer | NoAnswer], question: str
) -> None:
    answer = ask(question)
    assert isinstance(answer, NoAnswer)
    assert answer.reason is AbstentionReason.NOT_IN_DOCUMENTS
