import pytest

from assistant.mapping.related import RELATED, TRANSLATED, others
from assistant.mapping.value_words import ValueKind
from assistant.mapping.values import has_value, kind_of, value_in
from assistant.terms import stem


@pytest.mark.parametrize(
    ("topic", "kind"),
    [
        ("notice period", ValueKind.PERIOD),
        ("Kündigungsfrist", ValueKind.PERIOD),
        ("préavis", ValueKind.PERIOD),
        ("срок уведомления", ValueKind.PERIOD),
        ("通知期", ValueKind.PERIOD),
        ("monthly rent", ValueKind.MONEY),
        ("Rechnungsbetrag", ValueKind.MONEY),
        ("interest rate", ValueKind.PERCENT),
        ("expiry date", ValueKind.DATE),
        ("invoice number", ValueKind.CODE),
        ("e-mail address of the contact", ValueKind.MAIL),
        ("governing law", ValueKind.NAME),
        ("data protection", None),
        ("insurance", None),
        ("support", None),
    ],
)
def test_the_topic_tells_what_kind_of_fact_is_wanted(topic: str, kind: ValueKind | None) -> None:
    assert kind_of(topic) is kind


@pytest.mark.parametrize(
    ("topic", "sentence", "value"),
    [
        ("notice period", "It ends with three (3) months’ notice.", "three (3) months"),
        ("notice period", "Within 10 days of a 60-day notice it ends.", "60-day"),
        ("Kündigungsfrist", "Die Frist beträgt drei Monate zum Quartal.", "drei Monate"),
        ("срок уведомления", "Срок уведомления составляет 30 дней.", "30 дней"),
        ("通知期", "通知期为30天。", "30天"),
        ("rent", "The rent is EUR 1,250.00, due on 3 May.", "EUR 1,250.00"),
        ("liability cap", "Liability ends at two million euros.", "two million euros"),
        ("interest rate", "Interest accrues at 4.5 % a year.", "4.5 %"),
        ("due date", "Payment is due on 14 June 2024 at the latest.", "14 June 2024"),
        ("due date", "Fällig am 3. März 2024.", "3. März 2024"),
        ("invoice number", "Invoice number: INV-2024/0031 of May.", "INV-2024/0031"),
        ("e-mail", "Write to a.b@example.org soon.", "a.b@example.org"),
        ("governing law", "Governing law: Ireland.", "Ireland"),
        ("landlord", "The landlord, Maria van der Berg, lets the flat.", "Maria van der Berg"),
        ("insurance", "Insurance costs 5 % and lasts two years.", ""),
        ("insurance", "Insurance lasts two years.", "two years"),
        ("notice period", "The notice period is set out in Annex B.", ""),
    ],
)
def test_the_fact_is_taken_word_for_word(topic: str, sentence: str, value: str) -> None:
    found = value_in(kind_of(topic), sentence, topic)
    assert found == value
    assert found in sentence


def test_a_fact_of_another_kind_is_none() -> None:
    assert has_value(ValueKind.PERIOD, "It costs EUR 300.") is False
    assert has_value(ValueKind.MONEY, "It lasts 30 days.") is False
    assert has_value(None, "It lasts 30 days.") is False


def test_a_fact_has_other_names_and_names_in_other_languages() -> None:
    standing = others(stem("notice"))
    assert standing[stem("cancelled")] == RELATED
    assert standing[stem("kündigen")] == TRANSLATED
    assert stem("notice") not in standing
    assert others("nothingofthekind") == {}
