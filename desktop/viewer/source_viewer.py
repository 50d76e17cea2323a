"""The panel beside the answer: the document a citation names, open at the cited words."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assistant.answers import Citation
from assistant.messages import DocumentText
from desktop.file_names import shown_name
from desktop.viewer.file_manager import open_in_its_program, show_in_folder
from desktop.viewer.file_version import holds_revision
from desktop.viewer.labels import MessagePanel, Strip
from desktop.viewer.passages import PassagePlace, PdfProblem
from desktop.viewer.pdf_view import PdfView
from desktop.viewer.picture_file import is_picture
from desktop.viewer.text_view import TextView
from desktop.viewer.viewer_bar import ViewerFooter, ViewerHeader


class SourceViewer(QWidget):
    """Shows citations one at a time; asks for the text of what it cannot read itself."""

    document_wanted = Signal(str, str)
    """Path and revision of a document whose text should be given to `show_document_text`."""
    next_citation_wanted = Signal()
    previous_citation_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._citation: Citation | None = None
        self._shown_text: DocumentText | None = None
        self._shown_revision = ""
        self._build()
        self._connect()
        self.clear()

    @property
    def citation(self) -> Citation | None:
        """What is shown now."""
        return self._citation

    def show_citation(self, citation: Citation) -> None:
        """Open the document at the cited words."""
        self._citation = citation
        path = Path(citation.path)
        self._header.show_file(path, citation.label)
        self._strip.say("")
        self._footer.setEnabled(True)
        if not path.is_file():
            self._say_missing()
        elif _is_pdf(citation) or is_picture(path):
            self._show_pages(citation, path)
        elif self._shown_text is not None and self._shown_revision == citation.revision:
            self._show_text(citation, self._shown_text)
        else:
            self._say(self.tr("Opening the document"), shown_name(str(path)))
            self.document_wanted.emit(citation.path, citation.revision)

    def show_document_text(self, document: DocumentText) -> None:
        """Show the text that `document_wanted` asked for; ignored when no longer wanted."""
        citation = self._citation
        if citation is None or citation.path != document.path or _is_pdf(citation):
            return
        self._shown_text, self._shown_revision = document, citation.revision
        self.text_view.show_document(document)
        self._show_text(citation, document)

    def show_failure(self, message: str) -> None:
        """Say why the text that `document_wanted` asked for cannot be shown."""
        self._say(self.tr("The document cannot be shown"), message)

    def clear(self) -> None:
        """Show no document."""
        self._citation, self._shown_text = None, None
        self.pdf_view.close_file()
        self._header.show_file(None, "")
        self._header.show_pages(0)
        self._footer.setEnabled(False)
        self._strip.say("")
        self._say(
            self.tr("No document open"),
            self.tr("Click a citation to see the page it stands on."),
        )

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Source"))
        self._header, self._footer = ViewerHeader(self), ViewerFooter(self)
        self._strip = Strip(self)
        self.pdf_view, self.text_view = PdfView(self), TextView(self)
        self._message = MessagePanel(self)
        self._stack = QStackedWidget(self)
        for view in (self._message, self.pdf_view, self.text_view):
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._header, self._strip, self._stack, self._footer):
            layout.addWidget(widget)
        layout.setStretchFactor(self._stack, 1)

    def _connect(self) -> None:
        header, pdf = self._header, self.pdf_view
        header.next_citation_wanted.connect(self.next_citation_wanted)
        header.previous_citation_wanted.connect(self.previous_citation_wanted)
        header.page_wanted.connect(pdf.go_to_page)
        header.zoom_in_wanted.connect(pdf.zoom_in)
        header.zoom_out_wanted.connect(pdf.zoom_out)
        header.fit_width_wanted.connect(pdf.fit_width)
        pdf.page_changed.connect(header.show_page)
        self._footer.open_wanted.connect(self._open_in_its_program)
        self._footer.show_wanted.connect(self._show_in_folder)

    def _show_pages(self, citation: Citation, path: Path) -> None:
        problem = self.pdf_view.open(path)
        if problem is not None:
            self._say_problem(problem)
            return
        self._header.show_pages(self.pdf_view.page_count)
        self._stack.setCurrentWidget(self.pdf_view)
        place = self._show_passage(citation, path)
        self._header.show_page(self.pdf_view.current_page)
        self._strip.say(self._strip_words(place, changed=False))

    def _show_passage(self, citation: Citation, path: Path) -> PassagePlace:
        """Paint the cited words; boxes of another version of the file would lie beside them."""
        page = citation.page or 1
        is_read_off = citation.boxes or is_picture(path)
        if is_read_off and not holds_revision(path, citation.revision):
            self.pdf_view.show_passage(page, 0, "")
            return PassagePlace.GONE
        return self.pdf_view.show_passage(page, citation.start, citation.quote, citation.boxes)

    def _show_text(self, citation: Citation, document: DocumentText) -> None:
        self._header.show_pages(0)
        self._stack.setCurrentWidget(self.text_view)
        place = self.text_view.show_passage(citation.page, citation.start, citation.quote)
        self._strip.say(self._strip_words(place, changed=document.changed))

    def _strip_words(self, place: PassagePlace, *, changed: bool) -> str:
        if place is PassagePlace.GONE:
            return self.tr(
                "The file has changed since it was indexed; the passage is no longer where it was."
            )
        if place is PassagePlace.MOVED:
            return self.tr(
                "The file has changed since it was indexed; the passage has moved to here."
            )
        if changed:
            return self.tr("The file has changed since it was indexed; this passage has not.")
        return ""

    def _say_missing(self) -> None:
        self._footer.setEnabled(False)
        self._say(
            self.tr("The file is no longer there"),
            self.tr(
                "{0} was moved, renamed or deleted, or its drive is not connected. "
                "These are the words that were cited from it."
            ).format(self._path_words()),
        )

    def _say_problem(self, problem: PdfProblem) -> None:
        name = self._path_words()
        if problem is PdfProblem.MISSING:
            self._say(
                self.tr("The file cannot be read"),
                self.tr("{0} is there, but may not be read. Check its permissions.").format(name),
            )
        elif problem is PdfProblem.PROTECTED:
            self._say(
                self.tr("The file is protected by a password"),
                self.tr("{0} can be opened in its own program, which asks for it.").format(name),
            )
        else:
            self._say(
                self.tr("The file is damaged"),
                self.tr("{0} cannot be shown. Its own program may repair it.").format(name),
            )

    def _say(self, title: str, text: str) -> None:
        """Put a message in the document's place; the cited words stay readable."""
        self._header.show_pages(0)
        self._message.say(title, text, self._citation.quote if self._citation else "")
        self._stack.setCurrentWidget(self._message)

    def _path_words(self) -> str:
        return self._citation.path if self._citation else ""

    def _open_in_its_program(self) -> None:
        if self._citation and not open_in_its_program(Path(self._citation.path)):
            self._strip.say(self.tr("The system knows no program for this file."))

    def _show_in_folder(self) -> None:
        if self._citation:
            show_in_folder(Path(self._citation.path), self)


def _is_pdf(citation: Citation) -> bool:
    """By the format it was indexed as, which the revision ends with, or by its name."""
    return citation.revision.endswith("-pdf") or Path(citation.path).suffix.lower() == ".pdf"
