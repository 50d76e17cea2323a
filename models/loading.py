"""Loads installed models by their id; the libraries that run them are imported only then."""

import logging
import os
from typing import TYPE_CHECKING

from models.backends import Backend, backend_for
from models.catalogue import STARTER_EMBEDDING_ID, STARTER_LANGUAGE_ID, model_spec
from models.errors import ModelUnloadable
from models.installed import InstalledModel, installed_model
from models.interfaces import EmbeddingModel, LanguageModel

if TYPE_CHECKING:
    from models.text_embedder import EmbedderOptions  # with it come the tokenizers

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
