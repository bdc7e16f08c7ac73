# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can ask about the names of tracks. Like ``engine.commands``, on a desk's thread.

A plan reads the tags of every file, which may take minutes: it gets a desk of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.naming import AUDIO_SUFFIXES
from catalogsync_gui.core.namings import Namings
from catalogsync_gui.core.renaming import NamedTrack, RenamePlan
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.pipeline.rename_plan import described, path_of, plan_rename

EXAMPLE = TrackInfo(
    title="Straße nach Süden",
    artists=("Señor Ñandú",),
    album="Café Último",
    album_artist="Señor Ñandú",
    track=3,
    disc=1,
    date="2024-05-01",
    genres=("Folk",),
)
"""What a template is shown on where there are no tracks yet."""

_MOST = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """A track to show a template on, with what is known of it."""

    track: NamedTrack
    info: TrackInfo


@dataclass(frozen=True, slots=True)
class NamePreview:
    """What a track is called now (empty for an example) and by the template, without numbers."""

    source: str
    path: str
    target: str


_NO_TRACK = NamedTrack(0, "example.flac", 0, "", True, 0, "Example", EXAMPLE, "")


def namings(desk: Desk) -> Namings:
    """The templates in force."""
    return Namings.parse(desk.settings.naming, desk.store.source_edits.options())


def samples(desk: Desk, source: int | None = None, most: int = _MOST) -> list[Sample]:
    """A few tracks of the library to show templates on; an example where there are none.

    Files that cannot be read, and all while the library is offline, are known by what their
    catalogue says of them.

    :param source: of this source only.
    """
    return _described(desk, desk.store.names.sample(most, source))


def common_samples(desk: Desk, most: int = _MOST) -> list[Sample]:
    """As :func:`samples`, of sources that have no template of their own."""
    own = namings(desk).own
    found = desk.store.names.sample(most * 4, None)
    return _described(desk, [track for track in found if track.source not in own][:most])


def _described(desk: Desk, tracks: list[NamedTrack]) -> list[Sample]:
    tags = TagProcess()
    try:
        found = [
            Sample(track, _known(desk, tags, track))
            for track in tracks
            if PurePosixPath(track.path).suffix in AUDIO_SUFFIXES
        ]
    finally:
        tags.close()
    return found or [Sample(_NO_TRACK, EXAMPLE)]


def _known(desk: Desk, tags: TagProcess, track: NamedTrack) -> TrackInfo:
    try:
        return described(tags, current_library(desk), track, StopToken()) or track.info
    except CannotRun:
        return track.info


def preview(found: Iterable[Sample], templates: Namings) -> list[NamePreview]:
    """What these tracks would be called. Pure, and quick enough for every key that is pressed."""
    return [
        NamePreview(
            one.track.source_name,
            one.track.path if one.track.file else "",
            str(path_of(templates, one.track, one.info)),
        )
        for one in found
    ]


def plan(
    make_desk: Callable[[], Desk],
    stop: StopToken,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> RenamePlan:
    """What giving every track its name by the templates in force would do.

    :param make_desk: makes a desk for the calling thread.
    :param progress: takes how many tracks were looked at, and of how many.
    :raises CannotRun: no library is set, or it is offline.
    :raises Interrupted: ``stop`` was set.
    """
    desk = make_desk()
    try:
        library = current_library(desk)
        return plan_rename(desk.store, library, namings(desk), stop, progress)
    finally:
        desk.close()


def way_back(desk: Desk) -> RenamePlan:
    """What putting the names back would do that the last rename has changed.

    :raises CannotRun: there is no rename to be undone, or the library is offline.
    """
    current_library(desk).check_marker()
    return desk.store.renames.way_back()


def can_undo(desk: Desk) -> bool:
    """Whether there is a rename that could be undone."""
    try:
        desk.store.renames.way_back()
    except CannotRun:
        return False
    return True
