"""JSON, XML, YAML and settings: the file is the text, each record is a block with its path."""

from pathlib import Path

import pytest

from indexer.cleaning import clean_json, clean_xml
from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing import data_tree
from indexer.parsing.registry import parse_file


def parsed(folder: Path, name: str, text: str | bytes) -> ParsedDocument:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return parse_file(path)


def records(document: ParsedDocument) -> list[tuple[str, str]]:
    page = document.pages[0]
    return [(b.label, page.text[b.span.start : b.span.end]) for b in page.blocks]


def is_covered(document: ParsedDocument) -> bool:
    page = document.pages[0]
    covered = {i for b in page.blocks for i in range(b.span.start, b.span.end)}
    return all(i in covered or mark.isspace() for i, mark in enumerate(page.text))


ORDERS = """\
{
  "shop": "Berg",
  "open": true,
  "orders": [
    {"id": 1, "item": "pump"},
    {"id": 2, "item": "valve \\"X\\" [1]"}
  ],
  "odd key": {"a": null}
}
"""


def test_json_is_divided_into_records(tmp_path: Path) -> None:
    document = parsed(tmp_path, "orders.json", ORDERS)
    assert document.pages[0].text == ORDERS
    assert document.media_type == "application/json"
    assert records(document) == [
        ("$", '{\n  "shop": "Berg",\n  "open": true,'),
        ("$.orders[0]", '"orders": [\n    {"id": 1, "item": "pump"},'),
        ("$.orders[1]", '{"id": 2, "item": "valve \\"X\\" [1]"}\n  ],'),
        ('$["odd key"]', '"odd key": {"a": null}\n}'),
    ]


def test_large_records_are_divided_further(tmp_path: Path) -> None:
    values = ", ".join(f'"k{i}": "{"x" * 300}"' for i in range(8))
    document = parsed(tmp_path, "a.json", f'{{"a": {{"b": {{{values}}}}}, "c": {{}}}}')
    labels = [label for label, _ in records(document)]
    assert labels == [*(f"$.a.b.k{i}" for i in range(8)), "$.c"]
    assert is_covered(document)


def test_json_lines_are_named_by_their_lines(tmp_path: Path) -> None:
    document = parsed(tmp_path, "log.jsonl", '{"a": 1}\n\n{"b": [2,\n 3]}\n4\n')
    assert records(document) == [
        ("line 1", '{"a": 1}'),
        ("line 3", '{"b": [2,\n 3]}'),
        ("line 5", "4"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, 2}',
        '{"a": ',
        "]",
        ":",
        '"open',
        "{,}",
        "no json at all",
        "[" * 5000 + "]" * 5000,
        "[" * 5000,
        '{"a": 1, // why\n /* and */ "b": [2,],}',
        "[" + " " * 3000 + "]",
    ],
)
def test_what_is_not_quite_json_is_still_read(tmp_path: Path, text: str) -> None:
    document = parsed(tmp_path, "a.json", text)
    assert document.pages[0].text == text
    assert is_covered(document)


def test_huge_data_is_cut_without_a_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_tree, "LARGEST_TREE", 10)
    monkeypatch.setattr("indexer.parsing.json_data.LARGEST_TREE", 10)
    document = parsed(tmp_path, "a.json", ORDERS)
    assert [label for label, _ in records(document)] == [""]


FEED = """\
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Pumps &amp; valves</title>
  <entry id="7"><name>Pump</name><flow unit="l">3</flow></entry>
  <entry><p>One <b>bold</b> word > another.</p></entry>
  <!-- <entry> -->
</feed>
"""


def test_xml_is_divided_into_elements(tmp_path: Path) -> None:
    document = parsed(tmp_path, "feed.xml", FEED)
    assert document.pages[0].text == FEED
    assert document.title == "Pumps & valves"
    assert [label for label, _ in records(document)] == [
        "/feed",
        "/feed/entry[1]",
        "/feed/entry[2]",
    ]
    assert records(document)[1][1] == (
        '<entry id="7"><name>Pump</name><flow unit="l">3</flow></entry>'
    )
    assert is_covered(document)


def test_long_prose_in_xml_is_read_as_sentences(tmp_path: Path) -> None:
    words = "The pump stands in the hall and hums. " * 20
    document = parsed(tmp_path, "a.xml", f"<doc><p>{words}</p><p>{words}<i>Yes.</i></p></doc>")
    kinds = [(block.label, block.kind) for block in document.pages[0].blocks]
    assert kinds == [("/doc/p[1]", BlockKind.PARAGRAPH), ("/doc/p[2]", BlockKind.PARAGRAPH)]


BOMB = """\
<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
 <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
 <!ENTITY file SYSTEM "file:///etc/passwd">
]>
<lolz>&lol3;&file;</lolz>
"""


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    document = parsed(tmp_path, "bomb.xml", BOMB)
    assert document.pages[0].text == BOMB
    assert records(document)[-1][0] == "/lolz"
    assert clean_xml("<lolz>&lol3;&file;</lolz>") == "&lol3;&file;"


@pytest.mark.parametrize(
    "text",
    [
        "<a><b></a>",
        "</a>",
        "<a>",
        "<",
        "<a b='<'>",
        "<!--",
        "<![CDATA[x",
        "<!DOCTYPE",
        "<a><br></a>",
        "text only",
        "<a>" * 3000 + "</a>" * 3000,
        "<a " * 5000,
        "<!--" * 5000,
        '<a b="' * 5000,
    ],
)
def test_what_is_not_quite_xml_is_still_read(tmp_path: Path, text: str) -> None:
    document = parsed(tmp_path, "a.xml", text)
    assert document.pages[0].text == text
    assert is_covered(document)


def test_xml_in_another_encoding_is_read(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="iso-8859-2"?><a>Łódź</a>'
    assert "Łódź" in parsed(tmp_path, "a.xml", text.encode("iso-8859-2")).pages[0].text
    assert "Łódź" in parsed(tmp_path, "b.xml", text.encode("utf-16")).pages[0].text


def test_what_is_embedded_of_xml_has_no_tags() -> None:
    assert clean_xml('<flow unit="l" xmlns:a="b" to="http://c">3 &lt; 4</flow>') == "l 3 < 4"
    assert clean_xml("<![CDATA[<p>Rich</p> text]]>") == "Rich text"
    assert clean_xml("&lt;p&gt;Rich&lt;/p&gt; text") == "Rich text"


COMPOSE = """\
# settings
version: "3"
services:
  web:
    image: nginx
    command: |
      not: a key
      run
  "data base":
    image: postgres
orders:
- name: pump
  flow: 3
- name: valve
"""


def test_yaml_is_divided_by_its_keys(tmp_path: Path) -> None:
    document = parsed(tmp_path, "compose.yaml", COMPOSE)
    assert document.pages[0].text == COMPOSE
    assert [(label, text.split("\n")[0]) for label, text in records(document)] == [
        ("$", "# settings"),
        ("$.services", "services:"),
        ("$.orders[0]", "orders:"),
        ("$.orders[1]", "- name: valve"),
    ]
    assert is_covered(document)


def test_large_yaml_is_divided_further(tmp_path: Path) -> None:
    long = COMPOSE.replace("      run\n", "      run\n" * 300)
    labels = [label for label, _ in records(parsed(tmp_path, "a.yml", long))]
    assert labels[:5] == [
        "$",
        "$.services.web",
        "$.services.web.command",
        '$.services["data base"]',
        "$.orders[0]",
    ]


def test_settings_are_divided_by_their_sections(tmp_path: Path) -> None:
    text = "name = 1\n\n[tool.ruff]\nline = 100\n\n[[items]]  # two\na = [1]\n"
    assert records(parsed(tmp_path, "a.toml", text)) == [
        ("top of the file", "name = 1"),
        ("[tool.ruff]", "[tool.ruff]\nline = 100"),
        ("[[items]]", "[[items]]  # two\na = [1]"),
    ]
    assert records(parsed(tmp_path, "b.ini", "a = 1\n\nb = 2\n")) == [("", "a = 1"), ("", "b = 2")]


def test_what_is_embedded_of_json_has_no_marks() -> None:
    assert clean_json('{"item": "gro\\u00dfe Pumpe", "flow": [3, 4.5]},') == (
        "item: große Pumpe flow: 3 4.5"
    )
    assert clean_json('"\\ud83d\\ude00 \\ud83d \\"x\\"\\n"') == "😀 \ufffd 'x'"
