"""The walls between the rooms stand, and the window is as light as it promises."""

import subprocess
import sys

from importlinter.cli import lint_imports

HEAVY = ("torch", "transformers", "llama_cpp", "lancedb", "pyarrow", "pypdf", "pypdfium2", "numpy")


def test_rooms_import_downwards_and_heavy_libraries_have_one_adapter() -> None:
    assert lint_imports(no_cache=True) == 0


def test_the_window_loads_nothing_heavy() -> None:
    """What import-linter reads in the code, seen once more in a running process."""
    program = f"import sys, desktop.application; print([m for m in {HEAVY} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
