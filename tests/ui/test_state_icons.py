# SPDX-License-Identifier: GPL-3.0-or-later
"""Each state has a shape of its own, on every ground and at every size."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from catalogsync_gui.core.models import Counts, ErrorInfo
from catalogsync_gui.core.pace import Pace
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.ui import state_icons
from catalogsync_gui.ui.state_icons import STEPS, Ink, Look, Sign

GROUNDS = {Ink.LIGHT: "#222226", Ink.DARK: "#f0f0f0", Ink.BADGE: "#888888"}


def shape(pixmap: QPixmap) -> set[tuple[int, int]]:
    """Where something is drawn, whatever its colour."""
    image = pixmap.toImage()
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 150
    }


def marks(pixmap: QPixmap) -> set[tuple[int, int]]:
    """Where the drawing is white: a badge is told apart by what stands on it."""
    image = pixmap.toImage()
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() > 200 and image.pixelColor(x, y).alpha() > 150
    }


@pytest.mark.parametrize("ink", list(Ink))
@pytest.mark.parametrize("size", [16, 22, 48])
def test_no_two_states_have_one_shape(qapp: QApplication, ink: Ink, size: int) -> None:
    look_at = marks if ink is Ink.BADGE else shape
    shapes = {
        sign: look_at(state_icons.icon(Look(sign, None, ink)).pixmap(size, size)) for sign in Sign
    }
    for first, second in combinations(Sign, 2):
        differ = shapes[first] ^ shapes[second]
        assert len(differ) > size * size / 40, f"{first} and {second} look alike"


@pytest.mark.parametrize("ink", [Ink.LIGHT, Ink.DARK])
def test_the_drawing_stands_out_from_its_ground(qapp: QApplication, ink: Ink) -> None:
    ground = QColor(GROUNDS[ink]).lightness()
    for sign in Sign:
        image = state_icons.icon(Look(sign, None, ink)).pixmap(48, 48).toImage()
        far = [
            abs(image.pixelColor(x, y).lightness() - ground)
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() > 240
        ]
        assert sorted(far)[len(far) // 2] > 80


def test_the_ring_fills(qapp: QApplication) -> None:
    filled = [
        len(shape(state_icons.icon(Look(Sign.SYNCING, steps, Ink.DARK)).pixmap(64, 64)))
        for steps in range(0, STEPS + 1, 4)
    ]
    assert filled == sorted(filled)
    assert filled[-1] > filled[0] + 400


def test_how_far_a_job_is() -> None:
    status = EngineStatus(state=Activity.RUNNING, job=1, counts=Counts(done=4, failed=1, skipped=1))
    assert state_icons.steps_of(status, 6) == STEPS // 2
    assert state_icons.steps_of(status, 0) == STEPS
    assert state_icons.steps_of(EngineStatus(), 6) is None
    assert state_icons.steps_of(EngineStatus(state=Activity.RUNNING, job=1), 0) is None


def test_the_sign_of_each_state() -> None:
    running = EngineStatus(state=Activity.RUNNING, job=1)
    assert state_icons.sign_of(EngineStatus()) is Sign.IDLE
    assert state_icons.sign_of(running) is Sign.SYNCING
    slow = Pace(HourState.LIMITED, 500)
    assert state_icons.sign_of(replace(running, pace=slow)) is Sign.LIMITED
    assert state_icons.sign_of(EngineStatus(state=Activity.PAUSED, pace=slow)) is Sign.PAUSED
    broken = EngineStatus(state=Activity.ERROR, problem=ErrorInfo("x", "y"))
    assert state_icons.sign_of(broken) is Sign.PROBLEM


def test_the_windows_own_picture_is_crisp_at_twice_the_size(qapp: QApplication) -> None:
    for ratio in (1.0, 2.0):
        picture = state_icons.picture(Look(Sign.IDLE), QPalette(), QSize(40, 40), ratio)
        assert picture.width() == 40 * ratio
        assert picture.deviceIndependentSize().toSize() == QSize(40, 40)
