"""Names of files as they are shown: one that runs from the right does not turn its surroundings."""

import pytest

from desktop.file_names import shown_name

ARABIC = "عقد الإيجار.txt"


def test_a_name_that_runs_from_the_right_keeps_its_ending_and_its_neighbours() -> None:
    shown = f"{shown_name(f'/docs/{ARABIC}')} · line 3"
    assert not shown.isalpha()
    assert shown == f"\u2066{ARABIC}\u2069 · line 3"


@pytest.mark.parametrize("name", ["lease.pdf", "合同.pdf", "договор.txt"])
def test_other_names_are_shown_as_they_are(name: str) -> None:
    assert shown_name(f"/docs/{name}") == name
    assert shown_name(f"C:\\docs\\{name}") == name
