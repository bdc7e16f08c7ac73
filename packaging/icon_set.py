# SPDX-License-Identifier: GPL-3.0-or-later
"""The application's icon in the sizes that desktops look for (freedesktop.org, Icon Theme)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from environment import ROOT

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256)
"""Pixels."""

SOURCE: Final = ROOT / "resources" / "icons" / "catalog-sync.svg"


def draw(pixels: int) -> QImage:
    """The icon as a square of so many pixels."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(os.fspath(SOURCE)).render(painter)
    painter.end()
    return image


def write(theme: Path) -> None:
    """Writes all of them below a folder `hicolor`."""
    for pixels in SIZES:
        folder = theme / f"{pixels}x{pixels}" / "apps"
        folder.mkdir(parents=True, exist_ok=True)
        if not draw(pixels).save(os.fspath(folder / "catalog-sync.png")):
            raise SystemExit(f"dev.py: the icon of {pixels} pixels could not be written")
    folder = theme / "scalable" / "apps"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCE, folder / "catalog-sync.svg")
