# SPDX-License-Identifier: GPL-3.0-or-later
"""The covers of the demo catalogue: flat shapes, painted pixel by pixel.

A shape is a function that tells how far a point lies outside it (in units of the picture's
side); half a pixel around zero is where edges are smoothed.
"""

import math
from collections.abc import Callable
from typing import Final

SIDE: Final = 320
"""Width and height of a cover in pixels."""

Colour = tuple[int, int, int]
Shape = Callable[[float, float], float]


def _circle(x: float, y: float, radius: float) -> Shape:
    return lambda px, py: math.hypot(px - x, py - y) - radius


def _ring(x: float, y: float, radius: float, width: float) -> Shape:
    return lambda px, py: abs(math.hypot(px - x, py - y) - radius) - width


def _wave(y: float, height: float, waves: float, shift: float) -> Shape:
    """Everything below a sine."""
    return lambda px, py: y + height * math.sin(2 * math.pi * (px * waves + shift)) - py


def _polygon(*corners: tuple[float, float]) -> Shape:
    """A convex polygon, its corners clockwise as seen on the screen."""

    def distance(px: float, py: float) -> float:
        far = -9.0
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
            length = math.hypot(bx - ax, by - ay)
            far = max(far, ((py - ay) * (ax - bx) + (px - ax) * (by - ay)) / length)
        return far

    return distance


def _without(shape: Shape, hole: Shape) -> Shape:
    return lambda px, py: max(shape(px, py), -hole(px, py))


_LAYERS: Final[dict[str, tuple[Colour, Colour, tuple[tuple[Shape, Colour], ...]]]] = {
    "paper-boats": (
        (255, 236, 201), (250, 200, 152),
        (
            (_circle(0.74, 0.26, 0.12), (240, 113, 80)),
            (_wave(0.66, 0.02, 2, 0.1), (120, 180, 200)),
            (_polygon((0.22, 0.56), (0.78, 0.56), (0.68, 0.72), (0.32, 0.72)), (255, 255, 255)),
            (_polygon((0.5, 0.26), (0.66, 0.55), (0.36, 0.55)), (244, 240, 232)),
            (_polygon((0.5, 0.26), (0.66, 0.55), (0.5, 0.55)), (222, 214, 202)),
            (_wave(0.72, 0.02, 2, 0.45), (66, 134, 166)),
            (_wave(0.84, 0.02, 3, 0.2), (38, 94, 128)),
        ),
    ),
    "cafe-ultimo": (
        (46, 94, 78), (28, 62, 56),
        (
            (_circle(0.48, 0.60, 0.36), (232, 220, 196)),
            (_circle(0.48, 0.60, 0.31), (214, 198, 168)),
            (_ring(0.72, 0.56, 0.11, 0.03), (244, 240, 230)),
            (_circle(0.48, 0.58, 0.25), (250, 247, 240)),
            (_circle(0.48, 0.58, 0.20), (92, 54, 34)),
            (_without(_circle(0.48, 0.58, 0.12), _circle(0.53, 0.54, 0.11)), (214, 170, 120)),
            (_circle(0.82, 0.18, 0.06), (240, 190, 70)),
        ),
    ),
    "quiet-sea": (
        (18, 24, 58), (52, 62, 120),
        (
            (_circle(0.5, 0.36, 0.17), (250, 240, 205)),
            (_circle(0.18, 0.16, 0.007), (230, 234, 250)),
            (_circle(0.30, 0.42, 0.005), (230, 234, 250)),
            (_circle(0.78, 0.14, 0.008), (230, 234, 250)),
            (_circle(0.88, 0.44, 0.005), (230, 234, 250)),
            (_wave(0.64, 0.012, 1.5, 0.0), (34, 50, 104)),
            (_polygon((0.40, 0.70), (0.60, 0.70), (0.60, 0.715), (0.40, 0.715)), (236, 226, 190)),
            (_polygon((0.36, 0.78), (0.64, 0.78), (0.64, 0.80), (0.36, 0.80)), (200, 190, 170)),
            (_polygon((0.30, 0.88), (0.70, 0.88), (0.70, 0.91), (0.30, 0.91)), (140, 138, 160)),
        ),
    ),
    "low-tide": (
        (224, 74, 88), (168, 38, 84),
        (
            (_circle(0.34, 0.40, 0.21), (252, 214, 92)),
            (_ring(0.34, 0.40, 0.30, 0.012), (252, 214, 92)),
            (_ring(0.34, 0.40, 0.40, 0.010), (244, 150, 110)),
            (_circle(0.66, 0.40, 0.055), (60, 22, 60)),
            (_circle(0.06, 0.12, 0.03), (255, 240, 220)),
            (_wave(0.78, 0.03, 1.0, 0.3), (92, 28, 84)),
            (_wave(0.88, 0.02, 1.5, 0.7), (60, 22, 60)),
        ),
    ),
}  # fmt: skip

NAMES: Final = tuple(_LAYERS)


def paint(name: str) -> bytes:
    """Paint one of `NAMES` as a binary PPM picture."""
    above, below, layers = _LAYERS[name]
    pixels = bytearray()
    for row in range(SIDE):
        y = (row + 0.5) / SIDE
        base = _mix(above, below, y)
        for column in range(SIDE):
            x = (column + 0.5) / SIDE
            colour = base
            for shape, paint_colour in layers:
                cover = 0.5 - shape(x, y) * SIDE
                if cover > 0:
                    colour = _mix(colour, paint_colour, min(1.0, cover))
            pixels += bytes(round(part) for part in colour)
    return b"P6 %d %d 255\n" % (SIDE, SIDE) + pixels


def _mix(one: tuple[float, ...], other: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))
