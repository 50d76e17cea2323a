"""The samples are what their sources make, and every golden passage stands where it says."""

import json
import sys
from importlib import util
from pathlib import Path

import pytest

from indexer.parsing.registry import parse_file

SOURCE = Path(__file__).parent / "samples_source"
GOLDEN = [
    json.loads(line)
    for line in (SOURCE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("question", GOLDEN, ids=[question["qid"] for question in GOLDEN])
def test_every_golden_passage_stands_where_it_says(question: dict, samples: Path) -> None:
    assert bool(question["gold"]) is question["answerable"]
    for gold in question["gold"]:
        pages = {page.number: page.text for page in parse_file(samples / gold["file"]).pages}
        assert pages[gold["page"]][gold["start"] : gold["end"]] == gold["text"]


def test_there_are_enough_questions_of_either_kind() -> None:
    assert sum(question["answerable"] for question in GOLDEN) >= 40
    assert sum(not question["answerable"] for question in GOLDEN) >= 8
    assert len({question["qid"] for question in GOLDEN}) == len(GOLDEN)


def test_an_answer_of_a_question_of_fact_stands_in_its_passage() -> None:
    for question in GOLDEN:
        if question["type"] == "fact":
            words = " ".join(" ".join(gold["text"].split()) for gold in question["gold"])
            assert any(answer.lower() in words.lower() for answer in question["answers"]), question


def test_nothing_but_documents_lies_among_the_samples(samples: Path) -> None:
    files = [path for path in samples.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".pdf", ".docx", ".html", ".md", ".txt"}
    assert len(files) == 13
    assert sum(path.stat().st_size for path in files) <= 1_000_000


def test_every_sample_is_read_without_a_warning(samples: Path) -> None:
    for path in samples.rglob("*.*"):
        document = parse_file(path)
        assert document.has_text, path
        assert not document.warnings, path


def test_the_samples_are_the_bytes_that_their_sources_make(samples: Path, tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="making the samples again needs reportlab")
    specification = util.spec_from_file_location("make_samples", SOURCE / "make_samples.py")
    assert specification is not None
    maker = util.module_from_spec(specification)
    sys.modules["make_samples"] = maker
    specification.loader.exec_module(maker)
    maker.make_all(tmp_path)
    for path in samples.rglob("*.*"):
        made = tmp_path / path.relative_to(samples)
        if path.suffix in (".pdf", ".docx"):
            # another version of the libraries may pack the same words differently
            assert parse_file(made) == parse_file(path)
        else:
            assert made.read_bytes() == path.read_bytes()
