# SPDX-License-Identifier: GPL-3.0-or-later
"""CHANGELOG.md as Debian's tools read it (deb-changelog(5))."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

_RELEASE = re.compile(r"## \[(?P<version>[^\]]+)\](?: - (?P<day>\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True)
class Release:
    """What one version brought."""

    version: str
    epoch: int
    """Seconds since 1970."""

    notes: tuple[str, ...]


def releases(changelog: Path, version: str, epoch: int) -> list[Release]:
    """The sections of a changelog, newest first.

    :param version: what "Unreleased" is called.
    :param epoch: and its time, in seconds since 1970.
    """
    found: list[Release] = []
    for part in re.split(r"^(?=## )", changelog.read_text("utf-8"), flags=re.MULTILINE):
        head = _RELEASE.match(part)
        if head is None:
            continue
        notes = tuple(
            " ".join(note.split())
            for note in re.findall(r"^- (.*(?:\n  .*)*)", part, flags=re.MULTILINE)
        )
        day = head["day"]
        when = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) if day else epoch
        name = version if head["version"] == "Unreleased" else head["version"]
        if notes:
            found.append(Release(name, when, notes))
    return found


def debian_version(version: str) -> str:
    """A version of Python (PEP 440) as one of Debian: before 1.0 comes 1.0~rc1."""
    return re.sub(r"\.?(a|b|rc|dev)(\d+)", r"~\1\2", version) + "-1"


def debian_changelog(name: str, maintainer: str, found: list[Release]) -> str:
    """The text of changelog.Debian."""
    entries = []
    for release in found:
        when = format_datetime(datetime.fromtimestamp(release.epoch, UTC))
        notes = [
            textwrap.fill(
                note.replace("`", "").replace("**", ""),
                78,
                initial_indent="  * ",
                subsequent_indent="    ",
                break_on_hyphens=False,
                break_long_words=False,
            )
            for note in release.notes
        ]
        head = f"{name} ({debian_version(release.version)}) unstable; urgency=medium"
        entries.append("\n\n".join([head, "\n".join(notes), f" -- {maintainer}  {when}\n"]))
    return "\n".join(entries)
