"""What to be careful about in a quote: orders beside it, words nobody sees, a scan."""

from dataclasses import dataclass

from assistant.answers import Citation, Passage
from desktop.words import tr


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to know before trusting a quote; shown as an icon with words."""

    icon: str
    token: str
    """Colour of the icon, by what it is for."""
    words: str
    meaning: str
    """A sentence or two, for the tooltip."""


def cautions_of(quote: Citation | Passage) -> list[Caution]:
    """What there is to know of this quote, the gravest first."""
    cautions = []
    if quote.instructions:
        cautions.append(
            Caution(
                "shield",
                "danger",
                tr("beside it, the document gives orders to an assistant"),
                tr(
                    "The document tells whoever answers for you what to say. Footnote neither "
                    "follows nor quotes that. Read the page before you rely on it."
                ),
            )
        )
    if quote.hidden:
        cautions.append(
            Caution(
                "shield",
                "warning",
                tr("part of this text is not visible on the page"),
                tr(
                    "Somebody who looks at the page does not see all of these words. They may have "
                    "been put there for programs to read."
                ),
            )
        )
    if quote.scanned:
        cautions.append(
            Caution(
                "scan",
                "muted",
                scan_words(quote.confidence),
                tr(
                    "The words were read off a picture of the page, so single ones may be wrong. "
                    "Compare them with the page."
                ),
            )
        )
    return cautions


def caution_words(quote: Citation | Passage) -> str:
    """All of it on one line; empty where there is nothing to be careful about."""
    return "; ".join(caution.words for caution in cautions_of(quote))


def scan_words(confidence: float | None) -> str:
    """That it is from a scan, and how certain the recognition was where that is known."""
    if confidence is None:
        return tr("from a scan")
    # Never rounded up to certainty: that a program has read it is why this is said at all.
    return tr("from a scan ({0} % certain)").format(min(99, int(confidence * 100)))
