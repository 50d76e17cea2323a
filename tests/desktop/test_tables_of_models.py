"""The window says of a table whose rows a model picked that it did."""

from assistant.answers import AnswerMode, AnswerTable, Coverage, TableRow
from assistant.messages import AnswerFinished, RequestDone
from desktop.panels.turn_words import status_of
from desktop.turn import Turn


def status_with(model: str | None) -> str:
    turn = Turn("Q?")
    table = AnswerTable(
        question="Q?",
        rows=(TableRow(path="/a.txt", title="a", by_model=model is not None),),
        citations=(),
        coverage=Coverage(read=1, total=1, nothing=1),
        mode=AnswerMode.QUOTES,
        model=model,
    )
    turn.apply(AnswerFinished(answer=table))
    turn.apply(RequestDone())
    return status_of(turn)


def test_a_table_says_which_model_picked_its_rows() -> None:
    assert "picked with larger" in status_with("larger")
    assert "picked" not in status_with(None)
