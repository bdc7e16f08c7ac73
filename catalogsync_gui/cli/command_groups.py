# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of commands in ``--help``, in groups: forty in a row are searched in vain."""

import argparse

GROUPS = {
    "what to follow": ("library", "add", "edit", "remove", "kinds", "sources"),
    "syncing": ("sync", "status", "pause", "resume", "limit", "queue", "quit"),
    "what is there, and what is not": (
        "playlists",
        "items",
        "why",
        "jobs",
        "errors",
        "retry",
        "matches",
        "match",
        "credits",
    ),
    "playlist files and servers": ("export", "exports", "versions", "servers"),
    "files of the library": ("naming", "rename-library", "adopt", "trash", "verify"),
    "the program": ("config", "autostart", "doctor", "backups", "restore", "demo"),
}
"""The headings, and the commands below each, in the order shown."""

_OTHERS = "more"


class GroupedHelp(argparse.RawDescriptionHelpFormatter):
    """Puts a heading before each group; a command that is in none comes at the end."""

    def _format_action(self, action: argparse.Action) -> str:
        if not isinstance(action, argparse._SubParsersAction):
            return super()._format_action(action)
        choices = {choice.dest: choice for choice in action._get_subactions()}
        parts = []
        for heading, names in GROUPS.items():
            shown = [choices.pop(name) for name in names if name in choices]
            parts.append(self._group(heading, shown))
        if choices:
            parts.append(self._group(_OTHERS, list(choices.values())))
        return "\n".join(parts)

    def _group(self, heading: str, choices: list[argparse.Action]) -> str:
        self._indent()
        lines = "".join(self._format_action(choice) for choice in choices)
        self._dedent()
        return f"{' ' * self._current_indent}{heading}:\n{lines}"
