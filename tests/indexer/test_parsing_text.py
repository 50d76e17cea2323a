from pathlib import Path

import pytest

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import plain_text
from indexer.parsing.decoding import decode
from indexer.parsing.plain_text import heading_level


def parsed(tmp_path: Path, content: str | bytes, name: str = "note.txt") -> ParsedDocument:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return plain_text.parse(path)


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str]]:
    page = document.pages[0]
    return [(block.kind, page.text[block.span.start : block.span.end]) for block in page.blocks]


def test_the_text_is_the_file_with_unix_line_ends(tmp_path: Path) -> None:
    document = parsed(tmp_path, "\ufeff  a \r\nb\r\r\n c\t\n")
    assert document.pages[0].text == "  a \nb\n\n c\t\n"
    assert document.pages[0].number is None
    assert document.warnings == ()


TABLE = "Name;Address;Value\nSome plain words in a table of numbers;12,34;56,78\n" * 20

GERMAN = (
    "Die Geschäftsführung hat über die Größe des Lagers entschieden. Für die Prüfung wären "
    "zusätzliche Räume nötig."
)
FRENCH = (
    "Le comité a décidé d'agrandir le bâtiment où étaient logés les élèves. Ça coûte très cher, "
    "à Noël déjà."
)
POLISH = (
    "Zażółć gęślą jaźń. Spółka przedłożyła sprawozdanie z działalności za ubiegły rok, w którym "
    "wykazała znaczący wzrost przychodów."
)
CZECH = (
    "Příliš žluťoučký kůň úpěl ďábelské ódy. Smlouva byla podepsána v úterý odpoledne, přičemž "
    "obě strany souhlasily s podmínkami."
)
HUNGARIAN = (
    "Árvíztűrő tükörfúrógép. A szerződés megkötésének időpontjában az ügyfél köteles megfizetni "
    "az előleget."
)
RUSSIAN = (
    "Съешь же ещё этих мягких французских булок, да выпей чаю. Договор вступает в силу с момента "
    "подписания обеими сторонами."
)
GREEK = "Η σύμβαση τίθεται σε ισχύ από την ημερομηνία υπογραφής της και από τα δύο μέρη."
TURKISH = (
    "Pijamalı hasta yağız şoföre çabucak güvendi. Sözleşme, tarafların imzaladığı tarihte "
    "yürürlüğe girer."
)
HEBREW = "ההסכם ייכנס לתוקף במועד חתימתו על ידי שני הצדדים ויהיה בתוקף עד סוף השנה."
ARABIC = "يدخل العقد حيز التنفيذ من تاريخ توقيعه من قبل الطرفين."
JAPANESE = "契約書は両当事者が署名した日から効力を生じ、年末まで有効です。カタカナもあります。"
CHINESE = "合同自双方签字之日起生效，有效期至年底。如有争议，应通过友好协商解决。"
TAIWANESE = "合約自雙方簽字之日起生效，有效期至年底。如有爭議，應通過友好協商解決。"
KOREAN = "계약은 양 당사자가 서명한 날부터 효력이 발생하며 연말까지 유효하다."
THAI = "สัญญานี้มีผลบังคับใช้ตั้งแต่วันที่คู่สัญญาทั้งสองฝ่ายลงนามและมีผลจนถึงสิ้นปี"


@pytest.mark.parametrize("around", ["", TABLE], ids=["alone", "in a table"])
@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        (GERMAN, "cp1252 latin-1 cp850 mac_roman"),
        (FRENCH, "cp1252 latin-1 iso8859-15 cp850"),
        (FRENCH + " Sa sœur a payé 5 €.", "cp1252 iso8859-15"),
        (POLISH, "cp1250 iso8859-2"),
        (CZECH, "cp1250 iso8859-2"),
        (HUNGARIAN, "cp1250 iso8859-2"),
        (RUSSIAN, "cp1251 koi8-r iso8859-5 cp866"),
        (GREEK, "cp1253 iso8859-7"),
        (TURKISH, "cp1254 iso8859-9"),
        (HEBREW, "cp1255 iso8859-8"),
        (ARABIC, "cp1256 iso8859-6"),
        (JAPANESE, "cp932 euc_jp iso2022_jp"),
        (CHINESE, "gb18030 gb2312"),
        (TAIWANESE, "big5"),
        (KOREAN, "cp949 euc_kr"),
        (THAI, "cp874"),
        ("A decisão põe em questão as opções da administração.", "cp1252"),
        ("Õhtul sõidame väikese linna poole, öö on pikk.", "cp1252"),
    ],
)
def test_old_encodings_are_told_apart(text: str, encodings: str, around: str) -> None:
    whole = f"{around}{text}\n{around}"
    for encoding in encodings.split():
        assert decode(whole.encode(encoding)).text == whole, encoding


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Grüße aus Köln, 5 €", "utf-8"),
        ("Grüße aus Köln, 5 €", "cp1252"),
        ("Grüße aus Köln", "latin-1"),
        ("Grüße aus Köln\n" * 9, "utf-16"),
        ("Grüße aus Köln\n" * 9, "utf-16-le"),
        ("Grüße aus Köln\n" * 9, "utf-16-be"),
        ("Съешь же ещё этих мягких французских булок, да выпей чаю. " * 5, "cp1251"),
        ("佐藤太郎は東京に住んでいます。三木英子は大阪に住んでいます。\n" * 3, "cp932"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_declared_encoding_is_believed_but_not_an_unknown_one() -> None:
    data = "Łódź i Kraków".encode("iso-8859-2")
    assert decode(data, "iso-8859-2").text == "Łódź i Kraków"
    assert decode("Köln".encode("cp1252"), "no-such-encoding").text == "Köln"
    assert decode("Köln".encode("cp1252"), "utf-16").text == "Köln"
    assert decode("Köln".encode("cp1252"), "utf-8").text == "Köln"
    assert decode("“Köln”".encode("cp1252"), "iso-8859-1").text == "“Köln”"
    assert decode("שלום".encode("iso-8859-8"), "ISO-8859-8-I").text == "שלום"


def test_a_few_zero_bytes_do_not_make_a_text_binary() -> None:
    line = "09:14 the pump was started, all is well. Größe 3.\n" * 4
    for encoding in ("utf-8", "cp1252"):
        whole = line.encode(encoding)
        assert decode(whole + b"\0" + whole).text == f"{line} {line}"


def test_broken_bytes_become_a_warning_that_names_the_encoding(tmp_path: Path) -> None:
    document = parsed(tmp_path, "Größe und Länge".encode() + b" \xff\xfe! " + "übrig".encode())
    assert document.pages[0].text == "Größe und Länge \ufffd\ufffd! übrig"
    assert len(document.warnings) == 1
    assert "UTF-8" in document.warnings[0]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(256)) * 4])
def test_binary_data_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, data)
    assert caught.value.reason.code is ReasonCode.WRONG_FORMAT


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("TERMS AND CONDITIONS", 1),
        ("3. Rent", 1),
        ("3.2 Payment of rent", 2),
        ("Art. 5 Notice", 1),
        ("Chapter Two", 1),
        ("== Early life ==", 2),
        (" = = Gameplay = = ", 2),
        ("The rent is due.", 0),
        ("Dear Mr Smith,", 0),
        ("OK", 0),
        ("12 1990", 0),
        ("A" * 200, 0),
        ("", 0),
    ],
)
def test_headings_are_told_from_short_lines(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_paragraphs_headings_and_lists_become_blocks(tmp_path: Path) -> None:
    text = "LEASE\n\nThe rent\nis due.\n\nNotice\n------\nIn writing.\n\n- one\n- two\n"
    document = parsed(tmp_path, text)
    assert blocks(document) == [
        (BlockKind.HEADING, "LEASE"),
        (BlockKind.PARAGRAPH, "The rent\nis due."),
        (BlockKind.HEADING, "Notice\n------"),
        (BlockKind.PARAGRAPH, "In writing."),
        (BlockKind.LIST_ITEM, "- one\n- two"),
    ]
    assert document.title == "LEASE"
