"""Office files from before 2007, through LibreOffice where it is installed.

LibreOffice makes a copy in today's format, which our own parsers read; nothing of it is kept. It
runs without a window, under a profile of its own that forbids macros, links to other files and
the network, for a limited time, and is ended with everything that it has started.
"""

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from olefile import OleFileIO

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import docx, pptx, rtf
from indexer.parsing.attachments import FOLDER_PREFIX, remove_leftovers
from indexer.parsing.process_tree import end_tree
from indexer.parsing.registry import read_head
from indexer.parsing.sniffing import known_content

DOC_MEDIA_TYPE = "application/msword"
PPT_MEDIA_TYPE = "application/vnd.ms-powerpoint"
OTHER_PROGRAM = "FOOTNOTE_SOFFICE"
"""The variable of the environment that names the program where it stands in no usual place."""
USUAL_PLACES = {
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
    "darwin": (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ),
    "linux": (
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/usr/local/bin/soffice",
        "/snap/bin/libreoffice.soffice",
        "/var/lib/flatpak/exports/bin/org.libreoffice.LibreOffice",
    ),
}
MOST_SECONDS = 90.0
"""For one conversion, the start of the program included; shorter than what a file may take."""
LOOK_EVERY_SECONDS = 30.0
LARGEST_COPY = 500_000_000
WORD_STREAM, SLIDES_STREAM = "WordDocument", "EncryptedSummary"
WORD_FLAGS_AT, WORD_ENCRYPTED = 10, 0x0100

SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "org.openoffice.Office.Common/Misc": {"FirstRun": "false", "CrashReport": "false"},
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "org.openoffice.Office.Calc/Content/Update": {"Link": "1"},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""What the profile says; the proxy leads nowhere."""


def parse_text(path: Path) -> ParsedDocument:
    """Read a text document; what only has the old name is read as what it is."""
    content = known_content(read_head(path))
    if content == "RTF":
        return rtf.parse(path)
    if content == "ZIP" and path.suffix.lower() in (".doc", ".dot"):
        return docx.parse(path)
    refuse_encrypted(path)
    with converted(path, "docx") as copy:
        return replace(docx.parse(copy), media_type=DOC_MEDIA_TYPE)


def parse_slides(path: Path) -> ParsedDocument:
    """Read a presentation; one that only has the old name is read as what it is."""
    if known_content(read_head(path)) == "ZIP":
        return pptx.parse(path)
    refuse_encrypted(path)
    with converted(path, "pptx") as copy:
        return replace(pptx.parse(copy), media_type=PPT_MEDIA_TYPE)


def is_available() -> bool:
    """Whether LibreOffice is installed, so that such files are worth another try.

    Looked up at most twice a minute, as it is asked for every such file of a folder.
    """
    named = (os.environ.get(OTHER_PROGRAM), os.environ.get("PATH"))
    return _is_available(*named, int(time.monotonic() / LOOK_EVERY_SECONDS))


@functools.lru_cache(maxsize=1)
def _is_available(*_: object) -> bool:
    return find_program() is not None


def find_program() -> Path | None:
    """LibreOffice's program: where the person says, on the path, or in a usual place."""
    named = os.environ.get(OTHER_PROGRAM)
    if named:
        return Path(named) if Path(named).is_file() else None
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    if on_path:
        return Path(on_path)
    usual = (Path(place).expanduser() for place in USUAL_PLACES.get(sys.platform, ()))
    return next((place for place in usual if place.is_file()), None)


def refuse_encrypted(path: Path) -> None:
    """Say that a password is needed, before a program is started that only says it failed."""
    if known_content(read_head(path)) != "old Office document":
        return
    try:
        with OleFileIO(path) as file:
            is_encrypted = file.exists(SLIDES_STREAM)
            if file.exists(WORD_STREAM):
                head = file.openstream(WORD_STREAM).read(WORD_FLAGS_AT + 2)
                flags = int.from_bytes(head[WORD_FLAGS_AT:], "little")
                is_encrypted = bool(flags & WORD_ENCRYPTED)
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error
    if is_encrypted:
        raise UnreadableDocument(ReasonCode.ENCRYPTED)


@contextlib.contextmanager
def converted(path: Path, suffix: str) -> Iterator[Path]:
    """A copy of the file in another format, which is there as long as the context is."""
    program = find_program()
    if program is None:
        raise UnreadableDocument(ReasonCode.NEEDS_LIBREOFFICE, path.suffix.lower())
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"document{path.suffix.lower()}"
        shutil.copyfile(path, source)
        profile = Path(folder) / "profile"
        write_profile(profile)
        _run(_command(program, profile, source, suffix), Path(folder))
        copy = Path(folder) / "made" / f"document.{suffix}"
        if not copy.is_file() or copy.stat().st_size > LARGEST_COPY:
            raise UnreadableDocument(ReasonCode.DAMAGED, "LibreOffice cannot open it")
        yield copy


def _command(program: Path, profile: Path, source: Path, suffix: str) -> list[str]:
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    target = ["--convert-to", suffix, "--outdir", str(source.parent / "made"), str(source)]
    return [str(program), f"-env:UserInstallation={profile.as_uri()}", *options, *target]


def _run(command: list[str], folder: Path) -> None:
    """Run a conversion to its end or to the time limit."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        detail = f"LibreOffice took more than {MOST_SECONDS:g} seconds"
        raise UnreadableDocument(ReasonCode.PARSER_TIMEOUT, detail) from error
    finally:
        if process.poll() is None:
            end_tree(process.pid)
            process.wait()


def write_profile(profile: Path) -> None:
    """Make a profile with our settings before the program makes one with its own."""
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(profile_source(), encoding="utf-8")


@functools.cache
def profile_source() -> str:
    """The settings as LibreOffice writes them."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, values in SETTINGS.items()
        for name, value in values.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n'
    )
