"""What belongs to a part of a page of its hidden text and its recognised words."""

from indexer.chunking import chunk_document
from indexer.documents import (
    Block,
    BlockKind,
    HiddenBecause,
    HiddenText,
    Page,
    ParsedDocument,
    Recognition,
    Span,
    WordBox,
)
from indexer.marks import hidden_within, recognition_within
from indexer.parsing.building import TextBuilder
from tests.fakes import HashEmbedder

TEXT = "alpha beta gamma delta"
WORDS = tuple(
    WordBox(Span(start, end), start / 100, 0.1, end / 100, 0.2)
    for start, end in ((0, 5), (6, 10), (11, 16), (17, 22))
)


def test_hidden_text_is_cut_to_the_part_of_the_page() -> None:
    page = Page(1, TEXT, hidden=(HiddenText(Span(6, 16), HiddenBecause.TINY),))
    assert hidden_within(page, Span(0, 6)) == ()
    assert [each.span for each in hidden_within(page, Span(0, 10))] == [Span(6, 10)]
    assert [each.span for each in hidden_within(page, Span(11, 22))] == [Span(11, 16)]


def test_recognition_keeps_the_words_that_reach_into_the_part() -> None:
    page = Page(1, TEXT, recognition=Recognition(0.9, WORDS))
    part = recognition_within(page, Span(6, 13))
    assert part is not None
    assert part.words == WORDS[1:3]
    assert part.confidence == 0.9
    assert recognition_within(Page(1, TEXT), Span(0, 5)) is None


def test_chunks_carry_what_their_page_is_marked_with() -> None:
    sentences = [f"Sentence number {number} speaks of otters and rivers." for number in range(60)]
    text = " ".join(sentences)
    start = text.index(sentences[50])
    hidden = HiddenText(Span(start, start + len(sentences[50])), HiddenBecause.NO_CONTRAST)
    block = Block(BlockKind.PARAGRAPH, Span(0, len(text)))
    page = Page(1, text, (block,), hidden=(hidden,), recognition=Recognition(None))
    document = ParsedDocument("application/pdf", (page,))
    embedder = HashEmbedder()
    chunks = chunk_document(document, "r-pdf", embedder.count_tokens, embedder.max_tokens)
    assert len(chunks) > 1
    assert all(chunk.recognition == Recognition(None) for chunk in chunks)
    marked = [chunk for chunk in chunks if chunk.hidden]
    assert [chunk.span.overlaps(hidden.span) for chunk in marked] == [True] * len(marked)
    assert sum(len(each.span) for chunk in marked for each in chunk.hidden) == len(hidden.span)


def test_a_chunk_that_reaches_into_a_scanned_member_says_so() -> None:
    builder = TextBuilder()
    builder.add_page(Page(None, "The rent is 900 euros."), "member rent.txt")
    builder.add_page(Page(None, "Pald in Ful", recognition=Recognition(0.7)), "member bill.png")
    document = ParsedDocument("application/zip", (builder.page(),))
    (together,) = chunk_document(document, "r", HashEmbedder().count_tokens, 256)
    assert together.recognition is not None
    assert together.recognition.confidence == 0.7
    builder.add_page(Page(None, "It ends in May. " * 400), "member lease.txt")
    document = ParsedDocument("application/zip", (builder.page(),))
    chunks = chunk_document(document, "r", HashEmbedder().count_tokens, 256)
    assert [chunk.recognition is not None for chunk in chunks] == ["Pald" in c.text for c in chunks]
    assert len(chunks) > 2
