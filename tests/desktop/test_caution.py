"""How certain a scan is said to be."""

import pytest

from desktop.caution import scan_words


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (None, "from a scan"),
        (0.834, "from a scan (83 % certain)"),
        (0.999, "from a scan (99 % certain)"),
        (1.0, "from a scan (99 % certain)"),
        (0.0, "from a scan (0 % certain)"),
    ],
)
def test_a_scan_is_never_called_wholly_certain(confidence: float | None, words: str) -> None:
    assert scan_words(confidence) == words
