"""The window opens only when no command was given."""

import pytest

from footnote import wants_window


@pytest.mark.parametrize(
    "arguments", [[], ["--library", "/tmp/x"], ["--library=/tmp/x"], ["--library", "status"]]
)
def test_without_a_command_the_window_opens(arguments: list[str]) -> None:
    assert wants_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["status"], ["--library", "/tmp/x", "status"], ["--help"], ["--json", "status"], ["nonsense"]],
)
def test_anything_else_is_for_the_command_line(arguments: list[str]) -> None:
    assert not wants_window(arguments)
