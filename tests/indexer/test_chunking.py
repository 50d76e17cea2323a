from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.chunking import TARGET_TOKENS, chunk_document
from indexer.chunks import Chunk
from indexer.documents import (
    Block,
    BlockKind,
    OutlineEntry,
    Page,
    ParsedDocument,
    RowNames,
    Span,
)
from indexer.parsing import markdown
from indexer.parsing.building import TextBuilder
from tests.fakes import HashEmbedder

count_tokens = HashEmbedder().count_tokens


def chunks_of(*pages: Page, max_tokens: int = 256, **rest: object) -> list[Chunk]:
    document = ParsedDocument("application/pdf", pages, **rest)  # type: ignore[arg-type]
    return chunk_document(document, "revision", count_tokens, max_tokens)


def built(*blocks: tuple[BlockKind, str] | tuple[BlockKind, str, int]) -> Page:
    builder = TextBuilder()
    for block in blocks:
        builder.add(*block)
    return builder.page()


def prose(words: int, about: str = "rent") -> str:
    return " ".join(f"Sentence {number} is about {about}." for number in range(words // 5))


def test_a_short_text_is_one_chunk_with_its_sentences() -> None:
    text = "  The rent is 900 euros.\r\nIt is due monthly. "
    (chunk,) = chunks_of(Page(1, text))
    assert chunk.text == text.strip()
    assert [chunk.sentence_text(sentence) for sentence in chunk.sentences] == [
        "The rent is 900 euros.",
        "It is due monthly.",
    ]
    assert (chunk.page, chunk.label, chunk.id) == (1, "p. 1", "revision:0")


def test_a_chunk_over_two_sections_knows_which_sentence_stands_where() -> None:
    (chunk,) = chunks_of(
        built(
            (BlockKind.HEADING, "Rent", 3),
            (BlockKind.PARAGRAPH, "It is 900 euros. It is due monthly."),
            (BlockKind.HEADING, "Notice", 3),
            (BlockKind.PARAGRAPH, "Three months."),
        )
    )
    assert chunk.label == "§ Rent"
    assert chunk.sentence_labels == ("§ Rent", "§ Rent", "§ Notice")


def test_sentences_further_down_a_text_are_called_by_their_own_line() -> None:
    (chunk,) = chunks_of(Page(None, "First line.\n\nThird line."))
    assert chunk.label == "line 1"
    assert chunk.sentence_labels == ("line 1", "line 3")


def test_sentences_of_a_page_need_no_labels_of_their_own() -> None:
    (chunk,) = chunks_of(Page(4, "One sentence. Another one."))
    assert (chunk.label, chunk.sentence_labels) == ("p. 4", ())


def test_chunks_of_long_prose_are_near_the_target_and_end_with_a_sentence() -> None:
    chunks = chunks_of(Page(1, prose(2000)))
    sizes = [count_tokens([chunk.embedding_text])[0] for chunk in chunks]
    assert all(TARGET_TOKENS * 0.8 < size < TARGET_TOKENS * 1.2 for size in sizes)
    assert all(chunk.text.endswith(".") for chunk in chunks)


def test_no_chunk_crosses_a_page() -> None:
    chunks = chunks_of(Page(1, "First page."), Page(2, "Second page.", label="ii"))
    assert [(chunk.page, chunk.text) for chunk in chunks] == [
        (1, "First page."),
        (2, "Second page."),
    ]
    assert chunks[1].label == "p. 2 (ii)"


def test_a_heading_stands_with_its_text_and_is_no_sentence() -> None:
    page = built(
        (BlockKind.PARAGRAPH, prose(170)),
        (BlockKind.HEADING, "Termination", 2),
        (BlockKind.PARAGRAPH, prose(150, "notice")),
    )
    first, second = chunks_of(page)
    assert second.text.startswith("Termination\n\nSentence 0 is about notice.")
    assert second.heading_path == ("Termination",)
    assert second.label == "§ Termination"
    assert first.label == "line 1"
    assert "Termination" not in [second.sentence_text(span) for span in second.sentences]


def test_small_sections_share_a_chunk_but_chapters_do_not() -> None:
    small = [
        part
        for number in range(3)
        for part in (
            (BlockKind.HEADING, f"Point {number}", 3),
            (BlockKind.PARAGRAPH, prose(20)),
        )
    ]
    assert len(chunks_of(built(*small))) == 1
    chapters = [
        part
        for number in range(2)
        for part in (
            (BlockKind.HEADING, f"Chapter {number}", 1),
            (BlockKind.PARAGRAPH, prose(80)),
        )
    ]
    assert len(chunks_of(built(*chapters))) == 2


def test_title_and_headings_precede_what_is_embedded_but_not_what_is_quoted() -> None:
    page = built(
        (BlockKind.HEADING, "Rent", 1),
        (BlockKind.HEADING, "When it is due", 2),
        (BlockKind.PARAGRAPH, prose(400)),
    )
    chunks = chunks_of(page, title="Lease of 2024")
    assert chunks[0].embedding_text.startswith("Lease of 2024.\nRent When it is due Sentence 0")
    assert chunks[1].embedding_text.startswith("Lease of 2024. Rent. When it is due.\nSentence")
    assert chunks[1].text.startswith("Sentence")


def test_a_long_title_leaves_room_for_the_text() -> None:
    chunks = chunks_of(Page(1, prose(300)), title="very long title " * 50, max_tokens=64)
    assert all(count_tokens([chunk.embedding_text])[0] <= 64 for chunk in chunks)
    assert all(len(chunk.sentences) > 5 for chunk in chunks[:-1])


def test_rows_stay_whole_and_carry_the_header_row() -> None:
    rows = ["Year | Rent | Deposit", *(f"{year} | {year * 3} | none" for year in range(1900, 2020))]
    chunks = chunks_of(built((BlockKind.TABLE, "\n".join(rows))))
    assert len(chunks) > 1
    for chunk in chunks[1:]:
        assert chunk.embedding_text.startswith("Year Rent Deposit")
        assert not chunk.text.startswith("Year")
    assert [line for chunk in chunks for line in chunk.text.split("\n")] == rows


def test_a_second_header_row_of_years_is_carried_too() -> None:
    rows = ["Year ended", "2023 2022", *(f"Item {number} 1,{number} 2" for number in range(99))]
    second = chunks_of(built((BlockKind.TABLE, "\n".join(rows))))[1]
    assert second.embedding_text.startswith("Year ended 2023 2022\nItem")


def test_a_date_over_the_years_is_part_of_the_header() -> None:
    rows = ["(in millions)", "As of June 30, 2023 2022", *(f"Item {n} 1,{n} 2" for n in range(99))]
    second = chunks_of(built((BlockKind.TABLE, "\n".join(rows))))[1]
    assert second.embedding_text.startswith("(in millions) As of June 30, 2023 2022\nItem")


def test_a_table_that_goes_on_below_a_line_keeps_the_years_above() -> None:
    upper = "\n".join(["Year ended", "2023 2022", *(f"Item {n} 1,{n} 2" for n in range(60))])
    lower = "\n".join(["Equity:", *(f"Share {n} 1,{n} 2" for n in range(60))])
    page = built((BlockKind.TABLE, upper), (BlockKind.TABLE, lower))
    last = chunks_of(page)[-1]
    assert last.embedding_text.startswith("Year ended 2023 2022\nShare")


def test_a_table_after_prose_has_columns_of_its_own() -> None:
    upper = "\n".join(["Year ended", "2023 2022", *(f"Item {n} 1,{n} 2" for n in range(60))])
    lower = "\n".join(["Name Votes", *(f"Member {n} 1,{n} 2" for n in range(60))])
    page = built(
        (BlockKind.TABLE, upper), (BlockKind.PARAGRAPH, prose(60)), (BlockKind.TABLE, lower)
    )
    last = chunks_of(page)[-1]
    assert last.embedding_text.startswith("Name Votes\nMember")


def test_the_headings_of_a_cover_do_not_stand_above_the_whole_report() -> None:
    def heading(text: str, level: int) -> Page:
        blocks = (Block(BlockKind.HEADING, Span(0, len(text)), level),)
        return Page(1, f"{text}\n{prose(50)}", blocks)

    report = [heading("UNITED STATES", 1), *(heading(f"Item {n}", 2) for n in range(5))]
    assert chunks_of(*report)[-1].heading_path == ("Item 4",)
    assert chunks_of(*report[:2])[-1].heading_path == ("UNITED STATES", "Item 0")


def test_furniture_is_in_no_chunk() -> None:
    text = "Running head\nFirst part.\nPage 3\nSecond part."
    furniture = (Block(BlockKind.FURNITURE, Span(0, 12)), Block(BlockKind.FURNITURE, Span(25, 31)))
    assert [chunk.text for chunk in chunks_of(Page(3, text, furniture))] == [
        "First part.",
        "Second part.",
    ]


def test_the_outline_gives_the_headings_of_a_pdf() -> None:
    outline = tuple(
        OutlineEntry(title, level, page)
        for title, level, page in [("Part I", 1, 1), ("Rent", 2, 1), ("Notice", 2, 2)]
    )
    pages = [Page(number, f"Words of page {number}.") for number in (1, 2, 3)]
    chunks = chunks_of(*pages, outline=outline)
    assert chunks[1].heading_path == ("Part I", "Rent")
    assert chunks[2].heading_path == ("Part I", "Notice")


def test_a_section_of_the_outline_begins_where_its_title_stands() -> None:
    outline = tuple(OutlineEntry(title, 1, 1) for title in ("Rent", "Notice", "End"))
    page = built(
        (BlockKind.PARAGRAPH, "1. Rent"),
        (BlockKind.PARAGRAPH, prose(150)),
        (BlockKind.PARAGRAPH, "2. Notice"),
        (BlockKind.PARAGRAPH, prose(150)),
    )
    pages = (replace(page, number=1), Page(2, "Last words."))
    paths = [chunk.heading_path for chunk in chunks_of(*pages, outline=outline)]
    assert paths == [("Rent",), ("Notice",), ("End",)]


def test_a_block_with_a_label_of_its_own_is_called_by_it() -> None:
    page = Page(None, "Words.", (Block(BlockKind.PARAGRAPH, Span(0, 6), label="Slide 4"),))
    assert chunks_of(page)[0].label == "Slide 4"
    assert chunks_of(replace(page, number=4))[0].label == "Slide 4"


def test_rows_with_numbers_are_called_by_them_and_carry_their_header() -> None:
    builder = TextBuilder()
    names = RowNames(first=3, before="Sheet Q3!A", between=":F")
    table = "\n".join(
        ["Name | Rent", *(f"Tenant {number} | {number} euros" for number in range(90))]
    )
    builder.add(BlockKind.HEADING, "Q3", 1, "Sheet Q3")
    builder.add(BlockKind.TABLE, table, rows=names)
    builder.add(BlockKind.TABLE, "Sum | 7", rows=replace(names, first=95))
    chunks = chunks_of(builder.page())
    assert chunks[0].label.startswith("Sheet Q3!A3:F")
    assert chunks[-1].label.endswith(":F95")
    second = int(chunks[1].label.removeprefix("Sheet Q3!A").split(":")[0])
    assert chunks[1].text.startswith(f"Tenant {second - 4} |")
    assert chunks[1].embedding_text.startswith("Q3. Name Rent")


def test_a_single_row_has_a_name_of_its_own() -> None:
    names = RowNames(first=1, before="rows ", between="–", alone="row ")
    page = Page(None, "a,b\n1,2", (Block(BlockKind.TABLE, Span(0, 7), rows=names),))
    assert chunks_of(page)[0].label == "rows 1–2"
    assert names.label(2, 2) == "row 2"


def test_a_sentence_longer_than_the_window_is_cut() -> None:
    chunks = chunks_of(Page(1, "word " * 100), max_tokens=20)
    assert len(chunks) >= 5
    assert all(count_tokens([chunk.embedding_text])[0] <= 18 for chunk in chunks)


def test_text_without_words_makes_no_chunk() -> None:
    assert chunks_of(Page(1, " \n "), Page(2, "")) == []


def test_the_tokenizer_is_called_a_few_times_only() -> None:
    calls: list[int] = []

    def counting(texts: list[str]) -> list[int]:
        calls.append(len(texts))
        return count_tokens(texts)

    pages = tuple(Page(number, prose(500)) for number in range(1, 30))
    chunk_document(ParsedDocument("application/pdf", pages), "r", counting, 256)
    assert len(calls) <= 2


@st.composite
def pages(draw: st.DrawFn) -> Page:
    text = draw(
        st.text(alphabet=st.sampled_from(list("abcé 1 .\n\r|-?A")), max_size=300)
        | st.builds(prose, st.integers(0, 600))
    )
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    kinds = draw(st.lists(st.sampled_from(BlockKind), min_size=len(edges), max_size=len(edges)))
    blocks = tuple(
        Block(kind, Span(start, end), level=1 + start % 3 if kind is BlockKind.HEADING else 0)
        for kind, start, end in zip(kinds, edges, edges[1:], strict=False)
    )
    return Page(None, text, blocks)


@settings(max_examples=100, deadline=None)
@given(st.lists(pages(), max_size=3), st.integers(8, 256), st.sampled_from(["", "A title"]))
def test_chunks_cover_the_pages_and_fit_the_window(
    parsed: list[Page], max_tokens: int, title: str
) -> None:
    parsed = [replace(page, number=number) for number, page in enumerate(parsed, 1)]
    chunks = chunks_of(*parsed, max_tokens=max_tokens, title=title)
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    assert all(size <= max_tokens for size in count_tokens([c.embedding_text for c in chunks]))
    for page in parsed:
        covered = [span for b in page.blocks if b.kind is BlockKind.FURNITURE for span in [b.span]]
        for chunk in (chunk for chunk in chunks if chunk.page == page.number):
            assert chunk.text == page.text[chunk.span.start : chunk.span.end]
            assert all(
                chunk.span.start <= s.start < s.end <= chunk.span.end for s in chunk.sentences
            )
            assert not any(chunk.span.overlaps(span) for span in covered if len(span))
            covered.append(chunk.span)
        inside = {index for span in covered for index in range(span.start, span.end)}
        left_out = [c for index, c in enumerate(page.text) if index not in inside]
        assert not any(map(str.isalnum, left_out))


def test_markdown_chunks_index_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lease.md"
    path.write_text(
        "---\ntitle: The *lease*\n---\n# Lease\n\n## *Rent*:\n\n- It is **900** euros a month.\n"
    )
    (chunk,) = chunk_document(markdown.parse(path), "r", count_tokens, 256)
    assert chunk.text.endswith("- It is **900** euros a month.")
    assert chunk.embedding_text.endswith("Lease Rent: - It is 900 euros a month.")
    assert chunk.label == "§ Rent"


@pytest.mark.model
def test_chunks_fit_the_starter_model(corpora: Path) -> None:
    from models.loading import load_embedding_model

    embedder = load_embedding_model(threads=1)
    path = next((corpora / "qa" / "chunking-eval" / "docs").glob("wiki*.md"))
    chunks = chunk_document(markdown.parse(path), "r", embedder.count_tokens, embedder.max_tokens)
    sizes = embedder.count_tokens([chunk.embedding_text for chunk in chunks])
    assert max(sizes) <= embedder.max_tokens - 2
