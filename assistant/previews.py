"""What a folder would bring, as the message that the window and the command line show."""

from assistant.messages import FormatShare, SourcePreviewed
from indexer.preview import Preview, Share


def previewed(found: Preview) -> SourcePreviewed:
    """The message that tells what a folder would bring."""
    return SourcePreviewed(
        path=found.path,
        readable=tuple(map(_format_share, found.readable)),
        skipped=tuple(map(_format_share, found.skipped)),
        excluded=found.excluded,
        by_git=found.by_git,
        seconds=found.seconds,
        complete=found.complete,
    )


def _format_share(share: Share) -> FormatShare:
    return FormatShare(name=share.name, files=share.files, size=share.size)
