# SPDX-License-Identifier: GPL-3.0-or-later
"""When a catalogue has become so much smaller that a person has to say that it is right. Pure.

A server that is half set up, a list cut off in the middle, a login that sees another library: all
of them look like a catalogue that has lost most of what it had.
"""

from collections.abc import Sequence

LEAST_ENTRIES = 20
"""A playlist with fewer entries than this may lose any number of them."""

LEAST_PLAYLISTS = 4
"""A source with fewer playlists than this may lose any number of them."""

_NAMED = 3


def entries_shrank(before: int, after: int) -> bool:
    """Whether so many entries are too few, after so many before."""
    return before >= LEAST_ENTRIES and after * 2 < before


def playlists_shrank(before: int, after: int) -> bool:
    """Whether so many playlists are too few, after so many before."""
    return before >= LEAST_PLAYLISTS and after * 2 < before


def warning(source: int, losses: Sequence[str]) -> str:
    """What happened, and what to do, for a person.

    :param losses: what shrank, as ``"Evening" has 3 tracks instead of 120``.
    """
    named = "; ".join(losses[:_NAMED])
    if len(losses) > _NAMED:
        named += f"; and {len(losses) - _NAMED} more"
    return (
        f"the catalogue has shrunk, so the old one is kept: {named}. If that is right, accept it "
        f'with "catalogsync-gui sync {source} --accept-shrunk" or in the window by '
        '"Accept the smaller catalogue"; otherwise look at the server'
    )


def emptied_warning(source: int, tracks: int) -> str:
    """As :func:`warning`, of a catalogue that lists nothing at all any more.

    :param tracks: so many of it are in the library and would go to the trash.
    """
    kept = (
        "1 track of it stays where it is"
        if tracks == 1
        else f"{tracks:,} tracks of it stay where they are"
    )
    return (
        f"the catalogue lists no track any more, so {kept} instead of going to the "
        f'trash. If that is right, accept it with "catalogsync-gui sync {source} '
        '--accept-shrunk" or in the window by "Accept the smaller catalogue"; otherwise look at '
        "the server"
    )
