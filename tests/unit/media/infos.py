# SPDX-License-Identifier: GPL-3.0-or-later
"""Two tracks that differ in everything."""

import dataclasses

from catalogsync_gui.core.models import TrackInfo

FULL = TrackInfo(
    title="月のひかり / Jóga",
    artists=("Björk", "夜の音"),
    album="Homogenic",
    album_artist="Björk",
    track=2,
    track_total=10,
    disc=1,
    disc_total=2,
    date="1997-09-22",
    genres=("Electronic", "Art Pop"),
    recording_id="c8a03190-306c-4120-bb0b-6f2ebfc06ea9",
    isrc="GBAYE9700382",
)
OTHER = TrackInfo(
    title="Other",
    artists=("Somebody",),
    album="Elsewhere",
    album_artist="Anybody",
    track=7,
    track_total=8,
    disc=2,
    disc_total=3,
    date="2020",
    genres=("Rock",),
    recording_id="00000000-0000-0000-0000-000000000000",
    isrc="USRC17607839",
)


def without_duration(info: TrackInfo) -> TrackInfo:
    return dataclasses.replace(info, duration=None)
