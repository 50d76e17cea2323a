"""What a model has read for one question it does not read again for the next."""

from collections.abc import Iterator
from itertools import takewhile

import pytest

from assistant.answers import AnswerMode
from assistant.drafts.prompting import build_prompt
from models.catalogue import STARTER_LANGUAGE_ID
from models.installed import installed_model
from models.interfaces import GenerationOptions
from models.llama import LlamaModel
from tests.assistant.conftest import make_passage
from tests.fakes import ScriptedLanguageModel

SUBJECTS = ["rent", "deposit", "notice", "repairs", "heating", "garden"]
PASSAGES = {
    subject: make_passage(
        f"The lease says the following about the {subject}. " * 8, path=f"/docs/{subject}.txt"
    )
    for subject in SUBJECTS
}


def prompt(model: ScriptedLanguageModel | LlamaModel, question: str, *subjects: str) -> str:
    chosen = [PASSAGES[subject] for subject in subjects]
    built = build_prompt(question, chosen, model, AnswerMode.SHORT, 96)
    assert {passage.path for passage in built.used} == {passage.path for passage in chosen}
    numbers = [f"[{number}]" for number in range(1, len(chosen) + 1)]
    content = built.messages[-1].content
    for number, passage in zip(numbers, built.used, strict=True):
        assert content.index(number) < content.index(passage.text.strip())
    return "\n".join(message.content for message in built.messages)


def shared(one: str, other: str) -> str:
    return "".join(
        a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )


def test_passages_that_were_read_keep_their_place_at_the_beginning() -> None:
    model = ScriptedLanguageModel()
    first = prompt(model, "How high is the rent?", "rent", "deposit", "notice")
    second = prompt(model, "And the deposit?", "deposit", "repairs", "rent")
    kept = shared(first, second)
    assert "about the rent" in kept
    assert "about the deposit" in kept
    assert second.index("repairs") >= len(kept)


def test_without_the_first_passage_the_best_one_leads() -> None:
    model = ScriptedLanguageModel()
    prompt(model, "How high is the rent?", "rent", "deposit", "notice")
    second = prompt(model, "And the notice?", "notice", "deposit")
    assert second.index("about the notice") < second.index("about the deposit")


def test_each_model_remembers_its_own_prompts() -> None:
    first = ScriptedLanguageModel()
    prompt(first, "How high is the rent?", "rent", "deposit")
    other = prompt(ScriptedLanguageModel(), "And the deposit?", "deposit", "rent")
    assert other.index("about the deposit") < other.index("about the rent")


@pytest.fixture(scope="module")
def starter() -> Iterator[LlamaModel]:
    path = installed_model(STARTER_LANGUAGE_ID).main_file
    model = LlamaModel(path, model_id=STARTER_LANGUAGE_ID, context_length=2048, threads=2)
    yield model
    model.close()


@pytest.mark.model
def test_a_follow_up_reads_only_what_is_new(starter: LlamaModel) -> None:
    questions = [
        ("How high is the rent?", ("rent", "deposit", "notice")),
        ("And the deposit?", ("deposit", "notice", "rent")),
        ("Who pays for the heating?", ("heating", "rent", "deposit")),
    ]
    read: list[int] = []
    for question, subjects in questions:
        chosen = [PASSAGES[subject] for subject in subjects]
        built = build_prompt(question, chosen, starter, AnswerMode.SHORT, 96)
        list(starter.generate(built.messages, GenerationOptions(2), lambda: False))
        read.append(built.tokens - starter.last_reused)
    one_passage = starter.count_tokens(PASSAGES["heating"].text)
    assert read[0] > 3 * one_passage
    assert read[1] < 30, "the question alone"
    assert one_passage < read[2] < one_passage + 60, "one passage and the question"
