# SPDX-License-Identifier: GPL-3.0-or-later
"""A preview as ``add --dry-run`` prints it."""

from dataclasses import asdict
from typing import Any

from catalogsync_gui.cli.tables import Out, json_text, show_table
from catalogsync_gui.control.wording import count, plain
from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.veils import without_secrets
from catalogsync_gui.engine.previewing import Preview
from catalogsync_gui.sources.detecting import FeedList

_FIRST = 10
"""Tracks in the text; the JSON has all that the preview has."""


def show_preview(preview: Preview, out: Out) -> None:
    """Kind, name, playlists with their counts, the first tracks."""
    out(f"kind:      {plain(preview.label)}")
    out(f"name:      {plain(preview.name)}")
    out(f"from:      {plain(shown(preview.location))}")
    out(f"playlists: {_number(len(preview.playlists), preview.complete)}")
    out(f"tracks:    {_number(preview.entries, preview.complete)}")
    if preview.without_address:
        out(f"           {count(preview.without_address, 'track')} of these without an address")
    for warning in preview.warnings:
        out(f"warning:   {plain(warning)}")
    if preview.playlists:
        out("")
        show_table(
            ("TRACKS>", "PLAYLIST"),
            ((_number(row.entries, row.complete), row.title) for row in preview.playlists),
            out,
        )
    if preview.tracks:
        out("")
        show_table(
            ("LENGTH>", "ARTIST", "ALBUM", "TITLE"),
            (
                (_length(row.duration), row.artist or "-", row.album or "-", row.title or "-")
                for row in preview.tracks[:_FIRST]
            ),
            out,
        )


def show_feeds(found: FeedList, subscribed: frozenset[str], out: Out) -> None:
    """The feeds of a list."""
    there = sum(feed.address in subscribed for feed in found.feeds)
    out("kind:      list of feeds (OPML)")
    out(f"from:      {plain(shown(found.location))}")
    out(f"feeds:     {len(found.feeds)}, {there} of them subscribed already")
    out("")
    show_table(
        ("THERE", "FOLDER", "FEED", "FROM"),
        (
            (
                "yes" if feed.address in subscribed else "no",
                feed.folder or "-",
                feed.title,
                shown(feed.address),
            )
            for feed in found.feeds
        ),
        out,
    )


def preview_json(preview: Preview) -> str:
    """The preview as one JSON object, without what was gained by asking."""
    data: dict[str, Any] = {
        name: getattr(preview, name) for name in ("kind", "label", "name", "location")
    }
    data["location"] = without_secrets(preview.location)
    data["playlists"] = [asdict(row) for row in preview.playlists]
    data["tracks"] = [asdict(row) for row in preview.tracks]
    for name in ("entries", "complete", "without_address", "warnings"):
        data[name] = getattr(preview, name)
    return json_text(data)


def feeds_json(found: FeedList, subscribed: frozenset[str]) -> str:
    """The list of feeds as one JSON object."""
    feeds = [asdict(feed) | {"subscribed": feed.address in subscribed} for feed in found.feeds]
    return json_text({"kind": "opml", "location": without_secrets(found.location), "feeds": feeds})


def _number(number: int, complete: bool) -> str:
    return str(number) if complete else f"{number}+"


def _length(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
