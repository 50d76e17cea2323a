"""Source code: the file is the text, each definition a block that is named as people name it."""

from pathlib import Path

import pytest
from tree_sitter_language_pack import get_parser

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing import source_code
from indexer.parsing.code_languages import GRAMMARS
from indexer.parsing.registry import format_of, parse_file


def parsed(folder: Path, name: str, text: str | bytes) -> ParsedDocument:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return parse_file(path)


def definitions(document: ParsedDocument) -> list[tuple[str, str]]:
    """Each block's label and its first line."""
    page = document.pages[0]
    assert all(block.kind is BlockKind.CODE for block in page.blocks)
    covered = {i for b in page.blocks for i in range(b.span.start, b.span.end)}
    assert all(i in covered or mark.isspace() for i, mark in enumerate(page.text))
    return [
        (block.label, page.text[block.span.start : block.span.end].split("\n")[0])
        for block in page.blocks
    ]


PUMP = '''\
"""Grüße an die Pumpe."""

import os

LIMIT = 3

# Starts it,
# slowly.
@traced
def start(wärme):
    """Start."""


class Pump(Base):
    """A pump."""

    speed = 1

    def start(self):
        return 1

    # Why it stops.
    async def stop(self):
        return 2

    power = 3


if __name__ == "__main__":
    start()
'''


def test_a_module_is_divided_into_its_definitions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_code, "LARGEST_HOLDER", 10)
    document = parsed(tmp_path, "pump.py", PUMP)
    assert document.pages[0].text == PUMP
    assert definitions(document) == [
        ("line 1", '"""Grüße an die Pumpe."""'),
        ("function start, line 9", "# Starts it,"),
        ("class Pump, line 14", "class Pump(Base):"),
        ("method Pump.start, line 19", "    def start(self):"),
        ("method Pump.stop, line 23", "    # Why it stops."),
        ("class Pump, line 26", "    power = 3"),
        ("line 29", 'if __name__ == "__main__":'),
    ]


def test_a_short_class_stays_whole(tmp_path: Path) -> None:
    labels = [label for label, _ in definitions(parsed(tmp_path, "pump.py", PUMP))]
    assert labels == ["line 1", "function start, line 9", "class Pump, line 14", "line 29"]


@pytest.mark.parametrize(
    ("name", "text", "labels"),
    [
        (
            "a.js",
            "export default function f() {}\nconst g = (a) => 1;\nclass A { m() {} }\nmain();",
            "function f, line 1|function g, line 2|class A, line 3|method A.m, line 3|line 4",
        ),
        (
            "a.ts",
            "export interface I { a: string }\ntype T = number;\nnamespace N { function x() {} }",
            "interface I, line 1|type T, line 2|module N, line 3|function N.x, line 3",
        ),
        (
            "A.java",
            "package a;\nclass A {\n int x;\n void m() {}\n}\nrecord D(int a) {}",
            "line 1|class A, line 2|method A.m, line 4|record D, line 6",
        ),
        (
            "a.h",
            "#ifndef A\n#define A\nstruct S { int a; };\nint *f(int a) { return 0; }\n#endif\n",
            "line 1|struct S, line 3|function f, line 4",
        ),
        (
            "a.cpp",
            "namespace n { template<class T> class A { void m() {} }; }\nvoid n::A::x() {}",
            "namespace n, line 1|class n.A, line 1|method n.A.m, line 1|function n::A::x, line 2",
        ),
        (
            "a.go",
            "package a\nfunc (p *Pump) Start() {}\ntype Pump struct { a int }\n",
            "line 1|method Start, line 2|type Pump, line 3",
        ),
        (
            "a.rs",
            "impl Trait for Pump { fn m() {} }\npub enum E {}\nmacro_rules! q { () => {} }",
            "impl Trait for Pump, line 1|method Trait for Pump.m, line 1|enum E, line 2|"
            "macro q, line 3",
        ),
        (
            "a.rb",
            "module M\n  class A\n    def m\n    end\n  end\nend\n",
            "module M, line 1|class M.A, line 2|method M.A.m, line 3",
        ),
        ("a.cs", "namespace N { class A { void M() {} } }", "namespace N, line 1|class N.A, line 1|"
         "method N.A.M, line 1"),
        ("a.kt", "class A { fun m() {} }\nfun f() {}", "class A, line 1|method A.m, line 1|"
         "function f, line 2"),
        ("a.sh", "set -e\nf() { echo; }\n", "line 1|function f, line 2"),
        ("a.sql", "CREATE TABLE pump (b int);", "table pump, line 1"),
    ],
)  # fmt: skip
def test_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, labels: str
) -> None:
    monkeypatch.setattr(source_code, "LARGEST_HOLDER", 10)
    found = [label for label, _ in definitions(parsed(tmp_path, name, text))]
    assert found == labels.split("|")


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_every_grammar_is_there_and_its_files_are_code(grammar: str) -> None:
    assert get_parser(grammar) is not None  # type: ignore[arg-type]
    for suffix in GRAMMARS[grammar].split():
        found = format_of(Path(f"a{suffix}"))
        assert found is not None
        assert found.name == "code"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "def f(:\n  class\n)))\n\x07"),
        ("a.py", "x = 1\n\ny = 2\n"),
        ("a.py", "def f(): pass  # \ud7ff\U0001f600\n"),
        ("a.c", "{" * 20_000),
        ("a.js", "function f(){" * 3000),
        ("a.java", "class A {" * 3000),
        ("a.unknown.zig", "pub fn f() void {}\n"),
        ("a.js", "var a=1;" * 1000),
        ("a.py", "class Ü:\n    def ß(self): pass\n"),
    ],
)
def test_broken_and_odd_code_is_read(tmp_path: Path, name: str, text: str) -> None:
    document = parsed(tmp_path, name, text)
    assert document.pages[0].text == text
    assert definitions(document)


def test_code_of_other_languages_is_cut_at_blank_lines(tmp_path: Path) -> None:
    assert definitions(parsed(tmp_path, "a.nim", "let a = 1\n\nlet b = 2\n")) == [
        ("", "let a = 1"),
        ("", "let b = 2"),
    ]
