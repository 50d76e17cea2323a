"""A library and a folder of documents for the tests of indexing."""

from pathlib import Path

import pytest

from tests.indexer.indexing import write


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    write(folder, lease="The rent is 900 euros.", manual="Press the green button.")
    write(folder / "deeper" / "still", letter="Dear Madam, the cat is well.")
    return folder
