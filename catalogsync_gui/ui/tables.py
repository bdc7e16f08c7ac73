# SPDX-License-Identifier: GPL-3.0-or-later
"""How the tables of the window look."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

Column = TypeVar("Column", bound=int)


def plain_table(table: QTableView, name: str, padding: int) -> None:
    """Gives a table whole rows to select, no grid, nothing to edit, and one height for all rows.

    A view that had to measure 200,000 rows would stand still.

    :param name: what a screen reader calls it.
    :param padding: pixels of a row beside the height of its text.
    """
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + padding)
    table.horizontalHeader().setHighlightSections(False)


def column_widths(table: QTableView, widths: Mapping[Column, int]) -> None:
    """Sets the widths of columns, in characters of the table's font."""
    character = table.fontMetrics().averageCharWidth()
    for column, width in widths.items():
        table.setColumnWidth(column, width * character)
