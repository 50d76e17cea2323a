"""What is said to a person where documents disagree."""

from collections.abc import Sequence
from pathlib import PurePath

from assistant.checks.disagreement import Difference
from assistant.checks.document_dates import Standing


def conflict_sentence(
    difference: Difference, newest: Sequence[Standing], said: tuple[str, str]
) -> str:
    """One sentence on two documents, the newer of which says the first of what is said."""
    newer, older = newest[0], newest[1]
    new_name, old_name = _name(newer), _name(older)
    how = _how_known(newer, older)
    if difference is Difference.NEGATION:
        return f"The documents contradict each other: {old_name} and {new_name}{how.rstrip(',')}."
    return (
        f"The documents do not say the same: {new_name}{how} says {said[0]}, "
        f"{old_name} says {said[1]}."
    )


def _name(standing: Standing) -> str:
    return f"“{PurePath(standing.path).name}”"


def _how_known(newer: Standing, older: Standing) -> str:
    """Why the one is taken to be the newer, as an aside."""
    if newer.stem == older.stem and newer.version and older.version:
        return ", the newer version,"
    if newer.spoken and older.spoken and newer.spoken != older.spoken:
        return f", the newer one ({newer.spoken.isoformat()}),"
    if newer.amendment is not None and older.amendment is None:
        return ", which changes the other,"
    if newer.modified > older.modified:
        return ", whose file was changed later,"
    return ""
