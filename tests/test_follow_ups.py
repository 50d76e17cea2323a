"""Questions that follow others find what people find who complete them by hand."""

from pathlib import Path

import pytest

from assistant.drafts.rewriting import Rewrite
from assistant.evaluation.follow_ups import (
    COMPLETED,
    REWRITTEN,
    TYPED,
    Rewriting,
    evaluate_follow_ups,
    evaluate_rewriting,
    load_pairs,
    share_of_rewritten,
)
from assistant.evaluation.golden import GoldenUnreadable
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from models.loading import load_embedding_model

PAIRS = Path(__file__).parent / "samples_source" / "follow_ups.jsonl"


@pytest.mark.model
def test_completed_questions_find_as_much_as_those_that_people_complete(
    samples: Path, tmp_path: Path
) -> None:
    embedder, pairs = load_embedding_model(), load_pairs(PAIRS)
    with Library.open(tmp_path / "library", create=True, write=True) as library:
        list(ingest(library, InlineParser(), embedder, [samples]))
        report = evaluate_follow_ups(pairs, samples, library, embedder)
    assert report.questions == 3 * len(pairs) >= 300
    assert share_of_rewritten(report) >= 0.95
    assert share_of_rewritten(report, "recall@5") >= 0.95
    alone, completed = (report.by_type[kind]["recall@10"] for kind in (TYPED, COMPLETED))
    assert completed > alone + 0.1, "without completing, little of it would be found"
    assert report.by_type[REWRITTEN]["recall@10"] > 0.9


@pytest.mark.model
def test_of_what_a_model_makes_of_a_question_only_what_is_faithful_is_taken(
    samples: Path, tmp_path: Path
) -> None:
    embedder, pairs = load_embedding_model(), load_pairs(PAIRS)[:12]
    by_hand = {pair.second: pair.rewrite for pair in pairs}
    with Library.open(tmp_path / "library", create=True, write=True) as library:
        list(ingest(library, InlineParser(), embedder, [samples]))

        def made(rewrite: Rewrite) -> list[Rewriting]:
            return evaluate_rewriting(pairs, samples, library, embedder, rewrite)

        inventing = made(lambda before, question: "The rent of Neverland is 9 euros.")
        person = made(lambda before, question: by_hand.get(question, question))
    assert len(inventing) == len(person) > 6
    assert not any(each.taken for each in inventing)
    assert any(each.taken and each.recall_taken == 1.0 for each in person)


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"qid": "a", "first": "What?"}\n')
    with pytest.raises(GoldenUnreadable, match=r"pairs.jsonl, line 1: .*second"):
        load_pairs(file)
