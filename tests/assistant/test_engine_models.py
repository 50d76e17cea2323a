"""Models are loaded once, and one that made the engine die is left alone."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assistant.engine.crash_marker import FILE_NAME, CrashMarker
from assistant.engine.model_shelf import ModelShelf
from assistant.messages import Notice
from assistant.settings import LANGUAGE_MODEL, Settings
from assistant.wording import NoticeCode
from models.catalogue import STARTER_LANGUAGE_ID
from models.errors import ModelNotInstalled, ModelUnloadable
from models.interfaces import EmbeddingModel, LanguageModel
from tests.fakes import HashEmbedder, ScriptedLanguageModel


class Named(ScriptedLanguageModel):
    def __init__(self, id: str) -> None:
        super().__init__()
        self.id = id


class Loader:
    """Loads what it is asked for, except what it was told about."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.errors: dict[str, BaseException] = {}

    def __call__(self, model_id: str, threads: int | None) -> LanguageModel:
        self.loaded.append(model_id)
        if model_id in self.errors:
            raise self.errors[model_id]
        return Named(model_id)


@pytest.fixture
def loader() -> Loader:
    return Loader()


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def new_shelf(
    tmp_path: Path, loader: Loader, notices: list[Notice], settings: Settings
) -> Callable[[], ModelShelf]:
    def embedder(threads: int | None) -> EmbeddingModel:
        return HashEmbedder()

    return lambda: ModelShelf(tmp_path, settings, notices.append, embedder, loader)


def leave_marker(tmp_path: Path, *model_ids: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(msgspec.json.encode(list(model_ids)))


def test_a_model_is_loaded_once(new_shelf: Callable[[], ModelShelf], loader: Loader) -> None:
    shelf = new_shelf()
    assert shelf.language_model() is shelf.language_model()
    assert shelf.embedder() is shelf.embedder()
    assert loader.loaded == [STARTER_LANGUAGE_ID]


def test_asking_for_another_model_replaces_the_one_in_memory(
    new_shelf: Callable[[], ModelShelf], loader: Loader
) -> None:
    shelf = new_shelf()
    shelf.language_model()
    other = shelf.language_model("other")
    assert other is not None
    assert other.id == "other"
    shelf.language_model()
    assert loader.loaded == [STARTER_LANGUAGE_ID, "other", STARTER_LANGUAGE_ID]


def test_the_settings_choose_the_model(
    new_shelf: Callable[[], ModelShelf], settings: Settings
) -> None:
    settings.set(LANGUAGE_MODEL, "mine")
    model = new_shelf().language_model()
    assert model is not None
    assert model.id == "mine"


def test_no_marker_is_left_by_a_model_that_loads(
    new_shelf: Callable[[], ModelShelf], tmp_path: Path
) -> None:
    new_shelf().language_model()
    assert not (tmp_path / FILE_NAME).exists()


def test_the_marker_is_there_while_a_model_loads(
    tmp_path: Path, settings: Settings, notices: list[Notice]
) -> None:
    seen: list[bytes] = []

    def load(model_id: str, threads: int | None) -> LanguageModel:
        seen.append((tmp_path / FILE_NAME).read_bytes())
        return Named(model_id)

    shelf = ModelShelf(tmp_path, settings, notices.append, lambda _: HashEmbedder(), load)
    shelf.language_model("big")
    assert seen == [b'["big"]']


def test_a_model_that_made_the_engine_die_is_not_loaded_by_itself(
    new_shelf: Callable[[], ModelShelf], loader: Loader, notices: list[Notice], tmp_path: Path
) -> None:
    leave_marker(tmp_path, STARTER_LANGUAGE_ID)
    shelf = new_shelf()
    shelf.announce_crashed()
    assert notices == [Notice(code=NoticeCode.MODEL_CRASHED, detail=STARTER_LANGUAGE_ID)]
    assert shelf.language_model() is None
    assert shelf.installed_language_model() is None
    assert loader.loaded == []
    assert new_shelf().language_model() is None, "it is still remembered after another restart"


def test_a_crashed_model_that_is_asked_for_by_name_is_tried_again(
    new_shelf: Callable[[], ModelShelf], tmp_path: Path
) -> None:
    leave_marker(tmp_path, STARTER_LANGUAGE_ID)
    shelf = new_shelf()
    assert shelf.language_model(STARTER_LANGUAGE_ID) is not None
    assert not (tmp_path / FILE_NAME).exists()


def test_another_models_success_does_not_hide_the_crash_unless_it_was_chosen(
    new_shelf: Callable[[], ModelShelf], settings: Settings, tmp_path: Path
) -> None:
    leave_marker(tmp_path, STARTER_LANGUAGE_ID)
    shelf = new_shelf()
    shelf.language_model("other")
    assert shelf.language_model() is None
    settings.set(LANGUAGE_MODEL, "other")
    shelf.language_model("third")
    assert shelf.language_model() is not None
    settings.set(LANGUAGE_MODEL, "")
    assert shelf.language_model() is not None


def test_a_chosen_model_that_cannot_be_loaded_means_quotes_and_one_notice(
    new_shelf: Callable[[], ModelShelf], loader: Loader, notices: list[Notice], tmp_path: Path
) -> None:
    loader.errors[STARTER_LANGUAGE_ID] = ModelUnloadable(STARTER_LANGUAGE_ID, "bad magic")
    shelf = new_shelf()
    assert shelf.language_model() is None
    assert shelf.language_model() is None
    assert [notice.code for notice in notices] == [NoticeCode.MODEL_UNUSABLE]
    assert "bad magic" in notices[0].detail
    assert loader.loaded == [STARTER_LANGUAGE_ID]
    assert not (tmp_path / FILE_NAME).exists()


def test_a_model_asked_for_by_name_that_is_not_there_is_an_error(
    new_shelf: Callable[[], ModelShelf], loader: Loader
) -> None:
    loader.errors["gone"] = ModelNotInstalled("gone")
    with pytest.raises(ModelNotInstalled):
        new_shelf().language_model("gone")


def test_ending_on_request_while_a_model_loads_is_not_its_fault(
    new_shelf: Callable[[], ModelShelf], tmp_path: Path
) -> None:
    marker = CrashMarker(tmp_path)
    marker.begin("slow")
    marker.forgive()
    assert CrashMarker(tmp_path).crashed == frozenset()


def test_forgiving_keeps_what_had_crashed_before(tmp_path: Path) -> None:
    leave_marker(tmp_path, "old")
    marker = CrashMarker(tmp_path)
    marker.begin("slow")
    marker.forgive()
    assert CrashMarker(tmp_path).crashed == {"old"}


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff"])
def test_a_broken_marker_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert CrashMarker(tmp_path).crashed == frozenset()


def test_a_marker_that_cannot_be_written_does_not_stop_the_model(
    tmp_path: Path, loader: Loader, settings: Settings, notices: list[Notice]
) -> None:
    shelf = ModelShelf(
        tmp_path / "gone", settings, notices.append, lambda _: HashEmbedder(), loader
    )
    assert shelf.language_model() is not None
