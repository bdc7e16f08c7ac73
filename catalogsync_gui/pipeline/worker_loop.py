# SPDX-License-Identifier: GPL-3.0-or-later
"""The loop of one worker thread: claim, process, claim."""

import logging
import os
import ssl
from pathlib import Path

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.limits_reached import system_busy
from catalogsync_gui.core.log_context import about
from catalogsync_gui.core.models import ClaimedItem
from catalogsync_gui.media.fetch import Fetcher
from catalogsync_gui.media.transport import Transport
from catalogsync_gui.media.watchdog import Watchdog
from catalogsync_gui.pipeline.attempt import LEASE
from catalogsync_gui.pipeline.item_runner import ItemRunner
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

_LONGEST_WAIT = 60.0


def boot_id() -> str:
    """What tells this boot of the machine from any other (proc(5)); empty where there is none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def worker_loop(
    run: JobRun, number: int, *, tls: ssl.SSLContext, watchdog: Watchdog, proxy: str
) -> None:
    """Works on the job's items until its download stage is over or it is stopped.

    The first thing it does is to open its own connection and claim. Nothing else stands before
    that: no export, no scan, no other query.

    :param number: the worker's place in the job, from 1.
    """
    try:
        _work_as(run, number, tls=tls, watchdog=watchdog, proxy=proxy)
    except CatalogSyncError as error:
        log.error("worker %d stopped: %s", number, error)
        run.fail(error)
    except BaseException as error:
        # A worker that is gone without a word would leave its job waiting for ever.
        log.exception("worker %d stopped", number)
        run.fail(
            system_busy(error, "a worker stopped")
            or CatalogSyncError(
                f"a worker stopped with an unexpected {type(error).__name__}; "
                "the log has the details",
                kind="internal",
            )
        )


def _work_as(
    run: JobRun, number: int, *, tls: ssl.SSLContext, watchdog: Watchdog, proxy: str
) -> None:
    store = Store(run.ports.database)
    clock = run.ports.clock
    worker = 0
    try:
        worker = store.workers.begin(
            run.id, number, boot_id=boot_id(), pid=os.getpid(), now=clock.now()
        )
        transport = Transport(tls, proxy)
        runner = ItemRunner(run, store, Fetcher(transport, watchdog, clock, run.ports.limiter))
        try:
            _work(run, store, runner, worker)
        finally:
            runner.close()
            transport.close()
    finally:
        if worker:
            _end(store, worker, clock.now())
        store.close()


def _work(run: JobRun, store: Store, runner: ItemRunner, worker: int) -> None:
    control = run.ports.control
    while not (run.closed.is_set() or run.stop.is_set()):
        seen = control.version
        item = _claim(run, store, worker) if control.may_start() else None
        # Whatever the claim brought, exports may go on now.
        run.ports.exports.release()
        if item is not None:
            with about(source=item.source, item=item.id):
                runner.process(item)
        elif not (run.closed.is_set() or run.stop.is_set()):
            control.wait(seen, _patience(run, store))


def _claim(run: JobRun, store: Store, worker: int) -> ClaimedItem | None:
    def take() -> tuple[ClaimedItem, str] | None:
        found = store.items.claim(
            job=run.id,
            worker=worker,
            sources=run.sources,
            now=run.ports.clock.now(),
            lease=LEASE,
            may=run.hosts.may,
            turns=run.turns,
        )
        if found is None:
            return None
        return found[0], found[0].host

    return run.hosts.claim(take)


def _patience(run: JobRun, store: Store) -> float:
    """Seconds until the next item can be due; every other reason to go on wakes the worker."""
    now = run.ports.clock.now()
    times = [now + _LONGEST_WAIT]
    paused = run.ports.control.paused_until
    if paused is not None:
        return max(0.0, min(paused - now, _LONGEST_WAIT))
    if not run.ports.control.may_start():
        # Whatever holds everything up wakes the workers when it is over.
        return _LONGEST_WAIT
    due = store.items.next_due(run.sources, run.hosts.may)
    change = run.hosts.next_change()
    times += [time for time in (due, change) if time is not None]
    # An item that is due on a host with room was claimed by somebody else meanwhile: look again,
    # but not in a tight loop.
    return max(0.05, min(times) - now)


def _end(store: Store, worker: int, now: float) -> None:
    try:
        store.workers.end(worker, now)
    except CatalogSyncError as error:
        log.warning("worker %d could not be signed off: %s", worker, error)
