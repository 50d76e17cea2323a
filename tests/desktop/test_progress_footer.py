from pytestqt.qtbot import QtBot

from desktop.indexing import IndexingProgress
from desktop.panels.progress_footer import ProgressFooter


def test_the_page_of_a_scan_that_takes_its_time_is_told(qtbot: QtBot) -> None:
    footer = ProgressFooter()
    qtbot.addWidget(footer)
    scan = IndexingProgress(
        running=True, files_done=1, files_total=3, current="/x/book.pdf", page=4, pages_in_file=300
    )
    footer.show_progress(scan)
    assert "page 4 of 300 of book.pdf" in footer.text
    one_page = IndexingProgress(running=True, files_total=3, current="/x/a.png", pages_in_file=1)
    footer.show_progress(one_page)
    assert "page" not in footer.text
