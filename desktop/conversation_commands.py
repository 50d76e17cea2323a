"""What a person can do with conversations from menus, keys, buttons and the list at the left."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from assistant.messages import ConversationOpened, TurnCompared
from desktop.actions import Command, tr
from desktop.answering_again import AnsweringAgain
from desktop.asking import Asking
from desktop.conversation_words import title_words
from desktop.conversations import Conversations
from desktop.engine_client import EngineClient
from desktop.export_choice import ExportChoice, ExportFormat
from desktop.exporting import Exporting
from desktop.file_names import safe_file_name
from desktop.indexing import Indexing
from desktop.notifications import Notification, NotificationAction, Notifier, Severity
from desktop.panels.announcing import announce
from desktop.panels.centre_panel import CentrePanel
from desktop.panels.side_panel import Side, SidePanel
from desktop.turn import Turn
from desktop.words import counted

CONVERSATION = "conversation"
"""Subject of what is said about conversations."""


class ConversationCommands(QObject):
    """Connects the list, the thread and the engine; asks with dialogs where asking is needed."""

    def __init__(
        self,
        client: EngineClient,
        asking: Asking,
        indexing: Indexing,
        side: SidePanel,
        centre: CentrePanel,
        notifier: Notifier,
        state: QSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.conversations = Conversations(client, asking, self)
        self.exporting = Exporting(client, self)
        self.again = AnsweringAgain(client, asking, indexing, self)
        self._asking = asking
        self._side = side
        self._centre = centre
        self._notifier = notifier
        self._state = state
        self._window = window
        client.state_changed.connect(side.conversations.show_engine_state)
        self._connect_list()
        self._connect_thread()
        self._show_current()
        self._restore_side()

    def menu(self) -> list[Command]:
        """Entries of the menu, with their keys."""
        name = tr("&Conversation")
        return [
            Command(name, tr("&New conversation"), ("Ctrl+N",), self.begin),
            Command(name, tr("&Conversations"), ("Ctrl+H",), self.show_list),
            Command(name, tr("&Rename"), (), self.rename_current),
            Command(name, tr("&Export…"), ("Ctrl+Shift+E",), self.export_current),
            Command(name, tr("&Delete…"), (), self.delete_current),
        ]

    def begin(self) -> None:
        """Leave the conversation at hand; the next question begins another."""
        self.conversations.begin()
        self._centre.ask_bar.focus_field()

    def show_list(self) -> None:
        """Show the conversations, or the documents again where they have the keyboard."""
        side, panel = self._side, self._side.conversations
        if side.isVisible() and side.shown is Side.CONVERSATIONS and panel.has_keyboard:
            side.show_side(Side.DOCUMENTS)
            side.focus_list()
        else:
            side.setVisible(True)
            side.show_side(Side.CONVERSATIONS)
            panel.focus_search()

    def rename_current(self) -> None:
        """Change the title of the conversation at hand, in the list."""
        if self.conversations.current is not None:
            self._side.setVisible(True)
            self._side.show_side(Side.CONVERSATIONS)
            self._side.conversations.rename(self.conversations.current)

    def export_current(self) -> None:
        """Export the conversation at hand."""
        if self.conversations.current is not None:
            self._choose_export(self.conversations.current, self.conversations.title)

    def delete_current(self) -> None:
        """Ask, then delete the conversation at hand."""
        if self.conversations.current is not None:
            self._confirm_deletion(self.conversations.current, self.conversations.title)

    def _connect_list(self) -> None:
        panel, conversations = self._side.conversations, self.conversations
        panel.watched_changed.connect(conversations.watch)
        panel.search_changed.connect(conversations.search)
        panel.new_requested.connect(self.begin)
        panel.refresh_requested.connect(conversations.refresh)
        panel.rename_requested.connect(conversations.rename)
        panel.view.open_requested.connect(self._open)
        panel.view.export_requested.connect(
            lambda entry: self._choose_export(entry.id, entry.title)
        )
        panel.view.delete_requested.connect(
            lambda entry: self._confirm_deletion(entry.id, entry.title)
        )
        conversations.listed.connect(panel.show_list)
        conversations.listing_failed.connect(panel.show_failure)

    def _connect_thread(self) -> None:
        conversations, thread = self.conversations, self._centre.thread_panel
        header = self._centre.thread_header
        header.new_requested.connect(self.begin)
        header.export_requested.connect(self.export_current)
        thread.comparison_wanted.connect(self._compare)
        thread.answer_wanted.connect(self._answer_again)
        conversations.opened.connect(self._show_opened)
        conversations.began.connect(lambda: self._centre.show_conversation([]))
        conversations.current_changed.connect(self._show_current)
        conversations.current_changed.connect(self.again.give_up)
        self.again.reading_changed.connect(thread.show_reading)
        conversations.comparing_changed.connect(thread.show_comparing)
        conversations.compared.connect(self._show_comparison)
        self.exporting.exported.connect(self._say_exported)
        self.exporting.failed.connect(self._say_failure)
        conversations.failed.connect(self._say_failure)

    def _restore_side(self) -> None:
        """Show at the left what was shown there last."""
        side, state = self._side, self._state
        if state.value("window/side") == Side.CONVERSATIONS.name:
            side.show_side(Side.CONVERSATIONS)
        side.tabs.currentChanged.connect(lambda: state.setValue("window/side", side.shown.name))

    def _open(self, conversation: int) -> None:
        """Show a conversation; the one at hand is only shown again."""
        if conversation == self.conversations.current and self._asking.is_busy:
            self._centre.show_thread()
        else:
            self.conversations.open(conversation)

    def _show_opened(self, opened: ConversationOpened) -> None:
        self._centre.show_conversation([Turn.from_kept(kept) for kept in opened.turns])
        said = self.tr("Opened “{0}”, {1}.").format(
            title_words(opened.title), counted("%n questions", len(opened.turns))
        )
        announce(self._centre.thread_panel, said)
        if not self._side.isAncestorOf(QApplication.focusWidget() or self._window):
            self._centre.ask_bar.focus_field()

    def _show_current(self) -> None:
        current, title = self.conversations.current, self.conversations.title
        shown = title_words(title) if current is not None else ""
        self._side.conversations.show_open(current)
        self._centre.thread_header.show_title(shown)
        self._window.setWindowTitle(f"{shown} – Footnote" if shown else "Footnote")

    def _answer_again(self, turn: Turn) -> None:
        if turn.kept is not None:
            self.again.answer(turn.kept)

    def _compare(self, turn: Turn) -> None:
        if turn.kept is not None:
            self.conversations.compare(turn.kept.id)

    def _show_comparison(self, compared: TurnCompared) -> None:
        from desktop.comparison_dialog import ComparisonDialog

        turn = self._centre.thread_panel.kept_turn(compared.turn)
        if turn is None:
            return
        dialog = ComparisonDialog(turn.question, compared.changes, self._window)
        dialog.answer_wanted.connect(lambda: self._answer_again(turn))
        dialog.open()

    def _confirm_deletion(self, conversation: int, title: str) -> None:
        """Ask, then delete."""
        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Delete this conversation?"))
        words = self.tr("Its questions and answers are deleted for good. Your documents stay.")
        box.setInformativeText(f"“{title_words(title)}”\n\n{words}")
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self.conversations.delete(conversation))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _choose_export(self, conversation: int, title: str) -> None:
        """Ask for the format, then for the place, then write."""
        from desktop.export_dialog import ExportDialog

        dialog = ExportDialog(title_words(title), self._last_choice(), self._window)
        dialog.accepted.connect(
            lambda: self._choose_target(conversation, title_words(title), dialog.choice)
        )
        dialog.open()

    def _last_choice(self) -> ExportChoice:
        last = str(self._state.value("export/format") or "")
        known = last in [each.value for each in ExportFormat]
        mask = self._state.value("export/mask") == "yes"
        return ExportChoice(ExportFormat(last) if known else ExportFormat.WORD, mask)

    def _choose_target(self, conversation: int, title: str, choice: ExportChoice) -> None:
        self._state.setValue("export/format", choice.format.value)
        self._state.setValue("export/mask", "yes" if choice.mask else "no")
        dialog = save_dialog(title, choice.format, self._window)
        folder = str(self._state.value("export/folder") or "")
        if folder and Path(folder).is_dir():
            dialog.setDirectory(folder)
        dialog.fileSelected.connect(lambda target: self._export(conversation, target, choice))
        dialog.open()

    def _export(self, conversation: int, target: str, choice: ExportChoice) -> None:
        self._state.setValue("export/folder", str(Path(target).parent))
        self._notifier.withdraw(CONVERSATION)
        self.exporting.export(conversation, target, mask=choice.mask)

    def _say_exported(self, exported: str) -> None:
        from desktop.viewer.file_manager import show_in_folder

        target = Path(exported)
        text = self.tr("The conversation was written to “{0}”.").format(target.name)
        show = NotificationAction(self.tr("Show in folder"), lambda: show_in_folder(target, self))
        self._notifier.notify(Notification(CONVERSATION, text, action=show))

    def _say_failure(self, message: str) -> None:
        self._notifier.notify(Notification(CONVERSATION, message, Severity.ERROR))


def save_dialog(title: str, kind: ExportFormat, parent: QWidget) -> QFileDialog:
    """The system's dialog for a file's name, which begins with the conversation's title."""
    names = {
        ExportFormat.WORD: tr("Word document (*.docx)"),
        ExportFormat.PDF: tr("PDF (*.pdf)"),
        ExportFormat.HTML: tr("Web page (*.html)"),
        ExportFormat.MARKDOWN: tr("Markdown text (*.md)"),
    }
    dialog = QFileDialog(parent, tr("Export conversation"), str(Path.home()), names[kind])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind.value)
    dialog.selectFile(f"{safe_file_name(title, 'conversation')}.{kind.value}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
