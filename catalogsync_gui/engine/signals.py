# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine tells its front ends."""

from PySide6.QtCore import QObject, Signal


class EngineSignals(QObject):
    """Emitted in the main thread, but for ``export_wanted``.

    Connect bound methods of objects that live in the main thread, with a queued connection.
    """

    happened = Signal(object)
    """Every core Event, in order."""

    stage_opened = Signal(object)
    """StageOpened."""

    item_finished = Signal(object)
    """ItemFinished."""

    stage_finished = Signal(object)
    """StageFinished."""

    export_wanted = Signal(object)
    """tuple[ExportRequest, ...]: on item completion, on stage finish, and when a person asks.
    Emitted in the thread that found the reason; the export thread's queue hears it directly."""

    workers_ticked = Signal(object)
    """tuple[WorkerRow, ...]: five times a second while a job runs, then once empty."""

    status_changed = Signal(object)
    """EngineStatus, at most five times a second."""

    catalogue_changed = Signal()
    """Sources, playlists or items are other ones now; at most twice a second."""

    refused = Signal(object, object)
    """CatalogSyncError, JobSpec: a job that was asked for cannot run."""

    quit_wanted = Signal()
    """Another process of the profile asks this one to end."""

    settings_changed = Signal(object)
    """Settings."""
