"""How often the verdicts on written sentences are right, on sentences whose truth is known.

python benchmarks/verdicts.py [--corpora FOLDER] [--sentences 400] [--save FILE]
    [--entailment ID | --credulous]

Sentences of documents are held against their passage: as they stand or trimmed, respelled and
turned (true), changed in number, unit, name, negation and so on, or held against another passage
(false). The samples and, where they are present, nq, xquad-en, tatqa and tech-docs. With
`--entailment` an installed model judges, too; with `--credulous` one to which everything follows,
which shows how much harm the worst model could do.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import harness
from claim_changes import FALSE_CHANGES, TRUE_CHANGES
from claim_sources import passages_of, sentences_of

from assistant.answers import Passage, Support
from assistant.checks import verification
from models.interfaces import Entailment, EntailmentModel
from models.loading import load_entailment_model

SETS = ("nq", "xquad-en", "tatqa", "tech-docs")


@dataclass(frozen=True)
class Pair:
    """A claim, the passage that it is held against, and whether it is true of it."""

    kind: str
    is_true: bool
    claim: str
    passage: Passage


def pairs_of(passages: Sequence[Passage], wanted: int, chance: random.Random) -> list[Pair]:
    """Labelled pairs from about `wanted` sentences."""
    pool = [(passage, text) for passage in passages for text in sentences_of(passage)]
    chance.shuffle(pool)
    pairs: list[Pair] = []
    for passage, sentence in pool[:wanted]:
        others = [text for text in sentences_of(passage) if text != sentence]
        for change in (*TRUE_CHANGES, *FALSE_CHANGES):
            claim = change.make(sentence, others, chance)
            if (claim and claim != sentence) or change.kind == "unchanged":
                pairs.append(Pair(change.kind, change.is_true, claim or sentence, passage))
        other = chance.choice(passages)
        if sentence not in " ".join(other.text.split()):
            pairs.append(Pair("another passage", False, sentence, other))
    return pairs


@dataclass
class Counts:
    """Verdicts on pairs of one kind."""

    supported: int = 0
    partly: int = 0
    refused: int = 0

    def add(self, support: Support) -> None:
        """Count one verdict."""
        self.supported += support is Support.SUPPORTED
        self.partly += support is Support.PARTLY
        self.refused += support is Support.UNSUPPORTED

    @property
    def total(self) -> int:
        """All verdicts."""
        return self.supported + self.partly + self.refused


class Credulous:
    """Finds that every claim follows from every source."""

    id = fingerprint = "credulous"
    languages = frozenset[str]()

    def judge(self, source: str, claim: str) -> Entailment:
        """Always the same."""
        return Entailment(entailed=1.0, neutral=0.0, contradicted=0.0)


def judge(
    pairs: Sequence[Pair], show: int = 0, entailment: EntailmentModel | None = None
) -> dict[tuple[bool, str], Counts]:
    """The verdicts, counted by kind of pair; prints the first wrong ones of each kind."""
    counts: dict[tuple[bool, str], Counts] = defaultdict(Counts)
    shown: Counter[str] = Counter()
    for pair in pairs:
        verdict = verification.verify(pair.claim, [pair.passage], entailment=entailment)
        count = counts[pair.is_true, pair.kind]
        count.add(verdict.support)
        right = Support.SUPPORTED if pair.is_true else Support.UNSUPPORTED
        if verdict.support is not right and shown[pair.kind] < show:
            shown[pair.kind] += 1
            print(f"{pair.kind}: {verdict.support} {pair.claim} {verdict.objections}")
    return counts


def figures(counts: dict[tuple[bool, str], Counts]) -> str:
    """Precision and recall of “supported”, and of “supported or partly”."""
    rows = []
    for name, weigh in (
        ("supported", lambda each: each.supported),
        ("supported or partly", lambda each: each.supported + each.partly),
    ):
        right = sum(weigh(count) for (true, _), count in counts.items() if true)
        wrong = sum(weigh(count) for (true, _), count in counts.items() if not true)
        total = sum(count.total for (true, _), count in counts.items() if true)
        rows.append((name, f"{right / max(1, right + wrong):.3f}", f"{right / max(1, total):.3f}"))
    return harness.table(("shown as", "precision", "recall"), rows)


def by_kind(counts: dict[tuple[bool, str], Counts]) -> str:
    """A row for each kind of pair."""
    rows = []
    for (true, kind), count in sorted(counts.items(), key=lambda each: not each[0][0]):
        verdicts = (count.supported, count.partly, count.refused)
        shares = [f"{100 * each / count.total:.1f} %" for each in verdicts]
        rows.append((kind, "true" if true else "false", str(count.total), *shares))
    return harness.table(("claim", "is", "pairs", "supported", "partly", "refused"), rows)


def sweep(pairs: Sequence[Pair]) -> str:
    """Precision and recall of “supported or partly” for other thresholds of coverage."""
    rows = []
    kept = verification.PARTLY_COVERED
    for threshold in (0.4, 0.5, 0.6, 0.7, 0.8):
        verification.PARTLY_COVERED = threshold
        rows.append((f"{threshold:.2f}", *figures(judge(pairs)).splitlines()[3].split(" | ")[1:]))
    verification.PARTLY_COVERED = kept
    return harness.table(("coverage from", "precision", "recall"), [
        tuple(cell.strip(" |") for cell in row) for row in rows
    ])  # fmt: skip


def documents(corpora: Path) -> Iterator[tuple[str, list[Path]]]:
    """Each set with its files."""
    samples = harness.REPOSITORY / "samples"
    yield "samples", sorted(path for path in samples.rglob("*") if path.is_file())
    for name in SETS:
        folder = corpora / "qa" / name / "docs"
        if folder.is_dir():
            yield name, sorted(path for path in folder.rglob("*") if path.is_file())[:150]


def main() -> None:
    parser = harness.argument_parser("Precision and recall of the verdicts.")
    parser.add_argument(
        "--corpora", type=Path, default=harness.REPOSITORY.parent / "shared" / "corpora"
    )
    parser.add_argument("--sentences", type=int, default=400, help="of each set")
    parser.add_argument("--show", type=int, default=0, help="wrong verdicts to print of each kind")
    parser.add_argument("--entailment", metavar="ID", help="an installed model that judges, too")
    parser.add_argument("--credulous", action="store_true", help="one to which everything follows")
    parser.add_argument("--sweep", action="store_true", help="try other thresholds")
    options = parser.parse_args()
    pairs: list[Pair] = []
    for _, paths in documents(options.corpora):
        passages = [passage for path in paths for passage in passages_of(path)]
        pairs += pairs_of(passages, options.sentences, random.Random(7))
    model = load_entailment_model(options.entailment) if options.entailment else None
    counts = judge(pairs, options.show, Credulous() if options.credulous else model)
    parts = [figures(counts), by_kind(counts)]
    if options.sweep:
        parts.append(sweep(pairs))
    harness.publish("\n\n".join(parts), options.save)


if __name__ == "__main__":
    main()
