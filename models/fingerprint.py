"""Tells whether two vectors may be compared: same weights, tokenizer, pooling, prompts, length."""

import hashlib
from pathlib import Path

FINGERPRINTED_SUFFIXES = frozenset({".json", ".safetensors", ".txt"})


def fingerprint_of(folder: Path, model_id: str, prompts: tuple[str, str], max_tokens: int) -> str:
    """The model's id and sixteen hex digits over everything that decides a vector.

    The arithmetic is left out: a back end is only used where its vectors may meet those of any
    other, which means a cosine of at least .999 between the two vectors of a text.
    """
    digest = hashlib.sha256(repr((prompts, max_tokens)).encode())
    for file in sorted(folder.rglob("*")):
        if file.suffix not in FINGERPRINTED_SUFFIXES or not file.is_file():
            continue
        digest.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return f"{model_id}-{digest.hexdigest()[:16]}"
