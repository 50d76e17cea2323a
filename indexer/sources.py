"""The sources of a library, each with the rules that hold in it, and which of them to walk."""

from collections.abc import Sequence
from pathlib import Path

from indexer.discover import below, reaches
from indexer.ledger_records import SourceRecord
from indexer.rules import Rules


class Sources:
    """What is kept indexed.

    A source may lie in another one. It is walked for itself only where the outer one's walk does
    not come: what a person adds by its name is read although it is hidden or a rule leaves it out.
    """

    def __init__(self, records: Sequence[SourceRecord], rules: Rules) -> None:
        self._rules = {record.path: rules.of_source(record.rules) for record in records}

    def rules_of(self, source: str) -> Rules:
        """The library's rules with those of the source."""
        return self._rules[source]

    def holding(self, path: str) -> str | None:
        """The source whose walk comes to that path, or None."""
        for source in sorted(self._rules, key=len):
            if below(path, source) and reaches(source, path, self._rules[source]):
                return source
        return None

    def to_walk(self) -> list[str]:
        """The sources without those that are met on the walk of another one."""
        return sorted(source for source in self._rules if self.holding(source) == source)

    def outermost(self, paths: Sequence[str]) -> list[str]:
        """The paths, each once, without those that are met on the walk of another one of them."""
        held = {path: self.holding(path) for path in sorted(set(paths))}
        return [
            path
            for path, source in held.items()
            if not any(folder in held and held[folder] == source for folder in _folders_of(path))
        ]


def _folders_of(path: str) -> list[str]:
    """The folders that a path lies in, from the nearest to the root."""
    return [str(folder) for folder in Path(path).parents]
