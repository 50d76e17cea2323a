"""Questions that follow others are completed; those that stand alone are left word for word."""

import pytest

from assistant.following_up import EarlierTurn, complete
from assistant.search.query import parse_query


def searched(question: str, before: str, answer: str = "") -> str:
    return complete(question, [EarlierTurn(before, answer)]).searched


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "What was the revenue of Germany in 2021?",
            "and in 2023?",
            "What was the revenue of Germany in 2023?",
        ),
        (
            "What was the revenue of Germany in 2021?",
            "What about France?",
            "What was the revenue of France in 2021?",
        ),
        (
            "What was the revenue of Germany in March 2021?",
            "And in May 2022?",
            "What was the revenue of Germany in May 2022?",
        ),
        ("What is the rent of Unit 7?", "2027?", "What is the rent of Unit 7 2027?"),
        (
            "How many employees did Siemens have in Germany in 2020?",
            "and in Austria?",
            "How many employees did Siemens have in Austria in 2020?",
        ),
        (
            "What does error E-31 mean in the firmware?",
            "And E-17?",
            "What does error E-17 mean in the firmware?",
        ),
        ("What were the drifts on mast S?", "And on mast R?", "What were the drifts on mast R?"),
        (
            "What is the measuring range for wind speed?",
            "And wind direction?",
            "What is the measuring range for wind direction?",
        ),
        (
            "What does the calibration of a sensor cost?",
            "And of a complete station?",
            "What does the calibration of a complete station cost?",
        ),
        (
            "When does Arthur Bell want to talk about prices?",
            "Why?",
            "Why does Arthur Bell want to talk about prices?",
        ),
        (
            "Wer hat den Vertrag mit Müller unterschrieben?",
            "Und mit Schmidt?",
            "Wer hat den Vertrag mit Schmidt unterschrieben?",
        ),
        (
            "Wie hoch ist die Kaution für Vermieter?",
            "und für Mieter?",
            "Wie hoch ist die Kaution für Mieter?",
        ),
        (
            "Quel est le montant du loyer en 2021 ?",
            "et en 2022 ?",
            "Quel est le montant du loyer en 2022?",
        ),
        (
            "¿Cuál es el alquiler del local en 2021?",
            "¿y en 2022?",
            "¿Cuál es el alquiler del local en 2022?",
        ),
        (
            "Qual è il canone di locazione nel 2021?",
            "e nel 2022?",
            "Qual è il canone di locazione nel 2022?",
        ),
        ("Qual é o valor da renda em 2021?", "e em 2022?", "Qual é o valor da renda em 2022?"),
        (
            "Hoe hoog is de huur voor het magazijn in 2021?",
            "en in 2022?",
            "Hoe hoog is de huur voor het magazijn in 2022?",
        ),
    ],
)
def test_what_is_named_takes_the_place_of_its_like(
    before: str, question: str, expected: str
) -> None:
    assert searched(question, before) == expected


@pytest.mark.parametrize(
    ("before", "questions"),
    [
        (
            "What is the monthly rent for Unit 7?",
            [
                "And the deposit?",
                "the deposit?",
                "why?",
                "How long is it?",
                "Who signed that?",
                "Who signed?",
                "Is that in this contract?",
                "May we run machines at night there?",
                "What happens if we stay after that?",
                "How many did we get?",
                "What if we pay too late?",
                "Can we leave earlier?",
                "Against what?",
                "What does the landlord say about it?",
                "When did they agree on the price?",
                "What does the first one say?",
                "Does it renew automatically?",
                "Really?",
                "Berlin?",
                "Deposit?",
                "Tell me more",
                "who else",
                "Are there exceptions to this?",
                "what else does the contract say?",
                "Is this still valid?",
                "Summarise it",
            ],
        ),
        (
            "Wie hoch ist die Miete für den Lagerraum?",
            [
                "Und die Kaution?",
                "Wann ist sie zu zahlen?",
                "Warum?",
                "Wird darüber abgerechnet?",
                "Wer hat das unterschrieben?",
                "Was ist mit der Heizung?",
                "Wo liegt er?",
                "Kann man ihn kündigen?",
                "Auf welcher Seite steht das?",
                "Gilt das auch im Anhang?",
            ],
        ),
        (
            "Quel est le montant du loyer ?",
            [
                "et la caution ?",
                "qui l'a signé ?",
                "pourquoi ?",
                "Qu'en est-il de la caution ?",
                "quand est-il payable ?",
                "Peut-on le résilier ?",
            ],
        ),
        (
            "¿Cuál es el alquiler del local?",
            [
                "¿Y la fianza?",
                "¿quién lo firmó?",
                "¿por qué?",
                "¿Cuánto dura eso?",
                "¿Cómo puedo pagarlo?",
            ],
        ),
        (
            "Qual è il canone di locazione?",
            [
                "E la cauzione?",
                "Chi l'ha firmato?",
                "perché?",
                "Quanto dura?",
                "Come posso pagarlo?",
            ],
        ),
        ("Qual é o valor da renda?", ["E a caução?", "Quem assinou isso?", "Porquê?"]),
        (
            "Hoe hoog is de huur?",
            ["En de borg?", "Wie heeft dat ondertekend?", "waarom?", "Hoe lang duurt het?"],
        ),
        ("Какова арендная плата?", ["А залог?", "Кто его подписал?"]),
        ("2021年的租金是多少？", ["2022年呢？", "那押金呢？", "它什么时候支付？"]),
    ],
)
def test_anything_else_is_searched_with_what_the_question_before_was_about(
    before: str, questions: list[str]
) -> None:
    for question in questions:
        found = searched(question, before)
        assert found.startswith(f"{question} ("), question
        assert before.rstrip("?？ ").split()[-1] in found


@pytest.mark.parametrize(
    "question",
    [
        "What is the notice period of the lease?",
        "When did Tesla leave his home?",
        "What happens to the deposit when it is paid late?",
        "How long does it take to get wind transducers from the maker?",
        "How many seasons of the show are there?",
        "Is it possible to sublet the workshop?",
        "Outside of its use of automobiles, what is California known for?",
        "When did they replace lead with graphite in pencils?",
        "When does Toyota say it will close the plant?",
        "What is the metric they use to rank airports?",
        "What is calibration?",
        "notice period lease",
        "notice period lease?",
        "Kündigungsfrist Lagerraum",
        "Wie feucht darf es im Lagerraum sein?",
        "Können Sie mir sagen, wo der Vertrag liegt?",
        "Combien de pages y a-t-il dans le rapport annuel ?",
        "¿Dónde tiene su sede la empresa Energiprojekt AB?",
        "Какова площадь склада в Любеке и сколько он стоит?",
        "仓库的面积是多少平方米？",
        "And what is the service charge for the yard of Unit 7?",
        "tag:contracts type:pdf",
        "",
    ],
)
def test_a_question_that_stands_alone_is_searched_word_for_word(question: str) -> None:
    for before in ("What is the monthly rent for Unit 7?", "Wie hoch ist die Miete?"):
        completed = complete(question, [EarlierTurn(before, "The rent is due. Mr Bell pays.")])
        assert completed.searched == question
        assert not completed.follows


def test_the_first_question_follows_nothing() -> None:
    assert complete("And in 2023?", []).searched == "And in 2023?"


def test_a_follow_up_of_a_follow_up_stands_on_what_that_one_searched() -> None:
    first = "What was the revenue of Germany in 2021?"
    second = complete("And France?", [EarlierTurn(first)])
    third = complete("and in 2022?", [EarlierTurn("And France?", searched=second.searched)])
    assert third.searched == "What was the revenue of France in 2022?"


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "List the notice period of every contract",
            "And the deposit?",
            "List the deposit of every contract",
        ),
        (
            "What is the rent in each lease?",
            "what about the term?",
            "What is the term in each lease?",
        ),
        (
            "Wie hoch ist die Miete in jedem Vertrag?",
            "Und die Kaution?",
            "Wie hoch ist die Kaution in jedem Vertrag?",
        ),
        (
            "List the notice period of every contract of 2023",
            "and in 2024?",
            "List the notice period of every contract of 2024?",
        ),
    ],
)
def test_after_a_question_to_every_document_the_topic_is_replaced(
    before: str, question: str, expected: str
) -> None:
    assert searched(question, before) == expected


def test_a_person_is_looked_for_in_the_answer() -> None:
    before = "Who got the old anemometer?"
    answer = "The keeper, Mr Aldous, retires in May. He wanted it for his kitchen."
    assert searched("When does he retire?", before, answer) == (
        "When does he retire? (the old anemometer, Mr Aldous)"
    )
    assert "Aldous" not in searched("How old is it?", before, answer)


def test_filters_of_the_question_before_stay_and_new_ones_are_added() -> None:
    assert searched("and in 2023?", 'rent in 2021 type:pdf in:"My Contracts"') == (
        'rent in 2023? type:pdf in:"My Contracts"'
    )
    assert searched("and in 2023? after:2024", "rent in 2021 type:pdf") == (
        "rent in 2023? type:pdf after:2024"
    )
    assert searched("What is the deposit of Unit 7?", "rent type:pdf") == (
        "What is the deposit of Unit 7?"
    )


def test_a_phrase_of_the_question_before_need_not_stand_in_the_next_answer() -> None:
    found = searched("Who signed it?", 'Is the lease in "written form" -draft')
    assert found == "Who signed it? (the lease in written form) -draft"
    assert parse_query(found).phrases == ()
