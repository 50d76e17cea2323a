"""What a model writes, sentence by sentence, with its markers taken out and resolved."""

import re
from dataclasses import dataclass

from assistant.terms import words
from indexer.sentences import split_sentences

_MARKER = re.compile(r"\s*\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_LEADING_MARKERS = re.compile(r"(?:\s*\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\])+\s*")
_UNFINISHED_MARKER = re.compile(r"\s*\[[\d\s,;]*$")
_LIST_SIGN = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")
_LONGEST_SENTENCE = 600
"""Characters; whatever runs on for longer is not a sentence but a model out of hand."""
_LOOP_WORDS = 6
_LOOP_TIMES = 3


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence as a model wrote it, without the markers, and the numbers of the markers."""

    text: str
    markers: tuple[int, ...]


class SentenceStream:
    """Collects the pieces of a model's text and gives each sentence once it is complete."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> list[str]:
        """Take more text; the sentences that are complete with it, markers included."""
        self._rest += piece
        complete = []
        while (end := self._end_of_first()) is not None:
            complete.append(self._rest[:end].strip())
            self._rest = self._rest[end:]
        return [sentence for sentence in complete if sentence]

    def finish(self) -> list[str]:
        """What is left when the model has stopped."""
        rest, self._rest = self._rest.strip(), ""
        return [rest] if rest else []

    def is_looping(self) -> bool:
        """Whether the sentence being written goes round in circles or never ends."""
        said = words(self._rest)
        tail = said[-_LOOP_WORDS:]
        repeated = sum(
            said[start : start + _LOOP_WORDS] == tail
            for start in range(len(said) - _LOOP_WORDS + 1)
        )
        return len(self._rest) > _LONGEST_SENTENCE or repeated >= _LOOP_TIMES

    def _end_of_first(self) -> int | None:
        """Where the first sentence ends for certain: after its markers, once more text follows."""
        spans = split_sentences(self._rest)
        if not spans:
            return None
        end = spans[0].end
        markers = _LEADING_MARKERS.match(self._rest, end)
        end = markers.end() if markers else end
        following = self._rest[end:]
        if not following.strip() or _UNFINISHED_MARKER.fullmatch(following):
            return None
        return end


def read_sentence(raw: str) -> WrittenSentence:
    """Split a sentence into its words and its markers; a bare list sign is dropped."""
    markers = [
        int(number) for group in _MARKER.findall(raw) for number in re.split(r"\s*[,;]\s*", group)
    ]
    text = _LIST_SIGN.sub("", " ".join(_MARKER.sub("", raw).split()))
    return WrittenSentence(text, tuple(dict.fromkeys(markers)))
