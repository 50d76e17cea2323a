"""An entailment model has a say in the check of sentences, and never against numbers and names."""

from pathlib import Path

import pytest

from assistant.answers import Passage, Support
from assistant.checks.entailing import CONTRADICTED, FOLLOWS, LEFT_OPEN
from assistant.checks.verification import verify
from models.errors import ModelUnloadable
from models.folder import import_model, remove_model
from models.interfaces import Entailment, EntailmentModel
from models.loading import load_entailment_model
from tests.pair_folders import entailment_folder

SOURCE = "The tenant, a painter, pays the rent of 900 euros in advance."
WORDED_OTHERWISE = "The tenant pays the rent of 900 euros beforehand."
TRIMMED = "The tenant pays the rent of 900 euros in advance."


@pytest.fixture(autouse=True)
def own_models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))


def model(
    folder: Path, words: dict[str, str] | None = None, otherwise: str = "neutral"
) -> EntailmentModel:
    """Gives the label of the word that it meets in source or claim."""
    given = entailment_folder(folder / "nli", words or {"unheard": "neutral"}, otherwise=otherwise)
    return load_entailment_model(import_model(given).id, threads=1)


def passage(text: str, *sentences: str) -> Passage:
    spans = tuple(
        (text.index(sentence), text.index(sentence) + len(sentence))
        for sentence in sentences or (text,)
    )
    return Passage(
        path="/lease.txt", revision="r", page=1, start=0, end=len(text), label="", text=text,
        score=1.0, sentences=spans,
    )  # fmt: skip


class Watched:
    """Counts how often it was asked."""

    id = fingerprint = "watched"

    def __init__(self, *languages: str) -> None:
        self.languages = frozenset(languages)
        self.asked = 0

    def judge(self, source: str, claim: str) -> Entailment:
        self.asked += 1
        return Entailment(entailed=0.0, neutral=0.0, contradicted=1.0)


def test_the_rules_alone_stand_where_no_model_is_installed() -> None:
    assert verify(WORDED_OTHERWISE, [passage(SOURCE)]).support is Support.PARTLY
    assert verify(TRIMMED, [passage(SOURCE)]).support is Support.SUPPORTED


def test_other_words_are_supported_once_the_model_finds_that_they_follow(tmp_path: Path) -> None:
    nli = model(tmp_path, {"beforehand": "entailment"})
    verdict = verify(WORDED_OTHERWISE, [passage(SOURCE)], entailment=nli)
    assert verdict.support is Support.SUPPORTED
    assert (verdict.passage, verdict.start, verdict.end) == (0, 0, len(SOURCE))
    assert verdict.objections[0] == "“beforehand” does not stand there"
    assert verdict.objections[-1].startswith(FOLLOWS)


def test_other_words_stay_partly_supported_where_it_is_left_open(tmp_path: Path) -> None:
    verdict = verify(WORDED_OTHERWISE, [passage(SOURCE)], entailment=model(tmp_path))
    assert verdict.support is Support.PARTLY
    assert verdict.objections[-1].startswith(LEFT_OPEN)


@pytest.mark.parametrize("claim", [WORDED_OTHERWISE, TRIMMED])
def test_what_the_source_contradicts_is_not_supported(claim: str, tmp_path: Path) -> None:
    nli = model(tmp_path, {"advance": "contradiction"})
    verdict = verify(claim, [passage(SOURCE)], entailment=nli)
    assert (verdict.support, verdict.passage) == (Support.UNSUPPORTED, None)
    assert verdict.objections[-1].startswith(CONTRADICTED)


def test_a_trimmed_sentence_must_follow_too(tmp_path: Path) -> None:
    assert verify(TRIMMED, [passage(SOURCE)], entailment=model(tmp_path)).support is Support.PARTLY
    remove_model("nli")
    nli = model(tmp_path / "other", otherwise="entailment")
    assert verify(TRIMMED, [passage(SOURCE)], entailment=nli).support is Support.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "The tenant pays the rent of 950 euros in advance.",
        "The tenant pays the rent of 900 dollars beforehand.",
        "The tenant does not pay the rent of 900 euros in advance.",
        "Anna Berg pays the rent of 900 euros beforehand.",
    ],
)
def test_no_model_outvotes_the_rules_on_numbers_names_and_negation(
    claim: str, tmp_path: Path
) -> None:
    nli = model(tmp_path, otherwise="entailment")
    rules = verify(claim, [passage(SOURCE)])
    assert rules.support is not Support.SUPPORTED
    assert verify(claim, [passage(SOURCE)], entailment=nli) == rules


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        # exchanged parts, which such models overlook
        ("The landlord informs the tenant of every repair.",
         "The tenant informs the landlord of every repair."),
        # a condition, and a "may", left out under other words
        ("The tenant may keep a small dog if the landlord agrees to it.",
         "The tenant may keep a small animal."),
        ("The tenant may keep a small dog in the flat.",
         "The tenant keeps a small animal in the flat."),
        # of two sentences, what they say of two people
        ("Anna keeps the garden in order. Boris sold the old house in spring.",
         "Anna sold the old house in spring."),
    ],
)  # fmt: skip
def test_only_other_words_for_the_same_are_lifted(source: str, claim: str, tmp_path: Path) -> None:
    nli = model(tmp_path, otherwise="entailment")
    sentences = [f"{each.rstrip('.')}." for each in source.split(". ")]
    found = verify(claim, [passage(source, *sentences)], entailment=nli)
    assert found.support is not Support.SUPPORTED


def test_the_documents_own_words_are_not_put_to_the_model() -> None:
    watched = Watched()
    assert verify(SOURCE, [passage(SOURCE)], entailment=watched).support is Support.SUPPORTED
    assert watched.asked == 0


def test_rows_of_tables_are_left_to_the_rules() -> None:
    row = "Item | Price\nDesk | 120 euros\nChair | 45 euros"
    watched = Watched()
    given = [passage(row, "Desk | 120 euros", "Chair | 45 euros")]
    claim = "The desk costs 120 euros."
    assert verify(claim, given, entailment=watched) == verify(claim, given)
    assert watched.asked == 0


def test_a_model_is_not_asked_about_languages_it_was_not_trained_on() -> None:
    source = "Der Mieter zahlt die Miete im Voraus, und zwar am ersten Tag des Monats."
    claim = "Der Mieter zahlt die Miete am ersten Tag des Monats."
    english, german = Watched("en"), Watched("de")
    rules = verify(claim, [passage(source)])
    assert rules.passage is not None
    assert verify(claim, [passage(source)], entailment=english) == rules
    assert english.asked == 0
    verify(claim, [passage(source)], entailment=german)
    assert german.asked == 1


def test_a_model_that_fails_leaves_the_verdict_to_the_rules() -> None:
    class Broken(Watched):
        def judge(self, source: str, claim: str) -> Entailment:
            raise ModelUnloadable("broken", "its file is damaged")

    rules = verify(TRIMMED, [passage(SOURCE)])
    assert verify(TRIMMED, [passage(SOURCE)], entailment=Broken()) == rules
