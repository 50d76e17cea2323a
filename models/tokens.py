"""Text as a model's tokens, alone or two by two, and the batches in which they are computed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from models.errors import ModelUnloadable

TOKENIZER_NAME = "tokenizer.json"

TOKENS_PER_BATCH = 1024
"""Tokens of one batch, padding included: with fewer the cores wait for each other between the
products, with more these leave the cache."""

LENGTH_STEP = 16
"""Texts are padded to a multiple of it. OpenVINO keeps a megabyte or two for every shape that it
has seen, so there may only be few of them."""

Ids = npt.NDArray[np.int64]
Each = TypeVar("Each")


class TextTokenizer:
    """A model's tokenizer without its padding and truncation, the parts of it that hold state.

    Several threads may use it at once.
    """

    def __init__(self, folder: Path, model_id: str) -> None:
        self._tokenizer = _tokenizer(folder, model_id)
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

    def ids_and_spans(
        self, texts: Sequence[str], max_tokens: int
    ) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """The same ids, and for each the characters it stands for; none for special tokens."""
        most = max_tokens + self._special
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=True)
        return [
            (_shortened(encoding.ids, most), _shortened(_spans(encoding), most))
            for encoding in encodings
        ]


@dataclass(frozen=True, slots=True)
class PairTokens:
    """Two texts as one row of tokens, special tokens included."""

    ids: list[int]
    kinds: list[int]
    """0 for the first text and 1 for the second, where the model tells them apart."""


class PairTokenizer:
    """The tokenizer of a model that reads two texts together. Several threads may use it at once.

    What does not fit into `max_tokens` is cut from the end of one text only, the one named by
    `cut`; the other one is cut where it takes up more than half by itself.
    """

    def __init__(
        self, folder: Path, model_id: str, max_tokens: int, cut: Literal["first", "second"]
    ) -> None:
        self._whole = _tokenizer(folder, model_id)
        self._whole.no_padding()
        self._whole.no_truncation()
        self._cutting = _tokenizer(folder, model_id)
        self._cutting.no_padding()
        special = self._cutting.num_special_tokens_to_add(True)
        self._half = (max_tokens - special) // 2
        if self._half < 1:
            raise ModelUnloadable(model_id, f"it reads {max_tokens} tokens, too few for two texts")
        self._cutting.enable_truncation(max_tokens, strategy=f"only_{cut}")
        self._cut = cut
        self.padding_id = _padding_id(self._whole)

    def pairs(self, first: Sequence[str], second: Sequence[str]) -> list[PairTokens]:
        """The tokens of the texts two by two; both sequences are equally long."""
        if self._cut == "second":
            first = [self._halved(text) for text in first]
        else:
            second = [self._halved(text) for text in second]
        encodings = self._cutting.encode_batch(list(zip(first, second, strict=True)))
        return [PairTokens(encoding.ids, encoding.type_ids) for encoding in encodings]

    def _halved(self, text: str) -> str:
        """The text up to half of what the model reads."""
        encoding = self._whole.encode(text, add_special_tokens=False)
        if len(encoding) <= self._half:
            return text
        return text[: encoding.offsets[self._half - 1][1]]


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


def batches_of_few_shapes(lengths: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """Places of `lengths` in batches, each with the length that its rows are padded to.

    Rows of a batch are 1, 2, 4, 8 … in number and their length is a multiple of `LENGTH_STEP`.
    """
    places_by_length: dict[int, list[int]] = defaultdict(list)
    for place, length in enumerate(lengths):
        places_by_length[-(-length // LENGTH_STEP) * LENGTH_STEP].append(place)
    for length, places in places_by_length.items():
        most = max(1, TOKENS_PER_BATCH // length)
        while places:
            rows = 1 << (min(most, len(places)).bit_length() - 1)
            yield places[:rows], length
            del places[:rows]


def padded(rows: Sequence[Sequence[int]], length: int, padding_id: int) -> tuple[Ids, Ids]:
    """The rows as one array of that length, and a mask that is 1 where nothing was added."""
    filled = np.full((len(rows), length), padding_id, dtype=np.int64)
    mask = np.zeros((len(rows), length), dtype=np.int64)
    for row, ids in enumerate(rows):
        filled[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    return filled, mask


def _shortened(row: list[Each], limit: int) -> list[Each]:
    """Its ids or spans up to the limit, that of the closing special token kept."""
    return row if len(row) <= limit else [*row[: limit - 1], row[-1]]


def _spans(encoding: Encoding) -> list[tuple[int, int]]:
    return [
        (0, 0) if special else (start, end)
        for (start, end), special in zip(
            encoding.offsets, encoding.special_tokens_mask, strict=True
        )
    ]


def _tokenizer(folder: Path, model_id: str) -> Tokenizer:
    file = folder / TOKENIZER_NAME
    if not file.is_file():
        raise ModelUnloadable(model_id, f"{file} is missing")
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # the library has no type of its own for what it raises
        raise ModelUnloadable(model_id, f"{file}: {error}") from error


def _padding_id(tokenizer: Tokenizer) -> int:
    """The id that fills short rows; what it is does not matter, since the mask hides it."""
    for name in ("[PAD]", "<pad>"):
        if (token_id := tokenizer.token_to_id(name)) is not None:
            return int(token_id)
    return 0
