"""Footnote's front door: the window without arguments, the command line with a sub-command.

This is the only place that knows both; the window's room never imports the command line, whose
rooms load native libraries that must not be able to take the window along.
"""

import sys


def main() -> int:
    """Start what the arguments ask for; returns the exit status."""
    if len(sys.argv) > 1 and not sys.argv[1].startswith("--library"):
        from assistant.command_line.application import run

        return run()
    from desktop.application import run_window

    return run_window(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
