"""What people read of questions that ask all documents: counts, coverage, names of sections."""

from collections.abc import Sequence

from assistant.answers import AnswerTable, Coverage

OPENING_SECTION = "Opening"
"""What stands before the first heading."""


def coverage_sentence(coverage: Coverage, *, sections: bool = False) -> str:
    """“Read 35 of 35, 2 had nothing.”; what could not be read is named elsewhere."""
    what = " sections" if sections else ""
    said = [f"Read {coverage.read:,} of {coverage.total:,}{what}"]
    if coverage.nothing:
        said.append(f"{coverage.nothing:,} had nothing")
    if coverage.failed:
        said.append(f"{len(coverage.failed):,} could not be read")
    left = coverage.total - coverage.read - len(coverage.failed)
    if left > 0:
        said.append(f"{left:,} not reached")
    return ", ".join(said) + "."


def stopped_sentence(table: AnswerTable) -> str:
    """That not all was read, and what to do; empty for a whole table."""
    coverage = table.coverage
    if coverage.read + len(coverage.failed) >= coverage.total:
        return ""
    return "Stopped before the end. Ask again, or name a folder with --in, to read the rest."


def model_sentence(table: AnswerTable) -> str:
    """What a language model had to do with the rows; empty where none had."""
    share = table.by_model
    if share is None:
        return ""
    is_written = any(not each.quoted for each in table.sentences)
    what = "written" if is_written else "picked"
    checked = "each sentence checked" if is_written else "each word for word in its document"
    rows = "row was" if share.used == 1 else "rows were"
    said = [f"{share.used:,} {rows} {what} by {share.model}, {checked}."]
    if not share.used:
        said = [f"{share.model} was asked, and no row is as it said."]
    if share.refused:
        times = "once" if share.refused == 1 else f"{share.refused:,} times"
        said.append(f"What it said did not pass the check {times}.")
    if share.failure:
        said.append(f"It stopped ({share.failure}); the other rows were found without it.")
    return " ".join(said)


def count_sentence(total: int, what: str, unread: int, waiting: int = 0) -> str:
    """“You have 35 PDF files. 2 of them could not be read.”."""
    if total == 0:
        return f"You have no {what}."
    said = [f"You have {total:,} {what}."]
    if unread:
        said.append(_of_them(unread, total, "could not be read.", "could be read."))
    if waiting:
        be = "is" if waiting == 1 else "are"
        said.append(_of_them(waiting, total, f"{be} still to be read.", "has been read yet."))
    return " ".join(said)


def _of_them(part: int, total: int, said: str, said_of_none: str) -> str:
    if part < total:
        return f"{part:,} of them {said}"
    return f"It {said}" if total == 1 else f"None of them {said_of_none}"


def unread_sentence(unread: int, total: int, what: str) -> str:
    """“2 of your 35 documents could not be read.”."""
    if total == 0:
        return f"You have no {what}."
    number = f"{unread:,}" if unread else "None"
    return f"{number} of your {total:,} {what} could not be read."


def named_sentence(count: int, kind: str, total: int) -> str:
    """A count by names, which says that it is one."""
    files = "document has" if count == 1 else "documents have"
    return f"{count:,} of your {total:,} {files} “{kind}” in the name, the title or the folder."


def documents_called(count: int, type_name: str, place: str) -> str:
    """“PDF files in the folder contracts”."""
    plural = "" if count == 1 else "s"
    if not type_name:
        called = f"document{plural}"
    elif type_name in _KINDS:
        called = f"{_KINDS[type_name]}{plural}"
    else:
        called = f"{type_name.upper()} file{plural}"
    return f"{called} {place}".strip()


_KINDS = {
    "word": "Word file",
    "excel": "spreadsheet",
    "powerpoint": "presentation",
    "mail": "e-mail file",
    "image": "picture file",
    "web": "web page",
    "text": "text file",
    "markdown": "Markdown file",
}


def place_words(folder: str, tag: str, within: str, year: str = "") -> str:
    """Where the documents are that were counted."""
    said = []
    if folder:
        said.append(f"in the folder “{folder}”")
    if tag:
        said.append(f"with the tag “{tag}”")
    if within:
        said.append(f"in “{within}”")
    if year:
        said.append(f"last changed in {year}")
    return " ".join(said)


def page_range(first: int, last: int) -> str:
    """“Page 3”, “Pages 3–7”."""
    return f"Page {first}" if first == last else f"Pages {first}–{last}"


def from_to(first: str, last: str) -> str:
    """Two labels of places as a range."""
    return first if first == last else f"{first} – {last}"


def several_sections(titles: Sequence[str]) -> str:
    """One name for neighbouring sections."""
    names = list(dict.fromkeys(titles))
    return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"
