"""The command line as other programs run it: exact keys, one object a line, exit statuses."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.backends import embedding_plan
from tests.end2end.texts import FACTS, write_facts

pytestmark = [pytest.mark.end2end, pytest.mark.model, pytest.mark.timeout(400)]

HIT_KEYS = ["path", "page", "start", "end", "label", "text", "score"]
CITATION_KEYS = ["marker", "path", "page", "start", "end", "label", "quote"]
ANSWER_KEYS = [
    "id", "question", "answer", "abstained", "reason",
    "sentences", "citations", "timings", "model", "mode",
]  # fmt: skip


@dataclass
class Done:
    status: int
    output: str
    errors: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every line of standard output; fails when one is not a JSON object."""
        found = [json.loads(line) for line in self.output.splitlines()]
        assert all(isinstance(each, dict) for each in found)
        return found


def footnote(*arguments: object) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "footnote", *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2", "PYTHONUTF8": "1"},
        cwd=Path(__file__).parents[2],
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_facts(tmp_path_factory.mktemp("documents"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7\nnothing more of it")
    return folder


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory, documents: Path) -> tuple[Path, Done]:
    """A library with all documents, and what indexing them said."""
    library = tmp_path_factory.mktemp("indexed") / "library"
    return library, footnote("index", documents, "--library", library, "--json")


@pytest.fixture(scope="session")
def library(indexed: tuple[Path, Done]) -> Path:
    return indexed[0]


def test_indexing_prints_events_and_names_what_failed(indexed: tuple[Path, Done]) -> None:
    _, done = indexed
    assert done.status == 1, done.errors
    last = done.lines[-1]
    assert (last["event"], last["indexed"], last["skipped"], last["failed"]) == (
        "finished", 3, 1, 1,
    )  # fmt: skip
    assert last["seconds"] > 0
    assert "“report.pdf”" in done.errors
    assert {"found", "started", "file", "finished"} <= {line["event"] for line in done.lines}


def test_indexing_again_embeds_nothing_and_missing_paths_are_named(
    library: Path, documents: Path
) -> None:
    done = footnote("index", documents / "lease.txt", "/nowhere/x", "--library", library, "--json")
    assert done.status == 1
    assert "/nowhere/x" in done.errors
    last = done.lines[-1]
    assert (last["indexed"], last["unchanged"], last["failed"]) == (0, 1, 0)


def test_indexing_nothing_that_exists_is_wrong_use(tmp_path: Path) -> None:
    done = footnote("index", tmp_path / "gone", "--library", tmp_path / "library", "--json")
    assert (done.status, done.output) == (2, "")
    assert str(tmp_path / "gone") in done.errors
    assert not (tmp_path / "library").exists()


def test_status_gives_totals_and_the_ledger(library: Path, documents: Path) -> None:
    (totals,) = footnote("status", "--library", library, "--json").lines
    assert {key: totals[key] for key in ("files", "indexed", "skipped", "failed", "waiting")} == {
        "files": 5, "indexed": 3, "skipped": 1, "failed": 1, "waiting": 0,
    }  # fmt: skip
    assert totals["sources"] == [str(documents)]
    assert totals["embedding"] == embedding_plan(totals["embedding_model"]).label
    rows = footnote("--library", library, "--json", "status", "--files").lines
    keys = ["path", "status", "reason", "pages", "chunks", "seconds", "marks"]
    assert all(list(row) == keys for row in rows)
    reasons = {Path(row["path"]).name: (row["status"], row["reason"]) for row in rows}
    assert reasons["lease.txt"] == ("indexed", None)
    assert reasons["empty.txt"] == ("skipped", "empty")
    assert reasons["report.pdf"][0] == "failed"
    assert reasons["report.pdf"][1]


def test_a_preview_makes_no_library_and_counts_what_is_there(
    documents: Path, tmp_path: Path
) -> None:
    done = footnote("index", "--preview", documents, "--library", tmp_path / "none", "--json")
    assert done.status == 0, done.errors
    (found,) = done.lines
    assert list(found) == [
        "event", "path", "readable", "skipped", "excluded", "seconds", "complete", "by_git",
    ]  # fmt: skip
    assert sum(share["files"] for share in found["readable"]) == 4
    assert (found["skipped"], found["seconds"]) == ([{"name": ".txt", "files": 1, "size": 0}], None)
    assert not (tmp_path / "none").exists()
    person = footnote("index", "--preview", documents, "--library", tmp_path / "none")
    assert "4 files to read" in person.output
    gone = footnote("index", "--preview", documents / "gone", "--library", tmp_path / "none")
    assert (gone.status, gone.output) == (2, "")
    assert str(documents / "gone") in gone.errors


def test_a_person_reads_why_files_are_not_indexed_and_what_to_do(library: Path) -> None:
    done = footnote("status", "--library", library)
    assert done.status == 0, done.errors
    assert "1 file: 1 empty" in done.output
    assert "1 file: 1 damaged" in done.output
    assert "Damaged (1): Open it in its program" in done.output


@pytest.mark.parametrize("name", ["files.csv", "files.json"])
def test_the_ledger_is_exported(library: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    done = footnote("status", "--files", "--export", target, "--library", library, "--json")
    assert done.lines == [{"event": "ledger-exported", "target": str(target), "files": 5}]
    assert "lease.txt" in target.read_text(encoding="utf-8-sig")
    refused = footnote("status", "--export", tmp_path, "--library", library)
    assert (refused.status, refused.output) == (2, "")
    assert "--export ends in .csv or .json" in refused.errors


def test_patterns_given_once_are_kept_and_files_are_read_again(
    documents: Path, tmp_path: Path
) -> None:
    call = ("--library", tmp_path / "library", "--json")
    wrong = footnote("index", documents, "--ignore", "broken\\", *call)
    assert (wrong.status, wrong.output) == (2, "")
    assert not (tmp_path / "library").exists()
    given = footnote("index", documents, "--ignore", "*.html", "--ignore", "*.pdf", *call)
    assert given.status == 0, given.errors
    again = footnote("index", documents / "lease.txt", "--retry", *call)
    assert (again.lines[-1]["indexed"], again.lines[-1]["unchanged"]) == (1, 0)
    rows = {Path(row["path"]).name: row for row in footnote("status", "--files", *call).lines}
    assert rows["kettle.html"]["reason"] == "excluded: *.html"
    assert rows["report.pdf"]["status"] == "skipped"
    assert rows["lease.txt"]["seconds"] > 0


def test_a_batch_of_searches_is_answered_in_its_order(library: Path, documents: Path) -> None:
    queries = documents.parent / "queries.jsonl"
    queries.write_text(
        '{"id":"b","query":"descaling with citric acid"}\n\n'
        f'{{"id":7,"query":"greenhouse","in":{json.dumps(str(documents / "lease.txt"))}}}\n'
        '{"id":"ü","query":"“quoted” AND (odd"}\n',
        encoding="utf-8",
    )
    done = footnote("search", "--queries", queries, "--limit", 2, "--library", library, "--json")
    assert done.status == 0, done.errors
    assert [list(line) for line in done.lines] == [["id", "query", "hits", "seconds"]] * 3
    assert [line["id"] for line in done.lines] == ["b", 7, "ü"]
    first, within, _ = done.lines
    assert Path(first["hits"][0]["path"]) == documents / "kettle.html"
    assert len(first["hits"]) <= 2
    assert list(first["hits"][0]) == HIT_KEYS
    assert {Path(hit["path"]).name for hit in within["hits"]} <= {"lease.txt"}


def test_a_hit_is_the_range_that_text_prints(library: Path, documents: Path) -> None:
    (found,) = footnote("search", "notice period", "--library", library, "--json").lines
    assert found["id"] == "1"
    hit = found["hits"][0]
    (text,) = footnote("text", hit["path"], "--json").lines
    assert list(text) == ["path", "media_type", "title", "pages", "warnings"]
    pages = {page["number"]: page["text"] for page in text["pages"]}
    assert hit["page"] is None
    assert pages[None] == FACTS["lease.txt"]
    assert pages[None][hit["start"] : hit["end"]] == hit["text"]


def test_a_batch_of_questions_is_answered_or_not(library: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id":"q1","question":"How long is the notice period of the lease?"}\n'
        '{"id":"q2","question":"Who won the chess championship in Reykjavik?"}\n'
    )
    done = footnote("ask", "--questions", questions, "--library", library, "--json")
    assert done.status == 0, done.errors
    answered, abstained = done.lines
    assert list(answered) == ANSWER_KEYS
    assert list(abstained) == [*ANSWER_KEYS, "unmet"]
    assert abstained["unmet"] == ["Reykjavik"]
    assert (answered["id"], answered["abstained"], answered["reason"]) == ("q1", False, None)
    assert any("three months" in citation["quote"] for citation in answered["citations"])
    assert all(list(citation) == CITATION_KEYS for citation in answered["citations"])
    markers = {citation["marker"] for citation in answered["citations"]}
    assert all(list(each) == ["text", "support", "citations"] for each in answered["sentences"])
    assert all(set(each["citations"]) <= markers for each in answered["sentences"])
    assert answered["mode"] in ("quotes", "short", "full")
    assert (abstained["abstained"], abstained["sentences"]) == (True, [])
    assert abstained["reason"] in ("not-in-documents", "nothing-found")


def test_a_person_reads_the_answer_with_its_places(library: Path) -> None:
    done = footnote(
        "ask", "How much is the monthly rent?", "--mode", "quotes", "--library", library
    )
    assert done.status == 0, done.errors
    assert "940 euros" in done.output
    assert "[1] lease.txt" in done.output


@pytest.mark.parametrize("command", [["status"], ["search", "x"], ["ask", "x"]])
def test_without_a_library_the_status_is_three(tmp_path: Path, command: list[str]) -> None:
    done = footnote(*command, "--library", tmp_path / "none", "--json")
    assert (done.status, done.output) == (3, "")
    assert str(tmp_path / "none") in done.errors


def test_a_locked_library_is_searched_but_not_written(library: Path, documents: Path) -> None:
    from indexer.library import Library

    with Library.open(library, write=True):
        locked = footnote("index", documents, "--library", library, "--json")
        read = footnote("status", "--library", library, "--json")
    assert (locked.status, locked.output) == (3, "")
    assert str(library) in locked.errors
    assert read.status == 0


@pytest.mark.parametrize("line", ["not json", '{"id":1}', '{"id":1,"query":5}'])
def test_a_malformed_query_file_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id":1,"query":"fine"}\n' + line + "\n")
    done = footnote("search", "--queries", queries, "--library", tmp_path / "none", "--json")
    assert (done.status, done.output) == (2, "")
    assert "line 2" in done.errors
    assert "queries.jsonl" in done.errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["search"],
        ["nonsense"],
        ["search", "a", "--limit", "0"],
        ["ask", "a", "--mode", "poem"],
        ["text", "/nowhere/x.txt"],
        ["evaluate", "/nowhere/gold.jsonl", "--docs", "/nowhere"],
    ],
)
def test_wrong_use_is_two(arguments: list[str]) -> None:
    done = footnote(*arguments)
    assert (done.status, done.output) == (2, "")
    assert done.errors


def test_an_unreadable_document_is_one(documents: Path) -> None:
    done = footnote("text", documents / "report.pdf", "--json")
    assert (done.status, done.output) == (1, "")
    assert "“report.pdf”" in done.errors


def test_a_text_is_printed_letter_by_letter_from_whatever_folder_it_is_named(
    tmp_path: Path,
) -> None:
    file = tmp_path / "~odd.txt"
    file.write_bytes(b"\xef\xbb\xbfName\tRent\r\n\x0cAnn  \t940 \r\n[bold]\r\n")
    folder = tmp_path / "below"
    folder.mkdir()
    printed = footnote("text", folder / ".." / file.name)
    (record,) = footnote("text", folder / ".." / file.name, "--json").lines
    assert printed.output == "Name\tRent\n\x0cAnn  \t940 \n[bold]\n\n"
    assert record["path"] == str(file)
    assert record["pages"][0]["text"] + "\n" == printed.output


def test_figures_that_cannot_be_saved_are_not_measured(tmp_path: Path, documents: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("")
    saved = tmp_path / "nowhere" / "baseline.json"
    done = footnote("evaluate", gold, "--docs", documents, "--save", saved)
    assert (done.status, done.output) == (2, "")
    assert "baseline.json" in done.errors


def test_evaluating_prints_figures_and_fails_below_the_baseline(
    tmp_path: Path, documents: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"qid":"1","question":"What is the kettle descaled with?","answers":["citric acid"],'
        '"gold":[{"file":"kettle.html","text":"citric acid"}]}\n'
    )
    baseline = tmp_path / "baseline.json"
    done = footnote("evaluate", gold, "--docs", documents, "--save", baseline, "--json")
    assert done.status == 0, done.errors
    (report,) = done.lines
    assert report["overall"]["recall@5"] == 1.0
    worse = tmp_path / "other.jsonl"
    worse.write_text(gold.read_text().replace("kettle.html", "nothing.html"))
    compared = footnote("evaluate", worse, "--docs", documents, "--compare", baseline, "--json")
    assert compared.status == 1
    assert "recall@5" in compared.errors


def test_the_models_that_came_along_are_listed() -> None:
    lines = footnote("models", "list", "--json").lines
    installed = {line["id"] for line in lines if line["installed"]}
    assert {"all-MiniLM-L6-v2", "SmolLM2-135M-Instruct-Q4_1"} <= installed


def test_the_terminal_version_indexes_and_answers(tmp_path: Path, documents: Path) -> None:
    done = footnote(
        "terminal", documents, "--question", "How often is the kettle descaled?",
        "--library", tmp_path / "library",
    )  # fmt: skip
    assert done.status == 0, done.errors
    assert "six weeks" in done.output
    assert "[1] kettle.html" in done.output
    (kept,) = footnote("conversations", "--json", "--library", tmp_path / "library").lines
    assert (kept["title"], kept["turns"]) == ("How often is the kettle descaled?", 1)


def test_a_question_goes_on_a_conversation_that_another_command_began(
    library: Path, tmp_path: Path
) -> None:
    place = ["--library", library, "--json"]
    (first,) = footnote(
        "ask", "--keep", "How much is the monthly rent?", "--mode", "quotes", *place
    ).lines
    assert list(first)[: len(ANSWER_KEYS)] == ANSWER_KEYS
    (second,) = footnote(
        "ask", "--continue", "And when is it due?", "--mode", "quotes", *place
    ).lines
    assert (second["conversation"], second["turn"]) == (first["conversation"], first["turn"] + 1)
    number, target = first["conversation"], tmp_path / "rent.html"
    assert footnote("conversations", "export", number, target, *place).status == 0
    assert "940 euros" in target.read_text(encoding="utf-8")
    assert footnote("conversations", "delete", number, *place).lines == [{"deleted": [number]}]
    assert footnote("conversations", "--json", "--library", library).lines == []


def test_looking_and_helping_import_no_native_engine(library: Path) -> None:
    code = (
        "import sys; sys.argv = ['footnote', 'status', '--library', sys.argv[1]];"
        "from footnote import main; status = main();"
        "heavy = {'torch', 'lancedb', 'pyarrow', 'llama_cpp', 'PySide6', 'transformers'};"
        "sys.exit(status or ', '.join(heavy & sys.modules.keys()) or None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(library)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
