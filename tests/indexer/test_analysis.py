"""Words as full text search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import STEMMERS, index_terms, language_of, query_terms

TEXTS = {
    "en": "The lease may be ended by either party with a notice period of three months.",
    "de": "Der Mietvertrag kann von jeder Partei mit einer Frist von drei Monaten beendet werden.",
    "es": "El contrato puede ser terminado por cualquiera de las partes con tres meses de aviso.",
    "ru": "Договор может быть расторгнут любой из сторон с уведомлением за три месяца.",
    "zh": "任何一方均可提前三个月通知对方终止租赁合同，但需以书面形式提出，并说明理由。",
    "ja": "賃貸借契約は、いずれの当事者も三か月前の予告により解約することができます。",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_the_language_of_a_paragraph_is_told(code: str, text: str) -> None:
    assert language_of(text) == code


def test_a_few_letters_tell_no_language() -> None:
    assert language_of("ok 12 %") == ""


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("en", "Both parties terminated their leases", "When is a lease terminating?"),
        ("de", "die Kündigungen der Verträge", "Kündigung"),
        ("es", "las informaciones de los contratos", "informacion del contrato"),
        ("ru", "в договорах аренды", "договор"),
        ("zh", "黑豹队的防守只丢了308分", "黑豹队的防守丢了多少分"),
        ("th", "สัญญาเช่าบ้านในกรุงเทพ", "เช่าบ้าน"),
        ("ko", "임대차계약을 해지하다", "계약"),
        ("en", "Ｆｕｌｌ width ﬁnding", "full finding"),
    ],
)
def test_a_question_meets_other_forms_of_its_words(language: str, text: str, question: str) -> None:
    assert set(query_terms(question, [language])) & set(index_terms(text, language))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Order part AB-123/4 again", "AB123/4"),
        ("Order part AB-123/4 again", "ab-123-4"),
        ("the annual report on form 10-K", "10K"),
        ("as § 12.3 requires", "§12.3"),
        ("write to ann.lee2@example.org now", "ann.lee2@example.org"),
        ("a total of 1,234.56 EUR", "1,234.56"),
    ],
)
def test_codes_and_amounts_are_found_whole(text: str, question: str) -> None:
    whole = query_terms(question, ["en"])[-1]
    assert whole in index_terms(text, "en")


def test_a_code_is_told_from_its_parts() -> None:
    assert "ab1234" in index_terms("AB-12/34", "en")
    assert "ab1234" not in index_terms("AB 12 34", "en")


def test_several_languages_stem_a_question_each_in_its_way() -> None:
    both = query_terms("casas running", ["en", "es"])
    assert {"run", "cas"} <= set(both)
    assert len(both) == len(set(both))


def test_a_question_without_known_languages_keeps_its_words() -> None:
    assert query_terms("Otters running", []) == ["otters", "running"]


@pytest.mark.parametrize("language", sorted(STEMMERS))
def test_every_stemmer_is_there(language: str) -> None:
    assert index_terms("otter", language)


@given(st.text(max_size=60), st.sampled_from(["", "en", "de", "ru", "tr", "xx"]))
def test_any_text_has_terms_without_spaces(text: str, language: str) -> None:
    assert all(term and not any(map(str.isspace, term)) for term in index_terms(text, language))
