"""Which of the installed models takes which step of an answer."""

from pathlib import Path

import msgspec

from assistant.checkup.kept import keep_scores
from assistant.checkup.scores import Role
from assistant.roles import role_model, standings, writing_model
from assistant.settings import LANGUAGE_MODEL, Settings
from models.catalogue import STARTER_LANGUAGE_ID
from tests.assistant.checked_models import GOOD, MIDDLING, POOR, install, standing


def test_the_smallest_that_is_good_enough_takes_a_step() -> None:
    among = [standing("l", 30, GOOD), standing("s", 10, POOR), standing("m", 20, GOOD)]

    assert role_model(Role.JUDGE, among) == "m"
    assert role_model(Role.WRITE, among) == "m"
    assert role_model(Role.JUDGE, among, loaded="l") == "l"


def test_whole_answers_go_before_small_size() -> None:
    among = [standing("short", 10, MIDDLING), standing("full", 20, GOOD)]

    assert role_model(Role.WRITE, among) == "full"
    assert role_model(Role.WRITE, among[:1]) == "short"


def test_a_step_that_no_model_is_good_enough_for_is_done_without() -> None:
    among = [standing("s", 10, POOR), standing("unchecked", 5, None)]

    assert role_model(Role.REWRITE, among) is None
    assert role_model(Role.WRITE, among) is None


def test_a_model_that_is_too_slow_here_is_not_chosen_by_itself() -> None:
    slow = msgspec.structs.replace(GOOD, tokens_read=10.0, tokens_written=2.0)

    assert role_model(Role.WRITE, [standing("slow", 1, slow)]) is None
    quick = msgspec.structs.replace(GOOD, tokens_read=100.0, tokens_written=10.0)
    assert role_model(Role.WRITE, [standing("quick", 1, quick)]) == "quick"


def test_the_model_that_earned_it_writes_unless_the_person_chose(
    models: Path, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.toml")
    assert writing_model(settings) == STARTER_LANGUAGE_ID

    keep_scores(install(models, "better"), GOOD)
    assert writing_model(settings) == "better"
    settings.set(LANGUAGE_MODEL, "chosen")

    assert writing_model(settings) == "chosen"
    assert [each.model for each in standings()] == ["better", STARTER_LANGUAGE_ID]
