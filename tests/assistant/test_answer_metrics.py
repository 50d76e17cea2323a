import pytest

from assistant.evaluation.answer_metrics import contains, holds_answer, token_f1, tokens
from assistant.evaluation.golden import GoldenQuestion


def question(*answers: str, **changes: object) -> GoldenQuestion:
    values: dict[str, object] = {"qid": "1", "question": "What is it?", "answers": answers}
    return GoldenQuestion(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It was Frank Zappa's 1979 album.", "Frank Zappa"),
        ("Paid $1,234 in May.", "1234"),
        ("Revenue was $1.2 billion.", "$1,200 million"),
        ("Revenue was 1.200 million.", "1.2 million"),
        ("The rent is £1,850 a month", "£1,850"),
        ("between 1959–1966", "1966"),
        ("黑豹队的防守只丢了 308分", "308"),
        ("他的队友马里奥·爱迪生贡献了", "马里奥·爱迪生"),
        ("in the middle of a century", "The middle of the century"),
    ],
)
def test_an_answer_is_held_however_it_is_written(text: str, answer: str) -> None:
    assert holds_answer(text, question(answer))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Paid $1,234 in May.", "234"),
        ("Revenue was $1.2 billion.", "$1.2 million"),
        ("It weighs 12 kg.", "12 metres"),
        ("the cathedral", "the cat"),
        ("Zappa met Frank.", "Frank Zappa"),
        ("Paid 17 dollars", "17 players were paid by 3 clubs"),
        ("anything", ""),
    ],
)
def test_what_is_only_like_the_answer_does_not_hold_it(text: str, answer: str) -> None:
    assert not holds_answer(text, question(answer))


def test_all_parts_are_wanted_where_the_answer_has_several() -> None:
    several = question("2019", "2018", type="multi-span/table")
    assert not holds_answer("In 2019 it rained.", several)
    assert holds_answer("In 2019 and 2018 it rained.", several)
    assert holds_answer("In 2019 it rained.", question("2019", "2018"))


def test_an_answer_that_is_computed_is_held_by_what_it_is_computed_from() -> None:
    mean = question("180", extra={"derivation": "(193+167)/2"})
    assert holds_answer("Other current assets | 193 | 167 |", mean)
    assert not holds_answer("Other current assets | 193 | 160 |", mean)
    growth = question("15.72", extra={"derivation": "(3,104-2,682)/2,682"})
    assert holds_answer("Outstanding at 1 April | 3,104 | (2,682)", growth)
    counted = question("2", extra={"derivation": "Net losses##Accrued expenses"})
    assert holds_answer("Accrued expenses 5; net losses 7", counted)
    assert not holds_answer("Accrued expenses 5", counted)


def test_a_long_answer_is_held_by_most_of_its_terms_the_questions_apart() -> None:
    long = question(
        "Click the blue button, fill every variable with values, repeat the process for further "
        "scenarios and save the evaluation afterwards",
        question="How do you add evaluation scenarios?",
    )
    assert holds_answer("Click the button, fill variables with values, repeat the process.", long)
    assert not holds_answer("You add evaluation scenarios; click here.", long)


def test_f1_takes_the_gold_that_fits_best() -> None:
    assert token_f1("the red bridge", ["red bridge", "blue"]) == 1.0
    assert token_f1("red bridge over water", ["red bridge"]) == pytest.approx(2 / 3)
    assert token_f1("nothing", ["red"]) == 0.0
    assert token_f1("nothing", []) == 0.0


def test_digits_words_and_ideographs_are_tokens_of_their_own() -> None:
    assert tokens("The 1,234.5 m², 黑豹 won!") == ["1234.5", "m", "2", "黑", "豹", "won"]
    assert contains("a-b c", "B C")
