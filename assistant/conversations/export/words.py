"""The words of an exported conversation that are not the person's or the documents'."""

from collections.abc import Sequence

from assistant.answers import Coverage

EXPORTED = (
    "A conversation with Footnote. The links open the documents on the computer it was held on."
)
EXPORTED_MASKED = "A conversation with Footnote. Personal data is masked."
SOURCES = "Sources"
NEAREST = "Nearest passages"
CONFLICTS = "Sources that do not agree"
WITHIN = "in “{name}”"
CHANGED = "“{name}” has changed since this answer."
MISSING = "“{name}” is not there any more."
CHANGED_SINCE = "the file has changed since"
GONE = "the file is not there any more"
SCANNED = "read off a picture"
HIDDEN = "partly not visible on the page"
INSTRUCTIONS = "beside it stand orders to an assistant, which were not followed"
QUOTED = "quoted word for word"
COUNTED = "counted in the list of files"
NOTHING_SAID = "There was no answer."
SAYS_NOTHING = "nothing about this"
DOCUMENT_HEADS = ("Document", "In short", "What it says")
SECTION_HEADS = ("Section", "In short", "What it says")


def coverage_sentence(coverage: Coverage, failed: Sequence[str], *, sections: bool) -> str:
    """How many were read, and which could not be."""
    what = "sections" if sections else "documents"
    sentence = f"Read {coverage.read} of {coverage.total} {what}; {coverage.nothing} had nothing."
    return f"{sentence} Not read: {', '.join(failed)}." if failed else sentence
