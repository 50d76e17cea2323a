"""Footnote's front door: the window without a command, the command line with one.

This is the only place that knows both; the window's room never imports the command line, whose
rooms load native libraries that must not be able to take the window along.
"""

import sys
from collections.abc import Sequence


def main() -> int:
    """Start what the arguments ask for; returns the exit status."""
    if wants_window(sys.argv[1:]):
        from desktop.application import run_window

        return run_window(sys.argv)
    from assistant.command_line.application import run

    return run()


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether there is nothing but `--library DIR`; anything else is for the command line."""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--library":
            next(rest, None)
        elif not argument.startswith("--library="):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
