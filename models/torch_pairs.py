"""Cross-encoders that only torch can run, read by sentence-transformers."""

import numpy as np
import torch
from sentence_transformers import CrossEncoder
from transformers.utils.logging import disable_progress_bar

from models.errors import ModelUnloadable
from models.int8_weights import Floats
from models.pair_files import PairFiles
from models.tokens import Ids


class TorchClassifier:
    """Outputs in float32. Raises `ModelUnloadable` for what sentence-transformers cannot read."""

    def __init__(self, files: PairFiles, threads: int) -> None:
        torch.set_num_threads(threads)
        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            loaded = CrossEncoder(str(files.folder), device="cpu", local_files_only=True).eval()
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            reason = str(error).strip() or type(error).__name__
            raise ModelUnloadable(files.model_id, reason) from error
        model = loaded.model
        if model is None:
            raise ModelUnloadable(files.model_id, f"{files.folder} holds no transformer")
        self._model = model.float()
        self._takes_kinds = getattr(model.config, "type_vocab_size", 0) > 1

    def outputs(self, ids: Ids, mask: Ids, kinds: Ids) -> Floats:
        """Its outputs before any activation, shape (rows, labels)."""
        inputs = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        if self._takes_kinds:
            inputs["token_type_ids"] = torch.from_numpy(kinds)
        with torch.inference_mode():
            return np.asarray(self._model(**inputs).logits.numpy(), dtype=np.float32)
