# SPDX-License-Identifier: GPL-3.0-or-later
"""One job from its opening to its end, on the source thread.

Refresh and download overlap: the download stage opens with the job when items are pending
already, else with the first planned page. Finalize comes after both.
"""

import logging
from collections.abc import Callable
from functools import partial

from catalogsync_gui.core.addresses import host_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    DatabaseUnusable,
    Interrupted,
    PathRefused,
    SystemBusy,
    VolumeError,
)
from catalogsync_gui.core.events import (
    ExportRequested,
    ItemFinished,
    JobFinished,
    JobOpened,
    StageOpened,
)
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.history import JobWhy
from catalogsync_gui.core.log_context import about
from catalogsync_gui.core.matches import Matched
from catalogsync_gui.core.models import Counts, ErrorInfo, JobSpec
from catalogsync_gui.core.namings import Namings
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import ExportReason, ItemState, JobState, StageName
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.volume import Library
from catalogsync_gui.pipeline.download_stage import DownloadStage, report_end
from catalogsync_gui.pipeline.hosts import HostGate
from catalogsync_gui.pipeline.job_run import JobRun, Ports
from catalogsync_gui.pipeline.listing import Refresh
from catalogsync_gui.pipeline.matching import Matching
from catalogsync_gui.pipeline.reconciling import reconcile
from catalogsync_gui.pipeline.recovery import recover
from catalogsync_gui.pipeline.sidecars import Sidecars
from catalogsync_gui.pipeline.trash import Trash
from catalogsync_gui.pipeline.volume_watch import ANSWER_WITHIN, VolumeWatch
from catalogsync_gui.sources import registry
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)


class JobRunner:
    """Runs jobs one after the other. Used by the source thread."""

    def __init__(
        self,
        ports: Ports,
        store: Store,
        start_workers: Callable[[JobRun], None],
        join_workers: Callable[[JobRun], None],
        cut_short: Callable[[], bool],
    ) -> None:
        """Takes what a job needs.

        :param start_workers: has the worker threads started; returns at once.
        :param join_workers: returns when all of them have ended.
        :param cut_short: whether what stops a job is the end of the program, and no person.
        """
        self._ports = ports
        self._store = store
        self._start_workers = start_workers
        self._join_workers = join_workers
        self._cut_short = cut_short
        self._broken = False
        """The last job broke off."""

    def run(
        self, spec: JobSpec, settings: Settings, library: Library, stop: StopToken
    ) -> BaseException | None:
        """Runs one job; returns what broke it off, if anything did.

        :raises VolumeError: the library is not there, or does not answer; no job was opened.
        :raises Interrupted: ``stop`` was set before a job was opened.
        :raises SettingError: the naming template is none.
        :raises UnknownThing: the job names a source that does not exist.
        :raises DatabaseUnusable: nothing can be kept.
        """
        ask_within(ANSWER_WITHIN, f"the library {library.root}", library.check, stop)
        if self._broken:
            # It may not have written down its end, nor its workers theirs; none of them is left.
            recover(self._store, self._ports.clock)
            self._broken = False
        self._store.shelves.use(library.identity)
        ports, clock = self._ports, self._ports.clock
        sources = self._sources_of(spec)
        caps = self._caps(sources)
        naming = Namings.parse(settings.naming, self._store.source_edits.options())
        began = clock.monotonic()
        job = self._store.jobs.open(sources, clock.now(), JobWhy.of(spec))
        run = JobRun(
            id=job,
            sources=sources,
            ports=ports,
            library=library,
            naming=naming,
            hosts=HostGate(clock, settings.per_host, caps),
            id3_version=3 if settings.id3_version == "2.3" else 4,
            stop=stop,
        )
        ports.board.activate(job)
        ports.report(JobOpened(at=clock.now(), job=job, sources=sources, automatic=spec.automatic))
        with VolumeWatch(ports, job, library):
            try:
                self._stages(run, spec)
            except Interrupted:
                pass
            except CatalogSyncError as error:
                run.fail(error)
            except BaseException as error:
                # A job that was opened is ended: whoever waits for it hears of its end.
                log.exception("job %d broke off", job)
                run.fail(
                    CatalogSyncError(
                        f"the sync broke off with an unexpected {type(error).__name__}; "
                        "the log has the details",
                        kind="internal",
                    )
                )
            finally:
                run.close()
                self._join_workers(run)
                ports.board.deactivate(job)
        self._broken = run.error is not None
        self._end(run, clock.monotonic() - began)
        return run.error

    def _sources_of(self, spec: JobSpec) -> tuple[int, ...]:
        there = self._store.catalogue.source_ids()
        if spec.automatic:
            # One may have been removed since the schedule looked; nobody asked for it.
            return tuple(s for s in there if not spec.sources or s in spec.sources)
        for source in spec.sources:
            self._store.catalogue.source(source)
        return spec.sources or there

    def _caps(self, sources: tuple[int, ...]) -> dict[str, int]:
        """The hosts of these sources that allow only so many downloads at a time."""
        places = self._store.refresh.places(sources)
        limits = ((host_of(location), registry.most_per_host(kind)) for kind, location in places)
        return {host: most for host, most in limits if most is not None}

    def _stages(self, run: JobRun, spec: JobSpec) -> None:
        download = DownloadStage(run, self._store, self._start_workers)
        self._open(run, StageName.REFRESH)
        if self._store.jobs.has_open_items(run.id):
            download.open()
        clock = self._ports.clock
        # What failed for a passing reason comes back while workers are at work already.
        for source in run.sources:
            while self._store.items.requeue_failed(
                source, clock.now(), only_due=spec.automatic, refused=spec.refresh
            ):
                run.stop.check()
                download.more_work()
        refresh = Refresh(
            self._ports,
            self._store,
            run.id,
            download.more_work,
            accept_shrunk=spec.accept_shrunk,
        )
        run.refresh_errors = refresh.errors
        for source in self._to_refresh(run, spec):
            run.stop.check()
            with about(source=source):
                read = refresh.source(source, run.stop)
            self._store.history.note_reading(run.id, read)
            self._ports.report(read)
            run.refreshed.append(source)
        closed = self._store.jobs.finish_refresh(run.id, clock.now())
        report_end(run, self._store, StageName.REFRESH)
        if closed:
            run.close()
        download.wait()
        self._finalize(run, refresh.complete)

    def _to_refresh(self, run: JobRun, spec: JobSpec) -> list[int]:
        """Whoever asks for a sync has paused sources tried too; the schedule leaves them alone."""
        if not spec.refresh:
            return []
        resting: frozenset[int] = frozenset()
        if spec.automatic:
            resting = self._store.refresh.resting(run.sources, self._ports.clock.now())
        return [source for source in run.sources if source not in resting]

    def _open(self, run: JobRun, stage: StageName) -> None:
        self._store.jobs.open_stage(run.id, stage, self._ports.clock.now())
        self._ports.report(StageOpened(at=self._ports.clock.now(), job=run.id, stage=stage))

    def _finalize(self, run: JobRun, complete: list[int]) -> None:
        """Sees to the trash, matches, writes every playlist file that is not up to date and waits.

        :param complete: the sources whose catalogue was read to its end.
        """
        ports = self._ports
        run.stop.check()
        self._open(run, StageName.FINALIZE)
        self._tidy(run, complete)
        touched = Matching(self._store).match_all(
            run.id, run.stop, partial(self._report_match, run), ports.clock.now()
        )
        requests = tuple(
            ExportRequest(playlist, ExportReason.STAGE, run.id)
            for playlist in sorted({*self._store.catalogue.playlist_ids(run.sources), *touched})
        )
        # No playlist has this id: asking for it has the files of removed ones deleted, and those of
        # variants that were taken away while their folder was.
        ports.request_exports((ExportRequest(0, ExportReason.STAGE, run.id),))
        for request in requests:
            ports.report(
                ExportRequested(
                    at=ports.clock.now(),
                    job=run.id,
                    playlist=request.playlist,
                    reason=request.reason,
                )
            )
        unsubscribe = run.stop.subscribe(lambda: ports.exports.drop_job(run.id))
        try:
            ports.request_exports(requests)
            Sidecars(run, self._store).fetch_all()
            ports.exports.wait_for_job(run.id)
            wanted = {request.playlist for request in requests}
            while stranded := wanted & ports.exports.stranded(run.id):
                ports.control.wait_for_volume(run.stop)
                ports.request_exports(tuple(r for r in requests if r.playlist in stranded))
                ports.exports.wait_for_job(run.id)
        finally:
            unsubscribe()
        run.stop.check()
        self._store.jobs.finish_stage(run.id, StageName.FINALIZE, ports.clock.now())
        report_end(run, self._store, StageName.FINALIZE)

    def _report_match(self, run: JobRun, matched: Matched) -> None:
        """A track without an address is there: an item that ends without a worker."""
        self._ports.report(
            ItemFinished(
                at=self._ports.clock.now(),
                job=run.id,
                item=matched.item,
                worker=None,
                state=ItemState.DONE,
                path=matched.path,
                bytes=0,
                seconds=0.0,
                title=matched.title,
            )
        )

    def _tidy(self, run: JobRun, complete: list[int]) -> None:
        subscribed = set(self._store.catalogue.source_ids())
        sources = [self._store.catalogue.source(s) for s in complete if s in subscribed]
        try:
            reconcile(self._store, run.library, self._ports.clock, run.stop)
            Trash(self._store, run.library, self._ports.clock).tidy(sources, run.stop)
        except (VolumeError, PathRefused, SystemBusy) as error:
            # Nothing of it is urgent, and all of it is on record: the next job goes on with it.
            log.info("the library is left as it is: %s", error)

    def _end(self, run: JobRun, seconds: float) -> None:
        ports = self._ports
        counts, state = Counts(), JobState.FAILED
        error, unwritten = run.error, ports.exports.failures(run.id)
        try:
            counts = self._store.jobs.counts(run.id)
            if run.error is None:
                errors = run.refresh_errors
                state = _outcome(counts, errors, unwritten, stopped=run.stop.is_set())
            if not (run.stop.is_set() and self._cut_short()):
                # What is left of one that was cut short is due when the program starts again.
                self._store.schedules.tried(run.refreshed, ports.clock.now())
            self._store.jobs.finish(
                run.id, state, ports.clock.now(), error=_info(error), unwritten=unwritten
            )
        except DatabaseUnusable as problem:
            error = error or problem
        ports.report(
            JobFinished(
                at=ports.clock.now(),
                job=run.id,
                state=state,
                done=counts.done,
                failed=counts.failed,
                skipped=counts.skipped,
                bytes=counts.bytes,
                seconds=seconds,
                error=_info(error),
                unwritten=unwritten,
            )
        )


def _info(error: BaseException | None) -> ErrorInfo | None:
    return None if error is None else ErrorInfo(getattr(error, "kind", "internal"), str(error))


def _outcome(counts: Counts, errors: list[str], unwritten: int, *, stopped: bool) -> JobState:
    if stopped:
        return JobState.CANCELLED
    if not counts.failed and not unwritten and not any(errors):
        return JobState.DONE
    if not counts.done and not counts.skipped and errors and all(errors):
        return JobState.FAILED
    return JobState.PARTIAL
