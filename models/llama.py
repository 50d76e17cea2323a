"""Language models in GGUF files, run by llama.cpp; the only file that imports llama_cpp.

It speaks llama.cpp's own C interface rather than the Python class around it, because that class
closes the process's standard output while it loads and cannot be stopped while it reads a prompt.
"""

import ctypes
import logging
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, NoReturn

import llama_cpp

from models.chat_prompt import CHATML_TEMPLATE, ChatPrompt
from models.chat_template import template_renderer
from models.errors import ContextTooLong, ModelUnloadable
from models.gguf import GgufSummary
from models.hardware import physical_cores
from models.interfaces import ChatMessage, GenerationOptions
from models.text_stream import text_from

TOKENS_PER_BATCH = 512
SECONDS_BETWEEN_STOP_CHECKS = 0.03
ABORTED = 2

Handle = int
"""A pointer of llama.cpp's, as ctypes passes it."""

TOP_K = 40
TOP_P = 0.95
MIN_P = 0.05

_native_log = logging.getLogger("llama.cpp")
_native_levels = {2: logging.DEBUG, 3: logging.WARNING, 4: logging.ERROR}
_native_errors: deque[str] = deque(maxlen=8)
_abort_expected = threading.Event()


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _log_native(level: int, text: bytes, _data: object) -> None:
    message = text.decode("utf-8", errors="replace").strip()
    if level == 4:
        _native_errors.append(message)
    if message:
        quiet = _abort_expected.is_set()
        python_level = logging.DEBUG if quiet else _native_levels.get(level, logging.DEBUG)
        _native_log.log(python_level, "%s", message)


# Everything the library has to say goes to Python's logging from the first call on: a process
# that speaks a protocol over its output must never find native text in between.
llama_cpp.llama_log_set(_log_native, ctypes.c_void_p(0))


def read_gguf(path: Path) -> GgufSummary:
    """Read a GGUF file's header and vocabulary, not its weights; raises `ModelUnloadable`."""
    handle = _load_model(path, path.stem, vocabulary_only=True)
    try:
        architecture = _metadata(handle, "general.architecture")
        trained = _metadata(handle, f"{architecture}.context_length")
        return GgufSummary(
            architecture=architecture,
            name=_metadata(handle, "general.name"),
            licence=_metadata(handle, "general.license"),
            context_length=int(trained) if trained.isdigit() else 0,
            parameters=int(llama_cpp.llama_model_n_params(handle)),
        )
    finally:
        llama_cpp.llama_model_free(handle)


class LlamaModel:
    """A `LanguageModel` read from a GGUF file.

    It remembers the tokens it has read: a prompt that begins like the one before is only read from
    where they part. One answer is written at a time; beginning another ends the one before.
    """

    def __init__(
        self,
        path: Path,
        *,
        model_id: str,
        context_length: int = 4096,
        threads: int | None = None,
    ) -> None:
        self._id = model_id
        self._model = _load_model(path, model_id)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._stop_flag = ctypes.create_string_buffer(2)
        self._context = self._create_context(context_length, threads or physical_cores())
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._read: list[int] = []
        self._reused = 0
        self._prompt = self._chat_prompt()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="llama")
        self._lock = threading.Lock()
        self._turn = 0
        self._finalizer = weakref.finalize(
            self, _free, self._worker, self._context, self._model, self._stop_flag
        )

    @property
    def id(self) -> str:
        """The id under which this model is installed."""
        return self._id

    @property
    def context_length(self) -> int:
        """Tokens that prompt and answer may have together."""
        return int(llama_cpp.llama_n_ctx(self._context))

    @property
    def backend(self) -> str:
        """What computes: “CPU”, “CUDA”, “Metal” and so on."""
        information = llama_cpp.llama_print_system_info().decode()
        return information.partition(" :")[0].strip() or "CPU"

    @property
    def last_reused(self) -> int:
        """Tokens of the last prompt that had been read already and were not read again."""
        return self._reused

    def close(self) -> None:
        """Free the model's memory; the model cannot be used afterwards."""
        self._finalizer()

    def count_tokens(self, text: str) -> int:
        """Tokens of the text by this model's own tokenizer."""
        return len(self._tokenize(text, special=False))

    def count_prompt_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Tokens of the whole prompt, chat template included."""
        return len(self._prompt_tokens(messages))

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        """Yield the answer piece by piece; ends early, without an error, once `should_stop()`.

        `should_stop` is asked on the caller's thread, also while the prompt is being read. Raises
        `ContextTooLong` when the prompt leaves no room, `ValueError` for a broken grammar.
        """
        tokens = self._prompt_tokens(messages)
        room = self.context_length - len(tokens)
        if room < 1:
            raise ContextTooLong(len(tokens), self.context_length)
        sampler = self._sampler(options)
        try:
            self._turn += 1
            pieces = self._pieces(tokens, sampler, min(room, options.max_tokens), should_stop)
            yield from text_from(pieces, options.stop)
        finally:
            llama_cpp.llama_sampler_free(sampler)

    def _pieces(
        self, prompt: list[int], sampler: Handle, limit: int, should_stop: Callable[[], bool]
    ) -> Iterator[bytes]:
        """The bytes of each token, the prompt read first."""
        turn = self._turn
        waiting = prompt
        for _ in range(limit):
            with self._lock:
                if turn != self._turn:
                    raise RuntimeError("another answer was begun with this model")
                if waiting is prompt:
                    waiting = prompt[self._keep_common_prefix(prompt) :]
                if not self._decode(waiting, should_stop):
                    return
                token = llama_cpp.llama_sampler_sample(sampler, self._context, -1)
            if llama_cpp.llama_vocab_is_eog(self._vocabulary, token):
                return
            yield self._piece(token)
            waiting = [token]

    def _keep_common_prefix(self, tokens: list[int]) -> int:
        """Forget what was read beyond the tokens' common beginning; returns how many stay.

        At least the last token is read again, because its output is what is sampled from.
        """
        common = 0
        for old, new in zip(self._read, tokens[:-1], strict=False):
            if old != new:
                break
            common += 1
        self._reused = self._truncate(common)
        return self._reused

    def _truncate(self, length: int) -> int:
        if not llama_cpp.llama_memory_seq_rm(self._memory, 0, length, -1):
            # Recurrent models cannot forget only a part.
            llama_cpp.llama_memory_clear(self._memory, True)
            length = 0
        del self._read[length:]
        return length

    def _decode(self, tokens: list[int], should_stop: Callable[[], bool]) -> bool:
        """Read the tokens; False when it was stopped, with everything read so far kept."""
        for start in range(0, len(tokens), TOKENS_PER_BATCH):
            if should_stop():
                return False
            batch = tokens[start : start + TOKENS_PER_BATCH]
            status = self._decode_batch(batch, should_stop)
            if status != 0:
                self._truncate(len(self._read))
            if status == ABORTED:
                return False
            if status != 0:
                raise RuntimeError(f"llama.cpp could not read the prompt (status {status})")
            self._read.extend(batch)
        return not should_stop()

    def _decode_batch(self, tokens: list[int], should_stop: Callable[[], bool]) -> int:
        """Read at most one batch on the worker thread, while this one watches `should_stop`."""
        self._stop_flag[0] = b"\0"
        array = (llama_cpp.llama_token * len(tokens))(*tokens)
        batch = llama_cpp.llama_batch_get_one(array, len(tokens))
        decoding = self._worker.submit(llama_cpp.llama_decode, self._context, batch)
        try:
            while not wait([decoding], SECONDS_BETWEEN_STOP_CHECKS).done:
                if should_stop():
                    self._abort()
        finally:
            # Whatever `should_stop` raised, the context must be at rest before it is used again.
            if not decoding.done():
                self._abort()
            status = int(decoding.result())
            _abort_expected.clear()
        return status

    def _abort(self) -> None:
        _abort_expected.set()
        self._stop_flag[0] = b"\1"

    def _sampler(self, options: GenerationOptions) -> Handle:
        """llama.cpp's chain of samplers for the options; the caller frees it."""
        parameters = llama_cpp.llama_sampler_chain_default_params()
        chain: Handle = llama_cpp.llama_sampler_chain_init(parameters)
        if options.grammar is not None:
            llama_cpp.llama_sampler_chain_add(chain, self._grammar(options.grammar, chain))
        if options.temperature <= 0:
            llama_cpp.llama_sampler_chain_add(chain, llama_cpp.llama_sampler_init_greedy())
            return chain
        for part in (
            llama_cpp.llama_sampler_init_top_k(TOP_K),
            llama_cpp.llama_sampler_init_top_p(TOP_P, 1),
            llama_cpp.llama_sampler_init_min_p(MIN_P, 1),
            llama_cpp.llama_sampler_init_temp(options.temperature),
            llama_cpp.llama_sampler_init_dist(options.seed),
        ):
            llama_cpp.llama_sampler_chain_add(chain, part)
        return chain

    def _grammar(self, grammar: str, chain: Handle) -> Handle:
        _native_errors.clear()
        part: Handle = llama_cpp.llama_sampler_init_grammar(
            self._vocabulary, grammar.encode(), b"root"
        )
        if part:
            return part
        llama_cpp.llama_sampler_free(chain)
        raise ValueError(f"not a grammar: {_native_reason('llama.cpp refused it')}")

    def _prompt_tokens(self, messages: Sequence[ChatMessage]) -> list[int]:
        tokens = self._tokenize(self._prompt.render(messages), special=True)
        opening = llama_cpp.llama_vocab_bos(self._vocabulary)
        if llama_cpp.llama_vocab_get_add_bos(self._vocabulary) and tokens[:1] != [opening]:
            return [opening, *tokens]
        return tokens

    def _tokenize(self, text: str, *, special: bool) -> list[int]:
        """Token ids; no opening token is added, since most templates write it themselves."""
        data = text.encode("utf-8", errors="replace")
        room = len(data) + 16
        array = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(
            self._vocabulary, data, len(data), array, room, False, special
        )
        return list(array[:count])

    def _piece(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(256)
        length = llama_cpp.llama_token_to_piece(self._vocabulary, token, buffer, 256, 0, False)
        return buffer.raw[: max(0, length)]

    def _create_context(self, context_length: int, threads: int) -> Handle:
        parameters = llama_cpp.llama_context_default_params()
        trained = llama_cpp.llama_model_n_ctx_train(self._model)
        parameters.n_ctx = min(context_length, trained) if trained > 0 else context_length
        parameters.n_batch = parameters.n_ubatch = min(TOKENS_PER_BATCH, parameters.n_ctx)
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.no_perf = True
        parameters.abort_callback, parameters.abort_callback_data = _abort_on(self._stop_flag)
        _native_errors.clear()
        context: Handle = llama_cpp.llama_init_from_model(self._model, parameters)
        if not context:
            llama_cpp.llama_model_free(self._model)
            _refuse(self._id, "there is not enough memory for its context")
        return context

    def _chat_prompt(self) -> ChatPrompt:
        """The file's own chat template, rendered in a sandbox."""
        template = _metadata(self._model, "tokenizer.chat_template") or CHATML_TEMPLATE
        render = template_renderer(
            template,
            bos=self._token_text(llama_cpp.llama_vocab_bos(self._vocabulary)),
            eos=self._token_text(llama_cpp.llama_vocab_eos(self._vocabulary)),
        )
        count = llama_cpp.llama_vocab_n_tokens(self._vocabulary)
        control = [
            self._token_text(token)
            for token in range(count)
            if llama_cpp.llama_vocab_is_control(self._vocabulary, token)
        ]
        return ChatPrompt(render, control)

    def _token_text(self, token: int) -> str:
        if token < 0:
            return ""
        text = llama_cpp.llama_vocab_get_text(self._vocabulary, token)
        return text.decode("utf-8", errors="replace") if text else ""


def _load_model(path: Path, model_id: str, *, vocabulary_only: bool = False) -> Handle:
    """llama.cpp's handle of the model; the caller frees it."""
    llama_cpp.llama_backend_init()
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = vocabulary_only
    parameters.n_gpu_layers = -1 if llama_cpp.llama_supports_gpu_offload() else 0
    _native_errors.clear()
    model: Handle = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
    if not model:
        _refuse(model_id, f"{path} is missing or damaged")
    if llama_cpp.llama_model_has_encoder(model):
        llama_cpp.llama_model_free(model)
        raise ModelUnloadable(model_id, "it translates text and does not answer questions")
    return model


def _refuse(model_id: str, otherwise: str) -> NoReturn:
    raise ModelUnloadable(model_id, _native_reason(otherwise))


def _native_reason(otherwise: str) -> str:
    """llama.cpp's own last words, the innermost reason first."""
    return next((message for message in _native_errors if message), otherwise)


def _metadata(model: Handle, key: str) -> str:
    """A value of the file's metadata as text, "" where it has none."""
    length = llama_cpp.llama_model_meta_val_str(model, key.encode(), None, 0)
    if length < 0:
        return ""
    buffer = ctypes.create_string_buffer(length + 1)
    llama_cpp.llama_model_meta_val_str(model, key.encode(), buffer, length + 1)
    return buffer.value.decode("utf-8", errors="replace")


def _abort_on(flag: ctypes.Array[ctypes.c_char]) -> tuple[Any, ctypes.c_void_p]:
    r"""An abort callback that says yes while the flag's first byte is not zero.

    llama.cpp asks at every step of its computation. A Python function would have to wait for the
    interpreter's lock each time; strlen reads the flag natively: 0 for "\0", 1 for "\1\0".
    """
    library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
    callback = ctypes.cast(library.strlen, llama_cpp.ggml_abort_callback)
    return callback, ctypes.cast(flag, ctypes.c_void_p)


def _free(worker: ThreadPoolExecutor, context: Handle, model: Handle, _flag: object) -> None:
    """Free what llama.cpp holds, after the worker has finished; the flag lives until then."""
    worker.shutdown(wait=True)
    llama_cpp.llama_free(context)
    llama_cpp.llama_model_free(model)
