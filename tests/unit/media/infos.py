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
    original_date="1996-05",
    composers=("Björk Guðmundsdóttir", "Sjón"),
    compilation=True,
    label="One Little Indian",
    license="https://creativecommons.org/licenses/by/4.0/",
    source_url="https://example.org/details/homogenic",
    album_id="b6b62f02-5a4a-4a2a-8a53-4b1f5c8f5d71",
    artist_ids=(
        "87c5dedd-371d-4a53-9f7f-80522fb7f3cb",
        "5441c29d-3602-4898-b1a1-b77fa23b8e50",
    ),
    album_artist_ids=("87c5dedd-371d-4a53-9f7f-80522fb7f3cb",),
    release_group_id="6d2d7f0e-2c61-3a5e-8a9c-3f5d1f0d2c11",
    release_track_id="f2f0a3b1-9a0b-3a39-9b0d-7d2f9c0d4e55",
    feed_url="https://example.org/feed.xml",
    episode_id="tag:example.org,1997:jóga",
    category="Arts",
    title_sort="Joga",
    artist_sort="Bjork",
    album_sort="Homogenic (Album)",
    album_artist_sort="Gudmundsdottir, Bjork",
    artist_url="https://bjork.example/",
    description="Über das Mondlicht.",
    keywords="moon,light",
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
    original_date="2019-12-31",
    composers=("Nobody",),
    label="A label",
    license="All rights reserved",
    source_url="https://example.net/elsewhere",
    album_id="00000000-0000-0000-0000-000000000001",
    artist_ids=("00000000-0000-0000-0000-000000000002",),
    album_artist_ids=("00000000-0000-0000-0000-000000000003",),
    release_group_id="00000000-0000-0000-0000-000000000004",
    release_track_id="00000000-0000-0000-0000-000000000005",
    feed_url="https://example.net/rss",
    episode_id="7",
    category="News",
    title_sort="Other, The",
    artist_sort="Body, Some",
    album_sort="Where, Else",
    album_artist_sort="Body, Any",
    artist_url="https://example.net/artist",
    description="About something else.",
    keywords="else",
)


def without_duration(info: TrackInfo) -> TrackInfo:
    return dataclasses.replace(info, duration=None)
