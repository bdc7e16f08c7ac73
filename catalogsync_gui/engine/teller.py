# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that tells servers of the library."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import Event, PlaylistExported, RenameFinished, StageFinished
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import ExportReason, StageName
from catalogsync_gui.engine.threads import LoopThread, with_store
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.server_hooks import ServerHooks
from catalogsync_gui.secrets import SecretStore


class Teller:
    """Made, started and stopped in the main thread."""

    def __init__(
        self,
        ports: Ports,
        settings: Callable[[], Settings],
        secrets: SecretStore,
        parent: QObject,
    ) -> None:
        self._ports = ports
        self._brought = False
        self._stop = StopToken()
        self._hooks = ServerHooks(settings, secrets, ports.exports, ports.report, ports.clock)
        self.thread = LoopThread("servers", self._loop, parent)

    def start(self) -> None:
        """Starts the thread; downloads have the processor first."""
        self.thread.start(QThread.Priority.LowPriority)

    def take(self, event: Event) -> None:
        """Has servers told after the export of a stage, of a rename, or that a person asked for."""
        if isinstance(event, StageFinished):
            if event.stage is StageName.DOWNLOAD:
                self._brought = event.done > 0
            elif event.stage is StageName.FINALIZE:
                # A track that was fetched again is another file under the same name.
                self._hooks.wake(everything=self._brought)
                self._brought = False
        elif isinstance(event, RenameFinished) or (
            isinstance(event, PlaylistExported) and event.reason is ExportReason.ASKED
        ):
            self._hooks.wake()

    def wake(self) -> None:
        """Playlist files may have changed. From any thread."""
        self._hooks.wake()

    @property
    def idle(self) -> bool:
        """Whether all servers were told that could be."""
        return self._hooks.idle

    def stop(self) -> None:
        """Has the thread end, in the middle of an answer as well."""
        self._stop.set()
        self._hooks.stop()

    def _loop(self) -> None:
        with_store(self._ports.database, self._hooks.run, self._stop)
