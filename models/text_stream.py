"""Turns the bytes that a language model writes into text that may be shown at once."""

import codecs
from collections.abc import Iterable, Iterator, Sequence


class TextStream:
    """Holds back split characters and possible beginnings of stop strings until they are whole."""

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._stop = tuple(text for text in stop if text)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether a stop string was met; nothing comes out after it."""
        return self._ended

    def feed(self, piece: bytes) -> str:
        """The text that is certain after this piece; often empty."""
        if self._ended:
            return ""
        self._held += self._decoder.decode(piece)
        cut = self._first_stop()
        if cut is None:
            return self._release(len(self._held) - self._possible_stop_length())
        self._ended = True
        return self._release(cut)

    def finish(self) -> str:
        """What was still held back; half a character at the very end is dropped."""
        return "" if self._ended else self._release(len(self._held))

    def _release(self, length: int) -> str:
        text, self._held = self._held[:length], self._held[length:]
        return text

    def _first_stop(self) -> int | None:
        places = [place for text in self._stop if (place := self._held.find(text)) >= 0]
        return min(places, default=None)

    def _possible_stop_length(self) -> int:
        """Length of the longest end of the held text that could begin a stop string."""
        longest = max((len(text) for text in self._stop), default=0)
        for length in range(min(longest - 1, len(self._held)), 0, -1):
            if any(text.startswith(self._held[-length:]) for text in self._stop):
                return length
        return 0


def text_from(pieces: Iterable[bytes], stop: Sequence[str]) -> Iterator[str]:
    """The text of the pieces as soon as each part is certain, up to the first stop string."""
    stream = TextStream(stop)
    for piece in pieces:
        if text := stream.feed(piece):
            yield text
        if stream.ended:
            return
    if text := stream.finish():
        yield text
