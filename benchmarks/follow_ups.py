"""How well questions that follow others are completed, over paragraphs and tables of the corpora.

python benchmarks/follow_ups.py --corpora FOLDER [--limit N] [--seed N] [--save FILE]
python benchmarks/follow_ups.py --model ID [--limit N]

The pairs are made of golden questions: two on one paragraph, the second with a pronoun for the name
that both have; and one on a year, after the same on the year before, as “and in 2019?”. Also
counted is how many of all golden questions, each complete, a random one before would change.
"""

import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path

import harness

from assistant.drafts.model_tasks import complete as complete_with
from assistant.evaluation.follow_ups import (
    COMPLETED,
    REWRITTEN,
    TYPED,
    FollowUpPair,
    changed_alone,
    evaluate_follow_ups,
    evaluate_rewriting,
    load_pairs,
    share_of_rewritten,
)
from assistant.evaluation.golden import GoldenQuestion, load_golden
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.interfaces import EmbeddingModel
from models.loading import load_embedding_model, load_language_model

NAME = r"(?:the )?[A-Z][\w’-]*[a-z](?: [A-Z][\w’-]+)*"
OWNER = re.compile(rf"\b({NAME})['’]s? (?=[a-z])")
SUBJECT = re.compile(rf"\b(?:did|does) ({NAME}) (?=[a-z])")
LAST = re.compile(rf"\b(?:about|at|by|for|from|in|of|on|to|with) ({NAME})\?$")
YEAR = re.compile(r"\b20\d\d\b")
PACKAGES = ("lancedb", "sentence-transformers")


def pronoun_pairs(golden: list[GoldenQuestion]) -> Iterator[FollowUpPair]:
    """Questions on one paragraph that share a name; the second has a pronoun in its place."""
    paragraphs: dict[str, list[GoldenQuestion]] = {}
    for each in golden:
        paragraphs.setdefault(each.gold[0].text or "", []).append(each)
    for group in paragraphs.values():
        for first, second in permutations(group, 2):
            if asked := _with_pronoun(second.question, first.question):
                yield _pair(f"{first.qid} {second.qid}", first.question, asked, second)


def year_pairs(golden: list[GoldenQuestion]) -> Iterator[FollowUpPair]:
    """Questions on one year, after the same question on the year before."""
    for place, each in enumerate(golden):
        years = YEAR.findall(each.question)
        if len(years) == 1:
            first = each.question.replace(years[0], str(int(years[0]) - 1))
            asked = ("And in {}?", "What about {}?", "{}?")[place % 3].format(years[0])
            yield _pair(each.qid, first, asked, each)


def _pair(qid: str, first: str, asked: str, gold: GoldenQuestion) -> FollowUpPair:
    return FollowUpPair(
        qid=qid, first=first, second=asked, rewrite=gold.question, gold=gold.gold, lang=gold.lang
    )


def _with_pronoun(question: str, before: str) -> str | None:
    """The question with “it”, “they” or their like for a name that the one before has, too."""
    for pattern, singular, plural in (
        (OWNER, "its ", "their "),
        (SUBJECT, "it", "they"),
        (LAST, "it", "them"),
    ):
        found = pattern.search(question)
        if found is None or question.count(found[1]) != 1:
            continue
        name = found[1].removeprefix("the ")
        if name in before:
            pronoun = plural if name.endswith("s") else singular
            end = found.end() if pattern is OWNER else found.end(1)
            return question[: found.start(1)] + pronoun + question[end:]
    return None


@contextmanager
def indexed(docs: Path) -> Iterator[tuple[Library, ParserProcess, EmbeddingModel]]:
    """A library of these documents."""
    embedder = load_embedding_model()
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
        ParserProcess() as parser,
    ):
        for _ in ingest(library, parser, embedder, [docs]):
            pass
        yield library, parser, embedder


def measure(name: str, pairs: list[FollowUpPair], docs: Path, limit: int, seed: int) -> list[str]:
    """A row of the table."""
    chosen = random.Random(seed).sample(pairs, min(limit, len(pairs)))
    with indexed(docs) as (library, parser, embedder):
        report = evaluate_follow_ups(chosen, docs, library, embedder, parse=parser.parse)
    figures = [report.by_type[kind]["recall@10"] for kind in (TYPED, COMPLETED, REWRITTEN)]
    return [
        name,
        str(len(chosen)),
        *(f"{each:.3f}" for each in (*figures, share_of_rewritten(report))),
    ]


def by_model(model_id: str, limit: int, seed: int) -> str:
    """What a model makes of the follow-ups of the samples, whatever its check-up says."""
    pairs = load_pairs(harness.REPOSITORY / "tests" / "samples_source" / "follow_ups.jsonl")
    chosen = random.Random(seed).sample(pairs, min(limit, len(pairs)))
    model, seconds = load_language_model(model_id), list[float]()

    def rewrite(before: str, question: str) -> str:
        began = time.perf_counter()
        written = complete_with(before, question, model)
        seconds.append(time.perf_counter() - began)
        return written

    docs = harness.REPOSITORY / "samples"
    with indexed(docs) as (library, parser, embedder):
        made = evaluate_rewriting(chosen, docs, library, embedder, rewrite, parse=parser.parse)
    taken = [each for each in made if each.taken]
    row = (
        str(len(chosen)),
        str(len(made)),
        str(len(taken)),
        _mean([each.recall_completed for each in taken]),
        _mean([each.recall_taken for each in taken]),
        f"{sum(seconds) / max(1, len(seconds)):.1f}",
    )
    head = ("pairs", "follow", "taken", "recall without", "recall with the model", "s each")
    texts = "\n".join(f"- {each.completed} → {each.taken}" for each in taken)
    return "\n\n".join((harness.table(head, [row]), texts, harness.machine(PACKAGES)))


def _mean(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "–"


def main() -> None:
    parser = harness.argument_parser("How well questions that follow others are completed.")
    parser.add_argument(
        "--corpora", type=Path, default=harness.REPOSITORY.parent / "shared" / "corpora"
    )
    parser.add_argument("--limit", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", help="have this model complete the samples' pairs instead")
    options = parser.parse_args()
    if options.model:
        harness.publish(by_model(options.model, options.limit, options.seed), options.save)
        return
    sets = sorted(path.parent for path in (options.corpora / "qa").glob("*/questions.jsonl"))
    golden = {each.name: load_golden(each / "questions.jsonl") for each in sets}
    rows = []
    for name, make in (("xquad-en", pronoun_pairs), ("tatqa", year_pairs)):
        docs = (options.corpora / "qa" / name / "docs").resolve()
        rows.append(measure(name, list(make(golden[name])), docs, options.limit, options.seed))
    head = ("pairs of", "pairs", "as typed", "completed", "by a person", "share")
    alone = []
    for name, questions in golden.items():
        asked = [each.question for each in questions]
        alone.append((name, str(len(asked)), str(len(changed_alone(asked, options.seed)))))
    tables = [
        harness.table(head, rows),
        harness.table(("complete questions of", "questions", "changed"), alone),
        f"Recall among ten passages. {harness.machine(PACKAGES)}",
    ]
    harness.publish("\n\n".join(tables), options.save)


if __name__ == "__main__":
    main()
