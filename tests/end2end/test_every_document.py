"""Questions to every document, as other programs ask them: JSON, a table, a file of it."""

import csv
import json
from pathlib import Path

import pytest

from tests.end2end.test_command_line import ANSWER_KEYS, CITATION_KEYS, footnote

pytestmark = [pytest.mark.end2end, pytest.mark.model, pytest.mark.timeout(400)]

QUESTION = "List the notice period of every contract"
TEXTS = {
    "ash.txt": "Contract with Ash. The notice period is three months.",
    "birch.txt": "Contract with Birch. It can be cancelled with 30 days notice.",
    "cedar.txt": "Contract with Cedar. The parties keep a signed copy each.",
    "broken.pdf": "no PDF at all",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    indexed = footnote("index", folder, "--library", folder / "library", "--json")
    assert indexed.lines[-1]["indexed"] == 3
    return folder / "library"


def test_rows_and_coverage_come_beside_what_every_answer_has(library: Path) -> None:
    done = footnote("ask", QUESTION, "--mode", "quotes", "--library", library, "--json")
    (answer,) = done.lines
    assert done.status == 0
    assert list(answer) == [*ANSWER_KEYS, "rows", "coverage"]
    assert [Path(row["path"]).name for row in answer["rows"]] == list(TEXTS)[:3]
    assert [row["value"] for row in answer["rows"]] == ["three months", "30 days", ""]
    assert [len(row["sentences"]) for row in answer["rows"]] == [1, 1, 0]
    assert answer["sentences"] == [each for row in answer["rows"] for each in row["sentences"]]
    assert (answer["abstained"], answer["reason"]) == (False, None)
    assert [list(each) for each in answer["citations"]] == [CITATION_KEYS] * 2
    for citation in answer["citations"]:
        text = Path(citation["path"]).read_text("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    broken = str(library.parent / "broken.pdf")
    assert answer["coverage"] == {"read": 3, "total": 4, "nothing": 1, "failed": [broken]}


def test_a_person_gets_a_table_and_a_file_of_it(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "notice.csv"
    arguments = ("ask", QUESTION, "--mode", "quotes", "--library", library, "--export", target)
    done = footnote(*arguments)
    assert done.status == 0
    assert "Read 3 of 4, 1 had nothing, 1 could not be read." in done.output
    assert "three months" in done.output
    assert "Nothing in: cedar.txt" in done.output
    assert str(target) in done.errors.replace("\n", "")
    with target.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["status"] for line in lines] == ["found", "found", "nothing", "not read"]
    assert [line["value"] for line in lines] == ["three months", "30 days", "", ""]


def test_the_option_overrules_the_question(library: Path) -> None:
    place = ("--mode", "quotes", "--library", library, "--json")
    none = json.loads(footnote("ask", QUESTION, "--no-every-document", *place).output)
    assert "rows" not in none
    every = json.loads(footnote("ask", "How is it ended?", "--every-document", *place).output)
    assert every["coverage"]["read"] == 3


def test_documents_are_counted_without_a_citation(library: Path) -> None:
    done = footnote("ask", "How many documents do I have?", "--library", library, "--json")
    (answer,) = done.lines
    assert answer["answer"] == "You have 4 documents. 1 of them could not be read."
    assert answer["citations"] == []


def test_a_table_is_written_where_it_can_be(library: Path, tmp_path: Path) -> None:
    place = ("--library", library, "--export")
    assert footnote("ask", QUESTION, *place, tmp_path / "table.xlsx").status == 2
    assert footnote("ask", QUESTION, *place, tmp_path / "nowhere" / "table.csv").status == 2
