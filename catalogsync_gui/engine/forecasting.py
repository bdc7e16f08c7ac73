# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sync would do, before it does it.

Reads the catalogues, which may take minutes; changes nothing in the database or in the library.
What adapters note on the way (a login's token, a new address) is as little kept.
"""

from collections.abc import Callable
from dataclasses import replace

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import Event, Notice
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.progress import ProgressBoard
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.sync_plan import SyncPlan
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.opening import SourceFactory, SourceOpener
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.volume import open_library
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.forecasting import Forecast
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.run_control import RunControl
from catalogsync_gui.pipeline.volume_watch import ANSWER_WITHIN
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.store.scratch import scratch
from catalogsync_gui.store.store import Store


class _Borrowed:
    """The secrets there are; those that come or go meanwhile are known to the trial alone."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store
        self._other: dict[tuple[int, str], str | None] = {}

    def get(self, source: int, name: str) -> str | None:
        if (source, name) in self._other:
            return self._other[source, name]
        return self._store.get(source, name)

    def put(self, source: int, name: str, secret: str) -> None:
        redactor.hide(secret)
        self._other[source, name] = secret

    def drop(self, source: int, name: str) -> None:
        self._other[source, name] = None


def plan_sync(
    make_desk: Callable[[], Desk],
    factory: SourceFactory,
    spec: JobSpec,
    stop: StopToken,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> SyncPlan:
    """What a job would do. Blocks on the network: not for a desk's thread.

    :param make_desk: makes a desk for the calling thread.
    :param progress: takes how many catalogues were read, and of how many.
    :raises CannotRun: no library is set, or it is offline, or the database cannot be copied.
    :raises UnknownThing: the job names a source that does not exist.
    :raises Interrupted: ``stop`` was set.
    """
    desk = make_desk()
    try:
        settings = desk.settings
        library = open_library(settings.library, settings.library_id, settings.free_space_mb)
        words = f"the library {library.root}"
        ask_within(ANSWER_WITHIN, words, library.check_marker, stop)
        with scratch(desk.database) as copy, Store(copy) as store:
            notices: list[str] = []

            def report(event: Event) -> None:
                if isinstance(event, Notice):
                    notices.append(event.message)

            clock = desk.clock
            ports = Ports(
                database=copy,
                clock=clock,
                board=ProgressBoard(clock),
                control=RunControl(clock),
                exports=ExportQueue(clock),
                report=report,
                open_source=SourceOpener(
                    copy, _Borrowed(desk.secrets), clock, factory, lambda: settings
                ).open,
                jitter=lambda: 0.0,
                request_exports=lambda _: None,
            )
            plan = Forecast(ports, store, library).make(spec, stop, progress)
        return replace(plan, warnings=tuple(notices))
    finally:
        desk.close()


def plan_for(
    engine: Engine,
    spec: JobSpec,
    progress: Callable[[tuple[int, int]], None],
    stop: StopToken,
) -> SyncPlan:
    """The same for a front end of an engine, in a thread of its lookups.

    :param progress: as ``receiver`` of ``Lookups.counter``.
    """
    tell = engine.lookups.counter(stop, progress)
    return plan_sync(engine.own_desk, engine.source_factory, spec, stop, tell)
