# SPDX-License-Identifier: GPL-3.0-or-later
"""Aligned plain tables, and JSON arrays, both written as they come."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from catalogsync_gui.control.wording import plain

Out = Callable[[str], None]

_MEASURED = 1000
"""Rows that are looked at for the widths; a million is not held in memory for that."""

_WIDEST = 60


def show_table(headers: Sequence[str], rows: Iterable[Sequence[str]], out: Out) -> None:
    """Writes rows in columns; the last column is not filled up.

    A header that ends with ``>`` has its column aligned to the right.
    """
    names = [header.rstrip(">") for header in headers]
    right = [header.endswith(">") for header in headers]
    source = (tuple(plain(cell) for cell in row) for row in rows)
    first = list(islice(source, _MEASURED))
    widths = [
        min(_WIDEST, max(_width(row[column]) for row in [names, *first]))
        for column in range(len(names))
    ]
    for row in chain([names], first, source):
        cells = [
            _filled(cell, width, to_right)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        out("  ".join(cells).rstrip())


def show_array(objects: Iterable[Mapping[str, Any]], out: Out) -> None:
    """Writes one JSON array, an object a line."""
    before = "["
    for entry in objects:
        out(before + json_text(entry))
        before = ","
    out("]" if before == "," else "[]")


def json_text(data: Mapping[str, Any]) -> str:
    """A JSON object on one line, in ASCII: every terminal and every pipe takes it."""
    return json.dumps(data, separators=(", ", ": "), allow_nan=False)


def _width(text: str) -> int:
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    # Unicode Standard Annex 11: wide and full-width characters take two columns.
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _filled(text: str, width: int, to_right: bool) -> str:
    space = " " * max(0, width - _width(text))
    return space + text if to_right else text + space


def batches(page: Callable[[int, int], Sequence[Any]], size: int = 2000) -> Iterator[Any]:
    """All rows of a paged list."""
    offset = 0
    while rows := page(offset, size):
        yield from rows
        if len(rows) < size:
            return
        offset += size
