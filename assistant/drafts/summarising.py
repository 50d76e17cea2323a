"""What a model writes of a part of a document: each sentence checked like those of an answer."""

from collections.abc import Callable, Sequence

from assistant.answers import Passage
from assistant.drafts.drafting import Draft
from assistant.drafts.judging import judge_doubtful
from assistant.drafts.prompt_files import prompt_parts
from assistant.drafts.prompting import fenced
from assistant.drafts.writing import SentenceStream
from models.interfaces import ChatMessage, GenerationOptions, LanguageModel

SUMMARY_VERSION = "summary.v1"
PASSAGES_TOKENS = 1_000
SUMMARY_TOKENS = 120
MOST_SENTENCES = 2


def written_summary(
    passages: Sequence[Passage], model: LanguageModel, should_stop: Callable[[], bool]
) -> tuple[Draft, int]:
    """What the model makes of these passages, checked, and the tokens it read.

    Passages that do not fit are not shown to it. Only for models trusted with whole answers: what
    others may keep is what is quoted without them. Raises `ModelError`.
    """
    shown = _that_fit(passages, model)
    system, user = prompt_parts(SUMMARY_VERSION)
    blocks = "\n".join(fenced(number, passage) for number, passage in enumerate(shown, start=1))
    asked = user.replace("{passages}", blocks)
    messages = ChatMessage("system", system), ChatMessage("user", asked)
    draft, stream = Draft("", shown, []), SentenceStream()
    options = GenerationOptions(max_tokens=SUMMARY_TOKENS)
    for piece in model.generate(messages, options, should_stop):
        for sentence in stream.feed(piece):
            draft.check(sentence)
        if draft.repeats or len(draft.checked) >= MOST_SENTENCES or stream.is_looping():
            break
    else:
        for sentence in stream.finish():
            draft.check(sentence)
    if not should_stop():
        judge_doubtful(draft, model, should_stop)
    return draft, model.count_prompt_tokens(messages)


def _that_fit(passages: Sequence[Passage], model: LanguageModel) -> list[Passage]:
    shown, tokens = list[Passage](), 0
    for passage in passages:
        cost = model.count_tokens(fenced(len(shown) + 1, passage))
        if tokens + cost <= PASSAGES_TOKENS:
            shown.append(passage)
            tokens += cost
    return shown
