"""The models folder: what is listed, imported, removed and checked."""

import os
from pathlib import Path

import pytest

from models.catalogue import CATALOGUE, STARTER_EMBEDDING_ID, STARTER_LANGUAGE_ID, model_spec
from models.errors import (
    ModelExists,
    ModelNotInstalled,
    ModelNotRemovable,
    ModelUnloadable,
    NotEnoughSpace,
)
from models.files import require_space
from models.folder import (
    check_model,
    import_gguf,
    import_model,
    installed_models,
    models_folder,
    remove_model,
)
from models.installed import MANIFEST_NAME, installed_model
from models.loading import (
    load_embedding_model,
    load_entailment_model,
    load_language_model,
    load_reranker,
)
from tests.pair_folders import entailment_folder, reranker_folder


@pytest.fixture
def starter_file() -> Path:
    return installed_model(STARTER_LANGUAGE_ID).main_file


def test_catalogue_ids_are_unique_and_every_model_can_be_had() -> None:
    assert len({spec.id for spec in CATALOGUE}) == len(CATALOGUE)
    for spec in CATALOGUE:
        assert (spec.repository is None) != (spec.package is None)
        assert spec.licence in {"Apache-2.0", "MIT"}
        assert model_spec(spec.id) is spec


def test_the_starters_are_there_without_a_models_folder(own_models_folder: Path) -> None:
    assert models_folder() == own_models_folder
    assert not own_models_folder.exists()
    assert [model.id for model in installed_models()] == [STARTER_EMBEDDING_ID, STARTER_LANGUAGE_ID]
    for model in installed_models():
        assert model.starter
        assert model.main_file.stat().st_size == model.files[0].size


def test_the_folder_is_the_users_own_unless_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOOTNOTE_MODELS")
    assert models_folder().parts[-2:] == ("footnote", "models")


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(ModelNotInstalled, match="no-such-model"):
        load_language_model("no-such-model")


def test_a_model_of_the_other_kind_is_refused() -> None:
    with pytest.raises(ModelUnloadable, match=STARTER_LANGUAGE_ID):
        load_embedding_model(STARTER_LANGUAGE_ID)
    with pytest.raises(ModelUnloadable, match=STARTER_EMBEDDING_ID):
        load_language_model(STARTER_EMBEDDING_ID)


@pytest.mark.model
def test_an_imported_model_is_listed_works_and_can_be_removed(
    tmp_path: Path, starter_file: Path
) -> None:
    given = tmp_path / "My model (v1) 😀.gguf"
    given.write_bytes(starter_file.read_bytes())
    imported = import_gguf(given)
    assert imported.id == "My-model-v1"
    assert not imported.starter
    assert imported.licence == "apache-2.0"
    assert imported in installed_models()
    assert import_gguf(given) == imported
    check = check_model(imported.id)
    assert check.hash_verified
    assert check.tokens_per_second > 0
    remove_model(imported.id)
    assert imported.id not in [model.id for model in installed_models()]
    assert given.exists()


@pytest.mark.model
def test_a_model_is_copied_where_it_cannot_be_linked(
    tmp_path: Path, starter_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("links are not known here")

    monkeypatch.setattr(os, "link", refuse)
    given = tmp_path / "copied.gguf"
    given.symlink_to(starter_file)
    imported = import_gguf(given)
    assert imported.main_file.read_bytes() == starter_file.read_bytes()
    assert sorted(p.name for p in imported.folder.iterdir()) == ["copied.gguf", MANIFEST_NAME]


@pytest.mark.model
def test_another_file_of_the_same_name_does_not_replace_a_model(
    tmp_path: Path, starter_file: Path
) -> None:
    first = tmp_path / "model.gguf"
    first.write_bytes(starter_file.read_bytes())
    import_gguf(first)
    second = tmp_path / "other" / "MODEL.gguf"
    second.parent.mkdir()
    second.write_bytes(starter_file.read_bytes() + b"more")
    with pytest.raises(ModelExists, match="MODEL"):
        import_gguf(second)


@pytest.mark.model
def test_a_changed_file_is_found_out_before_it_is_loaded(
    tmp_path: Path, starter_file: Path
) -> None:
    given = tmp_path / "changing.gguf"
    given.write_bytes(starter_file.read_bytes())
    imported = import_gguf(given)
    with given.open("r+b") as file:
        file.seek(-100, os.SEEK_END)
        file.write(b"\xff")
    with pytest.raises(ModelUnloadable, match="has changed"):
        check_model(imported.id)


@pytest.mark.model
def test_the_starters_pass_their_check() -> None:
    for model_id in (STARTER_EMBEDDING_ID, STARTER_LANGUAGE_ID):
        check = check_model(model_id)
        assert check.hash_verified
        assert check.tokens_per_second > 0
    assert check.sample


@pytest.mark.parametrize("content", [b"", b"GG", b"%PDF-1.7 not a model"])
def test_a_file_of_another_kind_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "novel.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelUnloadable, match=r"novel\.gguf is not a GGUF file"):
        import_gguf(path)
    assert not models_folder().exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnloadable, match="absent"):
        import_gguf(tmp_path / "absent.gguf")
    with pytest.raises(ModelUnloadable):
        import_gguf(tmp_path)


def test_a_gguf_file_without_a_model_is_refused(headless_gguf: Path) -> None:
    with pytest.raises(ModelUnloadable, match="architecture"):
        import_gguf(headless_gguf)
    assert not models_folder().exists()


def test_a_folder_with_a_reranker_is_listed_works_and_can_be_removed(tmp_path: Path) -> None:
    given = reranker_folder(tmp_path / "My reranker", {"golden": 4.0})
    (given / "README.md").write_text("---\nlicense: mit\n---\n# A reranker")
    imported = import_model(given)
    assert (imported.id, imported.task, imported.licence) == ("My-reranker", "reranker", "mit")
    assert imported.main_file.name == "model.safetensors"
    assert imported.context_length == 512
    assert import_model(given) == imported
    check = check_model(imported.id)
    assert check.hash_verified
    assert check.tokens_per_second > 0
    assert load_reranker(imported.id, threads=1).score("?", ["golden"])[0] > 0
    remove_model(imported.id)
    assert len(installed_models()) == 2
    assert (given / "model.safetensors").exists()


def test_what_a_folder_is_for_is_read_from_its_labels(tmp_path: Path) -> None:
    imported = import_model(entailment_folder(tmp_path / "nli", {"never": "contradiction"}))
    assert imported.task == "entailment"
    assert check_model("nli").sample.endswith("contradicted 0.99 for its contrary")
    assert load_entailment_model("nli", threads=1).judge("never", "so").is_contradicted
    with pytest.raises(ModelUnloadable, match="nli"):
        load_reranker("nli")


def test_a_folder_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelUnloadable, match=r"config\.json is missing"):
        import_model(tmp_path)
    embedding = installed_model(STARTER_EMBEDDING_ID).folder
    with pytest.raises(ModelUnloadable, match="neither reranks nor checks"):
        import_model(embedding)
    assert not models_folder().exists()


def test_another_folder_of_the_same_name_does_not_replace_a_model(tmp_path: Path) -> None:
    import_model(reranker_folder(tmp_path / "one" / "model", {"golden": 4.0}))
    with pytest.raises(ModelExists, match="model"):
        import_model(reranker_folder(tmp_path / "two" / "model", {"silver": 4.0}))


def test_a_starter_cannot_be_removed() -> None:
    with pytest.raises(ModelNotRemovable, match=STARTER_EMBEDDING_ID):
        remove_model(STARTER_EMBEDDING_ID)
    with pytest.raises(ModelNotInstalled):
        remove_model("no-such-model")


def test_folders_without_a_readable_manifest_are_passed_over(own_models_folder: Path) -> None:
    for name, manifest in (("a", "{"), ("b", '{"id": "b"}'), ("c", "")):
        (own_models_folder / name).mkdir(parents=True)
        (own_models_folder / name / MANIFEST_NAME).write_text(manifest)
    (own_models_folder / "stray.txt").write_text("")
    assert len(installed_models()) == 2


def test_a_full_disk_is_noticed_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(NotEnoughSpace, match="MB free") as refused:
        require_space(tmp_path / "not" / "yet" / "there", 1 << 60)
    assert refused.value.needed == 1 << 60
    assert not (tmp_path / "not").exists()
