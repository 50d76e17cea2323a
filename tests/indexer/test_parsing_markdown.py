from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing import markdown

SOURCE = """---
title: "The **lease**"
author: Ada
---
# Lease

The rent is *due*
monthly.

- milk
  1. cow
  2. goat
- bread

| Year | Rent |
|------|------|
| 2024 | 900  |

```python
# not a heading
x = 1
```

> A quote.

Notice
------
<!-- hidden -->

Last words."""


def parsed(tmp_path: Path, text: str) -> ParsedDocument:
    path = tmp_path / "note.md"
    path.write_text(text, encoding="utf-8", newline="")
    return markdown.parse(path)


def test_blocks_are_ranges_of_the_file(tmp_path: Path) -> None:
    page = parsed(tmp_path, SOURCE).pages[0]
    assert page.text == SOURCE
    assert [(b.kind, b.level, page.text[b.span.start : b.span.end]) for b in page.blocks] == [
        (BlockKind.CODE, 0, 'title: "The **lease**"\nauthor: Ada\n'),
        (BlockKind.HEADING, 1, "# Lease"),
        (BlockKind.PARAGRAPH, 0, "The rent is *due*\nmonthly."),
        (BlockKind.LIST_ITEM, 0, "- milk"),
        (BlockKind.LIST_ITEM, 0, "  1. cow"),
        (BlockKind.LIST_ITEM, 0, "  2. goat"),
        (BlockKind.LIST_ITEM, 0, "- bread"),
        (BlockKind.TABLE, 0, "| Year | Rent |\n|------|------|\n| 2024 | 900  |"),
        (BlockKind.CODE, 0, "```python\n# not a heading\nx = 1\n```"),
        (BlockKind.PARAGRAPH, 0, "> A quote."),
        (BlockKind.HEADING, 2, "Notice\n------"),
        (BlockKind.FURNITURE, 0, "<!-- hidden -->"),
        (BlockKind.PARAGRAPH, 0, "Last words."),
    ]


def test_the_title_is_the_front_matters_else_the_first_topmost_heading(tmp_path: Path) -> None:
    assert parsed(tmp_path, SOURCE).title == "The lease"
    assert parsed(tmp_path, "## Minor\n\n# *Major*\n").title == "Major"
    assert parsed(tmp_path, "## Minor\n").title == "Minor"
    assert parsed(tmp_path, "No headings.").title == ""


def test_windows_line_ends_shift_nothing(tmp_path: Path) -> None:
    page = parsed(tmp_path, "# One\r\n\r\ntwo\r\nthree\r\n").pages[0]
    assert [page.text[b.span.start : b.span.end] for b in page.blocks] == ["# One", "two\nthree"]


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(
        alphabet=st.sampled_from(list("# -*>|`1.ab\n\r\t\x0c\u2028\x00=~_[]()<!")), max_size=120
    )
)
def test_any_text_has_ordered_blocks_within_it(tmp_path: Path, text: str) -> None:
    if "\x00" in text:
        text = text.replace("\x00", "")
    page = parsed(tmp_path, text).pages[0]
    position = 0
    for block in page.blocks:
        assert position <= block.span.start <= block.span.end <= len(page.text)
        position = block.span.end
