"""English itself needs a translator: the source texts carry the plural, here is the singular."""

from PySide6.QtCore import QCoreApplication, QTranslator

_SINGULAR = {
    "%n pages": "%n page",
    "%n files": "%n file",
    "%n files and folders": "%n file or folder",
    "%n folders": "%n folder",
    "%n files chosen": "%n file chosen",
    "%n sources": "%n source",
    "%n passages": "%n passage",
    "%n passages found": "%n passage found",
    "Show all %n passages": "Show the passage",
    "From your documents (%n passages)": "From your documents (%n passage)",
    "%n sentences did not pass the check and were left out": (
        "%n sentence did not pass the check and was left out"
    ),
    "%n questions": "%n question",
    "Show %n earlier questions": "Show %n earlier question",
    "%n documents had nothing": "%n document had nothing",
    "%n sections had nothing": "%n section had nothing",
    "%n files could not be indexed": "%n file could not be indexed",
}


class EnglishPlurals(QTranslator):
    """Gives the singular of the few texts that count something."""

    def translate(
        self,
        context: str,
        source_text: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """The text for this count; the source text where it is right as it is."""
        return _SINGULAR.get(source_text, source_text) if n == 1 else source_text

    def isEmpty(self) -> bool:  # noqa: N802
        """Never, or Qt would leave it out."""
        return False


def install_plurals(application: QCoreApplication) -> None:
    """Let the application count in English."""
    translator = EnglishPlurals(application)
    application.installTranslator(translator)
