# SPDX-License-Identifier: GPL-3.0-or-later
"""What whoever browses the catalogues asks for: files that are there, pictures, notes.

Like ``engine.commands``, on a desk's thread; :func:`cover_of` on a thread of its own.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.browsing import TrackFacts
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, TagError
from catalogsync_gui.core.reasons import Circumstances
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.why import ExplainedItem, explainer
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.picture import Thumbnail
from catalogsync_gui.media.sniff import Refused, sniff_file
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.media.volume import Library, disk

_PATIENCE = 10.0
_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class ExplainedTrack:
    """A track from near, and why it is not there (None for one that is).

    :ivar root: of the library, absolute; empty while none is set.
    """

    facts: TrackFacts
    explained: ExplainedItem
    root: str


def track(desk: Desk, item: int, around: Circumstances) -> ExplainedTrack:
    """Everything about one item. Reads the database only.

    :raises UnknownThing: there is no such item (any more).
    """
    facts = desk.store.browsing.facts(item)
    return ExplainedTrack(facts, explainer(desk, around)(facts.item), desk.settings.library)


def file_in_library(desk: Desk, path: str) -> Path:
    """A file of the library that is there, as an absolute path.

    :param path: relative to the library.
    :raises CannotRun: the library is offline, or the file is not there (any more).
    """
    library = current_library(desk)

    def look() -> Path:
        with disk(f"cannot look at {path}"):
            file = library.absolute(path)
            if not file.is_file():
                raise CannotRun(
                    f"{path} is not in the library any more. If you removed it, that is noted "
                    "with the next sync; if not, look into the trash",
                    kind="file_gone",
                )
            return file

    return ask_within(_PATIENCE, f"the library {library.root}", look, StopToken())


def kept_edited(desk: Desk, path: str) -> tuple[str, ...]:
    """Playlist files that others had changed and that were put aside, newest first.

    :param path: of the playlist's file, relative to the library.
    :returns: their paths, relative to the library; none where it is offline.
    """
    name = PurePosixPath(path)
    try:
        library = current_library(desk)
        names = ask_within(
            _PATIENCE,
            f"the library {library.root}",
            lambda: [file.name for file in library.absolute(str(name.parent)).iterdir()],
            StopToken(),
        )
    except (CannotRun, OSError):
        return ()
    kept = sorted((one for one in names if one.startswith(f"{name.name}.edited-")), reverse=True)
    return tuple(str(name.parent / one) for one in kept[:_MOST_KEPT])


def cover_of(desk: Desk, facts: TrackFacts, side: int, stop: StopToken) -> Thumbnail | None:
    """The cover of a track: the picture beside it, else the one in its file; None for none.

    Decoded by the tag process, under its limits. Takes a second or more: not for the one desk that
    everybody waits for.

    :param side: the most pixels of a side.
    :raises Interrupted: ``stop`` was set.
    """
    try:
        library = current_library(desk)
    except CannotRun:
        return None
    tags = TagProcess()
    try:
        for path, picture in ((facts.cover, True), (facts.item.path, False)):
            if path:
                made = _decoded(tags, library, path, picture, side, stop)
                if made is not None:
                    return made
    finally:
        tags.close()
    return None


def _decoded(
    tags: TagProcess, library: Library, path: str, picture: bool, side: int, stop: StopToken
) -> Thumbnail | None:
    def look() -> Path | None:
        file = library.absolute(path)
        return file if file.is_file() else None

    try:
        where = f"the library {library.root}"
        file = ask_within(_PATIENCE, where, look, stop)
        if file is None or picture:
            return None if file is None else tags.cover(file, None, side, stop)
        found = ask_within(_PATIENCE, where, lambda: sniff_file(file, hint=file.suffix), stop)
        return None if isinstance(found, Refused) else tags.cover(file, found.format, side, stop)
    except (TagError, CannotRun, OSError):
        # A picture is never worth a failure.
        return None
