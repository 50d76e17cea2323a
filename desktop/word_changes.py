"""Which words of a passage are others today; no Qt."""

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+(?:[.,'’]\w+)*|[^\w\s]")

Ranges = tuple[tuple[int, int], ...]


def changed_words(before: str, after: str) -> tuple[Ranges, Ranges]:
    """What is only in `before` and what is only in `after`, as (start, end) in each."""
    old, new = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    matcher = SequenceMatcher(
        None, [word.group() for word in old], [word.group() for word in new], autojunk=False
    )
    gone: list[tuple[int, int]] = []
    come: list[tuple[int, int]] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            continue
        if old_to > old_from:
            gone.append((old[old_from].start(), old[old_to - 1].end()))
        if new_to > new_from:
            come.append((new[new_from].start(), new[new_to - 1].end()))
    return tuple(gone), tuple(come)
