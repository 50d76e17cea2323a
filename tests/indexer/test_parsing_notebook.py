"""Notebooks: words, code and results as one text, each cell named by its number."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.registry import parse_file

CELLS: list[dict[str, Any]] = [
    {"cell_type": "markdown", "source": ["# Trial of *pumps*\n", "\n", "Two were tried.\n"]},
    {
        "cell_type": "code",
        "source": "flow = 3\nflow",
        "outputs": [
            {"output_type": "stream", "text": ["warm\n", "up"]},
            {"output_type": "execute_result", "data": {"text/plain": ["3"], "image/png": "AA"}},
            {"output_type": "error", "traceback": ["\x1b[31mError\x1b[0m: too hot"]},
        ],
    },
    {"cell_type": "raw", "source": ""},
]

GOLDEN = """\
# Trial of *pumps*

Two were tried.

flow = 3
flow

warm
up

Error: too hot"""


def parsed(folder: Path, content: object) -> ParsedDocument:
    path = folder / "trial.ipynb"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return parse_file(path)


def test_a_notebook_is_one_text(tmp_path: Path) -> None:
    document = parsed(tmp_path, {"cells": CELLS, "metadata": {"kernelspec": {}}, "nbformat": 4})
    assert document.pages[0].text == GOLDEN.replace("Error", "3\n\nError")
    assert document.title == "Trial of pumps"
    assert [(block.kind, block.label) for block in document.pages[0].blocks] == [
        (BlockKind.HEADING, "cell 1, § Trial of pumps"),
        (BlockKind.PARAGRAPH, "cell 1, § Trial of pumps"),
        (BlockKind.CODE, "cell 2"),
        (BlockKind.CODE, "cell 2, output"),
        (BlockKind.CODE, "cell 2, output"),
        (BlockKind.CODE, "cell 2, output"),
    ]


def test_notebooks_of_the_old_version_are_read(tmp_path: Path) -> None:
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"]}]}], "nbformat": 3}
    assert parsed(tmp_path, old).pages[0].text == "x = 1"


@pytest.mark.parametrize("content", ["no json", "[]", '{"cells": 3}', '{"cells": [{"source": 3}]}'])
def test_a_broken_notebook_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, content)
    assert caught.value.reason.code is ReasonCode.DAMAGED
