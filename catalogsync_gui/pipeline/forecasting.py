# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync would do, found out by doing it to a copy of the database.

The refresh and the matching are those of a job (``pipeline.job_runner``), so that the plan cannot
differ from what a job makes of the same catalogues. Nothing is downloaded, and no file is touched.
"""

import stat
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import SourceRefreshed
from catalogsync_gui.core.models import JobSpec, MediaRef
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.sync_plan import (
    PlaylistChange,
    PlaylistFate,
    SourcePlan,
    SyncPlan,
    speed_of,
)
from catalogsync_gui.media.volume import FOLDER, Library
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.listing import Refresh
from catalogsync_gui.pipeline.matching import Matching
from catalogsync_gui.store.forecast import Listed
from catalogsync_gui.store.store import Store

_NO_JOB = 0
"""No job has this id: what a refresh counts for it is counted nowhere."""

_RECENT = 20
"""So many of the last jobs tell how fast downloads are."""


class Forecast:
    """One plan in the making. Used by one thread, with a store on a copy of the database."""

    def __init__(self, ports: Ports, store: Store, library: Library) -> None:
        """Takes ``ports``, whose ``open_source`` must keep nothing of what adapters note."""
        self._ports = ports
        self._store = store
        self._library = library

    def make(
        self,
        spec: JobSpec,
        stop: StopToken,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> SyncPlan:
        """What a job would do.

        :param progress: takes how many catalogues were read, and of how many.
        :raises UnknownThing: the job names a source that does not exist.
        :raises VolumeError, PathRefused, SystemBusy: the library cannot be looked at.
        :raises Interrupted: ``stop`` was set.
        """
        store, clock = self._store, self._ports.clock
        store.shelves.use(self._library.identity)
        for source in spec.sources:
            store.catalogue.source(source)
        sources = spec.sources or store.catalogue.source_ids()
        speed = speed_of(store.jobs.recent(_RECENT))
        before = store.forecast.lists(sources)
        for source in sources:
            while store.items.requeue_failed(source, clock.now(), only_due=False, refused=True):
                stop.check()
        refresh = Refresh(
            self._ports, store, _NO_JOB, lambda: None, accept_shrunk=spec.accept_shrunk
        )
        read: dict[int, SourceRefreshed] = {}
        for number, source in enumerate(sources):
            progress(number, len(sources))
            stop.check()
            read[source] = refresh.source(source, stop)
        progress(len(sources), len(sources))
        matched: Counter[int] = Counter()
        touched = Matching(store).match_all(
            _NO_JOB, stop, lambda one: matched.update([store.forecast.source_of(one.item)])
        )
        known: set[str] = set()
        plans = []
        for source in sources:
            plan = self._of_source(source, known, stop)
            if source in refresh.complete:
                plan = self._with_trash(plan)
            answer = read[source]
            plans.append(
                replace(
                    plan,
                    matched=matched[source],
                    there=plan.there - matched[source],
                    unchanged=answer.unchanged,
                    error=answer.error,
                )
            )
        room = self._library.room()
        expired = store.trash.expired(clock.now())
        return SyncPlan(
            sources=tuple(plans),
            playlists=tuple(self._changes(before, sources, touched)),
            expired=len(expired),
            expired_bytes=sum(file.size for entry in expired for file in entry.files),
            restored=len(store.trash.listed_again()),
            free=None if room is None else room.free,
            reserve=0 if room is None else room.reserve,
            speed=speed,
        )

    def _of_source(self, source: int, known: set[str], stop: StopToken) -> SourcePlan:
        """What is to be fetched of a source.

        :param known: recordings that come with this sync anyway; those of this source join them.
        """
        row = self._store.catalogue.source(source)
        counts = self._store.forecast.counts(source)
        files = size = unknown = adopted = 0
        for wanted in self._store.forecast.wanted(source):
            stop.check()
            recording = wanted.recording_id
            if self._has_twin(recording, known) or self._is_inside(wanted.media):
                adopted += 1
                continue
            known.update({recording} - {""})
            files += 1
            length = _size(wanted.media)
            size += length or 0
            unknown += length is None
        return SourcePlan(
            id=source,
            name=row.name,
            files=files,
            bytes=size,
            unknown=unknown,
            adopted=adopted,
            there=counts[ItemState.DONE],
            skipped=counts[ItemState.SKIPPED],
        )

    def _has_twin(self, recording: str, known: set[str]) -> bool:
        return bool(recording) and (
            recording in known or self._store.library.of_recording(recording) is not None
        )

    def _with_trash(self, plan: SourcePlan) -> SourcePlan:
        """With what the source's rule for removed tracks does."""
        if self._store.catalogue.source(plan.id).options.get("removed") != "trash":
            return plan
        # Several tracks may share a file, which goes once.
        files = {found.file.id: found.file.size for found in self._store.trash.unlisted(plan.id)}
        return replace(plan, trashed=len(files), trashed_bytes=sum(files.values()))

    def _is_inside(self, media: MediaRef) -> bool:
        """Whether it is a local file that lies in the library already, and is taken as it is."""
        if not media.local:
            return False
        root = self._library.root.resolve()
        try:
            path = Path(media.address)
            if not stat.S_ISREG(path.lstat().st_mode):
                return False
            relative = path.resolve().relative_to(root)
        except (OSError, ValueError):
            return False
        return relative.parts[:1] != (FOLDER,)

    def _changes(
        self, before: dict[int, Listed], sources: Iterable[int], touched: frozenset[int]
    ) -> Iterable[PlaylistChange]:
        """The playlists whose files would be others.

        :param touched: those that hold a track that was matched, of whatever source.
        """
        forecast = self._store.forecast
        sources = set(sources)
        after = forecast.lists(sources)
        arriving = forecast.arriving(sources)
        for playlist, old in before.items():
            if playlist not in after:
                yield PlaylistChange(
                    old.source, old.title, PlaylistFate.REMOVED, old.entries, 0, arriving=0
                )
        for playlist, new in after.items():
            known = before.get(playlist)
            coming = arriving.get(playlist, 0)
            if known is None:
                yield PlaylistChange(
                    new.source, new.title, PlaylistFate.NEW, 0, new.entries, coming
                )
            elif known.digest != new.digest or coming or playlist in touched:
                yield PlaylistChange(
                    new.source,
                    new.title,
                    PlaylistFate.CHANGED,
                    known.entries,
                    new.entries,
                    coming,
                )
        for playlist in sorted(touched - after.keys()):
            other = forecast.list_of(playlist)
            yield PlaylistChange(
                other.source,
                other.title,
                PlaylistFate.CHANGED,
                other.entries,
                other.entries,
                arriving=0,
            )


def _size(media: MediaRef) -> int | None:
    """Bytes, where the catalogue or the disk tells."""
    if media.size is None and media.local:
        try:
            return Path(media.address).stat().st_size
        except (OSError, ValueError):
            return None
    return media.size
