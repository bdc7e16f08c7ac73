# SPDX-License-Identifier: GPL-3.0-or-later
"""Every icon is drawn by Qt's own renderer, and those of actions can be given any colour."""

import configparser
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).parents[2] / "resources"
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
COLOURED = {"catalog-sync"}


def drawn(path: Path, side: int) -> QImage:
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def covered(image: QImage) -> float:
    """Return the share of the pixels that are at least half opaque."""
    side = image.width()
    pixels = [image.pixelColor(x, y).alpha() for x in range(side) for y in range(side)]
    return sum(alpha > 127 for alpha in pixels) / len(pixels)


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("side", [16, 22, 64])
def test_an_icon_shows_something_at_every_size(path: Path, side: int) -> None:
    share = covered(drawn(path, side))
    assert 0.05 < share < 0.95


@pytest.mark.parametrize(
    "path", [path for path in ICONS if path.stem not in COLOURED], ids=lambda path: path.stem
)
def test_an_action_is_black_lines_only(path: Path) -> None:
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', path.read_text("utf-8")))
    assert colours <= {"#000", "none"}
    assert "#000" in colours


def test_the_icons_of_the_application_and_the_tray_are_there() -> None:
    assert {path.stem for path in ICONS} >= COLOURED


def test_states_of_the_tray_differ_in_shape_and_not_in_colour_alone() -> None:
    shapes = []
    for name in sorted(COLOURED - {"catalog-sync"}):
        image = drawn(RESOURCES / "icons" / f"{name}.svg", 22)
        light = [image.pixelColor(x, y).lightness() > 190 for x in range(22) for y in range(22)]
        shapes.append(light)
    for index, shape in enumerate(shapes):
        for other in shapes[index + 1 :]:
            assert sum(a != b for a, b in zip(shape, other, strict=True)) > 40


def test_the_desktop_entry_names_the_command_and_the_icon() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(RESOURCES / "catalog-sync.desktop", "utf-8")
    held = entry["Desktop Entry"]
    assert held["Exec"].split()[0] == "catalogsync-gui"
    assert (RESOURCES / "icons" / f"{held['Icon']}.svg").is_file()
    assert held["Categories"] == "AudioVideo;Audio;Qt;"
