"""A library that belongs to somebody else can be read although nothing beside it can be written."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.library import Library
from tests.conftest import REPOSITORY

NOBODY = 65534
READ = f"""
import os, sys
from pathlib import Path
from indexer.library import Library

if os.geteuid() == 0:
    os.setuid({NOBODY})
with Library.open(Path(sys.argv[1])) as library:
    print(len(library.ledger.sources()))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights are others on Windows")


@pytest.fixture
def library() -> Iterator[Path]:
    """In a folder that every user may enter, unlike the one that tests get."""
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        folder = Path(parent) / "library"
        with Library.open(folder, create=True, write=True) as opened:
            opened.ledger.add_source(Path("/docs"))
        folder.chmod(0o555)
        for file in folder.iterdir():
            file.chmod(0o555 if file.is_dir() else 0o444)
        yield folder
        folder.chmod(0o755)


def test_it_can_be_read(library: Path) -> None:
    read = subprocess.run(
        [sys.executable, "-c", READ, str(library)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (read.stdout, read.returncode) == ("1\n", 0), read.stderr
    assert not list(library.glob("*-shm"))
