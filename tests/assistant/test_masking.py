"""Personal data is found by form and check digits; what only looks like it is left."""

import logging
import time

import pytest

from assistant.masking import MaskingFormatter, mask, personal_data

PERSONAL = [
    # e-mail
    ("write to ann.o'neil+x@mail.example.co.uk.", "write to [e-mail]."),
    ("jürgen@müller.example, thanks", "[e-mail], thanks"),
    ("ann (at) example.org", "[e-mail]"),
    ("ann[at]example[dot]org", "[e-mail]"),
    ("<mailto:ann@example.org>", "<mailto:[e-mail]>"),
    # telephone
    ("call +49 30 901820 now", "call [phone] now"),
    ("+49 (0)30 / 90 18 20", "[phone]"),
    ("0049 89 636-48018", "[phone]"),
    ("+1 (415) 555-2671.", "[phone]."),
    ("+1-800-555-0199", "[phone]"),
    ("(212) 555-0187", "[phone]"),
    ("or 415-555-2671, daily", "or [phone], daily"),
    ("+39 06 6982 4567", "[phone]"),
    ("01 42 68 53 00", "[phone]"),
    ("06.12.34.56.78", "[phone]"),
    ("044 668 18 00", "[phone]"),
    ("020 7946 0958", "[phone]"),
    ("07700 900123", "[phone]"),
    ("0151/23456789", "[phone]"),
    ("(030) 123 456-78", "[phone]"),
    ("089 12345678-0", "[phone]"),
    ("03-1234-5678", "[phone]"),
    ("(11) 91234-5678", "[phone]"),
    ("8 (495) 123-45-67", "[phone]"),
    ("+86 138 1234 5678", "[phone]"),
    ("手机：13812345678", "手机：[phone]"),
    ("Tel.: 98765 43210", "Tel.: [phone]"),
    ("Phone number is 612 345 678", "Phone number is [phone]"),
    ("Fax no. 4421998", "Fax no. [phone]"),
    ("(202) 512–1800 (914) 582-0304", "[phone] [phone]"),
    ("0800 358 0970 (toll free)", "[phone] (toll free)"),
    ("US – 888 440 4149", "US – [phone]"),
    ("06-12345678 or 02 9876 5432", "[phone] or [phone]"),
    ("01761234567, 07700900123", "[phone], [phone]"),
    ("Facsimile nos. : 022-2272 3333", "Facsimile nos. : [phone]"),
    # accounts and cards
    ("to DE89 3704 0044 0532 0130 00 by", "to [IBAN] by"),
    ("GB29NWBK60161331926819", "[IBAN]"),
    ("FR14 2004 1010 0505 0001 3M02 606", "[IBAN]"),
    ("iban ch9300762011623852957", "iban [IBAN]"),
    ("4111 1111 1111 1111", "[card number]"),
    ("5500-0000-0000-0004", "[card number]"),
    ("378282246310005", "[card number]"),
    ("3782 822463 10005", "[card number]"),
    # national ids
    ("SSN 219-09-9999", "SSN [id number]"),
    ("social security number 219099999", "social security number [id number]"),
    ("QQ is none, AB 12 34 56 C is", "QQ is none, [id number] is"),
    ("86 095 742 719", "[id number]"),
    ("Personalausweis L01X00T471", "Personalausweis [id number]"),
    ("1 85 05 78 006 084 91", "[id number]"),
    ("255081416802538", "[id number]"),
    ("12345678Z", "[id number]"),
    ("X-1234567-L", "[id number]"),
    ("RSSMRA85T10A562S", "[id number]"),
    ("44051401359", "[id number]"),
    ("756.9217.0769.85", "[id number]"),
    ("BSN: 111222333", "BSN: [id number]"),
    ("85.07.30-033.28", "[id number]"),
    ("11010519491231002X", "[id number]"),
    ("2341 2341 2346", "[id number]"),
    ("Aadhaar 234123412346", "Aadhaar [id number]"),
    ("111.444.777-35", "[id number]"),
    ("CPF 11144477735", "CPF [id number]"),
    ("131052-308T", "[id number]"),
    ("811228-9874", "[id number]"),
    ("900101-1234567", "[id number]"),
    ("112-233-445 95", "[id number]"),
]

NOT_PERSONAL = [
    "In 2024 the group earned 1,234,567,890 euros, 12.5 % more than in 2023.",
    "Revenue of $415.555.2671, €212-555-0187",
    "between 2019-2024 and on 2024-05-12, 12.05.2024 or 05/12/2024",
    "at 2024-05-12T12:30:00+0200",
    "+5 000 000 people, +20 000 000 euros, +12.5 %",
    "Part number 0044-7731 and 12345-67890-1",
    "ISBN 978-3-16-148410-0, ISBN 0-306-40615-2",
    "the range 1000 2000 3000 4000",
    "4111 1111 1111 1112 has a wrong check digit",
    "1234 5678 9012 3456",
    "DE89 3704 0044 0532 0130 01 has a wrong check digit",
    "DE12 is a road; GB29 too",
    "Phone sales of 1,234,567 units",
    "telephone lines rose from 123456 to",
    "Tel. 12.05.2024",
    "219-09-0000 and 000-12-3456 were never given out",
    "12345678A has a wrong letter",
    "86 095 742 718",
    "44051401358",
    "111222333 without the word",
    "2341 2341 2345",
    "2023 2022 2023 2022 and 2023 2024 2025 2026 2027",
    "111.444.777-36",
    "RSSMRA85T10A562T",
    "1 85 05 78 006 084 92",
    "numpy@1.26.4, image@2x.png, @handle, a@b",
    "version 10.0.19045.3803, address 192.168.100.200",
    "Commission file number 001-36743, CIK 0000320193",
    "0001193125-19-292676",
    "doi 10.1000/182, arXiv:2101.00001",
    "x = 5+12345678901",
    "Tracking 1Z999AA10123456784, EAN 4006381333931, GTIN 04006381333931, ISBN 0691024170",
    "timestamp 1700000000000, 20240512123000; Az. 12 O 345/21, Kunden-Nr. 0815 4711",
    "https://x.org:8080/a/10.0.0.1?id=12345678",
    "a hash 9f86d081884c7d659a2feaa0c55ad015",
    "lat 52.520008, long 13.404954",
]


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_only_looks_like_it_is_left(text: str) -> None:
    assert mask(text) == text


def test_places_are_in_order_and_hold_the_data() -> None:
    text = "Tel. +49 30 901820, ann@example.org, DE89370400440532013000"

    found = personal_data(text)

    assert [each.kind.value for each in found] == ["phone", "e-mail", "IBAN"]
    assert text[found[1].start : found[1].end] == "ann@example.org"


def test_masking_again_changes_nothing() -> None:
    once = mask(" · ".join(text for text, _ in PERSONAL))

    assert mask(once) == once


@pytest.mark.parametrize("sign", ["a", "@", "1", "1 ", "+1 ", "a.", "(1)", "DE89 ", "0-", " (at) "])
def test_a_long_row_of_the_same_signs_takes_no_time(sign: str) -> None:
    started = time.perf_counter()

    mask(sign * 20_000)

    assert time.perf_counter() - started < 2


def test_a_log_line_is_masked_with_its_traceback() -> None:
    formatter = MaskingFormatter("%(levelname)s %(message)s")
    try:
        raise ValueError("no mailbox ann@example.org")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "for %s", ("+49 30 901820",), (type(error), error, None)
        )

    line = formatter.format(record)

    assert "for [phone]" in line
    assert "no mailbox [e-mail]" in line
