"""Memory of an engine that watches a folder while somebody edits, deletes, searches and asks.

python benchmarks/long_session.py --docs FOLDER [--files 300] [--rounds 200] [--save FILE]

The files are made as for `memory.py`. A round changes one file, every fifth time by deleting
another one and writing a new one, waits until the engine has read it, then searches and asks for a
sentence of it. Resident is the engine alone; its parser children come and go with their files.
"""

import random
import tempfile
import time
from pathlib import Path

import harness
import numpy as np
import psutil
from memory import SENTENCES, make_files, sentences_of

from assistant.requests import AddSource, Ask, Search
from indexer.events import FileDone
from tests.end2end import engine_process
from tests.end2end.engine_process import EngineProcess

engine_process.PATIENCE = 900.0  # indexing the files takes as long as it takes

PACKAGES = ("openvino", "lancedb", "watchfiles")
ROWS = 10
DELETED_EVERY = 5


class Person:
    """Changes files below a folder and asks about what they wrote."""

    def __init__(self, engine: EngineProcess, folder: Path, sentences: list[str]) -> None:
        self._engine = engine
        self._folder = folder
        self._sentences = sentences
        self._chance = random.Random(1)

    def round(self, number: int) -> None:
        """Write, wait until it is read, search and ask."""
        file = self._chosen(number)
        chosen = self._chance.choices(self._sentences, k=self._chance.randint(*SENTENCES))
        already = len(self._done(file))
        file.write_text(f"Round {number}. " + " ".join(chosen), encoding="utf-8")
        self._engine.wait_for(None, FileDone, lambda _: len(self._done(file)) > already)
        self._engine.finish(Search(query=" ".join(chosen[0].split()[:8])))
        self._engine.finish(Ask(question=f"What is said of {' '.join(chosen[1].split()[:6])}?"))

    def _chosen(self, number: int) -> Path:
        files = sorted(self._folder.glob("*.txt"))
        if number % DELETED_EVERY:
            return self._chance.choice(files)
        self._chance.choice(files).unlink()
        return self._folder / f"new-{number:04}.txt"

    def _done(self, file: Path) -> list[FileDone]:
        told = self._engine.events(None)
        return [each for each in told if isinstance(each, FileDone) and Path(each.path) == file]


def main() -> None:
    parser = harness.argument_parser("Resident memory of an engine over a long session.")
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    samples: list[tuple[int, float, float]] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "documents")
        folder.mkdir()
        make_files(options.docs, folder, options.files)
        with EngineProcess(Path(scratch, "library")) as engine:
            engine.ready()
            engine.finish(AddSource(path=str(folder)))
            person = Person(engine, folder, sentences_of(options.docs))
            process, started = psutil.Process(engine.process.pid), time.perf_counter()
            for number in range(options.rounds):
                person.round(number)
                megabytes = process.memory_info().rss / 1e6
                samples.append((number + 1, time.perf_counter() - started, megabytes))
                print(number + 1, f"{megabytes:.1f}", flush=True)
            assert engine.end() == 0
    half = np.array(samples[len(samples) // 2 :])
    slope = float(np.polyfit(half[:, 0], half[:, 2], 1)[0]) * 100
    shown = samples[:: max(1, len(samples) // ROWS)] + samples[-1:]
    rows = [(f"{n:,}", f"{s:,.0f}", f"{m:,.0f}") for n, s, m in shown]
    table = harness.table(("rounds", "seconds", "resident, MB"), rows)
    note = f"Slope over the second half: {slope:+.1f} MB for every 100 rounds."
    harness.publish(f"{table}\n\n{note} {harness.machine(PACKAGES)}", options.save)


if __name__ == "__main__":
    main()
