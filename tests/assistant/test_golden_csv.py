"""Golden questions in a table, as people write them."""

from pathlib import Path

import pytest

from assistant.evaluation.golden import GoldenQuestion, GoldenUnreadable, GoldPassage, load_golden
from assistant.evaluation.golden_csv import write_table


def table(folder: Path, text: str, name: str = "questions.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_with_three_columns_is_enough(tmp_path: Path) -> None:
    path = table(tmp_path, "question,file,page\nWho signs?,contract.pdf,3\n")
    (question,) = load_golden(path)
    assert question.question == "Who signs?"
    assert question.answerable
    assert question.gold == (GoldPassage(file="contract.pdf", page=3),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_may_be_that_of_any_country(tmp_path: Path, delimiter: str) -> None:
    rows = (("Question", "Answer", "Quote", "file"), ("Who?", "Ann | Bob", "Ann and Bob", "a.md"))
    text = "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows)
    (question,) = load_golden(table(tmp_path, text))
    assert question.answers == ("Ann", "Bob")
    assert question.gold == (GoldPassage(file="a.md", text="Ann and Bob"),)


def test_rows_of_the_same_question_are_its_passages(tmp_path: Path) -> None:
    text = "question,file,page\nWho?,a.pdf,1\n,b.pdf,2\nWho?,c.pdf,\nWhen?,a.pdf,9\n"
    first, second = load_golden(table(tmp_path, text))
    assert [gold.file for gold in first.gold] == ["a.pdf", "b.pdf", "c.pdf"]
    assert [gold.page for gold in second.gold] == [9]


def test_questions_may_have_no_answer_or_wait_to_be_confirmed(tmp_path: Path) -> None:
    text = "question,answerable,keep\nWho?,no,\nWhat?,,no\nWhen?,yes,yes\n"
    who, when = load_golden(table(tmp_path, text))
    assert not who.answerable
    assert when.question == "When?"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("frage,file\nWer?,a.md\n", "first row must name"),
        ("question,file,page\nWho?,a.pdf,iv\n", "line 2: “iv” is no page number"),
        ("question,file\n\n,a.pdf\n", "line 3: there is no question"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GoldenUnreadable, match=message):
        load_golden(table(tmp_path, text))


def test_a_table_in_another_charset_says_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_bytes("question\nWer prüft?\n".encode("latin-1"))
    with pytest.raises(GoldenUnreadable, match="CSV UTF-8"):
        load_golden(path)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    questions = [
        GoldenQuestion(
            qid="a",
            question='What is "it", then?',
            answers=("yes", "no"),
            type="fact",
            lang="en",
            gold=(GoldPassage(file="a.pdf", page=2, text="it is\nso"), GoldPassage(file="b.md")),
        ),
        GoldenQuestion(qid="b", question="Who?", answerable=False),
    ]
    path = tmp_path / "q.csv"
    write_table(path, questions, to_confirm=True)
    assert load_golden(path) == questions
