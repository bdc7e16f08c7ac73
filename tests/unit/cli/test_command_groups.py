# SPDX-License-Identifier: GPL-3.0-or-later
"""``--help`` lists every command once, below a heading."""

import argparse

from catalogsync_gui.cli.command_groups import GROUPS
from catalogsync_gui.cli.parser import build_parser


def test_every_command_is_in_one_group() -> None:
    commands = [
        name
        for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    ]
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(commands)


def test_the_groups_stand_in_the_help() -> None:
    text = build_parser().format_help()
    places = [text.index(f"\n  {heading}:\n") for heading in GROUPS]
    assert places == sorted(places)
    assert "\n  more:\n" not in text
    assert text.count("\n    sync  ") == 1
