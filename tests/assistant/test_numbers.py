from decimal import Decimal

import pytest

from assistant.checks.dates import placed_dates
from assistant.checks.numbers import Number, comparable, lowered, numbers_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234 people", "1234"),
        ("1\u202f234 people", "1234"),
        ("1.234.567 Stimmen", "1234567"),
        ("1,234.50 left", "1234.5"),
        ("1.234,50 left", "1234.5"),
        ("1.234 times", "1.234"),
        ("it fell by -4.2 points", "-4.2"),
        ("twelve men", "12"),
        ("the 19th century", "19"),
    ],
)
def test_one_number_in_many_spellings(text: str, value: str) -> None:
    assert {number.value for number in numbers_in(text)} == {Decimal(value)}


def test_units_and_magnitudes_are_read_beside_the_number() -> None:
    assert numbers_in("$3.5 million") == {Number(Decimal("3.5"), frozenset({"dollar", "million"}))}
    (number,) = numbers_in("3.5 million dollars")
    assert number.amount == Decimal(3500000)
    assert number.measure == {"dollar"}
    assert {each.measure for each in numbers_in("12 percent, 12%")} == {frozenset({"%"})}


def test_lists_of_numbers_are_not_one_number() -> None:
    assert {number.value for number in numbers_in("3,4,5")} == {Decimal(3), Decimal(4), Decimal(5)}


def test_one_is_a_pronoun_unless_every_word_is_wanted() -> None:
    assert numbers_in("one of them", every_word=False) == set()
    assert numbers_in("one of them") == {Number(Decimal(1))}


def test_dates_in_three_orders_are_the_same_day() -> None:
    text = "on 3 March 2021, March 3rd, and 2021-03-03"
    found = placed_dates(lowered(comparable(text)))
    assert [(date.month, date.day) for date in found] == [(3, 3)] * 3
