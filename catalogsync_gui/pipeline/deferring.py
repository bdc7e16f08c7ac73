# SPDX-License-Identifier: GPL-3.0-or-later
"""Items of a host that a job goes on without: failed for this job, with the time they come back."""

from catalogsync_gui.core.events import ItemFinished
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.store.store import Store


def defer(
    run: JobRun, store: Store, source: int, host: str, info: ErrorInfo, retry_at: float
) -> None:
    """Fails all pending items of a source on a host; none of them loses a try.

    Used by the source thread and by workers, each with its own store.

    :param retry_at: epoch seconds from which a job takes them up again.
    """
    closed = False
    while not closed:
        now = run.ports.clock.now()
        items, closed = store.items.defer_host(run.id, source, host, info, retry_at, now)
        for item, title in items:
            run.ports.report(
                ItemFinished(
                    at=now,
                    job=run.id,
                    item=item,
                    worker=None,
                    title=title,
                    state=ItemState.FAILED,
                    path="",
                    bytes=0,
                    seconds=0.0,
                    error=info,
                    source=source,
                )
            )
        if not items:
            break
    if closed:
        run.close()
