"""Writes packaging/constraints.txt: the version of every package that Footnote is tested with.

Run it with the Python in .venv after changing a dependency. It needs a connection.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
CONSTRAINTS = REPOSITORY / "packaging" / "constraints.txt"

PINNED = ("torch==2.13.0",)
"""What is chosen by hand rather than taken as the newest."""

HEADER = """\
# The versions that Footnote is tested with. Made by: python packaging/lock.py
# Do not edit by hand. Chosen by hand there: {pinned}
"""

COMPILE = (
    "--quiet",
    "--all-extras",
    "--strip-extras",
    "--upgrade",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
)


def main() -> int:
    """Resolve all extras together and write the result; returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder, "pinned.txt")
        pinned.write_text("\n".join(PINNED) + "\n", encoding="utf-8")
        output = Path(folder, "resolved.txt")
        command = [sys.executable, "-m", "piptools", "compile", *COMPILE]
        arguments = ["--constraint", str(pinned), "--output-file", str(output), "pyproject.toml"]
        finished = subprocess.run([*command, *arguments], cwd=REPOSITORY, check=False)
        if finished.returncode != 0:
            return finished.returncode
        versions = portable_versions(output.read_text(encoding="utf-8"))
    header = HEADER.format(pinned=", ".join(PINNED))
    CONSTRAINTS.write_text(header + "\n".join(versions) + "\n", encoding="utf-8", newline="\n")
    return 0


def portable_versions(resolved: str) -> list[str]:
    """The `name==version` lines alone.

    Build labels such as +cpu exist in some indexes only, and a marker would leave the package
    unpinned on every other Python.
    """
    lines = (re.split(r"[#;+]", line)[0].strip() for line in resolved.splitlines())
    return sorted(line for line in lines if "==" in line)


if __name__ == "__main__":
    sys.exit(main())
