# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that writes the playlist files."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.threads import LoopThread
from catalogsync_gui.media.volume import open_library
from catalogsync_gui.pipeline.export import Exporter, ExportTarget
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.volume_watch import hold_up
from catalogsync_gui.playlists.formats import PlaylistFormat


class PlaylistWriter:
    """Made and started in the main thread; ends when the export queue is closed."""

    def __init__(self, ports: Ports, settings: Callable[[], Settings], parent: QObject) -> None:
        self._ports = ports
        self._settings = settings
        self.thread = LoopThread("export", self._loop, parent)

    def _loop(self) -> None:
        ports = self._ports
        exporter = Exporter(
            ports.database,
            ports.exports,
            self._target,
            ports.report,
            ports.clock,
            partial(hold_up, ports),
        )
        exporter.run(catch_up=bool(self._settings().library))

    def _target(self) -> ExportTarget:
        settings = self._settings()
        library = open_library(settings.library, settings.library_id, 0)
        return ExportTarget(
            library,
            PlaylistFormat(settings.playlist_format),
            settings.exports,
            settings.playlist_covers,
            credits=settings.credits_file,
        )
