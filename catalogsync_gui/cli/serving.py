# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out, in the running instance, what other processes of the profile ask for."""

import logging
from argparse import Namespace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from catalogsync_gui.cli.call import Call, DeskCommand
from catalogsync_gui.cli.desk_commands import FORWARDED
from catalogsync_gui.cli.live_commands import LIVE, live_command
from catalogsync_gui.cli.parser import parse
from catalogsync_gui.control.protocol import Request
from catalogsync_gui.control.server import Reply
from catalogsync_gui.control.wording import ending
from catalogsync_gui.core.errors import CatalogSyncError, UsageError
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.settings_file import SettingsFile

_log = logging.getLogger(__name__)


class Serving(QObject):
    """The ``serve`` of a control server. Main thread only."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._engine = engine

    def __call__(self, request: Request, reply: Reply) -> None:
        """Begins to carry out one request."""
        try:
            args = parse(request.argv)
            args.cwd = request.cwd
            if args.command in LIVE:
                self._begin_live(args, reply)
            elif args.command in FORWARDED:
                self._begin_on_desk(FORWARDED[args.command], args, request, reply)
            else:
                raise UsageError("the running instance does not carry out that command")
        except CatalogSyncError as error:
            reply.err(str(error))
            reply.exit(error.exit_status)
        except SystemExit:
            # argparse answered --help itself, on our own stdout; no caller of ours sends that.
            reply.exit(2)

    def _begin_live(self, args: Namespace, reply: Reply) -> None:
        command = live_command(args)(self._engine, args, reply.out, reply.err, reply)
        command.ended.connect(reply.exit, Qt.ConnectionType.QueuedConnection)
        reply.closed.connect(command.detach, Qt.ConnectionType.DirectConnection)
        command.start()

    def _begin_on_desk(
        self, command: DeskCommand, args: Namespace, request: Request, reply: Reply
    ) -> None:
        answer = _DeskAnswer(self._engine, reply)
        call = Call(
            args, Path(request.cwd), request.secret, answer.lines.append, answer.warnings.append
        )
        self._engine.desk.ask(partial(_run, command=command, call=call), answer.done, answer.failed)


class _DeskAnswer(QObject):
    """Waits for a command on the desk thread, then answers. The engine outlives the caller."""

    def __init__(self, engine: Engine, reply: Reply) -> None:
        super().__init__(engine)
        self._engine = engine
        self._reply: Reply | None = reply
        self.lines: list[str] = []
        self.warnings: list[str] = []
        reply.closed.connect(self._on_closed, Qt.ConnectionType.DirectConnection)

    def done(self, result: tuple[int, Settings | None]) -> None:
        """The command ended."""
        status, settings = result
        if settings is not None:
            self._engine.apply_settings(settings)
        # Items may be pending now that a running job's workers wait for, and lists are stale.
        self._engine.control.changed()
        self._engine.clear_removed()
        self._engine.export_dirty()
        self._answer(status)

    def failed(self, error: CatalogSyncError) -> None:
        """The command could not be carried out."""
        if self._reply is not None:
            self._reply.err(ending(error))
        self._answer(error.exit_status)

    def _answer(self, status: int) -> None:
        if self._reply is not None:
            for warning in self.warnings:
                self._reply.warn(warning)
            for line in self.lines:
                self._reply.out(line)
            self._reply.exit(status)
        self.deleteLater()

    def _on_closed(self) -> None:
        self._reply = None


def _run(desk: Desk, command: DeskCommand, call: Call) -> tuple[int, Settings | None]:
    status = command(desk, call)
    if call.settings is not None:
        desk.settings = call.settings
        # Before the caller is answered: it may read them at once.
        SettingsFile(desk.profile.settings_file, desk.secrets).save(call.settings)
    return status, call.settings
