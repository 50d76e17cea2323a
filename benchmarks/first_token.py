"""From a prompt to the first word: Footnote's adapter beside llama.cpp called directly.

python benchmarks/first_token.py [--rounds 5] [--save FILE]

Both read the same prompt of about 1,500 tokens with the starter model on the same cores, then the
same prompt with another question at its end, which may reuse what was read before.
"""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import harness

from models.catalogue import STARTER_LANGUAGE_ID
from models.installed import installed_model
from models.interfaces import ChatMessage, GenerationOptions
from models.loading import load_language_model

SOURCE = harness.REPOSITORY / "tests" / "samples_source" / "content" / "lease.md"
CHARACTERS = 5_500
QUESTIONS = ("What is the monthly rent?", "How much is the deposit?")
CONTEXT = 4096


def conversations() -> list[list[ChatMessage]]:
    """The same passages with each of the questions."""
    passages = SOURCE.read_text(encoding="utf-8")[:CHARACTERS]
    return [[ChatMessage("user", f"{passages}\n\n{question}")] for question in QUESTIONS]


def footnote() -> list[float]:
    """Seconds to the first piece of each answer."""
    model = load_language_model(context_length=CONTEXT, threads=os.cpu_count())
    options = GenerationOptions(max_tokens=8)

    def ask(messages: Sequence[ChatMessage]) -> Iterator[str]:
        return model.generate(messages, options, lambda: False)

    return [_seconds_to_first(ask(messages)) for messages in conversations()]


def llama_cpp() -> list[float]:
    """The same with llama.cpp's own Python binding."""
    from llama_cpp import Llama

    path = Path(installed_model(STARTER_LANGUAGE_ID).main_file)
    cores = os.cpu_count()
    model = Llama(str(path), n_ctx=CONTEXT, n_threads=cores, n_threads_batch=cores, verbose=False)

    def ask(messages: Sequence[ChatMessage]) -> Iterator[str]:
        turns = [{"role": turn.role, "content": turn.content} for turn in messages]
        stream = model.create_chat_completion(turns, stream=True, max_tokens=8, temperature=0)
        for part in stream:
            if text := part["choices"][0]["delta"].get("content"):
                yield text

    return [_seconds_to_first(ask(messages)) for messages in conversations()]


def _seconds_to_first(pieces: Iterator[str]) -> float:
    start = time.perf_counter()
    next(pieces)
    seconds = time.perf_counter() - start
    for _ in pieces:
        pass
    return seconds


SIDES = {"footnote": footnote, "llama.cpp": llama_cpp}


def compare(rounds: int) -> str:
    """Measure the sides in turns; returns the table."""
    results: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, measured in results.items():
            measured.append(harness.run_side(__file__, side))
    rows = [
        (
            side,
            f"{harness.median(one['first'] for one in measured):.2f}",
            f"{harness.median(one['follow_up'] for one in measured):.2f}",
        )
        for side, measured in results.items()
    ]
    head = ("", "first question, s", "second question, s")
    note = f"{rounds} rounds, medians. {harness.machine(('llama-cpp-python',))}"
    return f"{harness.table(head, rows)}\n\n{note}"


def main() -> None:
    parser = harness.argument_parser("Time to the first word of an answer.")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.side:
        first, follow_up = SIDES[options.side]()
        harness.report({"first": first, "follow_up": follow_up})
        return
    harness.publish(compare(options.rounds), options.save)


if __name__ == "__main__":
    main()
