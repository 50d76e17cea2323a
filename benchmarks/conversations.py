"""How long kept conversations take to keep, list, search, open, export and delete.

python benchmarks/conversations.py [--conversations 1000] [--save FILE]

Five questions to a conversation, five quotes to an answer. All times are processor time of this
process, so that they hold on a busy machine too; what SQLite waits for the disk is not in them.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import harness

from assistant.answers import Answer, AnswerMode, AnswerSentence, Citation, Support
from assistant.conversations.export.writing import export_conversation
from assistant.conversations.store import ConversationStore

QUESTIONS = 5
QUOTES = 5
LETTERS = "abcdefghijklmnoprstu"
REPEATED = 5

Step = tuple[str, Callable[[], object], int]
"""What is done, and over how many it is shared."""


def sentence(chance: random.Random, words: list[str]) -> str:
    """Of the length of one in a contract."""
    return " ".join(chance.choices(words, k=22)).capitalize() + "."


def answer(chance: random.Random, words: list[str]) -> Answer:
    """Quotes from a few hundred files."""
    quotes = [sentence(chance, words) for _ in range(QUOTES)]
    return Answer(
        question="",
        sentences=tuple(
            AnswerSentence(text=quote, support=Support.SUPPORTED, citations=(number,), quoted=True)
            for number, quote in enumerate(quotes, start=1)
        ),
        citations=tuple(
            Citation(
                marker=number,
                path=f"/documents/{chance.randrange(300)}.pdf",
                revision="0" * 32 + "-pdf",
                page=chance.randint(1, 90),
                start=0,
                end=len(quote),
                label="p. 1",
                quote=quote,
            )
            for number, quote in enumerate(quotes, start=1)
        ),
        mode=AnswerMode.QUOTES,
        model=None,
    )


def steps(store: ConversationStore, folder: Path, conversations: int) -> Iterator[Step]:
    """What a person does, in order."""
    chance = random.Random(1)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 9))) for _ in range(5_000)]
    kept = [
        (conversation, sentence(chance, words), answer(chance, words))
        for conversation in range(1, conversations + 1)
        for _ in range(QUESTIONS)
    ]
    yield "keep a question", lambda: [store.keep(*each) for each in kept], len(kept)
    yield "open the file", lambda: (store.close(), store.entries()), 1
    many, few = words[0][:2], " ".join(words[:2])
    for name, search in (("list all", ""), ("search two letters", many), ("search two words", few)):
        yield name, lambda search=search: [store.entries(search) for _ in range(REPEATED)], REPEATED
    chinese = "租约"
    yield "search in Chinese", lambda: [store.entries(chinese) for _ in range(REPEATED)], REPEATED
    yield "open a conversation", lambda: [store.turns(7) for _ in range(REPEATED)], REPEATED
    for ending in ("md", "html", "docx", "pdf"):
        target, turns = folder / f"talk.{ending}", store.turns(7)
        export_conversation("Warm up", turns, target)
        yield f"export as .{ending}", lambda: export_conversation("A talk", turns, target), 1  # noqa: B023
    yield "delete a conversation", lambda: store.delete([7]), 1


def main() -> None:
    """Measure and print the table."""
    parser: argparse.ArgumentParser = harness.argument_parser(__doc__ or "")
    parser.add_argument("--conversations", type=int, default=1_000)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as name:
        store = ConversationStore(Path(name))
        for what, act, shared in steps(store, Path(name), options.conversations):
            begun = time.process_time()
            act()
            rows.append((what, f"{(time.process_time() - begun) / shared * 1_000:.1f}"))
        store.close()
        size = (Path(name) / "conversations.sqlite").stat().st_size / 1e6
    questions = options.conversations * QUESTIONS
    foot = (
        f"{questions:,} questions, {size:.0f} MB. {harness.machine(['reportlab', 'python-docx'])}"
    )
    harness.publish(f"{harness.table(('', 'ms'), rows)}\n\n{foot}", options.save)


if __name__ == "__main__":
    main()
