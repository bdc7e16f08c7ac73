# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of an item after an attempt: committed, then reported."""

import contextlib
import logging

from catalogsync_gui.core import retry
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    LeaseLost,
    NetworkAway,
    NoRoom,
    NotAudio,
    PathRefused,
    RoomTaken,
    SourceRefused,
    SystemBusy,
    TransferBroken,
    TransferRefused,
    VolumeError,
)
from catalogsync_gui.core.events import ExportRequested, ItemFinished
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.models import ClaimedItem, ErrorInfo
from catalogsync_gui.core.states import ExportReason, ItemState
from catalogsync_gui.media.fetch_errors import BadPart
from catalogsync_gui.pipeline.attempt import LEASE, Attempt
from catalogsync_gui.pipeline.deferring import defer
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.pipeline.placement import Placed, Placement
from catalogsync_gui.pipeline.volume_watch import hold_up
from catalogsync_gui.store.outcomes import Ended
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

ROOM_WAIT = 15.0
"""Seconds until an item is tried again that does not fit beside those that run, or for which the
system had no handle left."""


class Outcomes:
    """Used by one worker thread, with its store."""

    def __init__(self, run: JobRun, store: Store, placement: Placement) -> None:
        self.run = run
        self.store = store
        self._placement = placement

    def done(self, attempt: Attempt, placed: Placed) -> None:
        """The file is in its place: the item is done, and its playlists are to be written."""
        item, now = attempt.item, self.run.ports.clock.now()
        try:
            ended = self.store.items.finish_done(
                item,
                placed.placing,
                ours=placed.ours,
                transferred=attempt.transferred,
                now=now,
                content=attempt.content,
                warning=attempt.warning,
                seconds=self._seconds(attempt),
            )
        except LeaseLost as lost:
            self._report(attempt, ItemState.PENDING, lost)
            return
        self.store.recalled.note_item(
            item.id, placed.placing, ours=placed.ours, content=attempt.content
        )
        self._report(attempt, ItemState.DONE, None, placed.placing.path)
        requests = tuple(
            ExportRequest(playlist, ExportReason.ITEM, self.run.id) for playlist in ended.playlists
        )
        for request in requests:
            self.run.ports.report(
                ExportRequested(
                    at=self.run.ports.clock.now(),
                    job=self.run.id,
                    playlist=request.playlist,
                    reason=request.reason,
                )
            )
        self.run.ports.request_exports(requests)
        self._after(ended)

    def failed(self, attempt: Attempt, error: CatalogSyncError) -> None:
        """The attempt came to nothing: back to pending, or failed until its time has come."""
        item, ports = attempt.item, self.run.ports
        now = ports.clock.now()
        try:
            if isinstance(error, BadPart | NotAudio | NoRoom):
                self.store.items.drop_part(item)
                with contextlib.suppress(PathRefused, SystemBusy):
                    self._placement.discard(attempt.part)
            if attempt.endless and isinstance(error, Interrupted):
                self._give_room_back(attempt)
            if isinstance(error, Interrupted) and self.store.queue.is_unwanted(item.id):
                self.store.items.drop_part(item)
                self._give_room_back(attempt)
            if isinstance(error, Interrupted | VolumeError | RoomTaken | SystemBusy):
                self._put_back(attempt, error)
                return
            attempts = item.attempts + 1
            # What was thrown away has not come any nearer to its end.
            kept = not isinstance(error, BadPart | NotAudio | NoRoom)
            if kept and retry.resets_attempts(attempt.gained, attempt.size):
                attempts = 1
            host_fault = isinstance(error, TransferBroken) and error.host_fault
            if host_fault and self._host_rests(item, error):
                attempts = item.attempts
                decision: retry.Decision = retry.TryAgain(
                    self.run.hosts.rests_until(item.host) or now
                )
            else:
                decision = retry.decide(error, attempts, now, ports.jitter())
            info = ErrorInfo(error.kind, str(error))
            if isinstance(decision, retry.TryAgain):
                ended = self.store.items.put_back(
                    item,
                    attempts=attempts,
                    not_before=decision.at,
                    error=info,
                    transferred=attempt.transferred,
                    now=now,
                )
                self._report(attempt, ended.state, error)
                self._after(ended)
                return
            refused = isinstance(error, TransferRefused | SourceRefused)
            hold_back = refused and self.run.refusals.refused(item.source, item.host, item.id)
            ended = self.store.items.finish_failed(
                item,
                info,
                attempts=0 if refused else attempts,
                retry_at=retry.WITH_NEXT_SYNC if refused else decision.retry_at,
                transferred=attempt.transferred,
                now=now,
                seconds=self._seconds(attempt),
            )
        except LeaseLost as lost:
            self._report(attempt, ItemState.PENDING, lost)
            return
        except VolumeError as problem:
            self._put_back(attempt, problem)
            return
        self._report(attempt, ended.state, error)
        self._after(ended)
        if hold_back:
            self._hold_back(item, info)

    def _hold_back(self, item: ClaimedItem, info: ErrorInfo) -> None:
        """The server refuses everything of this source: it is not asked for the rest."""
        ports = self.run.ports
        message = (
            f"{item.host} refuses the tracks of {item.source_name!r}, so the rest is not asked "
            "for. Check the source's user name, password and rights, then sync it again"
        )
        ports.notify(self.run.id, "credentials_refused", message)
        defer(self.run, self.store, item.source, item.host, info, retry.WITH_NEXT_SYNC)

    def _give_room_back(self, attempt: Attempt) -> None:
        """A part without a length is never resumed, and its room may be what others wait for."""
        self.store.items.renew(attempt.item, self.run.ports.clock.now() + LEASE)
        with contextlib.suppress(PathRefused, VolumeError, SystemBusy):
            self._placement.discard(attempt.part)

    def _put_back(self, attempt: Attempt, error: CatalogSyncError) -> None:
        """The item has done nothing wrong: it loses no try and keeps its part."""
        ports, item = self.run.ports, attempt.item
        interrupted = isinstance(error, Interrupted)
        waits = isinstance(error, RoomTaken | SystemBusy)
        ended = self.store.items.put_back(
            item,
            attempts=item.attempts,
            not_before=ports.clock.now() + ROOM_WAIT if waits else 0.0,
            error=None if interrupted else ErrorInfo(error.kind, str(error)),
            transferred=attempt.transferred,
            now=ports.clock.now(),
        )
        self._report(attempt, ended.state, None if interrupted else error)
        if isinstance(error, VolumeError):
            hold_up(ports, self.run.id, error)
        self._after(ended)

    def _host_rests(self, item: ClaimedItem, error: CatalogSyncError) -> bool:
        if isinstance(error, NetworkAway):
            if self.run.hosts.network_away(item.host, str(error)):
                self.run.ports.notify(
                    self.run.id,
                    error.kind,
                    "This machine has no network connection. Downloads wait for it and go on by "
                    "themselves; none of them loses a try",
                )
            return True
        asked = getattr(error, "retry_after", None)
        return self.run.hosts.failed(item.host, item.id, asked, str(error))

    def _report(
        self, attempt: Attempt, state: ItemState, error: CatalogSyncError | None, path: str = ""
    ) -> None:
        ports, item = self.run.ports, attempt.item
        ports.report(
            ItemFinished(
                at=ports.clock.now(),
                job=self.run.id,
                item=item.id,
                worker=item.worker,
                state=state,
                path=path,
                bytes=attempt.transferred,
                seconds=self._seconds(attempt),
                error=ErrorInfo(error.kind, str(error)) if error else None,
                source=item.source,
            )
        )

    def _seconds(self, attempt: Attempt) -> float:
        return self.run.ports.clock.monotonic() - attempt.began

    def _after(self, ended: Ended) -> None:
        if ended.stage_closed:
            self.run.close()
        else:
            self.run.ports.control.changed()
