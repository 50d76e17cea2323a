"""`footnote models`: what a model is trusted with, and how the person decides it."""

import json
from pathlib import Path

import pytest

from assistant.answers import AnswerMode
from assistant.checkup.kept import keep_scores, trusted_mode
from assistant.checkup.scores import CheckupScores
from assistant.checkup_words import score_rows, standing_sentence
from models.catalogue import STARTER_EMBEDDING_ID, STARTER_LANGUAGE_ID
from models.installed import installed_model
from tests.assistant.checked_models import GOOD, POOR, install, standing
from tests.assistant.command_running import Run, runner


@pytest.fixture
def footnote(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""
    return runner(monkeypatch, capsys)


def test_the_list_says_what_each_language_model_is_trusted_with(
    footnote: Run, models: Path, tmp_path: Path
) -> None:
    keep_scores(install(models, "better"), GOOD)

    _, output, _ = footnote(tmp_path, "models", "list", "--json")

    modes = {line["id"]: line["mode"] for line in map(json.loads, output.splitlines())}
    assert modes["better"] == "full"
    assert modes[STARTER_LANGUAGE_ID] == trusted_mode(STARTER_LANGUAGE_ID).value
    assert modes[STARTER_EMBEDDING_ID] is None


def test_the_person_decides_and_takes_it_back(footnote: Run, models: Path, tmp_path: Path) -> None:
    keep_scores(install(models, "better"), GOOD)

    status, output, _ = footnote(tmp_path, "models", "trust", "better", "quotes")
    assert (status, trusted_mode("better")) == (0, AnswerMode.QUOTES)
    assert "because you chose so" in output
    footnote(tmp_path, "models", "trust", "better", "auto")

    assert trusted_mode("better") is AnswerMode.FULL


@pytest.mark.usefixtures("models")
def test_what_cannot_be_trusted_is_refused(footnote: Run, tmp_path: Path) -> None:
    assert footnote(tmp_path, "models", "trust", STARTER_LANGUAGE_ID, "poem")[0] == 2
    assert footnote(tmp_path, "models", "trust", STARTER_EMBEDDING_ID, "full")[0] == 2
    assert footnote(tmp_path, "models", "trust", "gone", "full")[0] == 1


@pytest.mark.model
@pytest.mark.usefixtures("models")
def test_a_quick_check_says_how_fast_it_is_and_keeps_nothing(
    footnote: Run, models: Path, tmp_path: Path
) -> None:
    status, output, _ = footnote(
        tmp_path, "models", "check", STARTER_LANGUAGE_ID, "--quick", "--json"
    )

    found = json.loads(output)
    assert status == 0
    assert found["hash_verified"]
    assert found["mode"] == trusted_mode(STARTER_LANGUAGE_ID).value
    assert not models.exists()


@pytest.mark.usefixtures("models")
def test_words_name_what_was_measured_and_what_follows() -> None:
    fast = CheckupScores(
        right=0.5, right_kept=0.4, numbers=1, declines=1, judged=1, completed=1, tokens_read=99.6,
        tokens_written=9.4,
    )  # fmt: skip

    assert ("Answers that were right", "50%") in score_rows(fast)
    assert score_rows(fast)[-1] == ("Tokens a second", "100 read, 9 written")
    assert "whole answers" in standing_sentence(standing("m", 1, GOOD))
    assert "judging sentences" in standing_sentence(standing("m", 1, GOOD))
    assert standing_sentence(standing("m", 1, POOR)).endswith("quotes only.")
    assert "never checked" in standing_sentence(standing("m", 1, None))
    assert installed_model(STARTER_LANGUAGE_ID).starter
