# SPDX-License-Identifier: GPL-3.0-or-later
"""The download stage as the source thread sees it: its opening, its guard and its end."""

import logging
from collections.abc import Callable

from catalogsync_gui.core.events import (
    StageFinished,
    StageOpened,
)
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.states import StageName
from catalogsync_gui.pipeline.attempt import LEASE
from catalogsync_gui.pipeline.clock_jumps import ClockWatch
from catalogsync_gui.pipeline.deferring import defer
from catalogsync_gui.pipeline.hosts import LONGEST_REST
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
"""Seconds between two looks for expired leases and hosts that stay silent."""


class DownloadStage:
    """Opens once, waits for the workers, and meanwhile looks after what they depend on."""

    def __init__(self, run: JobRun, store: Store, start_workers: Callable[[JobRun], None]) -> None:
        self._run = run
        self._store = store
        self._start_workers = start_workers
        self._opened = False
        self._clock_watch = ClockWatch(run.ports.clock)

    def open(self) -> None:
        """Opens the stage and has the workers started: the very next thing is their claim."""
        run, ports = self._run, self._run.ports
        self._opened = True
        ports.exports.hold()
        self._store.jobs.open_stage(run.id, StageName.DOWNLOAD, ports.clock.now())
        ports.report(StageOpened(at=ports.clock.now(), job=run.id, stage=StageName.DOWNLOAD))
        self._start_workers(run)

    def more_work(self) -> None:
        """Items are pending: opens the stage, or wakes the workers that wait for some."""
        if self._opened:
            self._run.ports.control.changed()
        else:
            self.open()

    def wait(self) -> None:
        """Waits for the end of the stage; meanwhile looks after leases and hosts."""
        run, ports = self._run, self._run.ports
        if not self._opened:
            return
        unsubscribe = run.stop.subscribe(run.close)
        # What a clock that ran ahead has put off for long, before this start or since.
        self._store.workers.hurry(run.sources, ports.clock.now())
        while not run.closed.is_set():
            self._look_after_clock()
            self._take_from_silent_workers()
            self._defer_silent_hosts()
            if self._store.jobs.close_download(run.id, ports.clock.now()):
                run.close()
            run.closed.wait(LOOK_EVERY)
        unsubscribe()
        run.stop.check()
        report_end(run, self._store, StageName.DOWNLOAD)

    def _look_after_clock(self) -> None:
        """A jump of the clock is no silence of a worker, and no reason to wait for its way back."""
        run, clock = self._run, self._run.ports.clock
        jumped = self._clock_watch.jump()
        if not jumped:
            return
        log.info("the clock jumped by %.0f s", jumped)
        self._store.workers.renew_all(clock.now() + LEASE)
        self._store.workers.hurry(run.sources, clock.now())
        run.hosts.clock_jumped(jumped)
        run.ports.control.changed()

    def _take_from_silent_workers(self) -> None:
        released = self._store.workers.release_expired(self._run.ports.clock.now())
        for item in released:
            log.warning(
                "item %d: its worker gave no sign in time; it was put back",
                item,
                extra={"item": item},
            )
        if released:
            self._run.ports.control.changed()

    def _defer_silent_hosts(self) -> None:
        """The job does not wait for a host in lasting trouble; its items come back later."""
        run, ports = self._run, self._run.ports
        for source, host in list(self._store.items.waiting_pairs(run.sources)):
            if not run.hosts.given_up(host):
                continue
            why = run.hosts.trouble(host) or f"{host} does not answer"
            info = ErrorInfo("host_silent", f"{why}; it is asked again at the next sync")
            retry_at = run.hosts.rests_until(host) or ports.clock.now()
            if run.hosts.without_network:
                # A night without a network is no reason to open a job every few minutes.
                info = ErrorInfo("no_network", info.message)
                retry_at = ports.clock.now() + LONGEST_REST
            defer(run, self._store, source, host, info, retry_at)


def report_end(run: JobRun, store: Store, stage: StageName) -> None:
    """Tells that a stage has ended, with its counts."""
    counts = store.jobs.stage_counts(run.id, stage)
    run.ports.report(
        StageFinished(
            at=run.ports.clock.now(),
            job=run.id,
            stage=stage,
            done=counts.done,
            failed=counts.failed,
            skipped=counts.skipped,
        )
    )
