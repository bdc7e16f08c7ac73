# SPDX-License-Identifier: GPL-3.0-or-later
"""One item, from the claim to its outcome, in one worker thread."""

import logging
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from catalogsync_gui.core import retry
from catalogsync_gui.core.addresses import stem_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    DatabaseUnusable,
    Interrupted,
    LeaseLost,
    NotAudio,
    TransferBroken,
    TransferError,
    VolumeError,
)
from catalogsync_gui.core.events import ExportRequested, ItemFinished, ItemStarted, Notice
from catalogsync_gui.core.models import (
    ClaimedItem,
    ErrorInfo,
    ExportRequest,
    MediaRequest,
    Placing,
    TrackInfo,
)
from catalogsync_gui.core.naming import render
from catalogsync_gui.core.ports import CatalogSource
from catalogsync_gui.core.states import ExportReason, ItemState
from catalogsync_gui.media.fetch import Fetched, Fetcher, suffix_of
from catalogsync_gui.media.fetch_errors import BadPart
from catalogsync_gui.media.publish import existing_folder, hash_file, make_folder
from catalogsync_gui.media.sniff import AudioKind, Refused, sniff_file
from catalogsync_gui.media.volume import FOLDER, disk
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.pipeline.placement import Placed, Placement
from catalogsync_gui.pipeline.tagging import fill_tags
from catalogsync_gui.store.items import Ended
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

LEASE = 120.0
"""Seconds a claim holds without a sign of life."""

BEAT = 15.0
"""Seconds between two signs of life."""

_OTHER_WAYS = 2
"""How often one attempt asks in another way after a refusal."""

RESUME_FROM = 1 << 20
"""A part is only kept under its validator when the whole is larger: less is fetched anew."""


@dataclass(slots=True)
class _Attempt:
    """What one attempt knows of itself; the part log of the fetcher."""

    runner: "ItemRunner"
    item: ClaimedItem
    part: Path
    began: float
    beat: float
    transferred: int = 0
    size: int | None = None
    unsure: bool = field(default=False)

    def begin(self, *, validator: str, total: int | None, offset: int) -> None:
        """Notes the part before its first byte is written."""
        keep = validator if total is not None and total > RESUME_FROM else ""
        run = self.runner.run
        run.library.check((total or 0) - offset)
        with disk(f"cannot create the folder of {self.part.name}"):
            root = run.library.root
            make_folder(root, PurePosixPath(self.part.parent.relative_to(root).as_posix()))
        path = self.part.relative_to(root).as_posix()
        if (path, keep, total) != (self.item.part_path, self.item.validator, self.item.part_total):
            self.runner.store.items.keep_part(
                self.item,
                path=path,
                validator=keep,
                total=total,
                durable=bool(keep or self.item.validator),
            )
        self.size = total
        run.ports.board.expect(self.item.worker, received=offset, total=total)

    def advance(self, count: int) -> None:
        """Counts bytes, and gives a sign of life now and then."""
        self.transferred += count
        self.runner.run.ports.board.advance(self.item.worker, count)
        clock = self.runner.run.ports.clock
        if clock.monotonic() - self.beat >= BEAT:
            self.beat = clock.monotonic()
            now = clock.now()
            self.runner.store.items.renew(self.item, now + LEASE)
            self.runner.store.workers.beat(self.item.worker, now)


class ItemRunner:
    """One worker's hands. Belongs to its thread."""

    def __init__(self, run: JobRun, store: Store, fetcher: Fetcher) -> None:
        self.run = run
        self.store = store
        self._fetcher = fetcher
        self._placement = Placement(store, run.library)
        self._sources: dict[int, CatalogSource] = {}

    def close(self) -> None:
        """Closes the adapters that were opened for this worker."""
        for source in self._sources.values():
            source.close()

    def process(self, item: ClaimedItem) -> None:
        """Brings one claimed item to an outcome and reports it.

        :raises DatabaseUnusable: the database is gone; the item keeps its claim.
        """
        ports = self.run.ports
        now = ports.clock.now()
        title = item.info.title or stem_of(item.media.address)
        ports.board.start(
            item.worker, job=self.run.id, item=item.id, source=item.source_name, title=title
        )
        ports.report(
            ItemStarted(
                at=now,
                job=self.run.id,
                item=item.id,
                worker=item.worker,
                title=title,
                source=item.source,
            )
        )
        attempt = _Attempt(
            self, item, self._part(item), ports.clock.monotonic(), ports.clock.monotonic()
        )
        error: CatalogSyncError | None = None
        placed: Placed | None = None
        try:
            with ports.control.item_token(self.run.stop) as token:
                placed = self._resume(item) if item.placing else self._download(attempt, token)
        except DatabaseUnusable:
            raise
        except CatalogSyncError as problem:
            error = problem
        except Exception as problem:
            # Whatever it was, it costs this item one try and never the worker.
            log.exception("item %s: unexpected error", item.id)
            error = TransferBroken(
                f"{title}: unexpected {type(problem).__name__}; the log has the details",
                kind="internal",
                host_fault=False,
            )
        finally:
            # Before the commit: no snapshot may show an item that is not running any more.
            ports.board.finish(item.worker, item.id)
            self.run.hosts.leave(item.host)
        if placed is not None:
            self._done(attempt, placed)
        elif error is not None:
            self._ended(attempt, error)

    def _part(self, item: ClaimedItem) -> Path:
        """Beside the target where the catalogue tells album and artist, else in the root."""
        root = self.run.library.root
        if item.part_path:
            return self.run.library.root / item.part_path
        folder = PurePosixPath()
        if item.info.album and (item.info.album_artist or item.info.artists):
            path = render(self.run.naming, item.info, suffix=".mp3", fallback_title="x")
            folder = existing_folder(root, path.parent)
        return root / folder / f".catalog-sync-{item.id}.part"

    def _download(self, attempt: _Attempt, token: StopToken) -> Placed:
        item, run = attempt.item, self.run
        if item.source not in self._sources:
            self._sources[item.source] = run.ports.open_source(item.source)
        adapter = self._sources[item.source]
        request = adapter.media(item.media)
        adopted = self._inside_library(request)
        if adopted is not None:
            self.store.items.place(item, adopted)
            return Placed(adopted, ours=False)
        request, fetched = self._fetched(attempt, adapter, request, token)
        run.hosts.succeeded(item.host)
        token.check()
        kind, info = self._tagged(attempt, request, fetched)
        run.ports.board.phase(item.worker, "placing")
        wanted = render(
            run.naming,
            info,
            suffix=kind.suffix,
            fallback_title=stem_of(item.media.address),
            source=item.source_name,
        )
        return self._placement.place(item, attempt.part, wanted)

    def _fetched(
        self, attempt: _Attempt, adapter: CatalogSource, request: MediaRequest, token: StopToken
    ) -> tuple[MediaRequest, Fetched]:
        """The part, whole; asked for in another way where the source's adapter knows one."""
        item = attempt.item
        for left in range(_OTHER_WAYS, -1, -1):
            try:
                return request, self._fetcher.fetch(
                    request,
                    attempt.part,
                    validator=item.validator,
                    total=item.part_total,
                    log=attempt,
                    cancel=token,
                )
            except TransferError as error:
                other = adapter.refused(item.media, error.answer) if error.answer else None
                if other is None or not left:
                    raise
                request = other
        raise AssertionError("the last way returns or raises")

    def _tagged(
        self, attempt: _Attempt, request: MediaRequest, fetched: Fetched
    ) -> tuple[AudioKind, TrackInfo]:
        """Makes sure that the part is audio and whole, and fills in its tags."""
        item, part = attempt.item, attempt.part
        self.run.ports.board.phase(item.worker, "tagging")
        with disk(f"cannot read {part.name}"):
            kind = sniff_file(part, hint=suffix_of(request.address))
        if isinstance(kind, Refused):
            raise NotAudio(f"{item.info.title or part.name} is not audio: {kind.reason}")
        if item.validator or (attempt.size or 0) > RESUME_FROM:
            # From here on the part is no longer a beginning of what the server has.
            self.store.items.keep_part(
                item, path=self._relative(part), validator="", total=attempt.size, durable=True
            )
        return kind, fill_tags(part, kind.format, item, vouched=fetched.vouched)

    def _inside_library(self, request: MediaRequest) -> Placing | None:
        """A local file that lies in the library already is taken as it is, where it is."""
        root = self.run.library.root.resolve()
        path = Path(request.address)
        if not request.local or path.is_symlink() or not path.is_file():
            return None
        try:
            relative = path.resolve().relative_to(root).as_posix()
        except ValueError:
            return None
        if relative.startswith(f"{FOLDER}/"):
            return None
        self.run.library.check()
        with disk(f"cannot read {relative}"):
            if isinstance(sniff_file(path, hint=path.suffix.lower()), Refused):
                return None
            sha256, size = hash_file(path)
        return Placing(relative, size, sha256)

    def _resume(self, item: ClaimedItem) -> Placed:
        self.run.library.check()
        placed = self._placement.resume(item)
        if placed is None:
            raise BadPart(
                "its file is not what was committed; it is fetched again",
                kind="placing",
                host_fault=False,
            )
        return placed

    def _done(self, attempt: _Attempt, placed: Placed) -> None:
        item, now = attempt.item, self.run.ports.clock.now()
        try:
            ended = self.store.items.finish_done(
                item, placed.placing, ours=placed.ours, transferred=attempt.transferred, now=now
            )
        except LeaseLost as lost:
            self._report(attempt, ItemState.PENDING, lost)
            return
        self._report(attempt, ItemState.DONE, None, placed.placing.path)
        requests = tuple(
            ExportRequest(playlist, ExportReason.ITEM, self.run.id) for playlist in ended.playlists
        )
        for request in requests:
            self.run.ports.report(
                ExportRequested(
                    at=now, job=self.run.id, playlist=request.playlist, reason=request.reason
                )
            )
        self.run.ports.request_exports(requests)
        self._after(ended)

    def _ended(self, attempt: _Attempt, error: CatalogSyncError) -> None:
        item, ports = attempt.item, self.run.ports
        now = ports.clock.now()
        try:
            if isinstance(error, BadPart | NotAudio):
                self.store.items.drop_part(item)
                self._placement.discard(attempt.part)
            if isinstance(error, Interrupted | VolumeError):
                self._put_back(attempt, error)
                return
            attempts = item.attempts + 1
            if retry.resets_attempts(attempt.transferred, attempt.size):
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
                self.store.items.put_back(
                    item,
                    attempts=attempts,
                    not_before=decision.at,
                    error=info,
                    transferred=attempt.transferred,
                    now=now,
                )
                self._report(attempt, ItemState.PENDING, error)
                ports.control.changed()
                return
            ended = self.store.items.finish_failed(
                item,
                info,
                attempts=attempts,
                retry_at=decision.retry_at,
                transferred=attempt.transferred,
                now=now,
            )
        except LeaseLost as lost:
            self._report(attempt, ItemState.PENDING, lost)
            return
        except VolumeError as problem:
            self._put_back(attempt, problem)
            return
        self._report(attempt, ItemState.FAILED, error)
        self._after(ended)

    def _put_back(self, attempt: _Attempt, error: CatalogSyncError) -> None:
        """The item has done nothing wrong: it loses no try and keeps its part."""
        ports, item = self.run.ports, attempt.item
        interrupted = isinstance(error, Interrupted)
        self.store.items.put_back(
            item,
            attempts=item.attempts,
            error=None if interrupted else ErrorInfo(error.kind, str(error)),
            transferred=attempt.transferred,
            now=ports.clock.now(),
        )
        self._report(attempt, ItemState.PENDING, None if interrupted else error)
        if isinstance(error, VolumeError) and ports.control.hold_volume(error):
            log.info("the library's volume holds the work up: %s", error)
            ports.report(
                Notice(
                    at=ports.clock.now(),
                    job=self.run.id,
                    level="warning",
                    kind=error.kind,
                    message=str(error),
                )
            )
        ports.control.changed()

    def _host_rests(self, item: ClaimedItem, error: CatalogSyncError) -> bool:
        return self.run.hosts.failed(item.host, item.id, getattr(error, "retry_after", None))

    def _report(
        self, attempt: _Attempt, state: ItemState, error: CatalogSyncError | None, path: str = ""
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
                seconds=ports.clock.monotonic() - attempt.began,
                error=ErrorInfo(error.kind, str(error)) if error else None,
            )
        )

    def _after(self, ended: Ended) -> None:
        if ended.stage_closed:
            self.run.close()
        else:
            self.run.ports.control.changed()

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.run.library.root).as_posix()
