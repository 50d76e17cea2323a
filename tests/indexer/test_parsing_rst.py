"""reStructuredText: the file is the text, and its marks say what is what."""

from pathlib import Path

from indexer.cleaning import clean_restructured
from indexer.documents import BlockKind
from indexer.parsing.registry import parse_file

SOURCE = """\
.. _top:

==========
Pump guide
==========

:Author: Berg

Read :ref:`this part <start>` first. It has two
lines::

    pump --start

    pump --stop

Starting
========

.. note::

   Wait a *minute*.

.. code-block:: python
   :linenos:

   start()

   stop()

Then go on.

Deep
----
A table:

=====  =====
Name   Value
=====  =====
flow   3 l
=====  =====

.. [1] A footnote.

.. toctree::

   other

- one
- two

Stopping
========

.. a comment
   of two lines

>>> stop()
"""

GOLDEN = [
    (BlockKind.PARAGRAPH, 0, ".. _top:"),
    (BlockKind.HEADING, 1, "=========="),
    (BlockKind.LIST_ITEM, 0, ":Author: Berg"),
    (BlockKind.PARAGRAPH, 0, "Read :ref:`this part <start>` first. It has two"),
    (BlockKind.CODE, 0, "    pump --start"),
    (BlockKind.CODE, 0, "    pump --stop"),
    (BlockKind.HEADING, 2, "Starting"),
    (BlockKind.PARAGRAPH, 0, ".. note::"),
    (BlockKind.PARAGRAPH, 0, "   Wait a *minute*."),
    (BlockKind.CODE, 0, ".. code-block:: python"),
    (BlockKind.CODE, 0, "   start()"),
    (BlockKind.CODE, 0, "   stop()"),
    (BlockKind.PARAGRAPH, 0, "Then go on."),
    (BlockKind.HEADING, 3, "Deep"),
    (BlockKind.PARAGRAPH, 0, "A table:"),
    (BlockKind.TABLE, 0, "=====  ====="),
    (BlockKind.FOOTNOTE, 0, ".. [1] A footnote."),
    (BlockKind.FURNITURE, 0, ".. toctree::"),
    (BlockKind.FURNITURE, 0, "   other"),
    (BlockKind.LIST_ITEM, 0, "- one"),
    (BlockKind.HEADING, 2, "Stopping"),
    (BlockKind.FURNITURE, 0, ".. a comment"),
    (BlockKind.CODE, 0, ">>> stop()"),
]


def test_marks_say_what_is_what(tmp_path: Path) -> None:
    path = tmp_path / "guide.rst"
    path.write_text(SOURCE, encoding="utf-8")
    document = parse_file(path)
    page = document.pages[0]
    assert page.text == SOURCE
    assert document.title == "Pump guide"
    found = [
        (block.kind, block.level, page.text[block.span.start : block.span.end].split("\n")[0])
        for block in page.blocks
    ]
    assert found == GOLDEN


def test_what_is_embedded_has_no_marks() -> None:
    assert clean_restructured("Read :ref:`this part <start>`, ``a_b`` and *c*.") == (
        "Read this part, a_b and c."
    )
    assert clean_restructured("Starting\n========") == "Starting"
    assert clean_restructured(".. _top:") == ""
    assert clean_restructured("`Site <https://example.org>`_") == "Site"
