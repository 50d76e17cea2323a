"""What a language model adds to questions to every document, beside the rows found without one.

python benchmarks/mapping_models.py MODEL [--contracts 20] [--seed 1] [--save FILE]

Contracts are made of which it is known what each says (`made_contracts.py`). The model named is
asked whatever its check-up says, so that one that is not trusted can be measured, too.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence

import harness
from every_document import contracts_library, found_in
from made_contracts import HELD_OUT, TRIED_ON, UNKNOWN, MadeContract, Subject

from assistant.answers import AnswerTable
from assistant.checkup.kept import trusted_roles
from assistant.mapping.asking import Shelves, answer_from_all
from assistant.mapping.model_work import MapModels
from assistant.messages import AnswerFinished
from models.interfaces import EmbeddingModel, LanguageModel
from models.loading import load_embedding_model, load_language_model

PACKAGES = ("llama-cpp-python", "lancedb")
HEAD = (
    "facts", "rows by", "hold it", "right sentence", "right value", "missed", "wrong",
    "false alarm", "picked", "refused", "s a row",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = harness.argument_parser("What a model adds to every document's row.")
    parser.add_argument("model")
    parser.add_argument("--contracts", type=int, default=20)
    options = parser.parse_args()
    embedder = load_embedding_model()
    model = load_language_model(options.model)
    groups = (("chosen on", TRIED_ON), ("others", HELD_OUT), ("no related words", UNKNOWN))
    rows = [
        row
        for name, subjects in groups
        for row in _compared(name, subjects, options.contracts, embedder, model)
    ]
    roles = ", ".join(trusted_roles(model.id)) or "nothing"
    trusted = f"{model.id} is trusted with: {roles}"
    parts = (harness.table(HEAD, rows), trusted, harness.machine(PACKAGES))
    harness.publish("\n\n".join(parts), options.save)


def _compared(
    name: str,
    subjects: Sequence[Subject],
    count: int,
    embedder: EmbeddingModel,
    model: LanguageModel,
) -> Iterator[tuple[str, ...]]:
    """A line without the model and one with it, over all subjects."""
    with contracts_library(count, subjects, embedder) as (made, library):
        for by, models in (
            ("no model", MapModels()),
            (model.id, MapModels(picking=lambda: model)),
        ):
            total: Counter[str] = Counter()
            began = time.perf_counter()
            for subject in subjects:
                shelves = Shelves(library, embedder, models=models)
                total += _asked(subject.topic, shelves, made)
            seconds = (time.perf_counter() - began) / (len(subjects) * count)
            columns = ("hold", "right", "value", "missed", "wrong", "false", "used", "refused")
            yield name, by, *(str(total[each]) for each in columns), f"{seconds:.2f}"


def _asked(topic: str, shelves: Shelves, made: dict[str, MadeContract]) -> Counter[str]:
    *_, last = answer_from_all(f"List the {topic} of every contract", shelves) or ()
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, AnswerTable)
    found = found_in(last.answer, made, topic)
    if last.answer.by_model is not None:
        found += Counter(used=last.answer.by_model.used, refused=last.answer.by_model.refused)
    return found


if __name__ == "__main__":
    main()
