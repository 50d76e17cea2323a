"""Text as an embedding model's tokens, and the batches in which they are computed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from models.errors import ModelUnloadable

TOKENIZER_NAME = "tokenizer.json"


class TextTokenizer:
    """A model's tokenizer without its padding and truncation, the parts of it that hold state.

    Several threads may use it at once.
    """

    def __init__(self, folder: Path, model_id: str) -> None:
        file = folder / TOKENIZER_NAME
        if not file.is_file():
            raise ModelUnloadable(model_id, f"{file} is missing")
        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._special = self._tokenizer.num_special_tokens_to_add(False)
        self.padding_id = _padding_id(self._tokenizer)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text in full, special tokens excluded."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def ids(self, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
        """Token ids of each text with its special tokens, the text cut to `max_tokens`."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=True)
        return [_shortened(encoding.ids, max_tokens + self._special) for encoding in encodings]


def batches_by_length(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Places of `lengths`, longest first, in groups whose padded size stays within the budget.

    A single text that is longer than the budget makes a group of its own.
    """
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    start = 0
    while start < len(order):
        rows = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + rows]
        start += rows


def _shortened(ids: list[int], limit: int) -> list[int]:
    """The ids up to the limit, the closing special token kept."""
    return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]


def _padding_id(tokenizer: Tokenizer) -> int:
    """The id that fills short rows; what it is does not matter, since the mask hides it."""
    for name in ("[PAD]", "<pad>"):
        if (token_id := tokenizer.token_to_id(name)) is not None:
            return int(token_id)
    return 0
