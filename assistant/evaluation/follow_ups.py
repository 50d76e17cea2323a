"""Questions that follow others, measured against the same questions as people complete them."""

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from assistant.drafts.rewriting import Rewrite, rewritten
from assistant.evaluation.golden import (
    GoldenQuestion,
    GoldenUnreadable,
    GoldLocator,
    GoldPassage,
)
from assistant.evaluation.reports import EvaluationReport
from assistant.evaluation.runner import report_of, settings_fingerprint
from assistant.evaluation.scoring import DEPTH, Row, score
from assistant.following_up import EarlierTurn, complete
from assistant.quotes.evidence import gather_evidence
from assistant.search.retrieval import WEIGHTS, Retriever
from indexer.documents import ParsedDocument
from indexer.library import Library
from indexer.parsing.registry import parse_file
from models.interfaces import EmbeddingModel

COMPLETED, REWRITTEN, TYPED = "completed", "rewritten", "as typed"
"""The types of the report: the query that is searched for, what a person would have asked, and the
second question alone."""


class FollowUpPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two questions, the second as it was asked and as it reads alone, and where its answer is."""

    qid: str
    first: str
    second: str
    rewrite: str
    gold: tuple[GoldPassage, ...]
    lang: str = ""


def load_pairs(path: Path) -> list[FollowUpPair]:
    """Pairs from JSON Lines; raises `GoldenUnreadable` for a line that is none, and `OSError`."""
    decoder, pairs = msgspec.json.Decoder(FollowUpPair), []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            pairs.append(decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise GoldenUnreadable(f"{path}, line {number}: {error}") from error
    return pairs


def evaluate_follow_ups(
    pairs: Sequence[FollowUpPair],
    docs: Path,
    library: Library,
    embedder: EmbeddingModel,
    *,
    parse: Callable[[Path], ParsedDocument] = parse_file,
) -> EvaluationReport:
    """Search for the second question of every pair in three forms; the library must hold `docs`."""
    retriever, docs = Retriever(library, embedder), docs.resolve()
    locator = GoldLocator(docs, parse)
    answered = cache(lambda question: _answered(question, retriever, embedder, docs))
    asked: list[GoldenQuestion] = []
    rows: list[Row] = []
    for pair in pairs:
        completed = complete(pair.second, [answered(pair.first)])
        for kind, query, preferred in (
            (COMPLETED, completed.searched, completed.preferred),
            (REWRITTEN, pair.rewrite, ()),
            (TYPED, pair.second, ()),
        ):
            question = GoldenQuestion(
                qid=f"{pair.qid} {kind}", question=query, type=kind, lang=pair.lang, gold=pair.gold
            )
            found = retriever.retrieve(query, DEPTH, docs, preferred=preferred)
            asked.append(question)
            rows.append(score(found, locator.targets(question)))
    return report_of(asked, rows, embedder, settings_fingerprint(embedder, WEIGHTS))


def share_of_rewritten(report: EvaluationReport, metric: str = "recall@10") -> float:
    """What completing reaches of what people reach; above 1 where it does better."""
    return report.by_type[COMPLETED][metric] / report.by_type[REWRITTEN][metric]


def changed_alone(questions: Sequence[str], seed: int = 0) -> list[str]:
    """Those of the questions, all complete, that a random one before them would change."""
    chance = random.Random(seed)
    return [
        question
        for question in questions
        if complete(question, [EarlierTurn(chance.choice(questions))]).follows
    ]


def _answered(
    question: str, retriever: Retriever, embedder: EmbeddingModel, docs: Path
) -> EarlierTurn:
    """The first question with its quotes, as a conversation has it."""
    passages = retriever.retrieve(question, 2 * DEPTH, docs)
    evidence = gather_evidence(question, passages, embedder)
    return EarlierTurn(
        question,
        " ".join(sentence.text for sentence in evidence.sentences),
        cited=tuple(dict.fromkeys(citation.path for citation in evidence.citations)),
    )


class Rewriting(msgspec.Struct, frozen=True, kw_only=True):
    """What a model made of a second question that follows, and what came of it."""

    pair: str
    completed: str
    """As it is completed without a model."""
    taken: str
    """As the model wrote it, empty where that was not believed."""
    recall_completed: float = 0.0
    recall_taken: float = 0.0
    """Among ten passages; measured where something was taken."""


def evaluate_rewriting(
    pairs: Sequence[FollowUpPair],
    docs: Path,
    library: Library,
    embedder: EmbeddingModel,
    rewrite: Rewrite,
    *,
    parse: Callable[[Path], ParsedDocument] = parse_file,
) -> list[Rewriting]:
    """Have a model complete the second question of every pair that follows; see `rewritten`.

    Where nothing is taken the question stays as it is completed without a model.
    """
    retriever, docs = Retriever(library, embedder), docs.resolve()
    locator = GoldLocator(docs, parse)
    made: list[Rewriting] = []
    for pair in pairs:
        before = _answered(pair.first, retriever, embedder, docs)
        completed = complete(pair.second, [before])
        if not completed.follows:
            continue
        written = rewritten(completed, before, rewrite)
        known = Rewriting(pair=pair.qid, completed=completed.searched, taken="")
        if written.searched != completed.searched:
            recalls = [
                score(
                    retriever.retrieve(query, DEPTH, docs, preferred=completed.preferred),
                    locator.targets(
                        GoldenQuestion(qid=pair.qid, question=query, lang=pair.lang, gold=pair.gold)
                    ),
                )
                for query in (completed.searched, written.searched)
            ]
            known = msgspec.structs.replace(
                known,
                taken=written.searched,
                recall_completed=recalls[0]["recall@10"],
                recall_taken=recalls[1]["recall@10"],
            )
        made.append(known)
    return made
