"""The parts of the command line that need no process: records, files of questions, summaries."""

import subprocess
import sys
from pathlib import Path
from typing import cast

import msgspec
import pytest
import typer
from rich.console import Console

from assistant.answers import (
    AbstentionReason,
    Answer,
    AnswerMode,
    AnswerSentence,
    Citation,
    NoAnswer,
    Passage,
    Support,
)
from assistant.command_line.answer_records import answer_record
from assistant.command_line.indexing_view import show_run, summary
from assistant.command_line.library_records import ledger_row
from assistant.command_line.options import absolute
from assistant.command_line.output import Output
from assistant.command_line.places import place
from assistant.command_line.questions import QueryLine, QuestionLine, one_of, read_lines
from assistant.command_line.search_records import search_record, why_record
from assistant.command_line.text_records import text_record
from assistant.interruption import stopped_run
from assistant.search.explaining import FileExplanation, WhyNot
from indexer.documents import (
    Block,
    BlockKind,
    FileStatus,
    Page,
    ParsedDocument,
    Reason,
    ReasonCode,
    Recognition,
    Span,
    WordBox,
)
from indexer.events import FileDone, FileRemoved, IngestionFinished
from indexer.ledger_records import FileRecord

CITATION = Citation(
    marker=1, path="/a.pdf", revision="r", page=3, start=4, end=9, label="p. 3", quote="words"
)


def as_json(record: msgspec.Struct) -> dict[str, object]:
    decoded = msgspec.json.decode(msgspec.json.encode(record))
    assert isinstance(decoded, dict)
    return decoded


def test_an_answer_has_exactly_the_contracts_keys() -> None:
    sentence = AnswerSentence(text="So it is.", support=Support.PARTLY, citations=(1,))
    answer = Answer(
        question="Is it?",
        sentences=(sentence,),
        citations=(CITATION,),
        mode=AnswerMode.SHORT,
        model="m",
        timings={"total": 1.5},
    )
    assert as_json(answer_record("q", answer)) == {
        "id": "q",
        "question": "Is it?",
        "answer": "So it is. [1]",
        "abstained": False,
        "reason": None,
        "sentences": [{"text": "So it is.", "support": "partly", "citations": [1]}],
        "citations": [
            {
                "marker": 1,
                "path": "/a.pdf",
                "page": 3,
                "start": 4,
                "end": 9,
                "label": "p. 3",
                "quote": "words",
            }
        ],
        "timings": {"total": 1.5},
        "model": "m",
        "mode": "short",
    }


def test_an_abstention_carries_the_nearest_passages() -> None:
    nothing = NoAnswer(
        question="Is it?", reason=AbstentionReason.NOT_IN_DOCUMENTS, nearest=(CITATION,)
    )
    record = as_json(answer_record(7, nothing))
    assert (record["id"], record["abstained"], record["reason"]) == (7, True, "not-in-documents")
    assert (record["sentences"], record["model"], record["mode"]) == ([], None, "quotes")
    assert len(record["citations"]) == 1  # type: ignore[arg-type]
    assert record["answer"]


def test_words_that_nothing_found_has_are_a_field_of_their_own() -> None:
    nothing = NoAnswer(
        question="Is it?", reason=AbstentionReason.NOT_IN_DOCUMENTS, unmet=("Zephyr",)
    )
    closest = Answer(
        question="Is it?",
        sentences=(),
        citations=(),
        mode=AnswerMode.QUOTES,
        model=None,
        unmet=("Zephyr",),
    )
    for answer in (nothing, closest):
        assert as_json(answer_record(1, answer))["unmet"] == ["Zephyr"]
        without = msgspec.structs.replace(answer, unmet=())
        assert "unmet" not in as_json(answer_record(1, without))
    assert "“Zephyr”" in str(as_json(answer_record(1, nothing))["answer"])


def test_a_search_has_exactly_the_contracts_keys() -> None:
    passage = Passage(
        path="/a.txt", revision="r", page=None, start=0, end=1, label="", text="a", score=0.5
    )
    assert as_json(search_record(1, "q", [passage], 0.12345)) == {
        "id": 1,
        "query": "q",
        "hits": [
            {
                "path": "/a.txt",
                "page": None,
                "start": 0,
                "end": 1,
                "label": "",
                "text": "a",
                "score": 0.5,
            }
        ],
        "seconds": 0.1235,
    }


def test_an_explained_hit_adds_keys_and_changes_none() -> None:
    passage = Passage(
        path="/a.txt", revision="r", page=None, start=0, end=9, label="", text="old boats",
        score=0.5, found_by={"dense_rank": 2.0, "text_rank": 1.0},
    )  # fmt: skip
    (plain,) = as_json(search_record(1, "boat", [passage], 0.1))["hits"]  # type: ignore[misc]
    record = as_json(search_record(1, "boat", [passage], 0.1, explain=True))
    (hit,) = record["hits"]  # type: ignore[misc]
    assert list(hit) == [*plain, "found_by", "words", "explanation"]
    assert hit["found_by"] == {"dense_rank": 2.0, "text_rank": 1.0}
    assert hit["words"] == ["boats"]
    assert hit["explanation"] == "Place 1: 2nd by meaning, 1st by words. Your words in it: boats."


def test_what_became_of_a_file_is_one_object() -> None:
    explained = FileExplanation(
        query="boat type:pdf", path="/a.txt", cause=WhyNot.FILTERED, sentence="It is left out.",
        parts=("type: pdf",),
    )  # fmt: skip
    assert as_json(why_record(1, explained)) == {
        "id": 1,
        "query": "boat type:pdf",
        "path": "/a.txt",
        "cause": "filtered",
        "sentence": "It is left out.",
        "place": None,
        "hit": None,
        "parts": ["type: pdf"],
    }


def test_a_row_of_the_ledger_gives_the_reason_with_its_detail() -> None:
    failed = FileRecord("/a.pdf", FileStatus.FAILED, Reason(ReasonCode.ENCRYPTED, "x"))
    assert as_json(ledger_row(failed)) == {
        "path": "/a.pdf",
        "status": "failed",
        "reason": "encrypted: x",
        "pages": 0,
        "chunks": 0,
        "seconds": 0.0,
        "marks": [],
    }


def test_a_recognised_page_tells_its_confidence_and_its_words() -> None:
    words = (WordBox(Span(0, 3), 0.1, 0.2, 0.3, 0.4),)
    page = Page(1, "Pay", (), recognition=Recognition(0.98, words))
    (record,) = as_json(text_record("/a.pdf", ParsedDocument("application/pdf", (page,))))["pages"]
    assert record["recognition"] == {
        "confidence": 0.98,
        "words": [{"start": 0, "end": 3, "left": 0.1, "top": 0.2, "right": 0.3, "bottom": 0.4}],
    }


def test_a_text_has_pages_with_blocks() -> None:
    block = Block(BlockKind.HEADING, Span(0, 2), 1, "§ 1")
    document = ParsedDocument("text/plain", (Page(None, "Ab", (block,)),), title="T")
    assert as_json(text_record("/a.txt", document)) == {
        "path": "/a.txt",
        "media_type": "text/plain",
        "title": "T",
        "pages": [
            {
                "number": None,
                "label": "",
                "text": "Ab",
                "blocks": [{"kind": "heading", "start": 0, "end": 2, "level": 1, "label": "§ 1"}],
            }
        ],
        "warnings": [],
    }


def test_files_of_questions_are_read_with_ids_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(
        b'\xef\xbb\xbf{"id":1,"question":"a","in":"/x"}\r\n\r\n{"question":"b","id":"two","more":0}'
    )
    first, second = read_lines(file, QuestionLine)
    assert (first.id, first.question, first.within) == (1, "a", "/x")
    assert (second.id, second.question, second.within) == ("two", "b", None)


def test_a_line_separator_inside_a_query_does_not_end_it(tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"id":1,"query":"a\u2028b\u0085c"}\n', encoding="utf-8")
    (line,) = read_lines(file, QueryLine)
    assert line.query == "a\u2028b\u0085c"


@pytest.mark.parametrize("content", [b"{", b'{"id":1}', b'{"id":1,"query":"\xff"}', b"[1]"])
def test_a_bad_line_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_bytes(b'{"id":1,"query":"a"}\n' + content)
    with pytest.raises(typer.BadParameter, match=r"queries\.jsonl, line 2"):
        read_lines(file, QueryLine)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match=r"gone\.jsonl"):
        read_lines(tmp_path / "gone.jsonl", QueryLine)


def test_either_words_or_a_file_are_needed(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter):
        one_of(None, None, QueryLine)
    with pytest.raises(typer.BadParameter):
        one_of("a", tmp_path, QueryLine)
    (line,) = one_of("a\udcff", None, QueryLine)
    assert (line.id, line.query) == ("1", "a?")


def test_a_path_is_written_as_the_library_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert absolute(Path("x/../a.txt")) == tmp_path / "a.txt"
    assert absolute(Path("~no such person.txt")) == tmp_path / "~no such person.txt"
    assert absolute(Path("~")) == Path.home()
    assert absolute(None) is None


def test_a_path_that_is_no_text_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="rename it"):
        absolute(Path("caf\udce9.txt"))


def test_a_run_that_is_interrupted_anywhere_ends_with_what_it_did() -> None:
    class Told:
        """Interrupted while it shows a file, as Ctrl+C may come at any moment."""

        as_json = True

        def __init__(self) -> None:
            self.notes, self.lines = Console(stderr=True), list[msgspec.Struct]()

        def line(self, record: msgspec.Struct) -> None:
            self.lines.append(record)
            if isinstance(record, FileDone):
                raise KeyboardInterrupt

        def show(self, *_: object) -> None:
            pass

    told = Told()
    with pytest.raises(KeyboardInterrupt):
        show_run(cast("Output", told), [FileDone(path="a", status=FileStatus.INDEXED)])
    last = told.lines[-1]
    assert isinstance(last, IngestionFinished)
    assert (last.indexed, last.stopped) == (1, True)


REPOSITORY = Path(__file__).parents[2]

CTRL_C = """
import signal, sys
from pathlib import Path
from assistant.command_line.index_command import interruptible_parser
from indexer.parsing.pool import ParsingStopped

signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    with interruptible_parser() as parser:
        signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    try:
        parser.parse(Path(sys.argv[1]))
    except ParsingStopped:
        print("let go")
"""


def test_ctrl_c_lets_a_run_go_while_a_file_is_being_parsed() -> None:
    # In a process of its own: native libraries of other tests leave signal stacks behind.
    command = [sys.executable, "-c", CTRL_C, __file__]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert run.stdout == "let go\n", run.stderr


def test_a_run_is_told_in_a_sentence() -> None:
    finished = IngestionFinished(
        indexed=1200, unchanged=0, skipped=2, failed=0, removed=0, seconds=3.21
    )
    assert summary(finished) == "1,200 indexed, 2 skipped. Done in 3.2 s."


def test_a_stopped_run_counts_what_it_did() -> None:
    events = [
        FileDone(path="a", status=FileStatus.INDEXED),
        FileDone(path="b", status=FileStatus.PARTLY),
        FileDone(path="c", status=FileStatus.FAILED),
        FileDone(path="d", status=FileStatus.SKIPPED),
        FileRemoved(path="e"),
    ]
    stopped = stopped_run(events, 2.0)
    assert (stopped.indexed, stopped.failed, stopped.skipped, stopped.removed) == (2, 1, 1, 1)
    assert stopped.stopped
    assert summary(stopped).startswith("2 indexed, 1 skipped, 1 failed, 1 removed. Stopped after")


def test_a_place_has_the_files_name_and_a_page_or_label() -> None:
    assert place("/x/a.pdf", 3, "") == "a.pdf, p. 3"
    assert place("/x/a.md", None, "§ 2") == "a.md, § 2"
    assert place("/x/a.txt", None, "") == "a.txt"
