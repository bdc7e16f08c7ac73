# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers are told when playlist files were written, and then asked what they know of them.

What a server has not been told yet is seen by comparing the playlist files with those it was last
told of, so nothing is lost by a crash, a server that is away for a week, or a program that ends.
A server is never told of single items: only when the export queue has come to rest.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, Interrupted
from catalogsync_gui.core.events import ServerChecked, ServerRemoved, ServerTold
from catalogsync_gui.core.models import HAS_SECRETS, ErrorInfo
from catalogsync_gui.core.ports import Clock, Report, SourceContext
from catalogsync_gui.core.servers import Exported, News, PlaylistProof, Server, prove
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.servers.base import MusicServer
from catalogsync_gui.servers.opening import open_server
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

BACK_OFF = (60.0, 300.0, 1800.0, 3600.0)
"""Seconds until a server that could not be told is told again; the last one goes on."""

LOOK_EVERY = (1.0, 2.0, 5.0, 10.0)
"""Seconds between two questions whether a scan has ended; the last one goes on."""

SCAN_SECONDS = 1800.0
"""A scan that takes longer is not waited for: what the server knows is asked all the same."""

_CALM_SECONDS = 0.1
"""The export queue is looked at so often while it is busy or a first claim is waited for."""

Open = Callable[[Server, SourceContext], MusicServer]


@dataclass(frozen=True, slots=True)
class _Scan:
    """A server that was told, and looks now.

    :ivar files: of all playlists, as they were then. :ivar next: when to look after it again.
    :ivar settles: whether it does not count as told before it was seen to once more.
    """

    news: News
    files: tuple[Exported, ...]
    settles: bool
    began: float
    next: float
    looks: int = 0


class ServerHooks:
    """Belongs to one thread; ``wake``, ``stop`` and ``idle`` are for all."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        secrets: SecretStore,
        exports: ExportQueue,
        report: Report,
        clock: Clock,
        opener: Open = open_server,
    ) -> None:
        """Takes what it depends on.

        :param exports: its rest is waited for, and first claims that hold it up.
        """
        self._settings = settings
        self._secrets = secrets
        self._exports = exports
        self._report = report
        self._clock = clock
        self._open = opener
        self._stop = StopToken()
        self._condition = threading.Condition()
        self._woken = True  # what a former process left undone
        self._all = False
        self._working = False
        self._known: set[int] = set()
        self._failures: dict[int, int] = {}
        self._due: dict[int, float] = {}
        self._scans: dict[int, _Scan] = {}

    def wake(self, *, everything: bool = False) -> None:
        """Playlist files may have changed.

        :param everything: tell all servers, also those that are put off, and if no playlist file
            has changed: the tracks are other ones now.
        """
        with self._condition:
            self._woken = True
            self._all = self._all or everything
            self._condition.notify_all()

    def stop(self) -> None:
        """Ends the thread at once; what was not told is told the next time."""
        self._stop.set()
        with self._condition:
            self._condition.notify_all()

    @property
    def idle(self) -> bool:
        """Whether all servers were told that could be; scans may be going on."""
        with self._condition:
            settled = not any(scan.settles for scan in tuple(self._scans.values()))
            return settled and not self._woken and not self._working

    def run(self, store: Store) -> None:
        """Tells and asks until it is stopped."""
        while not self._stop.is_set():
            wait = None
            try:
                wait = self.turn(store)
            except Interrupted:
                return
            except CatalogSyncError as error:
                log.warning("servers are not told for now: %s", error)
                self._settle_down()
                self._stop.wait(BACK_OFF[0])
                self.wake()
            with self._condition:
                self._working = False
                if not self._woken and not self._stop.is_set():
                    self._condition.wait(wait)

    def _settle_down(self) -> None:
        with self._condition:
            self._working = False

    def turn(self, store: Store) -> float | None:
        """Does what is due; seconds until something is again, None for not before it is woken."""
        with self._condition:
            woken = self._woken
            if woken and (self._exports.held or not self._exports.idle):
                # Not one playlist at a time, and never before a job's first claim.
                self._condition.wait(_CALM_SECONDS)
                return 0.0
            everything = self._all and woken
            self._woken = self._all = False
            self._working = True
        servers = {server.id: server for server in store.servers.all()}
        for gone in self._known - servers.keys():
            for table in (self._failures, self._due, self._scans):
                table.pop(gone, None)
            self._report(ServerRemoved(at=self._clock.now(), job=None, server=gone))
        self._known = set(servers)
        now = self._clock.monotonic()
        for server in servers.values():
            due = self._due.get(server.id)
            if (woken and due is None) or everything or (due is not None and due <= now):
                self._tell(store, server, always=everything)
        self._settle_down()
        for identity, scan in tuple(self._scans.items()):
            if scan.next <= self._clock.monotonic():
                self._follow(store, servers[identity])
        times = [*self._due.values(), *(scan.next for scan in self._scans.values())]
        return max(0.0, min(times) - self._clock.monotonic()) if times else None

    def _tell(self, store: Store, server: Server, *, always: bool) -> None:
        settings = self._settings()
        files = tuple(store.servers.exported(server.variant, settings.library_id))
        scan = self._scans.get(server.id)
        if scan is not None and scan.settles and scan.files == files and not always:
            return
        before = store.servers.told_of(server.id)
        changed = tuple(
            replace(file, entries=store.servers.entries(file.playlist))
            for file in files
            if before.get(file.path) != file.sha256
        )
        removed = tuple(sorted(before.keys() - {file.path for file in files}))
        if not (changed or removed or (always and files)):
            self._due.pop(server.id, None)
            return
        news = News(settings.library, changed, removed)
        told = partial(
            ServerTold,
            at=self._clock.now(),
            job=None,
            server=server.id,
            name=server.name,
            playlists=len(changed) + len(removed),
        )

        def tell(open_: MusicServer) -> None:
            open_.tell(news, self._stop)
            now = self._clock.monotonic()
            self._scans[server.id] = _Scan(news, files, open_.settles, now, now + LOOK_EVERY[0])

        if self._ask(store, server, tell, told):
            if not self._scans[server.id].settles:
                store.servers.told(server.id, files, self._clock.now())
            self._report(told())

    def _follow(self, store: Store, server: Server) -> None:
        """Looks after a scan, and asks what the server knows when it has ended."""
        scan = self._scans[server.id]
        failed = partial(
            ServerTold,
            at=self._clock.now(),
            job=None,
            server=server.id,
            name=server.name,
            playlists=0,
        )
        look_after = partial(self._look, store, server, scan)
        if not self._ask(store, server, look_after, failed):
            # Told it is; what is left to do is tried again.
            self._scans[server.id] = replace(scan, next=self._due.pop(server.id))

    def _look(self, store: Store, server: Server, scan: _Scan, open_: MusicServer) -> None:
        scanning = open_.scanning(self._stop)
        if scanning and self._clock.monotonic() - scan.began < SCAN_SECONDS:
            looks = scan.looks + 1
            wait = LOOK_EVERY[min(looks, len(LOOK_EVERY) - 1)]
            self._scans[server.id] = replace(scan, looks=looks, next=self._clock.monotonic() + wait)
            return
        open_.settle(scan.news, self._stop)
        if scan.settles:
            store.servers.told(server.id, scan.files, self._clock.now())
        del self._scans[server.id]
        files = store.servers.exported(server.variant, self._settings().library_id)
        proofs = look(store, open_, files, self._stop, scanning=scanning)
        if proofs is None:
            return
        known = sum(proof.known for proof in proofs)
        entries = sum(proof.entries for proof in proofs)
        store.servers.checked(server.id, known, entries, self._clock.now())
        self._report(
            ServerChecked(
                at=self._clock.now(),
                job=None,
                server=server.id,
                name=server.name,
                playlists=len(proofs),
                entries=entries,
                known=known,
            )
        )

    def _ask(
        self,
        store: Store,
        server: Server,
        what: Callable[[MusicServer], None],
        failed: Callable[..., ServerTold],
    ) -> bool:
        """Asks a server something; whether that went well. A failure is told, and tried again."""
        self._stop.check()
        context = context_of(
            server,
            self._secrets,
            self._settings().proxy,
            self._clock,
            partial(store.servers.remember, server.id),
        )
        try:
            open_ = self._open(server, context)
            try:
                what(open_)
            finally:
                open_.close()
        except Interrupted:
            raise
        except Exception as problem:
            # Whatever one server does, the next is told, and the thread lives.
            if not isinstance(problem, CatalogSyncError):
                log.exception("server %d could not be asked", server.id)
            error = _info(problem)
            self._put_off(server.id)
            if server.problem != error.message:
                log.info("server %s: %s", server.name, error.message)
                self._report(failed(error=error))
            store.servers.failed(server.id, error.message)
            return False
        self._failures.pop(server.id, None)
        self._due.pop(server.id, None)
        return True

    def _put_off(self, server: int) -> None:
        failures = self._failures[server] = self._failures.get(server, 0) + 1
        wait = BACK_OFF[min(failures, len(BACK_OFF)) - 1]
        self._due[server] = self._clock.monotonic() + wait


def look(
    store: Store,
    server: MusicServer,
    files: Sequence[Exported],
    cancel: StopToken,
    *,
    scanning: bool,
) -> tuple[PlaylistProof, ...] | None:
    """How much a server knows of playlist files; None where it cannot be asked.

    :raises SourceError: it does not answer, or refuses to.
    """
    playlists = [replace(file, entries=store.servers.entries(file.playlist)) for file in files]
    findings = server.look(playlists, cancel)
    return None if findings is None else prove(playlists, findings, scanning=scanning)


def context_of(
    server: Server,
    secrets: SecretStore,
    proxy: str,
    clock: Clock,
    remember: Callable[[Mapping[str, str]], None],
) -> SourceContext:
    """What asking a server may use."""
    holds = HAS_SECRETS.items() <= server.memory.items()
    return SourceContext(
        proxy=proxy,
        ca_file=server.options.get("ca_file", ""),
        # The desktop's secret store may ask to be unlocked: not where there is nothing to be had.
        secret=partial(secrets.get, server.owner) if holds else lambda _name: None,
        keep_secret=partial(secrets.put, server.owner),
        remember=remember,
        now=clock.now,
    )


def _info(problem: Exception) -> ErrorInfo:
    if isinstance(problem, CatalogSyncError):
        return ErrorInfo(problem.kind, str(problem))
    return ErrorInfo("internal", f"unexpected {type(problem).__name__}; the log has the details")
