"""The one document that a person wants summarised, called by words of its title or name."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from assistant.mapping.section_words import BY_SECTIONS
from assistant.terms import content_terms
from indexer.ledger_records import FileRecord

_SUMMARISE = re.compile(
    r"^(?:(?:can|could|would|will) you )?(?:please )?(?:"
    r"summari[sz]e|sum up|outline|(?:(?:give|show|write) (?:me )?)?(?:a|an|the) (?:\w+ )?"
    r"(?:summary|outline|overview) of|what (?:is|does|do|are)(?= .+ (?:about|say in short)$)|"
    r"fasse?|zusammenfassung (?:von|der|des)|résume[rz]?|(?:un )?résumé d[eu]|resume|resumen de|"
    r"riassumi|riassunto d\w+|samenvatting van|vat"
    r")\s+(?P<said>.+?)(?:\s+(?:zusammen|samen|about|say in short|please|briefly|"
    rf"{BY_SECTIONS}))*$",
    re.IGNORECASE,
)


def summarised(question: str) -> str:
    """What a question wants summarised, in its own words; empty where it wants something else."""
    match = _SUMMARISE.match(" ".join(question.split()).rstrip(" ?!."))
    return match["said"] if match else ""


def called(records: Sequence[FileRecord], said: str) -> list[FileRecord]:
    """The documents whose title, name and folder together hold every word that was said.

    Those whose title or name is just that come before those that say more: “the supply agreement”
    is not the amendment to it.
    """
    asked = frozenset(content_terms(said))
    if not asked:
        return []
    exactly = [record for record in records if asked in (_title_of(record), _name_of(record))]
    return exactly or [record for record in records if asked <= _words_of(record)]


def _title_of(record: FileRecord) -> frozenset[str]:
    return frozenset(content_terms(record.title))


def _name_of(record: FileRecord) -> frozenset[str]:
    return frozenset(content_terms(PurePath(record.path.replace("\\", "/")).stem))


def _words_of(record: FileRecord) -> frozenset[str]:
    below = record.path[len(record.source) :].replace("\\", "/")
    return _title_of(record) | _name_of(record) | frozenset(content_terms(below))
