"""What tests of hostile files share: one honest status, and a child that lives on."""

from pathlib import Path

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.pool import ParserProcess

DEADLY = {ReasonCode.PARSER_CRASHED, ReasonCode.PARSER_TIMEOUT, ReasonCode.PARSER_MEMORY}


def outcome(parser: ParserProcess, path: Path) -> ParsedDocument | ReasonCode:
    """The document, or why there is none; never that the child died of it."""
    try:
        return parser.parse(path)
    except UnreadableDocument as error:
        found = error.reason
    assert found.code not in DEADLY, f"{path.name}: {found}"
    return found.code
