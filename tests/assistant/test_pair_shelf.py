"""The engine's reranker and entailment model: loaded when used, let go of when idle."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assistant.engine.crash_marker import PAIRS_FILE_NAME
from assistant.engine.pair_shelf import IDLE_SECONDS, PairShelf
from assistant.messages import Notice
from assistant.pair_roles import pair_model
from assistant.settings import ENTAILMENT_MODEL, NO_PAIR_MODEL, RERANKER, Settings
from assistant.wording import NoticeCode, notice_sentence
from models.errors import ModelUnloadable
from models.folder import import_model, remove_model
from models.interfaces import Reranker
from models.loading import load_reranker
from tests.pair_folders import entailment_folder, reranker_folder


class Loading:
    """Loads as the engine does, and remembers what."""

    def __init__(self) -> None:
        self.loaded: list[str] = []

    def __call__(self, model_id: str, threads: int | None) -> Reranker:
        self.loaded.append(model_id)
        return load_reranker(model_id, threads=1)


@pytest.fixture(autouse=True)
def own_models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def loading() -> Loading:
    return Loading()


@pytest.fixture
def now() -> list[float]:
    """The time that the shelf sees."""
    return [0.0]


@pytest.fixture
def new_shelf(
    tmp_path: Path, settings: Settings, notices: list[Notice], loading: Loading, now: list[float]
) -> Callable[[], PairShelf]:
    return lambda: PairShelf(tmp_path, settings, notices.append, loading, clock=lambda: now[0])


def install(tmp_path: Path, name: str = "golden-first") -> None:
    import_model(reranker_folder(tmp_path / "given" / name, {"golden": 4.0}))


def test_nothing_is_handed_out_where_nothing_is_installed(
    new_shelf: Callable[[], PairShelf], notices: list[Notice]
) -> None:
    assert new_shelf().reranker() is None
    assert new_shelf().entailment_model() is None
    assert notices == []


def test_it_is_loaded_with_its_first_use_and_once(
    new_shelf: Callable[[], PairShelf], loading: Loading, tmp_path: Path
) -> None:
    install(tmp_path)
    shelf = new_shelf()
    reranker = shelf.reranker()
    assert reranker is not None
    assert (reranker.id, loading.loaded) == ("golden-first", [])
    assert reranker.score("?", ["golden"])[0] > 0
    again = shelf.reranker()
    assert again is not None
    assert again.score("?", ["iron"])[0] < 0
    assert loading.loaded == ["golden-first"]
    assert not (tmp_path / PAIRS_FILE_NAME).exists()


def test_what_nobody_uses_is_let_go_of_and_comes_back(
    new_shelf: Callable[[], PairShelf], loading: Loading, tmp_path: Path, now: list[float]
) -> None:
    install(tmp_path)
    shelf = new_shelf()
    reranker = shelf.reranker()
    assert reranker is not None
    reranker.score("?", ["golden"])
    now[0] = IDLE_SECONDS - 1
    shelf.let_go_of_idle()
    reranker.score("?", ["golden"])
    assert len(loading.loaded) == 1
    now[0] = 2 * IDLE_SECONDS
    shelf.let_go_of_idle()
    assert reranker.score("?", ["golden"])[0] > 0
    assert len(loading.loaded) == 2


def test_a_damaged_one_is_told_of_once_and_left_alone(
    new_shelf: Callable[[], PairShelf], notices: list[Notice], tmp_path: Path
) -> None:
    install(tmp_path)
    weights = tmp_path / "models" / "golden-first" / "model.safetensors"
    weights.unlink()
    weights.write_bytes(b"scrap")
    shelf = new_shelf()
    reranker = shelf.reranker()
    assert reranker is not None
    for _ in range(2):
        with pytest.raises(ModelUnloadable, match="golden-first"):
            reranker.score("?", ["golden"])
    assert shelf.reranker() is None
    assert [notice.code for notice in notices] == [NoticeCode.RERANKER_UNUSABLE]
    said = notice_sentence(notices[0].code, notices[0].detail)
    assert "model.safetensors" in said
    assert "install it again" in said


def test_one_that_made_the_engine_die_is_left_alone_until_it_is_installed_again(
    new_shelf: Callable[[], PairShelf], notices: list[Notice], tmp_path: Path
) -> None:
    install(tmp_path)
    (tmp_path / PAIRS_FILE_NAME).write_bytes(msgspec.json.encode(["golden-first"]))
    assert new_shelf().reranker() is None
    assert [notice.code for notice in notices] == [NoticeCode.RERANKER_UNUSABLE]
    remove_model("golden-first")
    assert new_shelf().reranker() is None
    install(tmp_path)
    assert new_shelf().reranker() is not None


def test_both_kinds_have_a_place_of_their_own(
    new_shelf: Callable[[], PairShelf], tmp_path: Path
) -> None:
    install(tmp_path)
    import_model(entailment_folder(tmp_path / "given" / "nli", {"never": "contradiction"}))
    shelf = new_shelf()
    reranker, entailment = shelf.reranker(), shelf.entailment_model()
    assert reranker is not None
    assert entailment is not None
    assert entailment.judge("never", "so").is_contradicted
    assert reranker.score("?", ["golden"])[0] > 0
    assert (reranker.languages, entailment.fingerprint[:4]) == (frozenset(), "nli-")


def test_the_person_chooses_one_or_none(tmp_path: Path, settings: Settings) -> None:
    for name in ("b-model", "a-model"):
        install(tmp_path, name)
    assert pair_model("reranker", settings) == "a-model"
    settings.set(RERANKER, "b-model")
    assert pair_model("reranker", settings) == "b-model"
    settings.set(RERANKER, "gone")
    assert pair_model("reranker", settings) is None
    settings.set(RERANKER, NO_PAIR_MODEL)
    assert pair_model("reranker", settings) is None
    settings.set(ENTAILMENT_MODEL, "b-model")
    assert pair_model("entailment", settings) is None, "a reranker does not check sentences"
