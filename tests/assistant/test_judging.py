"""A model that judges well is asked about doubtful sentences; its judgement only takes away."""

from pathlib import Path

import pytest

from assistant.answers import AnswerSentence, Support
from assistant.checkup.kept import keep_scores
from assistant.checkup.scores import CheckupScores
from assistant.drafts.drafting import Draft
from assistant.drafts.judging import JUDGED_FALSE, MOST_JUDGED, judge_doubtful
from assistant.quotes.citing import cite
from models.installed import Manifest, ManifestFile, installed_model, write_manifest
from tests.assistant.conftest import make_passage
from tests.fakes import ScriptedLanguageModel

ABLE = CheckupScores(
    right=0.9, right_kept=0.9, numbers=1.0, declines=0.9, judged=0.95, completed=0.9
)
SOURCE = "The tenant pays for small repairs up to 80 euros."


@pytest.fixture
def able(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripted model is installed and has passed its check-up."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path))
    folder = tmp_path / "scripted"
    folder.mkdir()
    (folder / "weights.gguf").write_bytes(b"GGUF")
    file = ManifestFile("weights.gguf", 4, "a" * 64)
    write_manifest(folder, Manifest("scripted", "language", "test", "MIT", 4096, [file]))
    keep_scores(installed_model("scripted"), ABLE)


def go_on() -> bool:
    return False


def draft_of(*texts: str, support: Support = Support.PARTLY) -> Draft:
    passage = make_passage(SOURCE)
    citation = cite(passage, 0, len(SOURCE), 1)
    draft = Draft("Who pays for repairs?", [passage], [citation])
    for text in texts:
        sentence = AnswerSentence(text=text, support=support, citations=(1,))
        draft.kept.append(sentence)
        draft.checked.append((sentence, ()))
    return draft


@pytest.mark.usefixtures("able")
def test_what_the_model_finds_untrue_is_withdrawn_with_the_reason() -> None:
    draft = draft_of("The landlord covers all repairs.", "Minor repairs are on the tenant.")

    assert judge_doubtful(draft, ScriptedLanguageModel("no", "yes"), go_on)

    assert [each.text for each in draft.kept] == ["Minor repairs are on the tenant."]
    assert [each.text for each in draft.dropped] == ["The landlord covers all repairs."]
    assert draft.checked[0][1] == (JUDGED_FALSE,)
    assert draft.checked[0][0].support is Support.UNSUPPORTED


@pytest.mark.usefixtures("able")
def test_what_it_finds_true_stays_in_part_supported_and_may_be_shown() -> None:
    draft = draft_of("Minor costs are on whoever rents.")
    assert not draft.says_something()

    judge_doubtful(draft, ScriptedLanguageModel("yes"), go_on)

    assert draft.says_something()
    assert draft.kept[0].support is Support.PARTLY


@pytest.mark.usefixtures("able")
def test_supported_sentences_are_not_asked_about() -> None:
    assert not judge_doubtful(
        draft_of("x y z", support=Support.SUPPORTED), ScriptedLanguageModel(), go_on
    )


@pytest.mark.usefixtures("able")
def test_only_a_few_are_asked_about() -> None:
    model = ScriptedLanguageModel(*["yes"] * MOST_JUDGED)

    judge_doubtful(draft_of(*(f"sentence {number}" for number in range(9))), model, go_on)

    assert len(model.asked) == MOST_JUDGED


@pytest.mark.usefixtures("able")
def test_a_judgement_that_was_cut_short_counts_for_nothing() -> None:
    draft = draft_of("The landlord covers all repairs.")

    judge_doubtful(draft, ScriptedLanguageModel("no"), lambda: True)

    assert len(draft.kept) == 1


def test_a_model_that_has_not_passed_is_not_asked() -> None:
    model = ScriptedLanguageModel()

    assert not judge_doubtful(draft_of("The landlord covers all repairs."), model, go_on)
    assert model.asked == []
