"""Pictures of text are read: words, places, order, whichever way up; without any network."""

import json
import re
import socket
import struct
import zlib
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from indexer.documents import BlockKind, Page, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.pictures import MOST_PIXELS, parse
from indexer.parsing.recognising import SWITCH
from indexer.parsing.registry import parse_file
from tests.indexer.scan_making import WIDTH, Scan, blank, scan, share_covered

LINES = (
    "The tenant shall return all keys",
    "to the landlord on 31 March 2027,",
    "together with a signed protocol.",
)


def page_of(tmp_path: Path, image: Image.Image, name: str = "scan.png") -> Page:
    image.save(tmp_path / name)
    document = parse_file(tmp_path / name)
    assert document.warnings == ()
    (page,) = document.pages
    return page


def words_of(page: Page) -> list[str]:
    assert page.recognition is not None
    return [page.text[word.span.start : word.span.end] for word in page.recognition.words]


def check_places(page: Page, made: Scan) -> None:
    """Each word's box lies where the word was drawn."""
    assert page.recognition is not None
    assert words_of(page) == page.text.split()
    for word in page.recognition.words:
        drawn = made.boxes[page.text[word.span.start : word.span.end]]
        read = (word.left, word.top, word.right, word.bottom)
        assert share_covered(drawn, read) > 0.8
        assert share_covered(read, drawn) > 0.3


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("recognising text must not use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_picture_of_text_is_read_with_the_place_of_every_word(tmp_path: Path) -> None:
    made = scan(*LINES)
    page = page_of(tmp_path, made.image)
    assert page.text == "\n".join(LINES)
    assert page.number is None
    assert page.recognition is not None
    assert page.recognition.confidence is not None
    assert 0.9 < page.recognition.confidence <= 1
    check_places(page, made)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_scanned_sideways_or_upside_down_is_read(tmp_path: Path, turns: int) -> None:
    made = scan(*LINES)
    page = page_of(tmp_path, made.image.rotate(90 * turns, expand=True))
    assert page.text == "\n".join(LINES)
    assert page.recognition is not None
    first = page.recognition.words[0]
    left, top, right, bottom = made.boxes["The"]
    for _ in range(turns):  # counterclockwise, as Pillow turns
        left, top, right, bottom = top, 1 - right, bottom, 1 - left
    read = (first.left, first.top, first.right, first.bottom)
    assert share_covered((left, top, right, bottom), read) > 0.8


def test_a_slightly_skewed_page_keeps_its_lines_apart(tmp_path: Path) -> None:
    made = scan(*LINES, *LINES)
    skewed = made.image.rotate(2.5, fillcolor=(252, 252, 250))
    assert page_of(tmp_path, skewed).text == "\n".join(LINES + LINES)


def test_columns_are_read_one_after_another_and_cells_row_by_row(tmp_path: Path) -> None:
    left = [f"Left column line {word} goes on" for word in ("one", "two", "three", "four", "five")]
    right = [line.replace("Left", "Right") for line in left]
    made = Scan(blank(1240, 1300))
    made.write(["A heading over both of the columns"], top=80, size=44)
    made.write(left, left=80, top=240, size=30)
    made.write(right, left=660, top=240, size=30)
    items = ["Nails", "Screws", "Glue", "Paint", "Brush"]
    made.write(items, left=80, top=900)
    made.write(["9.50", "12.00", "4.25", "30.10", "7.80"], left=900, top=900)
    page = page_of(tmp_path, made.image)
    lines = page.text.splitlines()
    assert lines[1:11] == left + right
    assert lines[11:13] == ["Nails 9.50", "Screws 12.00"]
    heading = page.blocks[0]
    assert heading.kind is BlockKind.HEADING
    assert page.text[heading.span.start : heading.span.end].startswith("A heading")


@pytest.mark.parametrize("name", ["a.jpg", "a.bmp", "a.webp", "a.gif", "a.tif"])
def test_the_usual_formats_are_read(tmp_path: Path, name: str) -> None:
    small = scan(LINES[0]).image.crop((0, 60, WIDTH, 160))
    assert page_of(tmp_path, small, name).text == LINES[0]


def test_a_picture_with_the_wrong_ending_and_a_see_through_ground_is_read(tmp_path: Path) -> None:
    drawn = scan(LINES[0]).image.crop((0, 60, WIDTH, 160))
    dark = drawn.convert("L").point(lambda value: 255 if value < 128 else 0)
    clear = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=dark)
    clear.save(tmp_path / "scan.jpg", "PNG")
    assert parse_file(tmp_path / "scan.jpg").pages[0].text == LINES[0]


def test_a_photograph_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    made = scan(*LINES)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    made.image.rotate(90, expand=True).save(tmp_path / "photo.jpg", exif=exif)
    page = parse_file(tmp_path / "photo.jpg").pages[0]
    check_places(page, made)


def test_a_tiff_has_its_pages(tmp_path: Path) -> None:
    first, second = scan("The first page").image, scan("The second page").image
    first.save(tmp_path / "fax.tiff", save_all=True, append_images=[second])
    document = parse_file(tmp_path / "fax.tiff")
    assert document.media_type == "image/tiff"
    assert [(page.number, page.text) for page in document.pages] == [
        (1, "The first page"),
        (2, "The second page"),
    ]


def test_a_picture_without_words_has_no_text_and_no_warning(tmp_path: Path) -> None:
    page = page_of(tmp_path, Image.new("RGB", (600, 400), "white"))
    assert page.text == ""
    assert page.recognition is None
    assert page_of(tmp_path, Image.new("RGB", (16, 16)), "icon.png").text == ""


def test_a_decompression_bomb_is_refused(tmp_path: Path) -> None:
    side = 20_000
    assert side * side > MOST_PIXELS
    rows = zlib.compress(bytes(1000))  # less data than is promised
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    with pytest.raises(UnreadableDocument) as refused:
        parse(tmp_path / "bomb.png")
    assert refused.value.reason.code is ReasonCode.TOO_LARGE


def test_a_picture_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    scan(*LINES).image.save(tmp_path / "scan.png")
    whole = (tmp_path / "scan.png").read_bytes()
    (tmp_path / "scan.png").write_bytes(whole[:40])
    with pytest.raises(UnreadableDocument) as refused:
        parse(tmp_path / "scan.png")
    assert refused.value.reason.code is ReasonCode.DAMAGED


def test_pictures_are_not_read_when_that_is_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "off")
    scan(*LINES).image.save(tmp_path / "scan.png")
    assert not parse_file(tmp_path / "scan.png").has_text


CORPUS = Path(__file__).parents[2].parent / "shared/corpora/parse/receipts-ocr"


@pytest.mark.corpora
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the measuring corpora are not beside the checkout")
def test_most_words_of_receipts_are_found() -> None:
    found = total = 0
    for row in (CORPUS / "expected.jsonl").read_text(encoding="utf-8").splitlines()[:1]:
        receipt = json.loads(row)
        read = parse_file(CORPUS / receipt["file"]).pages[0].text
        wanted = Counter(re.findall(r"\w+", " ".join(receipt["lines"]).casefold()))
        found += (wanted & Counter(re.findall(r"\w+", read.casefold()))).total()
        total += wanted.total()
    assert found / total > 0.85
