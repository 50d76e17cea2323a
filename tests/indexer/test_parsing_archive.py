"""Archives: each member says where it is, and none of them can hurt."""

import io
import itertools
import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import archive, attachments, zip_files
from indexer.parsing.registry import parse_file
from tests.indexer.pdf_making import paragraph, write_pdf


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def parsed(folder: Path, data: bytes, name: str = "papers.zip") -> ParsedDocument:
    path = folder / name
    path.write_bytes(data)
    return parse_file(path)


def places(document: ParsedDocument) -> dict[str, str]:
    page = document.pages[0]
    return {page.text[b.span.start : b.span.end]: b.label for b in page.blocks}


def test_members_become_one_text_in_which_each_says_where_it_is(tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "a.pdf", [paragraph("Deposit of 900 euros", 100)])
    data = packed({"lease/contract.pdf": pdf.read_bytes(), "notes.md": b"# Keys\n\nTwo keys.\n"})
    document = parsed(tmp_path, data)
    found = places(document)
    assert found["Deposit of 900 euros"] == "in papers.zip: lease/contract.pdf, p. 1"
    assert found["Two keys."] == "in papers.zip: notes.md, § Keys"
    headings = [b for b in document.pages[0].blocks if b.kind is BlockKind.HEADING]
    assert [block.level for block in headings] == [1, 1, 2]
    assert document.pages[0].text.startswith("Member: lease/contract.pdf\n\n")
    assert (document.encloses, document.warnings) == (2, ())


def test_archives_within_archives_are_read(tmp_path: Path) -> None:
    data = packed({"old/inner.zip": packed({"a/deep.txt": b"Deep words"})})
    assert places(parsed(tmp_path, data))["Deep words"] == (
        "in papers.zip: old/inner.zip, a/deep.txt"
    )


def test_archives_nested_without_end_are_read_to_a_depth(tmp_path: Path) -> None:
    data = packed({"end.txt": b"The end"})
    for _ in range(30):
        data = packed({"next.zip": data, "words.txt": b"Some words"})
    document = parsed(tmp_path, data)
    assert document.pages[0].text.count("Some words") == attachments.DEEPEST
    assert "too many files within files" in document.warnings[0]


def test_an_archive_in_a_mail_names_both(tmp_path: Path) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail.set_content("See below")
    mail.add_attachment(
        packed({"a/plan.txt": b"The plan"}), maintype="application", subtype="zip", filename="x.zip"
    )
    document = parsed(tmp_path, mail.as_bytes(), "mail.eml")
    assert places(document)["The plan"] == "attachment x.zip, a/plan.txt"
    assert document.encloses == 1


def test_members_without_a_parser_are_named_and_those_of_the_system_are_not(
    tmp_path: Path,
) -> None:
    data = packed({"setup.exe": b"MZ", "__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "d/": b""})
    document = parsed(tmp_path, data)
    assert document.pages[0].text == "Member: setup.exe (not read)"
    assert not document.warnings


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/notes.txt", "etc/notes.txt"),
        ("/etc/notes.txt", "etc/notes.txt"),
        ("C:\\temp\\notes.txt", "temp/notes.txt"),
        ("a\nb.txt", "a b.txt"),
    ],
)
def test_a_name_leads_nowhere(tmp_path: Path, name: str, shown: str) -> None:
    before = {path for path in tmp_path.parent.rglob("*") if path.name == "notes.txt"}
    document = parsed(tmp_path, packed({name: b"Words"}))
    assert document.pages[0].text == f"Member: {shown}\n\nWords"
    assert {path for path in tmp_path.parent.rglob("*") if path.name == "notes.txt"} == before


def test_names_in_utf8_are_read_whether_announced_or_not(tmp_path: Path) -> None:
    data = packed({"Maße.txt": b"Three metres"})
    silent = data.replace(struct.pack("<H", 0x800), struct.pack("<H", 0))
    for found in (data, silent):
        assert "Maße.txt" in parsed(tmp_path, found).pages[0].text


def test_links_are_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("real.txt", "Real words")
    assert parsed(tmp_path, buffer.getvalue()).pages[0].text == "Member: real.txt\n\nReal words"


def test_a_member_under_a_password_is_named_in_a_warning(tmp_path: Path) -> None:
    data = bytearray(packed({"secret.txt": b"Words", "open.txt": b"Open words"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= zip_files.ENCRYPTED_FLAG
    document = parsed(tmp_path, bytes(data))
    assert document.warnings == ("member secret.txt was not read: it needs a password",)
    assert "Open words" in document.pages[0].text
    assert "Member: secret.txt (not read)" in document.pages[0].text


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": b"Alpha " * 50, "b.txt": b"Beta"}, zipfile.ZIP_STORED))
    data[data.index(b"Alpha")] ^= 0xFF
    document = parsed(tmp_path, bytes(data))
    assert "Beta" in document.pages[0].text
    assert "a.txt" in document.warnings[0]


def test_a_member_that_unpacks_to_far_more_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 1_000_000)
    document = parsed(tmp_path, packed({"bomb.txt": bytes(50_000_000), "b.txt": b"Beta"}))
    assert document.warnings == ("member bomb.txt was not read: it is too large",)
    assert "Beta" in document.pages[0].text


def test_what_members_unpack_to_together_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 10_000)
    document = parsed(tmp_path, packed({f"{n}.txt": b"word " * 800 for n in range(5)}))
    assert document.pages[0].text.count("word word") > 1
    assert len(document.warnings) == 3


def test_archives_that_hold_each_other_share_one_allowance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 40)
    data = packed({f"{n}.txt": b"word" for n in range(20)})
    for _ in range(2):
        data = packed({f"{n}.zip": data for n in range(20)})
    document = parsed(tmp_path, data)
    assert document.pages[0].text.count("word") < 40
    assert any("holds too much" in warning for warning in document.warnings)


def test_of_many_unreadable_members_only_the_first_are_named(tmp_path: Path) -> None:
    document = parsed(tmp_path, packed({f"{n}.pdf": b"no pdf" for n in range(100)}))
    assert len(document.warnings) == archive.MOST_WARNINGS + 1
    assert document.warnings[-1] == "and 70 more like these"


def test_members_that_share_their_bytes_are_bounded_too(tmp_path: Path) -> None:
    """Many entries that point to the same packed bytes, as in bombs without nesting."""
    data = packed({"a.txt": b"word " * 1000})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    count = 5000
    tail = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, (end - start) * count, start, 0
    )
    document = parsed(tmp_path, data[:start] + data[start:end] * count + tail)
    assert document.pages[0].text.count("Member: ") <= archive.MOST_MEMBERS
    assert any("holds too much" in warning for warning in document.warnings)


def test_a_list_of_a_million_members_is_not_even_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_files, "MOST_DIRECTORY_BYTES", 10_000)
    with pytest.raises(UnreadableDocument) as refused:
        parsed(tmp_path, packed({f"{n}.txt": b"" for n in range(500)}))
    assert refused.value.reason.code is ReasonCode.TOO_LARGE


def test_an_archive_that_asks_for_an_unknown_version_is_damaged(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": b"x"}))
    data[data.index(b"PK\x01\x02") + 6] = 148
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, bytes(data))
    assert caught.value.reason.code is ReasonCode.DAMAGED
    assert "Error" not in caught.value.reason.detail


def test_half_an_archive_is_damaged(tmp_path: Path) -> None:
    data = packed({"a.txt": b"Alpha " * 50})
    with pytest.raises(UnreadableDocument) as refused:
        parsed(tmp_path, data[: len(data) // 2])
    assert refused.value.reason.code is ReasonCode.DAMAGED


def test_a_passage_of_several_members_is_called_by_the_first_that_says_something(
    tmp_path: Path,
) -> None:
    inner = packed({"deep/code.txt": b"The code is 4711.\n", "deep/tower.txt": b"40 metres.\n"})
    document = parsed(tmp_path, packed({"inner.zip": inner, "plan.md": b"# Plan\n\nIn March.\n"}))
    chunk = chunk_document(document, "r", lambda texts: [20] * len(texts), 256)[0]
    assert "4711" in chunk.text
    assert "40 metres" in chunk.text
    assert chunk.label == "in papers.zip: inner.zip, deep/code.txt"
    assert "in papers.zip: inner.zip, deep/tower.txt" in chunk.sentence_labels


def test_what_time_did_not_suffice_for_is_not_called_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = itertools.count(step=attachments.MOST_SECONDS)
    monkeypatch.setattr(attachments, "seconds_computed", lambda: next(computed))
    document = parsed(tmp_path, packed({"a.txt": b"Words.\n", "b.txt": b"More words.\n"}))
    assert any("took too long" in warning for warning in document.warnings)
    assert not any("too m" in warning for warning in document.warnings)


def test_a_busy_machine_reads_as_much_as_an_idle_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed({"a.txt": b"Words.\n", "b.txt": b"More words.\n"})
    idle = parsed(tmp_path, data)
    clock = itertools.count(step=10 * attachments.MOST_SECONDS)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    assert parsed(tmp_path, data) == idle
