"""A real, small engine process: speaks the whole protocol, says what the question tells it to.

The first word of a question or the name of a source chooses what happens: `crash` ends the process,
`slow` goes on until it is cancelled, `deaf` does so and ignores being cancelled, `garbage` sends a
line that is no event, `nothing` finds no answer, `refused` fails. A source with `large` in its name
is large when it is looked into, one with `stick` is away, one with `share` is polled.
"""

import argparse
import os
import sys
from pathlib import Path

import msgspec

from assistant.answers import (
    AbstentionReason,
    NoAnswer,
)
from assistant.messages import (
    AnswerDelta,
    AnswerFinished,
    DocumentText,
    EngineEvent,
    EngineReady,
    FileEntry,
    FileExplained,
    FormatShare,
    LedgerExported,
    LibraryListed,
    PageText,
    PassagesFound,
    RequestDone,
    RequestFailed,
    SearchResults,
    SourcePreviewed,
    decode_request,
    encode_line,
)
from assistant.requests import (
    AddSource,
    AnyRequest,
    Ask,
    Cancel,
    ExplainFile,
    ExportLedger,
    ListLibrary,
    PauseIndexing,
    PreviewSource,
    ReadDocument,
    RemoveSource,
    ResumeIndexing,
    RetryFiles,
    Search,
    UpdateIndex,
)
from assistant.search.explaining import FileExplanation, WhyNot, explain_passage
from indexer.documents import FileStatus
from indexer.events import (
    FileDone,
    FileProgressed,
    FilesFound,
    FileStarted,
    IngestionFinished,
    IngestionPaused,
    IngestionResumed,
)
from tests.desktop.scripted_answers import ScriptedAnswers
from tests.desktop.scripted_conversations import ScriptedConversations, answer_to
from tests.desktop.scripted_library import FOLDER, SENTENCES, checked, entries, evidence, passages


class ScriptedEngine:
    """Answers requests one after the other; keeps the library in memory."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._sources: list[str] = list(options.source)
        self._files: dict[str, FileEntry] = {}
        self._open: dict[int, AnyRequest] = {}
        self._conversations = ScriptedConversations(
            self._say, options.conversations, damaged=options.damaged_conversations
        )
        self._answers = ScriptedAnswers(self._say, self._open)
        if self._sources:
            self._files = {entry.path: entry for entry in entries()}

    def run(self) -> None:
        """Serve until the input ends."""
        self._say(
            None,
            EngineReady(
                library=str(FOLDER),
                files=len(self._files),
                chunks=12,
                embedding_model="hash",
                language_model="scripted",
                read_only=self._options.read_only,
            ),
        )
        for line in sys.stdin.buffer:
            request = decode_request(line)
            self._serve(request.id, request.body)

    def _serve(self, request: int, body: AnyRequest) -> None:
        if self._conversations.serve(request, body) or self._answers.serve(request, body):
            return
        match body:
            case ListLibrary():
                self._list(request)
            case Search():
                self._search(request, body)
            case ExplainFile():
                self._explain(request, body)
            case Ask():
                self._ask(request, body)
            case AddSource():
                self._add(request, body)
            case UpdateIndex():
                self._files = {entry.path: entry for entry in entries()}
                self._finish_indexing(request)
            case RetryFiles():
                self._retry(request, body)
            case PauseIndexing() | ResumeIndexing():
                self._pause(request, body)
            case PreviewSource():
                self._preview(request, body)
            case ExportLedger():
                self._export(request, body)
            case RemoveSource():
                self._sources.remove(body.path)
                self._files = {}
                self._say(request, RequestDone())
            case ReadDocument():
                self._read(request, body)
            case Cancel():
                self._cancel(request, body)

    def _list(self, request: int) -> None:
        """In two parts, as a large ledger comes."""
        files, sources = tuple(self._files.values()), tuple(self._sources)
        away = tuple(source for source in sources if "stick" in source)
        polled = tuple(source for source in sources if "share" in source)
        parts = [(files[:3], True), (files[3:], False)] if files else [(files, False)]
        for part, more in parts:
            self._say(
                request,
                LibraryListed(
                    sources=sources,
                    files=part,
                    away=away,
                    polled=polled,
                    tags=() if more else self._answers.tags,
                    more=more,
                ),
            )
        self._say(request, RequestDone())

    def _search(self, request: int, body: Search) -> None:
        """A search for files of type `none` finds nothing and says so."""
        empty = "type:none" in body.query
        found = () if empty else passages()
        hint = "No file fits type: none." if empty else ""
        self._say(request, SearchResults(query=body.query, passages=found, seconds=0.01, hint=hint))
        self._say(request, RequestDone())

    def _explain(self, request: int, body: ExplainFile) -> None:
        if body.query.startswith("refused"):
            self._say(request, RequestFailed(code="wrong-use", message="That cannot be asked."))
            return
        passage = passages()[0]
        explanation = FileExplanation(
            query=body.query,
            path=body.path,
            cause=WhyNot.RANKED,
            sentence="Its best passage comes in place 57.",
            place=57,
            passage=passage,
            how=explain_passage(body.query, passage, 57),
        )
        self._say(request, FileExplained(explanation=explanation))
        self._say(request, RequestDone())

    def _retry(self, request: int, body: RetryFiles) -> None:
        for path in body.paths:
            entry = FileEntry(
                path=path, status=FileStatus.INDEXED, pages=1, chunks=2, size=4_096, seconds=0.2
            )
            self._put(request, [entry])
        self._finish_indexing(request)

    def _pause(self, request: int, body: PauseIndexing | ResumeIndexing) -> None:
        for running, run in self._open.items():
            if isinstance(run, AddSource):
                paused = isinstance(body, PauseIndexing)
                self._say(running, IngestionPaused() if paused else IngestionResumed())
        self._say(request, RequestDone())

    def _preview(self, request: int, body: PreviewSource) -> None:
        scale = 1_000 if "large" in body.path else 1
        self._say(
            request,
            SourcePreviewed(
                path=body.path,
                readable=(
                    FormatShare(name="PDF", files=3 * scale, size=900_000 * scale),
                    FormatShare(name="Word", files=2 * scale, size=40_000 * scale),
                ),
                skipped=(FormatShare(name=".mov", files=scale, size=9_000_000 * scale),),
                excluded=12,
                by_git=4,
                seconds=0.6 * scale,
            ),
        )
        self._say(request, RequestDone())

    def _export(self, request: int, body: ExportLedger) -> None:
        if not Path(body.target).parent.is_dir():
            failure = RequestFailed(code="no-such-path", message="There is nothing at that place.")
            self._say(request, failure)
            return
        Path(body.target).write_text("path,status\n", encoding="utf-8")
        self._say(request, LedgerExported(target=body.target, files=len(self._files)))
        self._say(request, RequestDone())

    def _ask(self, request: int, body: Ask) -> None:
        match body.question.split()[0]:
            case "crash":
                os._exit(7)
            case "garbage":
                sys.stdout.buffer.write(b"llama_load: this is no event\n\xff\xfe\n")
                self._answer(request, body)
            case "slow" | "deaf":
                self._open[request] = body
                self._say(request, PassagesFound(passages=passages()))
                self._say(request, evidence())
                self._say(request, AnswerDelta(text=SENTENCES[0] + " [1] Notice must be"))
                self._say(request, checked(0))
            case "refused":
                self._say(request, RequestFailed(code="wrong-use", message="That cannot be asked."))
            case "nothing":
                self._abstain(request, body.question)
            case _:
                self._answer(request, body)

    def _answer(self, request: int, body: Ask) -> None:
        self._say(request, PassagesFound(passages=passages()))
        self._say(request, evidence())
        for position, sentence in enumerate(SENTENCES):
            for word in sentence.split(" "):
                self._say(request, AnswerDelta(text=word + " "))
            self._say(request, checked(position))
        answer = answer_to(body.question)
        self._say(request, AnswerFinished(answer=answer))
        self._conversations.keep(request, body.conversation, answer)
        self._say(request, RequestDone())

    def _abstain(self, request: int, question: str) -> None:
        self._say(request, PassagesFound(passages=passages()))
        answer = NoAnswer(
            question=question,
            reason=AbstentionReason.NOT_IN_DOCUMENTS,
            nearest=evidence().citations[:2],
        )
        self._say(request, AnswerFinished(answer=answer))
        self._say(request, RequestDone())

    def _add(self, request: int, body: AddSource) -> None:
        self._sources.append(body.path)
        files = entries()
        self._say(request, FilesFound(files=1208, to_index=1208, removed=0))
        self._say(request, FileStarted(path=files[0].path))
        self._say(
            request,
            FileProgressed(
                path=files[0].path,
                files_done=412,
                files_total=1208,
                pages_done=2000,
                chunks_done=9000,
                seconds=52.0,
                pages_per_second=38.2,
                seconds_left=236.0,
            ),
        )
        if "slow" in body.path:
            self._open[request] = body
            self._put(request, files[:2])
            if "battery" in body.path:
                self._say(request, IngestionPaused(on_battery=True))
            return
        self._put(request, files)
        self._finish_indexing(request)

    def _put(self, request: int, files: list[FileEntry]) -> None:
        for entry in files:
            self._files[entry.path] = entry
            self._say(
                request,
                FileDone(
                    path=entry.path,
                    status=entry.status,
                    reason=entry.reason,
                    pages=entry.pages,
                    chunks=entry.chunks,
                    size=entry.size,
                    seconds=entry.seconds,
                    marks=entry.marks,
                ),
            )

    def _finish_indexing(self, request: int, *, stopped: bool = False) -> None:
        self._say(
            request,
            IngestionFinished(
                indexed=max(0, len(self._files) - 2),
                unchanged=0,
                skipped=min(1, len(self._files)),
                failed=1 if len(self._files) > 1 else 0,
                removed=0,
                seconds=1,
                stopped=stopped,
            ),
        )
        self._say(request, RequestDone(cancelled=stopped))

    def _read(self, request: int, body: ReadDocument) -> None:
        text = "# Lease\n\n" + "\n\n".join(SENTENCES)
        document = DocumentText(
            path=body.path,
            media_type="text/markdown",
            title="Lease",
            pages=(PageText(number=None, text=text),),
        )
        self._say(request, document)
        self._say(request, RequestDone())

    def _cancel(self, request: int, body: Cancel) -> None:
        cancelled = self._open.get(body.request)
        if isinstance(cancelled, Ask) and cancelled.question.startswith("deaf"):
            return
        self._open.pop(body.request, None)
        if isinstance(cancelled, AddSource):
            self._finish_indexing(body.request, stopped=True)
        elif cancelled is not None:
            self._say(body.request, RequestDone(cancelled=True))
        self._say(request, RequestDone())

    def _say(self, request: int | None, body: msgspec.Struct) -> None:
        sys.stdout.buffer.write(encode_line(EngineEvent(request, body)))
        sys.stdout.buffer.flush()


def main() -> None:
    """Parse the scenario and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--conversations", type=int, default=0)
    parser.add_argument("--damaged-conversations", action="store_true")
    parser.add_argument("--refuse", action="store_true")
    parser.add_argument("--die", action="store_true")
    options = parser.parse_args()
    if options.die:
        os._exit(9)
    if options.refuse:
        failure = RequestFailed(code="library-damaged", message="The library is damaged.")
        sys.stdout.buffer.write(encode_line(EngineEvent(None, failure)))
        sys.stdout.buffer.flush()
        sys.exit(3)
    ScriptedEngine(options).run()


if __name__ == "__main__":
    main()
