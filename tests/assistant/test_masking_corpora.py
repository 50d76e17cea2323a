"""How often masking takes for personal data what is none, over texts that nobody here wrote."""

import html
import re
from pathlib import Path

import pytest

from assistant.masking import PersonalKind, personal_data

pytestmark = pytest.mark.corpora

TEXTS = Path(__file__).parents[3] / "shared" / "corpora" / "qa"
SETS = ("chunking-eval", "nq", "xquad-en", "xquad-es", "xquad-ru", "tatqa")
"""Encyclopedia articles, essays and tables of annual reports; none holds a number of a person."""
MOST_FALSE = 0.1
"""Per 1,000 sentences."""


@pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the corpora are not in {TEXTS}")
def test_hardly_a_number_in_ordinary_texts_is_taken_for_personal_data() -> None:
    sentences, false = 0, []
    for name in SETS:
        for file in sorted((TEXTS / name / "docs").rglob("*.*")):
            text = html.unescape(re.sub(r"<[^>]+>", " ", file.read_text(errors="replace")))
            sentences += sum(len(each.split()) > 3 for each in re.split(r"[.!?]\s|\n+", text))
            found = (each for each in personal_data(text) if each.kind is not PersonalKind.EMAIL)
            false += [text[each.start : each.end] for each in found]

    assert sentences > 5_000
    assert len(false) <= MOST_FALSE * sentences / 1_000, false
