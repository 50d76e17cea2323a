"""Loads installed models by their id; the libraries that run them are imported only then."""

import importlib.util
import logging
import os
from typing import TYPE_CHECKING, Literal

from models.backends import FORCED_BY, Backend, backend_for
from models.catalogue import STARTER_EMBEDDING_ID, STARTER_LANGUAGE_ID, model_spec
from models.errors import ModelUnloadable
from models.hardware import physical_cores
from models.installed import InstalledModel, installed_model
from models.interfaces import EmbeddingModel, EntailmentModel, LanguageModel, Reranker
from models.pair_files import PairFiles, pair_files, runs_on_openvino

if TYPE_CHECKING:
    from models.pair_models import PairClassifier
    from models.text_embedder import EmbedderOptions  # with it come the tokenizers
    from models.tokens import PairTokenizer

logger = logging.getLogger(__name__)


def load_embedding_model(
    model_id: str = STARTER_EMBEDDING_ID, *, threads: int | None = None
) -> EmbeddingModel:
    """Load the embedding model on the back end that `embedding_plan` names; takes seconds.

    `threads` is the number of cores it computes on, all physical ones unless given. Where OpenVINO
    fails, torch takes over. Raises `ModelNotInstalled`, `ModelUnloadable`.
    """
    installed = _installed(model_id, "embedding")
    _prepare_environment()
    options = _embedder_options(installed, threads)
    backend = backend_for(installed)
    if backend is not Backend.TORCH:
        try:
            from models.openvino_embedding import OpenVinoEmbedder

            int8 = backend is Backend.OPENVINO_INT8
            return OpenVinoEmbedder(installed.folder, int8=int8, **options)
        except (ImportError, RuntimeError) as error:
            logger.warning("OpenVINO cannot be used, so torch computes the vectors: %s", error)
    from models.sentence_embedding import SentenceEmbedder

    return SentenceEmbedder(installed.folder, **options)


def _embedder_options(installed: InstalledModel, threads: int | None) -> "EmbedderOptions":
    spec = model_spec(installed.id)
    return {
        "model_id": installed.id,
        "max_tokens": installed.context_length,
        "query_prompt": spec.query_prompt if spec else "",
        "document_prompt": spec.document_prompt if spec else "",
        "threads": threads,
    }


def load_language_model(
    model_id: str = STARTER_LANGUAGE_ID,
    *,
    threads: int | None = None,
    context_length: int = 4096,
) -> LanguageModel:
    """Load the language model. Raises `ModelNotInstalled`, `ModelUnloadable`.

    `context_length` is capped at what the model was trained for.
    """
    installed = _installed(model_id, "language")
    _prepare_environment()
    from models.llama import LlamaModel

    return LlamaModel(
        installed.main_file, model_id=model_id, context_length=context_length, threads=threads
    )


def load_reranker(model_id: str, *, threads: int | None = None) -> Reranker:
    """Load the reranker; takes a second or two. Raises `ModelNotInstalled`, `ModelUnloadable`."""
    from models.pair_models import CrossEncoderReranker

    return CrossEncoderReranker(*_pair_model(model_id, "reranker", threads), _languages(model_id))


def load_entailment_model(model_id: str, *, threads: int | None = None) -> EntailmentModel:
    """Load the entailment model; takes seconds. Raises `ModelNotInstalled`, `ModelUnloadable`."""
    from models.pair_models import CrossEncoderEntailment

    parts = _pair_model(model_id, "entailment", threads)
    return CrossEncoderEntailment(*parts, _languages(model_id))


def _pair_model(
    model_id: str, task: Literal["reranker", "entailment"], threads: int | None
) -> "tuple[PairFiles, PairClassifier, PairTokenizer]":
    """What is known of it, what computes it, and its tokenizer."""
    installed = _installed(model_id, task)
    files = pair_files(installed.folder, model_id)
    if files.task != task:
        raise ModelUnloadable(model_id, f"its labels are those of a model for {files.task}")
    _prepare_environment()
    from models.tokens import PairTokenizer

    cut: Literal["first", "second"] = "second" if task == "reranker" else "first"
    tokenizer = PairTokenizer(files.folder, model_id, files.max_tokens, cut)
    return files, _classifier(files, tokenizer, threads or physical_cores()), tokenizer


def _classifier(files: PairFiles, tokenizer: "PairTokenizer", threads: int) -> "PairClassifier":
    """OpenVINO where it is there and can run the model, else torch."""
    has_openvino = importlib.util.find_spec("openvino") is not None
    forced = os.environ.get(FORCED_BY)
    if has_openvino and forced != Backend.TORCH and runs_on_openvino(files.configuration):
        try:
            from models.openvino_pairs import OpenVinoClassifier

            int8 = forced != Backend.OPENVINO
            return OpenVinoClassifier(files, threads, tokenizer if int8 else None)
        except (ImportError, RuntimeError, TypeError) as error:  # the last for types numpy lacks
            logger.warning("OpenVINO cannot be used, so torch runs %s: %s", files.model_id, error)
    from models.torch_pairs import TorchClassifier

    return TorchClassifier(files, threads)


def _languages(model_id: str) -> frozenset[str]:
    spec = model_spec(model_id)
    return frozenset(spec.languages if spec else ())


def _installed(model_id: str, task: str) -> InstalledModel:
    installed = installed_model(model_id)
    if installed.task != task:
        raise ModelUnloadable(model_id, f"it is not a model for this: {installed.task}")
    return installed


def _prepare_environment() -> None:
    """Set what the libraries read once, when they are first imported; the user's choice wins."""
    # Nothing is looked up on a hub while a model loads from disk.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # Threads that wait give their core away. By default they spin, and as soon as two things
    # compute at once (an answer and the index) writing slows down fiftyfold.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
