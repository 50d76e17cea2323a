"""A language model that is loaded when it is first used, so that passages and quotes never wait."""

from collections.abc import Callable, Iterator, Sequence

from models.errors import ModelUnloadable
from models.interfaces import ChatMessage, GenerationOptions, LanguageModel


class PromisedModel:
    """A `LanguageModel` of known id; any use of it may raise `ModelError`."""

    def __init__(self, model_id: str, load: Callable[[], LanguageModel | None]) -> None:
        self._id = model_id
        self._load = load

    @property
    def id(self) -> str:
        """The id of the model that will be loaded."""
        return self._id

    @property
    def context_length(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._loaded().context_length

    def count_tokens(self, text: str) -> int:
        """Tokens of the text by this model's own tokenizer."""
        return self._loaded().count_tokens(text)

    def count_prompt_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Tokens of the whole prompt, chat template included."""
        return self._loaded().count_prompt_tokens(messages)

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        """Yield the answer piece by piece."""
        return self._loaded().generate(messages, options, should_stop)

    def _loaded(self) -> LanguageModel:
        model = self._load()
        if model is None:
            raise ModelUnloadable(self._id, "it is left alone; see the notice about it")
        return model
