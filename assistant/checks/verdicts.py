"""What was found of a written sentence: whether it stands, where, and what speaks against it."""

from dataclasses import dataclass

from assistant.answers import Support


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence stands in its passages, where, and what speaks against it."""

    support: Support
    passage: int | None = None
    """Index of the passage that carries it, None when unsupported."""
    start: int = 0
    end: int = 0
    """The words of that passage's page which it stands on."""
    objections: tuple[str, ...] = ()
    """What was not found, for the trace."""
    is_prose: bool = False
    """Whether it stands on sentences, and not on a row of a table."""
    is_worded_otherwise: bool = False
    """Whether nothing speaks against it but words that say no fact and do not stand there."""
