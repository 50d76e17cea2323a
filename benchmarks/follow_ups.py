"""How well questions that follow others are completed, over paragraphs and tables of the corpora.

python benchmarks/follow_ups.py --corpora FOLDER [--limit N] [--seed N] [--save FILE]

The pairs are made of golden questions: two on one paragraph, the second with a pronoun for the name
that both have; and one on a year, after the same on the year before, as “and in 2019?”. Also
counted is how many of all golden questions, each complete, a random one before would change.
"""

import random
import re
import tempfile
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import harness

from assistant.evaluation.follow_ups import (
    COMPLETED,
    REWRITTEN,
    TYPED,
    FollowUpPair,
    changed_alone,
    evaluate_follow_ups,
    share_of_rewritten,
)
from assistant.evaluation.golden import GoldenQuestion, load_golden
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from models.loading import load_embedding_model

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


def measure(name: str, pairs: list[FollowUpPair], docs: Path, limit: int, seed: int) -> list[str]:
    """A row of the table."""
    chosen = random.Random(seed).sample(pairs, min(limit, len(pairs)))
    embedder = load_embedding_model()
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), create=True, write=True) as library,
        ParserProcess() as parser,
    ):
        for _ in ingest(library, parser, embedder, [docs]):
            pass
        report = evaluate_follow_ups(chosen, docs, library, embedder, parse=parser.parse)
    figures = [report.by_type[kind]["recall@10"] for kind in (TYPED, COMPLETED, REWRITTEN)]
    return [
        name,
        str(len(chosen)),
        *(f"{each:.3f}" for each in (*figures, share_of_rewritten(report))),
    ]


def main() -> None:
    parser = harness.argument_parser("How well questions that follow others are completed.")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
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
