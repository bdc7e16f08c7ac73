# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists for people and for scripts."""

import json
from typing import Any

from catalogsync_gui.cli.tables import batches, json_text, show_array, show_table


def test_columns_are_aligned_also_with_wide_and_combining_characters() -> None:
    lines: list[str] = []
    show_table(
        ("ID>", "TITLE", "FILE"),
        [("1", "静かな海", "a"), ("22", "cafe\u0301", "b"), ("333", "x", "")],
        lines.append,
    )
    assert lines == [
        " ID  TITLE     FILE",
        "  1  静かな海  a",
        " 22  cafe\u0301      b",
        "333  x",
    ]


def test_hostile_titles_cannot_command_the_terminal() -> None:
    lines: list[str] = []
    show_table(("TITLE",), [("\x1b]0;owned\x07\x1b[2J\nnext\u202eback",)], lines.append)
    assert lines[1] == "\ufffd]0;owned\ufffd\ufffd[2J next\ufffdback"


def test_one_long_cell_does_not_push_everything_away() -> None:
    lines: list[str] = []
    show_table(("A", "B"), [("x" * 200, "b"), ("y", "c")], lines.append)
    assert lines[2] == "y" + " " * 61 + "c"


def test_rows_beyond_those_that_were_measured_are_written_too() -> None:
    lines: list[str] = []
    show_table(("N>",), ((str(number),) for number in range(2500)), lines.append)
    assert len(lines) == 2501
    assert lines[-1] == "2499"


def test_an_array_is_one_json_document_whatever_its_length() -> None:
    cases: list[list[dict[str, Any]]] = [[], [{"a": 1}], [{"a": "ü\x1b\udc80"}, {"b": None}]]
    for rows in cases:
        lines: list[str] = []
        show_array(rows, lines.append)
        assert json.loads("\n".join(lines)) == rows


def test_json_is_ascii_and_one_line() -> None:
    text = json_text({"title": "朝の雨\n\u2028"})
    assert text.isascii()
    assert len(text.splitlines()) == 1


def test_batches_asks_until_a_page_is_short() -> None:
    asked: list[tuple[int, int]] = []

    def page(offset: int, limit: int) -> list[int]:
        asked.append((offset, limit))
        return list(range(offset, min(offset + limit, 5)))

    assert list(batches(page, 2)) == [0, 1, 2, 3, 4]
    assert asked == [(0, 2), (2, 2), (4, 2)]
