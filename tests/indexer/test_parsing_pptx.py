import zipfile
from pathlib import Path

import pytest

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import ooxml, pptx

NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def links(**targets: str) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="http://x/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f"<Relationships>{inner}</Relationships>"


def written(tmp_path: Path, *slides: str, **parts: str) -> Path:
    """A minimal presentation; the slides lie in the file in reverse order."""
    path = tmp_path / "deck.pptx"
    order = "".join(f'<p:sldId id="25{n}" r:id="slide{n}"/>' for n in range(len(slides)))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "ppt/presentation.xml",
            f"<p:presentation {NAMES}><p:sldIdLst>{order}</p:sldIdLst>"
            '<p:sldSz cx="1000" cy="1000"/></p:presentation>',
        )
        targets = {f"slide{n}": f"slides/slide{99 - n}.xml" for n in range(len(slides))}
        archive.writestr("ppt/_rels/presentation.xml.rels", links(**targets))
        for n, slide in reversed(list(enumerate(slides))):
            tree = f"<p:cSld><p:spTree>{slide}</p:spTree></p:cSld>"
            archive.writestr(f"ppt/slides/slide{99 - n}.xml", f"<p:sld {NAMES}>{tree}</p:sld>")
        for name, content in parts.items():
            archive.writestr(f"ppt/{name.replace('__', '/')}.xml", content)
            if name.startswith("_"):
                archive.writestr("ppt/slides/_rels/slide99.xml.rels", content)
    return path


def place(top: int, left: int) -> str:
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="10" cy="10"/></a:xfrm>'


def shape(*texts: str, kind: str = "", at: tuple[int, int] | None = None, index: str = "") -> str:
    mark = f'<p:ph type="{kind}" idx="{index}"/>' if kind else ""
    paragraphs = "".join(
        text if text.startswith("<") else f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        for text in texts
    )
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{mark}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{place(*at) if at else ''}</p:spPr><p:txBody>{paragraphs}</p:txBody></p:sp>"
    )


def blocks(document: ParsedDocument, slide: int = 0) -> list[tuple[BlockKind, str]]:
    page = document.pages[slide]
    return [(block.kind, page.text[block.span.start : block.span.end]) for block in page.blocks]


def reason(path: Path) -> ReasonCode:
    with pytest.raises(UnreadableDocument) as caught:
        pptx.parse(path)
    return caught.value.reason.code


def test_slides_come_in_the_order_of_the_show_and_bear_their_numbers(tmp_path: Path) -> None:
    document = pptx.parse(written(tmp_path, shape("One", kind="title"), shape("Two")))
    assert [(page.number, page.text) for page in document.pages] == [(1, "One"), (2, "Two")]
    assert [page.blocks[0].label for page in document.pages] == ["Slide 1", "Slide 2"]
    assert document.title == "One"


def test_shapes_are_read_from_top_to_bottom_and_left_to_right(tmp_path: Path) -> None:
    moved = (
        '<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="300"/><a:ext cx="100" cy="100"/>'
        '<a:chOff x="0" y="0"/><a:chExt cx="1000" cy="1000"/></a:xfrm></p:grpSpPr>'
        f"{shape('grouped', at=(900, 0))}</p:grpSp>"
    )
    slide = (
        shape("last", at=(800, 0))
        + moved
        + shape("right", at=(200, 500))
        + shape("left", at=(210, 10))
        + shape("Title", kind="ctrTitle", at=(500, 0))
        + shape("7", kind="sldNum", at=(0, 0))
    )
    assert blocks(pptx.parse(written(tmp_path, slide))) == [
        (BlockKind.HEADING, "Title"),
        (BlockKind.PARAGRAPH, "left"),
        (BlockKind.PARAGRAPH, "right"),
        (BlockKind.PARAGRAPH, "grouped"),
        (BlockKind.PARAGRAPH, "last"),
    ]


def test_a_placeholder_stands_where_the_layout_puts_it(tmp_path: Path) -> None:
    slide = shape("below", kind="body", index="4") + shape("above", at=(100, 0))
    layout = f"<p:sldLayout {NAMES}>{shape(kind='body', index='4', at=(600, 0))}</p:sldLayout>"
    path = written(
        tmp_path,
        slide,
        _rels=links(slideLayout="../slideLayouts/l.xml"),
        slideLayouts__l=layout,
    )
    assert pptx.parse(path).pages[0].text == "above\n\nbelow"


def test_lists_keep_their_marks(tmp_path: Path) -> None:
    number = '<a:p><a:pPr><a:buAutoNum startAt="3"/></a:pPr><a:r><a:t>x</a:t></a:r></a:p>'
    plain = "<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>plain</a:t></a:r></a:p>"
    path = written(tmp_path, shape("milk", "bread", number, number, plain, kind="body"))
    assert blocks(pptx.parse(path)) == [
        (BlockKind.LIST_ITEM, "• milk"),
        (BlockKind.LIST_ITEM, "• bread"),
        (BlockKind.LIST_ITEM, "3. x"),
        (BlockKind.LIST_ITEM, "4. x"),
        (BlockKind.PARAGRAPH, "plain"),
    ]


def test_tables_charts_and_notes_are_read(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<a:tc {more}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"

    merged = cell("", 'vMerge="1"')
    table = (
        f"<p:graphicFrame><a:tbl><a:tr>{cell('May')}{cell('1')}</a:tr>"
        f"<a:tr>{merged}{cell('2')}</a:tr></a:tbl></p:graphicFrame>"
    )
    chart_frame = '<p:graphicFrame><c:chart r:id="chart"/></p:graphicFrame>'
    points = '<c:pt idx="0"><c:v>{}</c:v></c:pt>'
    chart = (
        f"<c:chartSpace {NAMES}><c:chart><c:title><a:t>Ducks</a:t></c:title><c:ser>"
        f"<c:tx>{points.format('Grey')}</c:tx><c:cat>{points.format('2024')}</c:cat>"
        f"<c:val>{points.format('120')}</c:val></c:ser></c:chart></c:chartSpace>"
    )
    notes = (
        f"<p:notes {NAMES}>{shape('Say hello.', kind='body')}{shape('3', kind='sldNum')}</p:notes>"
    )
    path = written(
        tmp_path,
        table + chart_frame,
        _rels=links(chart="../c.xml", notesSlide="../n.xml"),
        c=chart,
        n=notes,
    )
    assert blocks(pptx.parse(path)) == [
        (BlockKind.TABLE, "May | 1\nMay | 2"),
        (BlockKind.CAPTION, "Ducks"),
        (BlockKind.TABLE, " | Grey\n2024 | 120"),
        (BlockKind.FOOTNOTE, "Notes: Say hello."),
    ]


def test_bad_files_are_refused_for_the_right_reason(tmp_path: Path) -> None:
    path = written(tmp_path, shape("x"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-60])
    assert reason(path) is ReasonCode.DAMAGED
    assert reason(written(tmp_path, "<p:sp>")) is ReasonCode.DAMAGED
    path.write_bytes(ooxml.OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"))
    assert reason(path) is ReasonCode.ENCRYPTED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "no presentation")
    assert reason(path) is ReasonCode.WRONG_FORMAT
