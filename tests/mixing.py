"""A language model that writes what looks right: sentences of its passages, mixed and altered."""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from benchmarks.claim_changes import FALSE_CHANGES, TRUE_CHANGES
from indexer.sentences import split_sentences
from models.interfaces import ChatMessage, GenerationOptions
from tests.fakes import ScriptedLanguageModel

_PASSAGE = re.compile(r"<<<\n(.*?)\n>>>", re.DOTALL)
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")


def figures(text: str) -> set[str]:
    """The digits of every number of a text, without separators; "1,200" and "1200" are the same.

    Made on purpose without anything that reads numbers in Footnote itself.
    """
    return {re.sub(r"\D", "", match).lstrip("0") for match in _FIGURE.findall(text)}


def mixed(texts: Sequence[str], chance: random.Random) -> str:
    """A sentence made of those of the texts: whole, changed, or two of them in one."""
    sentences = [
        " ".join(text[span.start : span.end].split())
        for text in texts
        for span in split_sentences(text)
    ]
    sentences = [each for each in sentences if len(each.split()) > 3] or ["Nothing is known."]
    one, other = chance.choice(sentences), chance.choice(sentences)
    for _ in range(chance.randint(0, 2)):
        change = chance.choice([*FALSE_CHANGES, *TRUE_CHANGES])
        one = change.make(one, sentences, chance) or one
    if chance.random() < 0.3:
        head, tail = one.split(), other.split()
        cut = chance.randint(1, len(head))
        one = " ".join(head[:cut] + tail[chance.randint(0, len(tail) - 1) :])
    if chance.random() < 0.2:
        one = _DIGIT.sub(lambda digit: str(chance.randint(0, 9)), one, count=2)
    return one.rstrip(".!?:;,") + "."


class MixingModel(ScriptedLanguageModel):
    """Writes six such sentences for each prompt, with markers of which some mean nothing."""

    id = "mixing"

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        texts = _PASSAGE.findall(messages[-1].content)
        for _ in range(6):
            yield f"{mixed(texts, self._chance)} [{self._chance.randint(0, len(texts) + 2)}]\n"


class BabblingModel(ScriptedLanguageModel):
    """Writes markers, each with random letters, digits and words after it."""

    id = "babbling"

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        known = re.findall(r"\w+", messages[-1].content)
        for _ in range(12):
            yield f"[{self._chance.randint(0, 12)}] "
            for _ in range(self._chance.randint(0, 9)):
                yield self._chance.choice([self._noise(), self._chance.choice(known)]) + " "
            yield self._chance.choice([".", "", "\n", "[", "]. ", "[3, 99]."])

    def _noise(self) -> str:
        signs = "abcdefgh 0123456789[]<>|{}\\\"'äß中\u202e\x00%$€"
        return "".join(self._chance.choices(signs, k=self._chance.randint(1, 12)))
