"""Words parted at the ends of lines come together as they are spelt elsewhere."""

import pytest

from indexer.documents import Page, ParsedDocument
from indexer.hyphens import Rejoiner
from indexer.units import cleaner_for

DOCUMENT = """A dense retriever for questions. We use a dual-encoder over high
dimensional vectors. The chat was optimized. Some times were short, the fore was not."""


@pytest.mark.parametrize(
    ("parted", "whole"),
    [
        ("exam\ufffeple", "example"),
        ("retrie\ufffever", "retriever"),
        ("dual\ufffeencoder", "dual-encoder"),  # so it stands elsewhere
        ("high\ufffedimensional", "high-dimensional"),  # two words of the document
        ("chat-\r\noptimized", "chat-optimized"),
        ("exam-\r\nple", "example"),
        ("Lucene\ufffeBM25", "Lucene-BM25"),
        ("some\ufffetimes", "sometimes"),
        ("there\ufffefore", "therefore"),
        ("FINAN\ufffeCIAL", "FINANCIAL"),
    ],
)
def test_a_parted_word_is_put_together(parted: str, whole: str) -> None:
    assert Rejoiner([DOCUMENT, parted]).rejoin(f"a {parted} b") == f"a {whole} b"


def test_only_pdfs_part_words() -> None:
    page = Page(None, "high dimensional, high-\ndimensional")
    pdf = ParsedDocument("application/pdf", (page,))
    plain = ParsedDocument("text/plain", (page,))
    assert cleaner_for(pdf)(page.text) == "high dimensional, high-dimensional"
    assert cleaner_for(plain)(page.text) == "high dimensional, highdimensional"
