"""No sentence that is shown as supported has a number which its cited passages do not have.

Over every sentence of the samples changed in every way, and every question of the evaluation
answered by a model that mixes and alters what it was given.
"""

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering import answer_question
from assistant.answers import Answer, AnswerMode, Citation, NoAnswer, Passage, Support
from assistant.checks.verification import verify
from assistant.drafts.drafting import Draft
from assistant.evaluation.golden import load_golden
from assistant.messages import AnswerFinished, PassagesFound
from assistant.search.retrieval import Retriever
from benchmarks.claim_changes import FALSE_CHANGES, Change
from benchmarks.claim_sources import passages_of, sentences_of
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.interfaces import EmbeddingModel
from models.loading import load_embedding_model
from tests.conftest import CORPORA, REPOSITORY
from tests.mixing import BabblingModel, MixingModel, figures, mixed

QUESTIONS = REPOSITORY / "tests" / "samples_source" / "questions.jsonl"


@cache
def sample_passages() -> tuple[Passage, ...]:
    files = sorted(path for path in (REPOSITORY / "samples").rglob("*") if path.is_file())
    return tuple(passage for path in files for passage in passages_of(path))


@cache
def sample_sentences() -> tuple[tuple[Passage, str], ...]:
    return tuple((each, text) for each in sample_passages() for text in sentences_of(each))


def assert_no_new_number(text: str, passages: list[Passage]) -> None:
    known = {figure for passage in passages for figure in figures(passage.text)}
    known |= {figure for each in passages for figure in figures(" ".join(each.heading_path))}
    assert figures(text) <= known, text


@given(st.sampled_from(sample_sentences()), st.sampled_from(FALSE_CHANGES), st.integers(0, 999))
def test_a_changed_sentence_of_the_samples_is_never_supported(
    known: tuple[Passage, str], change: Change, seed: int
) -> None:
    passage, sentence = known
    others = [text for text in sentences_of(passage) if text != sentence]
    claim = change.make(sentence, others, random.Random(seed))
    if claim is None or claim in others or claim == sentence:
        return
    assert verify(claim, [passage]).support is not Support.SUPPORTED, claim


@given(st.sampled_from(sample_passages()), st.integers(0, 9999))
def test_a_mixture_that_is_supported_has_the_numbers_of_its_passage(
    passage: Passage, seed: int
) -> None:
    claim = mixed([passage.text], random.Random(seed))
    if verify(claim, [passage]).support is Support.SUPPORTED:
        assert_no_new_number(claim, [passage])


Indexed = tuple[Retriever, EmbeddingModel]


@pytest.fixture(scope="module")
def indexed(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexed]:
    embedder = load_embedding_model()
    with Library.open(tmp_path_factory.mktemp("numbers"), create=True, write=True) as library:
        list(ingest(library, InlineParser(), embedder, [samples]))
        yield Retriever(library, embedder), embedder


def answered(
    question: str, indexed: Indexed, model: MixingModel | BabblingModel
) -> tuple[Answer | NoAnswer, list[Passage]]:
    retriever, embedder = indexed
    events = list(answer_question(question, retriever, embedder, model, mode=AnswerMode.FULL))
    found = next(event for event in events if isinstance(event, PassagesFound))
    last = events[-1]
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, Answer | NoAnswer)
    return last.answer, list(found.passages)


def passages_cited(citations: list[Citation], found: list[Passage]) -> list[Passage]:
    return [
        passage
        for passage in found
        for citation in citations
        if (passage.path, passage.page) == (citation.path, citation.page)
        and passage.start <= citation.start < citation.end <= passage.end
    ]


@pytest.mark.model
def test_every_question_of_the_samples_answered_by_a_model_that_alters(indexed: Indexed) -> None:
    supported = 0
    for seed, question in enumerate(load_golden(QUESTIONS)):
        answer, found = answered(question.question, indexed, MixingModel(seed))
        if isinstance(answer, NoAnswer):
            continue
        by_marker = {citation.marker: citation for citation in answer.citations}
        for sentence in answer.sentences:
            if sentence.support is not Support.SUPPORTED:
                continue
            cited = passages_cited([by_marker[each] for each in sentence.citations], found)
            assert cited
            assert_no_new_number(sentence.text, cited)
            supported += not sentence.quoted
    assert supported > 20, "the model writes true sentences, too"


@pytest.mark.model
def test_after_random_text_every_citation_opens_its_passage_and_the_quotes_stand(
    indexed: Indexed,
) -> None:
    for seed, question in enumerate(load_golden(QUESTIONS)):
        answer, found = answered(question.question, indexed, BabblingModel(seed))
        if isinstance(answer, NoAnswer):
            continue
        assert answer.mode is AnswerMode.QUOTES
        assert all(sentence.quoted for sentence in answer.sentences)
        for citation in answer.citations:
            (passage, *_) = passages_cited([citation], found)
            place = passage.text[citation.start - passage.start : citation.end - passage.start]
            assert citation.quote == place
        shown = {marker for each in answer.sentences for marker in each.citations}
        told = {marker for each in answer.conflicts for marker in each.citations}
        assert {citation.marker for citation in answer.citations} == shown | told


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["nq", "tatqa", "xquad-en"])
def test_every_question_of_the_corpora_over_its_own_document(name: str, corpora: Path) -> None:
    folder = CORPORA / "qa" / name
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    pieces = cache(lambda file: tuple(passages_of(folder / "docs" / file)))
    chance = random.Random(5)
    supported = 0
    for row in rows:
        file = row["gold"][0]["file"]
        passages = list(pieces(file))
        chosen = chance.sample(passages, min(3, len(passages)))
        draft = Draft(row["question"], chosen, [])
        marker = chance.randint(1, 4)
        draft.check(f"{mixed([each.text for each in chosen], chance)} [{marker}]")
        by_marker = {citation.marker: citation for citation in draft.citations}
        for sentence in draft.kept:
            if sentence.support is Support.SUPPORTED:
                cited = [by_marker[marker] for marker in sentence.citations]
                assert_no_new_number(sentence.text, passages_cited(cited, chosen))
                supported += 1
    assert supported > len(rows) / 10
