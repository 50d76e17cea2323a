"""What a person should know of a library before it is searched, each with the next command."""

from assistant.command_line.ledger_view import number_of
from assistant.command_line.output import Output
from assistant.wording import NoticeCode, notice_sentence
from indexer.documents import FileStatus
from indexer.library import Library

NO_INDEX = (
    "The search index is missing from the library, so nothing is found. “footnote index” makes it "
    "again from the files that the library knows."
)
NO_SOURCES = "Nothing is indexed in this library yet. “footnote index FOLDER” adds a folder."
NO_FILES = (
    "There is no file in the folders of this library. Put documents there and run “footnote "
    "index”, or add another folder with “footnote index FOLDER”."
)


def note_state(output: Output, library: Library, *, searches_old_index: bool) -> None:
    """Say why nothing, or only a part, will be found; nothing where all is well."""
    sentence = nothing_to_search(library)
    if sentence:
        output.note(sentence)
    if searches_old_index:
        output.note(notice_sentence(NoticeCode.INDEX_OLD))


def nothing_to_search(library: Library) -> str:
    """Why no search can find anything, with what to do about it; nothing when one can."""
    ledger = library.ledger
    if library.index_is_missing:
        return NO_INDEX
    if ledger.has_live():
        return ""
    totals = ledger.totals()
    if waiting := totals.get(FileStatus.WAITING, 0):
        return f"{number_of(waiting, 'file')} not read yet. “footnote index” goes on with it."
    if files := sum(totals.values()):
        return (
            f"Nothing could be read of {number_of(files, 'file')} in this library. "
            "“footnote status” says why."
        )
    return NO_FILES if ledger.sources() else NO_SOURCES
