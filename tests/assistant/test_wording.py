"""Every code has a sentence that names the file and says what to do."""

import subprocess
import sys

import pytest

from assistant.answers import AbstentionReason, AnswerMode, Support
from assistant.wording import (
    FailureCode,
    NoticeCode,
    abstention_sentence,
    closest_sentence,
    failure_sentence,
    mode_words,
    notice_sentence,
    sentence_for,
    short_reason,
    status_words,
    support_words,
)
from indexer.documents import FileStatus, Reason, ReasonCode


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_names_the_file(code: ReasonCode) -> None:
    sentence = sentence_for(Reason(code), "/home/mia/papers/contract.pdf")
    assert "“contract.pdf”" in sentence
    assert sentence.endswith(".")
    assert "!" not in sentence


def test_a_password_tells_the_next_step() -> None:
    assert sentence_for(Reason(ReasonCode.ENCRYPTED), "/x/contract.pdf") == (
        "“contract.pdf” is protected by a password. Save a copy without the password and add that."
    )


def test_facts_follow_the_sentence_in_brackets() -> None:
    sentence = sentence_for(Reason(ReasonCode.PAGES_UNREADABLE, "pages 3 and 7."), "a.pdf")
    assert sentence.endswith("(pages 3 and 7)")


def test_braces_in_a_name_are_kept() -> None:
    assert "“{detail}.pdf”" in sentence_for(Reason(ReasonCode.DAMAGED), "/x/{detail}.pdf")


def test_a_windows_path_is_shortened_to_its_name() -> None:
    assert sentence_for(Reason(ReasonCode.EMPTY), "C:\\Users\\Mia\\a.txt").startswith("“a.txt”")


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_fits_a_cell(code: ReasonCode) -> None:
    assert 0 < len(short_reason(Reason(code))) <= 32


@pytest.mark.parametrize("reason", AbstentionReason)
def test_every_abstention_is_a_sentence(reason: AbstentionReason) -> None:
    assert abstention_sentence(reason).endswith(".")


@pytest.mark.parametrize("code", NoticeCode)
def test_every_notice_is_a_sentence(code: NoticeCode) -> None:
    sentence = notice_sentence(code, "detail {x}")
    assert sentence
    assert "{detail}" not in sentence


def test_an_unknown_notice_is_still_shown() -> None:
    assert notice_sentence("odd", "fact") == "odd: fact"
    assert notice_sentence("odd") == "odd"


@pytest.mark.parametrize("code", FailureCode)
def test_every_failure_is_a_sentence(code: FailureCode) -> None:
    assert failure_sentence(code).endswith(".")
    assert failure_sentence(code, "the fact.").endswith("(the fact)")


def test_an_unknown_failure_is_an_internal_one() -> None:
    assert failure_sentence("odd") == failure_sentence(FailureCode.INTERNAL)


def test_statuses_verdicts_and_modes_have_words() -> None:
    assert all(status_words(status) for status in FileStatus)
    assert all(support_words(support) for support in Support)
    assert all(mode_words(mode) for mode in AnswerMode)


def test_importing_the_words_imports_nothing_heavy() -> None:
    code = (
        "import sys, assistant.wording, assistant.settings, assistant.messages;"
        "heavy = {'torch', 'lancedb', 'pyarrow', 'llama_cpp', 'PySide6', 'pypdf'};"
        "sys.exit(', '.join(sorted(heavy & sys.modules.keys())) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_missing_is_named_in_quotation_marks() -> None:
    declined = abstention_sentence(AbstentionReason.NOT_IN_DOCUMENTS, ("lease", "2014", "flat"))
    assert declined.endswith("has “lease”, “2014” or “flat” or a word like it.")
    assert "“deposit”" in closest_sentence(("deposit",))
    assert closest_sentence(()) == ""
