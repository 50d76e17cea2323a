"""GGUF: the file format of the language models."""

from dataclasses import dataclass

GGUF_MAGIC = b"GGUF"
"""The first four bytes of every such file."""


@dataclass(frozen=True, slots=True)
class GgufSummary:
    """What a GGUF file says about itself."""

    architecture: str
    name: str
    licence: str
    context_length: int
    parameters: int
