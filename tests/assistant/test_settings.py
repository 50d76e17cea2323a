"""Choices survive restarts, foreign keys and broken files."""

import tomllib
from pathlib import Path

import pytest

from assistant.settings import (
    ALL_SETTINGS,
    ANSWER_MODE,
    ENDINGS_LEFT_OUT,
    IGNORE,
    LANGUAGE_MODEL,
    LARGEST_FILE,
    PASSAGES_PER_ANSWER,
    Setting,
    Settings,
    indexing_rules,
    settings_file,
)
from assistant.wording import NoticeCode


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_without_a_file_every_setting_has_its_default(path: Path) -> None:
    settings = Settings(path)
    assert settings.get(ANSWER_MODE) == "auto"
    assert settings.get(PASSAGES_PER_ANSWER) == 8
    assert not path.exists()


def test_every_default_is_allowed() -> None:
    assert all(setting.accepts(setting.default) for setting in ALL_SETTINGS)


def test_a_choice_is_there_after_a_restart(path: Path) -> None:
    Settings(path).set(ANSWER_MODE, "quotes")
    assert Settings(path).get(ANSWER_MODE) == "quotes"


def test_a_value_that_is_not_allowed_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match=r"answers\.mode"):
        Settings(path).set(ANSWER_MODE, "poems")
    assert not path.exists()


@pytest.mark.parametrize("written", ['"many"', "0", "true", "8.0"])
def test_a_wrong_value_in_the_file_falls_back_to_the_default(path: Path, written: str) -> None:
    path.parent.mkdir()
    path.write_text(f"[answers]\npassages = {written}\n")
    assert Settings(path).get(PASSAGES_PER_ANSWER) == 8


def test_a_value_where_a_table_should_be_is_replaced_on_writing(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("answers = 3\n")
    settings = Settings(path)
    assert settings.get(ANSWER_MODE) == "auto"
    settings.set(ANSWER_MODE, "full")
    assert Settings(path).get(ANSWER_MODE) == "full"


def test_unknown_keys_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[future]\nidea = "keep me"\n')
    Settings(path).set(LANGUAGE_MODEL, "big-one")
    assert 'idea = "keep me"' in path.read_text()


def test_two_writers_do_not_lose_each_others_choices(path: Path) -> None:
    first, second = Settings(path), Settings(path)
    first.set(ANSWER_MODE, "short")
    second.set(PASSAGES_PER_ANSWER, 5)
    again = Settings(path)
    assert (again.get(ANSWER_MODE), again.get(PASSAGES_PER_ANSWER)) == ("short", 5)


def test_resetting_brings_the_default_back(path: Path) -> None:
    settings = Settings(path)
    settings.set(ANSWER_MODE, "short")
    settings.reset(ANSWER_MODE)
    assert Settings(path).get(ANSWER_MODE) == "auto"


@pytest.mark.parametrize("content", [b"answers = [", b"\xff\xfe"])
def test_a_broken_file_is_set_aside_and_said(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get(ANSWER_MODE) == "auto"
    assert [notice.code for notice in settings.notices] == [NoticeCode.SETTINGS_BROKEN]
    backup = Path(settings.notices[0].detail)
    assert backup.read_bytes() == content
    settings.set(ANSWER_MODE, "full")
    assert Settings(path).notices == []


def test_a_folder_in_the_files_place_means_defaults(path: Path) -> None:
    path.mkdir(parents=True)
    assert Settings(path).get(ANSWER_MODE) == "auto"


def test_no_half_written_file_is_left_when_writing_fails(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(OSError, match=r"settings"):
        Settings(path).set(ANSWER_MODE, "full")
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


def test_the_environment_names_another_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FOOTNOTE_SETTINGS", str(tmp_path / "mine.toml"))
    assert settings_file() == tmp_path / "mine.toml"
    monkeypatch.delenv("FOOTNOTE_SETTINGS")
    assert settings_file().name == "settings.toml"


def test_rules_of_indexing_are_lists_in_the_file(path: Path) -> None:
    settings = Settings(path)
    settings.set(IGNORE, ("*.log", "# notes", "!keep.log"))
    settings.set(ENDINGS_LEFT_OUT, ("CSV", "*.md", ".tar.gz"))
    settings.set(LARGEST_FILE, 5)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table["indexing"]["ignore"] == ["*.log", "# notes", "!keep.log"]
    rules = indexing_rules(Settings(path))
    assert rules.patterns == ("*.log", "# notes", "!keep.log")
    assert rules.endings == {".csv", ".md", ".tar.gz"}
    assert rules.largest == 5_000_000


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (IGNORE, ("*.log", "broken\\")),
        (IGNORE, ("two\nlines",)),
        (IGNORE, ("[z-a]",)),
        (ENDINGS_LEFT_OUT, (".",)),
        (ENDINGS_LEFT_OUT, ("notes/.md",)),
    ],
)
def test_a_rule_that_means_nothing_is_refused(
    path: Path, setting: Setting[tuple[str, ...]], value: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=r"indexing\."):
        Settings(path).set(setting, value)


@pytest.mark.parametrize("written", ['"*.log"', "[1, 2]", '["fine", "broken\\\\"]'])
def test_a_list_of_rules_that_is_wrong_in_the_file_is_none(path: Path, written: str) -> None:
    path.parent.mkdir()
    path.write_text(f"[indexing]\nignore = {written}\n", encoding="utf-8")
    assert Settings(path).get(IGNORE) == ()
