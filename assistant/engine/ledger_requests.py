"""The requests about files as such: what a folder would bring, and the ledger as a table."""

from pathlib import Path

from assistant.engine.failures import NoSuchPath
from assistant.engine.scheduler import ShouldStop, Steps
from assistant.engine.workbench import Workbench
from assistant.messages import LedgerExported
from assistant.previews import previewed
from assistant.requests import ExportLedger, PreviewSource
from assistant.settings import indexing_rules
from assistant.wording import sentence_for
from indexer.ledger_export import export_ledger as write_ledger
from indexer.preview import preview


def preview_source(bench: Workbench, request: PreviewSource, should_stop: ShouldStop) -> Steps:
    """What a folder would bring, without indexing it."""
    bench.settings.reload()
    library, rules = bench.library, indexing_rules(bench.settings)
    steps = preview(Path(request.path).absolute(), library.folder, library.ledger, rules)
    while not should_stop():
        try:
            next(steps)
        except StopIteration as end:
            yield previewed(end.value)
            return
        except OSError as error:
            raise NoSuchPath(request.path) from error
        yield None


def export_ledger(bench: Workbench, request: ExportLedger, should_stop: ShouldStop) -> Steps:
    """Write every file with its status to a file."""
    target = Path(request.target).absolute()
    files = write_ledger(bench.library.ledger.files(), target, sentence_for)
    yield LedgerExported(target=str(target), files=files)
