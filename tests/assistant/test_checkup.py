"""A check-up finds out what a model gets right, and that decides how far it is trusted."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from assistant.answering import mode_for
from assistant.answers import AnswerMode
from assistant.checkup.kept import (
    FOLDER,
    LARGE,
    keep_override,
    keep_scores,
    standing_of,
    trusted_mode,
)
from assistant.checkup.running import Checkup
from assistant.checkup.scores import CheckupScores, Role, mode_of, roles_of
from assistant.checkup.tasks import (
    JudgeTask,
    MapTask,
    RewriteTask,
    Task,
    WriteTask,
    tasks,
    tasks_version,
)
from assistant.drafts.model_tasks import complete, judge
from models.catalogue import STARTER_LANGUAGE_ID, ModelFile
from models.errors import ModelError, ModelUnloadable
from models.installed import InstalledModel, installed_model
from models.interfaces import ChatMessage, GenerationOptions
from tests.assistant.checked_models import GOOD, POOR, install
from tests.fakes import ScriptedLanguageModel


class Pupil:
    """A model that answers the check-up's tasks as `reply` says."""

    id = "pupil"
    context_length = 4096

    def __init__(self, reply: Callable[[Task], str]) -> None:
        self._reply = reply

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def count_prompt_tokens(self, messages: Sequence[ChatMessage]) -> int:
        return sum(self.count_tokens(each.content) for each in messages)

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        yield from re.findall(r"\S+\s*", self._reply(asked_by(messages[1].content)))


def asked_by(prompt: str) -> Task:
    """The task behind a prompt."""
    for task in tasks():
        match task:
            case WriteTask():
                held = (f"Question: {task.question}", *task.passages)
            case JudgeTask():
                held = (f"Text: {task.source}", f"Statement: {task.claim}")
            case RewriteTask():
                held = (f"First question: {task.before}", f"Second question: {task.question}")
            case MapTask():
                held = (f"Question: {task.question}", *task.sentences)
        if all(each in prompt for each in held):
            return task
    raise AssertionError(prompt)


def knows_all(task: Task) -> str:
    match task:
        case WriteTask():
            for number, text in enumerate(task.passages, start=1):
                for sentence in re.split(r"(?<=\.) ", text):
                    if any(gold in sentence for gold in task.gold):
                        return f"{sentence.rstrip('.')} [{number}]."
            return "NOT FOUND"
        case JudgeTask():
            return "yes" if task.holds else "no"
        case RewriteTask():
            return f"What about {' '.join(task.words)}?"
        case MapTask():
            picked = {"found": True, "sentence": task.sentence, "value": task.value}
            return json.dumps(picked if task.sentence else {"found": False})


def invents(task: Task) -> str:
    return "It is 7777 [1]." if isinstance(task, WriteTask) else "yes"


def never_says(task: Task) -> str:
    return "NOT FOUND"


def scores_of(reply: Callable[[Task], str]) -> CheckupScores:
    checkup = Checkup(Pupil(reply))
    list(checkup.run())
    return checkup.scores()


# -- the tasks and the run -----------------------------------------------------------------------


def test_there_are_enough_tasks_of_each_kind() -> None:
    writing = [task for task in tasks() if isinstance(task, WriteTask)]
    unanswerable = [task for task in writing if not task.gold]
    judging = [task for task in tasks() if isinstance(task, JudgeTask)]

    assert 20 <= len(writing) - len(unanswerable) <= 40
    assert len(unanswerable) >= 8
    assert sum(task.holds for task in judging) * 2 == len(judging)
    assert len({task.id for task in tasks()}) == len(tasks())


def test_every_gold_answer_stands_in_its_passages() -> None:
    for task in tasks():
        if isinstance(task, WriteTask) and task.gold:
            assert any(gold in " ".join(task.passages) for gold in task.gold), task.id
        if isinstance(task, MapTask) and task.sentence:
            assert task.value in task.sentences[task.sentence - 1], task.id


def test_a_model_that_knows_all_may_write_whole_answers_and_take_every_step() -> None:
    scores = scores_of(knows_all)

    assert (scores.right, scores.numbers, scores.declines) == (1.0, 1.0, 1.0)
    assert (scores.judged, scores.completed) == (1.0, 1.0)
    assert scores.right_kept >= 0.9
    assert mode_of(scores) is AnswerMode.FULL
    assert roles_of(scores) == tuple(Role)


def test_a_model_that_invents_numbers_writes_nothing() -> None:
    scores = scores_of(invents)

    assert (scores.right, scores.numbers) == (0.0, 0.0)
    assert scores.judged == 0.5
    assert mode_of(scores) is AnswerMode.QUOTES
    assert roles_of(scores) == ()


def test_a_model_that_only_declines_writes_nothing() -> None:
    scores = scores_of(never_says)

    assert scores.declines == 1.0
    assert mode_of(scores) is AnswerMode.QUOTES


def test_one_that_is_right_but_never_declines_writes_short_answers() -> None:
    scores = msgspec.structs.replace(GOOD, declines=0.2)

    assert mode_of(scores) is AnswerMode.SHORT


def test_one_that_always_picks_something_is_not_asked_about_every_document() -> None:
    assert Role.MAP in roles_of(GOOD)
    assert Role.MAP not in roles_of(msgspec.structs.replace(GOOD, passed_over=0.2))
    assert Role.MAP not in roles_of(msgspec.structs.replace(GOOD, mapped=0.5))


def test_a_single_task_that_fails_counts_as_wrong() -> None:
    def fails_once(task: Task) -> str:
        if task.id == "lease-rent":
            raise ModelUnloadable("pupil", "out of memory")
        return knows_all(task)

    assert 0.9 < scores_of(fails_once).right < 1.0


def test_a_model_that_always_fails_ends_the_check_up_early() -> None:
    def fails(task: Task) -> str:
        raise ModelUnloadable("pupil", "out of memory")

    with pytest.raises(ModelError):
        list(Checkup(Pupil(fails)).run())


def test_it_can_be_stopped() -> None:
    stopped: list[bool] = []
    steps = Checkup(Pupil(knows_all), should_stop=lambda: bool(stopped)).run()
    assert next(steps).done == 1

    stopped.append(True)

    assert next(steps, None) is None


def test_judging_and_completing_use_what_they_are_given() -> None:
    model = ScriptedLanguageModel("yes", "no", "What is the deposit of the studio?\nIt is 9.")

    assert judge("It rains {claim}.", "It is wet.", model)
    assert not judge("It rains.", "It is dry.", model)
    assert complete("What is the rent?", "And the deposit?", model) == (
        "What is the deposit of the studio?"
    )
    assert "It is wet." in model.asked[0][1].content
    assert model.asked[0][1].content.count("It is wet.") == 1


# -- what is kept, and trusted -------------------------------------------------------------------


def test_what_a_check_up_found_decides_from_then_on(models: Path) -> None:
    model = install(models, "small")
    assert mode_for(ScriptedLanguageModel()) is AnswerMode.FULL
    assert trusted_mode("small") is AnswerMode.SHORT

    keep_scores(model, POOR)
    assert trusted_mode("small") is AnswerMode.QUOTES
    keep_scores(model, GOOD)

    assert trusted_mode("small") is AnswerMode.FULL
    assert standing_of(model).roles == tuple(Role)


def test_a_model_that_is_named_for_a_question_writes_at_least_a_short_answer(models: Path) -> None:
    keep_scores(install(models, "scripted"), POOR)

    assert mode_for(ScriptedLanguageModel()) is AnswerMode.QUOTES
    assert mode_for(ScriptedLanguageModel(), named=True) is AnswerMode.SHORT
    assert mode_for(None, named=True) is AnswerMode.QUOTES


def test_without_a_check_up_the_size_decides(models: Path) -> None:
    assert standing_of(install(models, "large", LARGE)).mode is AnswerMode.FULL
    assert standing_of(install(models, "tiny", LARGE - 1)).mode is AnswerMode.SHORT


def test_the_person_overrules_the_check_up_and_can_take_it_back(models: Path) -> None:
    model = install(models, "small")
    keep_scores(model, GOOD)

    keep_override(model, AnswerMode.QUOTES)
    assert trusted_mode("small") is AnswerMode.QUOTES
    keep_scores(model, GOOD)
    assert trusted_mode("small") is AnswerMode.QUOTES
    keep_override(model, None)

    assert trusted_mode("small") is AnswerMode.FULL


def test_the_result_goes_with_the_file_and_not_with_its_name(models: Path) -> None:
    keep_scores(install(models, "one", sha256="a" * 64), POOR)

    assert trusted_mode(install(models, "renamed", sha256="a" * 64).id) is AnswerMode.QUOTES
    assert trusted_mode(install(models, "other", sha256="b" * 64).id) is AnswerMode.SHORT


def test_scores_of_other_tasks_say_nothing(models: Path) -> None:
    model = install(models, "small")
    keep_scores(model, POOR)
    (file,) = (models / FOLDER).iterdir()
    file.write_text(file.read_text().replace(tasks_version(), "000000000000"))

    assert standing_of(model).scores is None
    assert trusted_mode("small") is AnswerMode.SHORT


def test_a_damaged_result_counts_as_none(models: Path) -> None:
    model = install(models, "small")
    keep_scores(model, GOOD)
    (file,) = (models / FOLDER).iterdir()
    file.write_text("{")

    assert standing_of(model).scores is None


def test_a_model_whose_hash_nobody_noted_is_hashed(models: Path) -> None:
    installed = install(models, "small")
    nameless = InstalledModel(
        id="small",
        task="language",
        folder=installed.folder,
        files=(ModelFile("weights.gguf", 1000),),
        source="",
        licence="",
        context_length=1,
        starter=False,
    )

    keep_scores(nameless, POOR)

    assert standing_of(nameless).mode is AnswerMode.QUOTES


def test_the_starter_was_checked_with_the_tasks_that_there_are_now(models: Path) -> None:
    standing = standing_of(installed_model(STARTER_LANGUAGE_ID))

    assert standing.scores is not None
    assert standing.mode is mode_of(standing.scores)


@pytest.mark.usefixtures("models")
def test_the_kept_record_is_readable_json(models: Path) -> None:
    keep_scores(install(models, "small"), GOOD)

    (file,) = (models / FOLDER).iterdir()
    assert json.loads(file.read_text())["scores"]["right"] == 0.95
