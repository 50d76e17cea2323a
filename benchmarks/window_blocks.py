"""How long large things hold the window up: a long conversation, a table over many documents.

python benchmarks/window_blocks.py [--turns 500] [--rows 2000] [--save FILE]

The longest block is measured as in file_list.py, in processor time of this process.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Iterator

import harness
from conversations import answer, sentence
from file_list import WORDS, Watch
from PySide6.QtWidgets import QApplication

from assistant.answers import (
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    Citation,
    Coverage,
    Support,
    TableRow,
)
from assistant.conversation import KeptTurn
from assistant.messages import (
    AnswerFinished,
    ConversationOpened,
    EngineEvent,
    RequestDone,
    RowFound,
    decode_event,
    encode_line,
)
from desktop.panels.centre_panel import CentrePanel
from desktop.theme import ThemeChoice, apply_theme
from desktop.turn import Turn

Step = tuple[str, float, float]


def conversation(count: int, chance: random.Random, words: list[str]) -> ConversationOpened:
    """Questions with five quotes each, some from files that have changed."""
    turns = []
    for number in range(count):
        given = answer(chance, words)
        changed = (given.citations[0].path,) if number % 10 == 0 else ()
        question = sentence(chance, words[:40]).replace(".", "?")
        kept = KeptTurn(
            id=number + 1,
            asked_at=time.time() - number * 3_600,
            question=question,
            scope="",
            answer=given,
            trace="",
            changed=changed,
        )
        turns.append(kept)
    return ConversationOpened(conversation=1, title="A long one", turns=tuple(turns))


def table(
    count: int, chance: random.Random, words: list[str]
) -> tuple[list[RowFound], AnswerTable]:
    """What each of many documents says, as it comes and as it ends."""
    found, citations, rows = [], [], []
    for number in range(1, count + 1):
        text, path = sentence(chance, words), f"/documents/{chance.choice(WORDS)} {number}.pdf"
        cited = Citation(
            marker=number,
            path=path,
            revision="1-pdf",
            page=1,
            start=0,
            end=len(text),
            label="p. 1",
            quote=text,
        )
        said = AnswerSentence(text=text, support=Support.SUPPORTED, citations=(number,))
        row = TableRow(path=path, title=f"Document {number}", sentences=(said,), value=text[:12])
        coverage = Coverage(read=number, total=count, nothing=0)
        found.append(RowFound(row=row, citations=(cited,), coverage=coverage))
        rows.append(row)
        citations.append(cited)
    whole = AnswerTable(
        question="List all",
        rows=tuple(rows),
        citations=tuple(citations),
        coverage=Coverage(read=count, total=count, nothing=0),
        mode=AnswerMode.QUOTES,
        model=None,
    )
    return found, whole


def measured(turns: int, rows: int) -> Iterator[Step]:
    """What was done, its seconds, and its longest block."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnoprstu", k=7)) for _ in range(2_000)]
    centre = CentrePanel()
    centre.resize(950, 700)
    centre.set_has_documents(True)
    centre.show()
    watch = Watch()

    def step(name: str, act: Callable[[], object], settled: int = 20) -> Step:
        passed = 0

        def is_done() -> bool:
            nonlocal passed
            passed += 1
            return passed > settled

        return name, *watch.measure(act, is_done)

    yield from _conversation_steps(centre, conversation(turns, chance, words), step)
    yield from _table_steps(centre, *table(rows, chance, words), step)


def _conversation_steps(
    centre: CentrePanel, opened: ConversationOpened, step: Callable[..., Step]
) -> Iterator[Step]:
    line = encode_line(EngineEvent(1, opened))
    count = len(opened.turns)
    yield step(f"decode a conversation of {count:,} turns", lambda: decode_event(line))

    def show() -> None:
        centre.show_conversation([Turn.from_kept(kept) for kept in opened.turns])

    yield step("show it", show)
    for number in (1, 2, 3):
        yield step(f"show earlier questions, time {number}", centre.thread_panel.show_earlier)
    folded = centre.thread_panel.turns[0]
    yield step("open an earlier answer", lambda: folded.fold(False))
    yield step("make the window narrower", lambda: centre.resize(700, 700))
    yield step("leave it", lambda: centre.show_conversation([]))


def _table_steps(
    centre: CentrePanel, found: list[RowFound], whole: AnswerTable, step: Callable[..., Step]
) -> Iterator[Step]:
    turn = Turn("List all")

    def fill() -> None:
        centre.show_turn(turn)
        for row in found:
            turn.apply(row)
            centre.thread_panel.show_changes(turn)
            QApplication.processEvents()

    def finish() -> None:
        turn.apply(AnswerFinished(answer=whole))
        turn.apply(RequestDone())
        centre.thread_panel.show_changes(turn)

    line = encode_line(EngineEvent(1, AnswerFinished(answer=whole)))
    yield step(f"fill a table of {len(found):,} rows", fill)
    yield step("decode the whole table", lambda: decode_event(line))
    yield step("finish it", finish)
    yield step("make the window wider", lambda: centre.resize(1_000, 700))
    kept = KeptTurn(id=1, asked_at=time.time(), question="List", scope="", answer=whole, trace="")
    yield step("open it again", lambda: centre.show_conversation([Turn.from_kept(kept)]))


def main() -> None:
    """Measure and print the table."""
    parser: argparse.ArgumentParser = harness.argument_parser(__doc__ or "")
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--rows", type=int, default=2_000)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    apply_theme(application, ThemeChoice.LIGHT)
    rows = [
        (name, f"{seconds:.2f}", f"{block * 1_000:.0f}")
        for name, seconds, block in measured(options.turns, options.rows)
    ]
    text = harness.table(("", "seconds", "longest block, ms"), rows)
    harness.publish(f"{text}\n\n{harness.machine(['pyside6'])}", options.save)


if __name__ == "__main__":
    main()
