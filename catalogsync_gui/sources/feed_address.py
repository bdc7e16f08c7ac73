# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which the address of a feed is written. Pure."""

from catalogsync_gui.core.addresses import split, without_userinfo
from catalogsync_gui.playlists.doc import LocationKind
from catalogsync_gui.playlists.webaddress import LONGEST_ADDRESS, web_location
from catalogsync_gui.sources.base import unfolded

SCHEMES = {"feed": "http", "itpc": "http", "pcast": "http"}
"""What links to feeds begin with, and what that stands for. http, as these schemes are older than
the habit of https; where the server knows better, it redirects for good."""


def web_address(text: str) -> str:
    """A feed's address as http(s), encoded, without user and password; empty for anything else."""
    address = unfolded(text.strip(), SCHEMES)
    if len(address) > LONGEST_ADDRESS or split(address) is None:
        return ""
    location = web_location(address)
    return without_userinfo(location.address) if location.kind is LocationKind.URL else ""
