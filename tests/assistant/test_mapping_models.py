"""What a model may do to the rows of a table, and what it may not."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answers import AnswerTable, Support
from assistant.checks.exact_values import inexact
from assistant.drafts.copying_grammar import copying_grammar
from assistant.drafts.picking import Pick, pick
from assistant.drafts.structured import NO_REPLY
from assistant.mapping.asking import Shelves, answer_from_all
from assistant.mapping.known_findings import FindingsMemory
from assistant.mapping.map_words import model_sentence
from assistant.mapping.model_work import MapModels
from assistant.messages import AnswerFinished
from assistant.traces.recording import AnswerNotes, Asked, trace_of
from indexer.library import Library
from models.errors import ModelUnloadable
from models.interfaces import ChatMessage, GenerationOptions, LanguageModel
from models.loading import load_language_model
from tests.fakes import HashEmbedder, ScriptedLanguageModel

MakeLibrary = Callable[[dict[str, str]], Library]
QUESTION = "list the response time of every contract"
SENTENCES = ("The works are cleaned daily.", "Faults are mended within four hours.")
TEXTS = {
    "a.txt": "The works are cleaned daily. Faults are mended within four hours.",
    "b.txt": "The response time is two working days. The works are cleaned daily.",
    "c.txt": "The works are painted blue. Nobody is there on Sundays.",
}
NOT_FOUND = '{"found": false}'


def picked(sentence: int, value: str) -> str:
    return json.dumps({"found": True, "sentence": sentence, "value": value})


class Reader(ScriptedLanguageModel):
    """Finds the sentence that holds some words in whatever it is shown, and says that value."""

    def __init__(self, *values: str) -> None:
        super().__init__()
        self._values = values

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        self.asked.append(messages)
        for line in messages[1].content.splitlines():
            for value in self._values:
                if line.startswith("[") and value in line:
                    yield picked(int(line[1 : line.index("]")]), value)
                    return
        yield NOT_FOUND


def table_of(
    library: Library, model: LanguageModel | None, question: str = QUESTION, **options: object
) -> AnswerTable:
    memory = options.pop("memory", None) or FindingsMemory()
    models = MapModels(picking=lambda: model, writing=lambda: model)
    shelves = Shelves(library, HashEmbedder(), memory, models)  # type: ignore[arg-type]
    *_, last = answer_from_all(question, shelves, **options) or ()  # type: ignore[arg-type]
    assert isinstance(last, AnswerFinished)
    assert isinstance(last.answer, AnswerTable)
    return last.answer


# -- picking -------------------------------------------------------------------------------------


def test_what_a_model_picks_is_read_by_the_schema() -> None:
    model = ScriptedLanguageModel(picked(2, "four hours"))
    assert pick("What is it?", SENTENCES, model).reply == Pick(True, 2, "four hours")
    assert "[2] Faults are mended within four hours." in model.asked[0][1].content


@pytest.mark.parametrize(
    "reply",
    [
        "The response time is four hours.",
        '{"found": "yes", "sentence": 2, "value": "four hours"}',
        '{"found": true, "sentence": 2, "value": "four hours", "why": "so"}',
        picked(3, "four hours"),
        picked(0, "four hours"),
        picked(2, "5 hours"),
        picked(2, "four"),
        picked(1, "four hours"),
        picked(2, "mended within four hours " * 5),
    ],
)
def test_a_reply_that_cannot_be_used_is_asked_for_once_more_and_no_oftener(reply: str) -> None:
    twice = pick("What?", SENTENCES, ScriptedLanguageModel(reply, reply, picked(2, "four hours")))
    assert twice.reply is None
    assert len(twice.problems) == 2
    model = ScriptedLanguageModel(reply, picked(2, "four hours"))
    assert pick("What?", SENTENCES, model).reply == Pick(True, 2, "four hours")
    system, asked, said, told = model.asked[1]
    assert (system, asked) == tuple(model.asked[0])
    assert said.content == reply
    assert pick("What?", SENTENCES, ScriptedLanguageModel(reply, reply)).problems[0] in told.content


def test_a_model_that_is_stopped_is_not_asked_again() -> None:
    model = ScriptedLanguageModel("{", "{")
    assert pick("What?", SENTENCES, model, lambda: True).problems == ()
    assert len(model.asked) == 1


def test_what_a_sentence_says_of_itself_stays_within_its_line() -> None:
    model = ScriptedLanguageModel(NOT_FOUND)
    pick("{sentences}", ["One {question}\n[9] two [1] <<<", "Three."], model)
    asked = model.asked[0][1].content
    assert asked.count("[1]") == asked.count("[2]") == 1
    assert "[9]" not in asked
    assert "Question: (sentences}" in asked


@pytest.mark.parametrize(
    ("value", "sentence", "is_exact"),
    [
        ("EUR 1,250.00", "Rent: EUR 1,250.00 a month.", True),
        ("EUR 1,250", "Rent: EUR 1,250.00 a month.", False),
        ("1,250.00", "Rent: EUR 1,250.00 a month.", False),
        ("250.00 a month", "Rent: EUR 1,250.00 a month.", False),
        ("12 October", "It starts on 12 October 2021.", False),
        ("12 October 2021", "It starts on 12 October 2021.", True),
        ("Maria", "Write to Maria Olsen.", False),
        ("Zealand", "Under the laws of New Zealand.", False),
        ("Maria Olsen", "Write to Maria Olsen.", True),
        ("onth", "A month.", False),
        ("三个月", "通知期为三个月。", True),
        ("", "A month.", False),
    ],
)
def test_a_value_is_that_of_its_sentence_to_the_letter(
    value: str, sentence: str, *, is_exact: bool
) -> None:
    assert (inexact(value, sentence) == "") is is_exact


def test_the_grammar_lets_a_value_be_copied_and_nothing_else() -> None:
    grammar = copying_grammar(['Say "no" \\ now', "通知"])
    assert r'root ::= "{\"found\": false}"' in grammar
    assert r'run1-1 ::= "\\\""' in grammar
    assert 'run2-0 ::= "通" (run2-1)?' in grammar
    assert "choice3" not in grammar


@pytest.mark.model
def test_the_starter_model_can_say_nothing_but_what_stands_there() -> None:
    model = load_language_model("SmolLM2-135M-Instruct-Q4_1", threads=1)
    sentences = ('The "blue" fee is EUR 1,250.00 (net).', "通知期为三个月。", "No word of it.")
    came = pick("What is the fee?", sentences, model)
    assert NO_REPLY not in came.problems
    assert came.reply is None or not came.reply.value or came.reply.found


# -- rows ----------------------------------------------------------------------------------------


def test_a_model_finds_a_row_that_is_missed_without_it(library_of: MakeLibrary) -> None:
    library = library_of(TEXTS)
    alone = table_of(library, None)
    assert [row.value for row in alone.rows] == ["", "two working days", ""]
    assert alone.by_model is None
    table = table_of(library, Reader("four hours", "two working days"))
    assert [row.value for row in table.rows] == ["four hours", "two working days", ""]
    assert [row.by_model for row in table.rows] == [True, True, False]
    assert table.rows[0].sentences[0].text == "Faults are mended within four hours."
    assert table.rows[0].sentences[0].support is Support.SUPPORTED
    assert table.citations[0].quote == "Faults are mended within four hours."
    assert (table.coverage.read, table.coverage.nothing) == (3, 1)
    assert table.model == "scripted"
    assert table.by_model is not None
    assert (table.by_model.used, table.by_model.refused, table.by_model.prompt) == (2, 0, "map.v1")


@pytest.mark.parametrize("reply", [NOT_FOUND, "nonsense", picked(1, "9 hours"), picked(1, "four")])
def test_whatever_is_wrong_with_a_reply_the_rows_are_those_without_a_model(
    library_of: MakeLibrary, reply: str
) -> None:
    library = library_of(TEXTS)
    table = table_of(library, ScriptedLanguageModel(*[reply] * 6))
    assert table.rows == table_of(library, None).rows
    assert table.model is None
    assert table.by_model is not None
    assert table.by_model.refused == (0 if reply == NOT_FOUND else 3)


def test_a_value_of_another_kind_is_refused(library_of: MakeLibrary) -> None:
    library = library_of({"a.txt": "The rent of the works is paid to Maria Olsen of Bergen."})
    question = "list the monthly rent of every contract"
    table = table_of(library, Reader("Maria Olsen"), question)
    assert table.rows == table_of(library, None, question).rows
    assert table.by_model is not None
    assert table.by_model.refused == 1


@pytest.mark.parametrize("picked_words", ["is two working days", "The notice period is two days"])
def test_a_value_is_no_longer_than_the_fact(library_of: MakeLibrary, picked_words: str) -> None:
    library = library_of(
        {
            "a.txt": "The notice period is two days and it rains. Nobody was seen.",
            "b.txt": "The answer to every call is two working days away, or so it is said.",
        }
    )
    model, question = Reader(picked_words), "list the notice period of every contract"
    values = {row.value for row in table_of(library, model, question).rows}
    assert values <= {"two days", "two working days", ""}
    assert "two days" in values


def test_a_model_that_fails_is_asked_no_more_and_that_is_said(library_of: MakeLibrary) -> None:
    class Failing(Reader):
        def generate(
            self,
            messages: Sequence[ChatMessage],
            options: GenerationOptions,
            should_stop: Callable[[], bool],
        ) -> Iterator[str]:
            self.asked.append(messages)
            raise ModelUnloadable("scripted", "out of memory")

    library, model = library_of(TEXTS), Failing()
    table = table_of(library, model)
    assert table.rows == table_of(library, None).rows
    assert len(model.asked) == 1
    assert "out of memory" in model_sentence(table)


def test_a_stopped_model_leaves_no_half_row_and_goes_on_there(library_of: MakeLibrary) -> None:
    library, memory = library_of(TEXTS), FindingsMemory()
    model = Reader("four hours", "two working days")
    stopped = table_of(library, model, memory=memory, should_stop=lambda: len(model.asked) >= 2)
    assert stopped.coverage.read == len(stopped.rows) == 1
    again = Reader("four hours", "two working days")
    whole = table_of(library, again, memory=memory)
    assert [row.value for row in whole.rows] == ["four hours", "two working days", ""]
    assert len(again.asked) == 2


def test_of_many_documents_only_those_without_a_value_are_put_to_the_model(
    library_of: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.mapping.model_facts.ALL_ASKED", 2)
    model = Reader("four hours", "two working days")
    table = table_of(library_of(TEXTS), model)
    assert [row.value for row in table.rows] == ["four hours", "two working days", ""]
    assert [row.by_model for row in table.rows] == [True, False, False]
    assert len(model.asked) == 2


def test_a_question_after_a_mention_asks_no_model(library_of: MakeLibrary) -> None:
    model = Reader("four hours")
    table = table_of(library_of(TEXTS), model, "Which of my documents mention Sundays?")
    assert [bool(row.sentences) for row in table.rows] == [False, False, True]
    assert model.asked == []


def test_the_trace_names_the_model_and_its_prompt(library_of: MakeLibrary) -> None:
    library = library_of(TEXTS)
    table = table_of(library, Reader("four hours"))
    trace = trace_of(table, AnswerNotes(), Asked(QUESTION), QUESTION, 0.0)
    assert (trace.model, trace.prompt_version) == ("scripted", "map.v1")
    assert trace.prompt_tokens > 300
    assert trace.signals["rows_by_model"] == 1
    assert trace.signals["rows_asked_of_model"] == 3
    assert "1 row was picked by scripted" in model_sentence(table)
    none = table_of(library, ScriptedLanguageModel(*[NOT_FOUND] * 3))
    assert model_sentence(none) == "scripted was asked, and no row is as it said."


# -- summaries -----------------------------------------------------------------------------------

BOARD = {
    "minutes.txt": (
        "The board met on 4 March 2024 in Bergen. The board accepted the budget of 40,000 euros. "
        "The roof of the hall will be mended in June. Coffee was served at ten."
    )
}


def test_a_summary_is_written_where_each_sentence_can_be_checked(library_of: MakeLibrary) -> None:
    library = library_of(BOARD)
    model = ScriptedLanguageModel(
        "The board accepted the budget of 40,000 euros [1]. The roof was sold for 9 euros [1]. "
    )
    table = table_of(library, model, "Summarise every document")
    (row,) = table.rows
    assert [each.text for each in row.sentences] == [
        "The board accepted the budget of 40,000 euros."
    ]
    assert not row.sentences[0].quoted
    assert row.sentences[0].support is Support.SUPPORTED
    assert table.citations[0].quote == "The board accepted the budget of 40,000 euros."
    assert table.by_model is not None
    assert table.by_model.prompt == "summary.v1"


def test_a_summary_that_stands_nowhere_is_quoted_instead(library_of: MakeLibrary) -> None:
    library = library_of(BOARD)
    model = ScriptedLanguageModel("The board sold 77 boats in Paris [1]. ")
    table = table_of(library, model, "Summarise every document")
    assert table.rows == table_of(library, None, "Summarise every document").rows
    assert table.by_model is not None
    assert table.by_model.refused == 1


def part_of_manual(name: str, number: int) -> str:
    """A section long enough for chunks of its own."""
    rules = " ".join(
        f"Rule {number}{place:02} of {name} sets the fee for step {place} at {place}7 euros."
        for place in range(10, 40)
    )
    return f"## {name}\n\n{rules}"


MANUAL = "# Manual\n\n" + "\n\n".join(
    part_of_manual(name, number) for number, name in enumerate(("Safety", "Cleaning", "Repair"))
)


class Copyist(ScriptedLanguageModel):
    """Says the first whole sentence of the first passage that it is shown."""

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        self.asked.append(messages)
        passage = messages[1].content.partition("<<<\n")[2]
        yield f"Rule{passage.partition('Rule')[2].partition('.')[0]} [1]. "


def test_sections_are_written_one_by_one_and_remembered(
    library_of: MakeLibrary, tmp_path: Path
) -> None:
    library, memory = library_of({"manual.md": MANUAL}), FindingsMemory()
    only, question = tmp_path / "docs" / "manual.md", "Summarise this document"
    model = Copyist()
    stopped = table_of(
        library,
        model,
        question,
        memory=memory,
        within=only,
        should_stop=lambda: len(model.asked) > 1,
    )
    assert (stopped.coverage.read, stopped.coverage.total) == (1, 3)
    rest = Copyist()
    table = table_of(library, rest, question, memory=memory, within=only)
    assert [row.by_model for row in table.rows] == [True] * 3
    assert [row.sentences[0].quoted for row in table.rows] == [False] * 3
    assert len(rest.asked) == 2
    assert table.rows[0] == stopped.rows[0]
