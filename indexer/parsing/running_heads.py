"""Heads and feet of the pages of text documents: each text once, at the document's end.

They may hold what stands nowhere else: an address, a number of reference, “confidential”.
"""

import re
from collections.abc import Iterable, Iterator

WORD = re.compile(r"[^\W\d_]{3,}")
NUMBERING = frozenset({"page", "pages", "seite", "seiten", "von", "página", "sur"})
"""Words that stand with the number of a page and say nothing of their own."""
KINDS = frozenset({"header", "footer"})


def running_heads(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What heads and feet say beside the number of the page, in lines of a text.

    `texts` are pairs of a kind, `header` or `footer`, and the words.
    """
    said: set[str] = set()
    for kind, words in texts:
        text = " ".join(words.split())
        if text in said or not _says_something(text):
            continue
        said.add(text)
        yield f"{'Page header' if kind == 'header' else 'Page footer'}: {text}"


def _says_something(text: str) -> bool:
    return any(word.casefold() not in NUMBERING for word in WORD.findall(text))
