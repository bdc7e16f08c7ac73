# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels and numbers, in every palette and as everywhere else."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from catalogsync_gui.control.wording import size
from catalogsync_gui.ui import shades, theme
from catalogsync_gui.ui.formats import size_text
from catalogsync_gui.ui.labels import MutedLabel


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply_theme(qapp, "system")


def test_a_muted_label_follows_a_theme_that_changes_while_it_is_shown(
    themed: QApplication,
) -> None:
    window = QWidget()
    inner = QWidget(window)
    label = MutedLabel("second", inner)
    QVBoxLayout(inner).addWidget(label)
    QVBoxLayout(window).addWidget(inner)
    window.show()
    role = QPalette.ColorRole
    seen = set()
    for name in ("light", "dark", "light", "dark"):
        theme.apply_theme(themed, name)
        themed.processEvents()
        palette = themed.palette()
        assert label.palette().color(role.WindowText) == shades.muted(palette)
        assert label.palette().color(role.Window) == palette.color(role.Window)
        seen.add(label.palette().color(role.WindowText).name())
    assert len(seen) == 2
    window.hide()
    shiboken6.delete(window)


@pytest.mark.parametrize("count", [0, 1, 999, 320_000, 1_234_567, 99_960_000, 5 * 10**12])
def test_the_window_and_the_command_line_write_sizes_alike(count: int) -> None:
    assert size_text(count) == size(count)
