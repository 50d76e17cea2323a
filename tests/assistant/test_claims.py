"""Classes of wrong sentences that look right, each with the sentence that it was made from."""

import pytest
from msgspec.structs import replace

from assistant.answers import Passage, Support
from assistant.checks.verification import verify
from indexer.sentences import split_lines
from tests.assistant.conftest import make_passage

SUPPORTED, PARTLY, UNSUPPORTED = Support.SUPPORTED, Support.PARTLY, Support.UNSUPPORTED


def support(claim: str, source: str) -> Support:
    return verify(claim, [make_passage(source)]).support


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Revenue rose by 4.5 per cent to £3.5 million.", "Revenue rose by 4.5% to £3.5 million."),
        ("The rent is 640 euros a month.", "The rent is €640 per month."),
        ("The plot has 85 square metres.", "The plot has 85 m²."),
        ("The bridge is 6½ metres wide.", "The bridge is 6.5 metres wide."),
        ("Acme opened in Oslo on 3 March 2021.", "Acme opened in Oslo on March 3rd, 2021."),
        ("Acme opened in Oslo on 15.03.2021.", "Acme opened in Oslo on 15 March 2021."),
        ("Acme opened in Oslo on 3 March 2021.", "On 3 March 2021 Acme opened in Oslo."),
        ("Acme opened in Oslo on 3 March 2021.", "Acme opened in 2021."),
        ("Invoices are due within 45 days.", "Invoices are due within forty-five days."),
        ("Anna, who hired Boris, lives in Rome.", "Anna lives in Rome."),
        ("In May 2020, the tenant moved in.", "The tenant moved in."),
        ("The spare keys (three of them) are with Priya.", "The spare keys are with Priya."),
        ("The fee is USD 5 an hour.", "The fee is $5 per hour."),
        ("Version 2.3.1 fixes it on weekdays.", "Version 2.3.1 fixes it."),
    ],
)
def test_other_spellings_and_parts_that_may_be_left_out(source: str, claim: str) -> None:
    assert support(claim, source) is SUPPORTED


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        # units, currencies, scales
        ("The rent is 640 euros a month.", "The rent is 640 dollars a month."),
        ("The rent is 640 euros a month.", "The rent is 640 euros a year."),
        ("The fee is USD 5 an hour.", "The fee is EUR 5 an hour."),
        ("Sales were S$1.75 billion this year.", "Sales were US$1.75 billion this year."),
        ("Sales were £3.5 million this year.", "Sales were £3.5 billion this year."),
        ("The rate rose by 5 percentage points.", "The rate rose by 5 percent."),
        ("The wall is 330 m long.", "The wall is 330 million long."),
        ("Wages are paid per week.", "Wages are paid per month."),
        # figures that only mean something as a whole
        ("Version 2.3.1 fixes part TX-200.", "Version 2.1.3 fixes part TX-200."),
        ("Version 2.3.1 fixes part TX-200.", "Version 2.3.1 fixes part RX-200."),
        ("The meeting is from 9:30 to 11:10.", "The meeting is from 9:10 to 11:30."),
        ("Profits peaked in Q3 of that year.", "Profits peaked in H3 of that year."),
        ("He added 6½ sacks that season.", "He added 61 sacks that season."),
        ("There are 10⁶ cells in each dish.", "There are 106 cells in each dish."),
        ("Prices fell in the 1990s almost everywhere.", "Prices fell in 1990 almost everywhere."),
        ("The office is on the 3rd floor.", "The office is on 3 floor."),
        ("Two housings were damaged on the way.", "One housing was damaged on the way."),
        ("They met the mayor thirty times.", "They met the mayor forty times."),
        # dates
        ("Acme opened on 3 March 2021.", "Acme opened on 3 March 2020."),
        ("Acme opened on 3 March 2021.", "Acme opened on 3 May 2021."),
        ("Acme opened on 15.03.2021.", "Acme opened on 15.04.2021."),
        ("Orders count from 1 April 2025.", "Orders count until 1 April 2025."),
        # another number's place
        (
            "Revenue rose from 3.1 million euros in 2020 to 3.5 million euros in 2021.",
            "Revenue rose to 3.1 million euros in 2021.",
        ),
        ("Revenue rose to 3.5 million euros.", "Revenue rose by 3.5 million euros."),
        (
            "Sales were 5 million in Germany and 7 million in France.",
            "Sales were 7 million in Germany.",
        ),
        (
            "Sales were 5 million in Germany and 7 million in France.",
            "Sales in Germany were 7 million.",
        ),
        ("The fee is £50 instead of £80.", "The fee is £80."),
        ("In 2020 sales were 5 and in 2021 sales were 7.", "In 2020 sales were 7."),
        # comparisons
        ("The hall seats 300 guests.", "The hall seats more than 300 guests."),
        ("The hall seats more than 300 guests.", "The hall seats 300 guests."),
        ("The hall seats at most 300 guests.", "The hall seats at least 300 guests."),
        ("Invoices are due within 45 days.", "Invoices are due after 45 days."),
        ("Discounts reach up to 15 per cent.", "Discounts reach 15 per cent."),
        ("It takes between 5 and 10 days.", "It takes 5 days."),
        ("Iron weighs more than wood.", "Iron weighs less than wood."),
        # negation
        (
            "The tenant may not, without consent of the landlord, keep pets.",
            "The tenant may keep pets.",
        ),
        ("Water damage is excluded from the cover.", "Water damage is covered."),
        ("The office is open daily except Mondays.", "The office is open daily."),
        ("No refunds are given after the sale.", "Refunds are given after the sale."),
        ("Refunds are given after the sale.", "Refunds are not given after the sale."),
        ("El contrato no termina en mayo.", "El contrato termina en mayo."),
        ("Договор не действует в мае.", "Договор действует в мае."),
        # quantifiers, duties, conditions, plans
        ("Some employees work from home.", "All employees work from home."),
        ("Some employees work from home.", "Employees work from home."),
        ("Only members vote on the budget.", "Members and guests vote on the budget."),
        ("The tenant may paint the walls.", "The tenant must paint the walls."),
        (
            "The tenant may paint the walls if the landlord agrees.",
            "The tenant may paint the walls.",
        ),
        ("The planned bridge spans the bay.", "The bridge spans the bay."),
        ("The report denies that sales fell.", "Sales fell."),
        ("The net margin was 5 per cent.", "The gross margin was 5 per cent."),
        # who did what to whom
        ("Anna sold the company to Boris.", "Boris sold the company to Anna."),
        ("Anna, who hired Boris in Paris, lives in Rome.", "Boris lives in Rome."),
        ("The US economy grew last year.", "The UK economy grew last year."),
        ("The tenant pays the landlord's insurance premium.", "The tenant pays the landlord."),
        ("Alice met Carl, Bob left, and Dora stayed in Rome.", "Bob stayed in Rome."),
        (
            "The tenant keeps the garden tidy and the landlord pays for repairs.",
            "The tenant pays for repairs.",
        ),
        ("The deposit must be paid in advance.", "It must be paid in advance."),
        ("A wide road, Kearney Boulevard is lined with palms.", "A wide road, Boulevard is lined."),
        ("A wide road, Kearney Boulevard is lined with palms.", "A wide road is lined with palms."),
        ("The fee is due in the month of May each year.", "The fee is due in the."),
        ("The engineers took longer and the builders left.", "The engineers took longer and."),
        ("Anna was hired by Boris in May.", "Anna hired Boris in May."),
        ("They flew from Oslo to Rome on Monday.", "They flew to Oslo from Rome on Monday."),
        ("The house was sold to Anna last week.", "The house was sold by Anna last week."),
        ("Tea or coffee is served at noon.", "Tea and coffee is served at noon."),
        ("The office will open near the port.", "The office opened near the port."),
        ("Lifts are more expensive in Oslo.", "Lifts are expensive in Oslo."),
        ("Anna's lawyer left the room early.", "Anna left the room early."),
        ("The tenant association pays for the lift.", "The tenant pays for the lift."),
        ("He said “the old bridge is closed”.", "The old bridge is closed."),
        ("The old bridge is closed, he said.", "The old bridge is closed."),
    ],
)
def test_another_statement_of_the_same_words_is_not_supported(source: str, claim: str) -> None:
    assert support(source, source) is SUPPORTED
    assert support(claim, source) is not SUPPORTED


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The harbour bridge is 330 metres long.", "The harbour bridge is over 330 metres long."),
        ("The rent is 640 euros a month.", "The rent is 640 euros a year."),
        ("Anna Berg sold the old house to Boris.", "Anna Berg sold the old house to Carl."),
        ("Ferries to Oslo leave at 9:30 each day.", "Ferries to Oslo leave at 9:40 each day."),
    ],
)
def test_the_very_words_with_another_fact_are_refused_and_not_called_partly_right(
    source: str, claim: str
) -> None:
    assert support(claim, source) is UNSUPPORTED


TABLE = (
    "| Year | 2019 | 2018 | Change |\n"
    "|  | (S$ million) | (S$ million) | (%) |\n"
    "| Net revenue | 5,368 | 5,955 | -9.9 |\n"
    "| Net cost | 1,000 | (2,000) | 19.4 |"
)


def table(text: str) -> Passage:
    rows = tuple((row.start, row.end) for row in split_lines(text))
    return replace(make_passage(text), sentences=rows)


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Net revenue was S$5,368 million in 2019.", SUPPORTED),
        ("In 2018, net revenue was S$5,955 million.", SUPPORTED),
        ("Net revenue was S$5,955 million in 2018 and S$5,368 million in 2019.", SUPPORTED),
        ("Net revenue was S$5,955 million in 2019.", UNSUPPORTED),
        ("Net cost was S$5,368 million in 2019.", UNSUPPORTED),
        ("Net revenue was S$5,368 billion in 2019.", UNSUPPORTED),
        ("Net revenue was €5,368 million in 2019.", UNSUPPORTED),
        ("Net revenue was S$5,368 million.", PARTLY),
        ("Net revenue was 5,368 in 2019.", PARTLY),
        ("Net cost was S$2,000 million in 2018.", PARTLY),
        ("Net revenue was S$5,955 million in 2019 and S$5,368 million in 2018.", PARTLY),
        ("Net revenue was S$5,368 million in 2017.", UNSUPPORTED),
    ],
)
def test_a_number_of_a_table_belongs_to_its_row_and_column(
    claim: str, expected: Support, bare: bool
) -> None:
    text = TABLE
    if bare:  # as HTML tables are read
        text = "\n".join(line.strip("| ") for line in TABLE.split("\n"))
        text = text.replace("(S$ million) | (S$", " | (S$ million) | (S$", 1)
    assert verify(claim, [table(text)]).support is expected


def test_one_sentence_never_carries_what_two_say_together() -> None:
    source = "The bridge was painted in spring. It is 330 metres long."
    assert support("The bridge is 330 metres long.", source) is PARTLY


def test_hidden_words_between_two_sentences_carry_nothing() -> None:
    text = "The fee is 40 euros. Members pay nothing at all. It is due in May."
    start = text.index("Members")
    hidden = replace(make_passage(text), hidden=((start, text.index(" It")),))
    assert verify("Members pay nothing at all.", [hidden]).support is UNSUPPORTED
    assert verify("Members pay nothing at all in May.", [hidden]).support is UNSUPPORTED
