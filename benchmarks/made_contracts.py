"""Made contracts of which it is known what each says, for questions that ask all documents.

Each subject has wordings of its own, some without a word of the question; a contract holds some of
the subjects and leaves out others. Everything in it is invented.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What a contract may lay down, and the ways to say so; `{}` stands for the fact."""

    topic: str
    wordings: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeContract:
    """The text of a contract, and for each subject it holds the sentence and the fact."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    said: dict[str, tuple[str, str]]


TRIED_ON = (
    Subject(
        "notice period",
        (
            "Either party may terminate this agreement by giving {} written notice.",
            "The notice period is {}.",
            "This contract can be ended by both sides with {} notice to the end of a month.",
            "Termination requires {} prior notice in writing.",
            "A party that wishes to cancel shall inform the other {} in advance.",
            "Notice of termination must be given at least {} before the end of the term.",
            "The agreement may be cancelled at any time, subject to notice of {}.",
        ),
        ("three months", "30 days", "six weeks", "60 days", "one month", "ninety (90) days"),
    ),
    Subject(
        "monthly rent",
        (
            "The tenant pays a monthly rent of {}.",
            "Rent: {} per month.",
            "For the use of the premises {} fall due each month.",
            "The rent amounts to {}, payable by the third working day of each month.",
        ),
        ("EUR 1,250.00", "€980", "$2,400", "£1,075"),
    ),
    Subject(
        "governing law",
        (
            "This agreement is governed by the laws of {}.",
            "The law of {} applies to all disputes arising from this contract.",
            "Governing law: {}.",
        ),
        ("Denmark", "Portugal", "Ireland", "New Zealand"),
    ),
    Subject(
        "warranty period",
        (
            "The supplier warrants the goods for {} from delivery.",
            "The warranty period is {}.",
            "Defects that appear within {} of handover are repaired free of charge.",
        ),
        ("24 months", "two years", "36 months", "12 months"),
    ),
    Subject(
        "penalty for late delivery",
        (
            "For each week of delay the supplier owes a penalty of {}.",
            "If delivery is late, liquidated damages of {} per day become due.",
            "Late delivery is subject to a contractual penalty of {}.",
        ),
        ("EUR 500", "€1,000", "$750", "EUR 250"),
    ),
)
"""What the thresholds were chosen on."""

HELD_OUT = (
    Subject(
        "security deposit",
        (
            "The tenant provides a security deposit of {}.",
            "A sum of {} is held as security until the end of the tenancy.",
            "Deposit: {}, returned within a month after the keys are handed back.",
        ),
        ("EUR 3,000", "€2,500", "$4,800", "£2,150"),
    ),
    Subject(
        "payment terms",
        (
            "Invoices are payable within {} of receipt.",
            "Payment is due {} after the date of the invoice.",
            "Payment terms: {} net.",
        ),
        ("30 days", "14 days", "45 days", "ten days"),
    ),
    Subject(
        "liability cap",
        (
            "The liability of either party is limited to {}.",
            "In no event does the total liability exceed {}.",
            "Liability is capped at {} per claim.",
        ),
        ("EUR 100,000", "€50,000", "$250,000", "two million euros"),
    ),
    Subject(
        "confidentiality",
        (
            "The parties keep all information secret for {} after the end of this contract.",
            "The duty of confidentiality continues for {}.",
            "Confidential information shall not be disclosed to third parties for {}.",
        ),
        ("five years", "three years", "two years", "ten years"),
    ),
    Subject(
        "contact person",
        (
            "The contact person for all questions is {}.",
            "Messages under this contract are addressed to {}.",
            "Contact: {}.",
        ),
        ("Maria Olsen", "Jan de Boer", "Priya Raman", "Tomás Leal"),
    ),
    Subject(
        "start date",
        (
            "This agreement takes effect on {}.",
            "The contract starts on {}.",
            "The services commence on {} and end when the project is completed.",
        ),
        ("1 March 2023", "15 June 2022", "1 January 2024", "12 October 2021"),
    ),
)
"""No threshold was chosen on them; their usual words are among those that `related.py` knows."""

UNKNOWN = (
    Subject(
        "renewal term",
        (
            "Unless ended before, this contract is extended by {}.",
            "It renews itself by {} each time.",
            "The renewal term is {}.",
        ),
        ("one year", "six months", "two years"),
    ),
    Subject(
        "response time",
        (
            "Faults that are reported are attended to within {}.",
            "The response time is {}.",
            "The provider answers every call for help after {} at most.",
        ),
        ("four hours", "two working days", "30 minutes", "one day"),
    ),
    Subject(
        "travel expenses",
        (
            "For journeys {} a day are refunded.",
            "Travel expenses are paid up to {}.",
            "The client bears the cost of trips by train up to {}.",
        ),
        ("EUR 250", "€120", "$400"),
    ),
    Subject(
        "insurance sum",
        (
            "The contractor is covered by a policy for at least {}.",
            "The insurance sum is {}.",
            "Damage to persons is insured up to {}.",
        ),
        ("EUR 5,000,000", "€3,000,000", "$10,000,000"),
    ),
)
"""Subjects of which `related.py` knows no other words, "insurance" in other languages aside."""

FILLER = (
    "The parties have negotiated this document in good faith.",
    "Amendments to this document need the written form.",
    "Should a provision be void, the others remain in force.",
    "The annexes are part of this document.",
    "Both sides keep a signed copy.",
    "Headings are for convenience only and do not affect interpretation.",
    "Neither side may assign its rights without the consent of the other.",
    "Notices shall be sent to the addresses given above.",
    "The work is carried out with the care that is usual in the trade.",
    "Events beyond the control of a side excuse it for as long as they last.",
    "The reporting period is the calendar quarter.",
    "The premises may be inspected during business hours.",
    "Each side bears its own costs of drawing up this document.",
    "The buyer examines the goods on arrival and reports visible damage.",
)
COMPANIES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
TRADES = ("Cleaning", "Logistics", "Software", "Catering", "Security", "Printing", "Training")


def make_contracts(
    count: int,
    subjects: Sequence[Subject],
    *,
    held: float = 0.7,
    paragraphs: int = 6,
    seed: int = 1,
) -> list[MadeContract]:
    """Contracts that hold each of the subjects with the probability `held`."""
    chance = random.Random(seed)
    return [_contract(number, subjects, held, paragraphs, chance) for number in range(1, count + 1)]


def _contract(
    number: int, subjects: Sequence[Subject], held: float, paragraphs: int, chance: random.Random
) -> MadeContract:
    company = f"{chance.choice(COMPANIES)} {chance.choice(TRADES)}"
    texts = [[sentence] for sentence in chance.sample(FILLER, min(paragraphs, len(FILLER)))]
    said: dict[str, tuple[str, str]] = {}
    for subject in subjects:
        if chance.random() < held:
            fact = chance.choice(subject.facts)
            sentence = chance.choice(subject.wordings).format(fact)
            said[subject.topic] = sentence, fact
            chance.choice(texts).insert(chance.randint(0, 1), sentence)
    opening = f"This contract number {number} is made between {company} and the client."
    return MadeContract(
        name=f"contract-{number:03}",
        title=f"Contract {number} with {company}",
        paragraphs=(opening, *(" ".join(sentences) for sentences in texts)),
        said=said,
    )
