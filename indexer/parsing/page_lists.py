"""Page numbers in the words of a person."""

from collections.abc import Sequence
from itertools import groupby


def page_list(numbers: Sequence[int]) -> str:
    """Page numbers in rising order as a person writes them: “page 4”, “pages 1, 3–5”."""
    ranges = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        ranges.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return f"{'page' if len(numbers) == 1 else 'pages'} {', '.join(ranges)}"
