# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that sets the library, and tells what its folder can do."""

import json

from catalogsync_gui.cli.call import Call
from catalogsync_gui.control.wording import moment, plain
from catalogsync_gui.core.errors import NoLibrary
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.traits import summary, warnings
from catalogsync_gui.engine import library_commands
from catalogsync_gui.engine.commands import turn_words
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.store.traits import Probed

_LONGEST = 1000


def library(desk: Desk, call: Call) -> int:
    """Sets the library folder, or shows the one that is set."""
    args = call.args
    if args.directory is not None:
        return _set(desk, call)
    if not desk.settings.library:
        raise NoLibrary(
            'no library folder is set; choose the folder for your music with "catalogsync-gui '
            "library DIR\" or in the window's settings"
        )
    probe = library_commands.probe_library if args.probe else library_commands.known_traits
    _show(desk.settings, probe(desk), call, whole=True)
    return 0


def _set(desk: Desk, call: Call) -> int:
    settings = library_commands.set_library(desk, call.path(call.args.directory))
    call.settings = settings
    turn = desk.store.shelves.use(settings.library_id)
    _show(settings, desk.store.traits.of(settings.library_id), call, whole=False)
    if turn is not None and not call.args.json:
        call.out(turn_words(turn))
    return 0


def _show(settings: Settings, probed: Probed | None, call: Call, *, whole: bool) -> None:
    found = () if probed is None else warnings(probed.traits)
    if call.args.json:
        known = {} if probed is None else {"probed_at": probed.at, **probed.traits.table()}
        data = {"library": settings.library, "id": settings.library_id, "traits": known or None}
        call.out(json.dumps(data | {"warnings": found}))
        return
    call.out(f"library: {plain(settings.library, _LONGEST)}")
    if whole and probed is None:
        call.out('its folder was not tried out yet; "catalogsync-gui library --probe" does it')
    elif whole and probed is not None:
        for line in summary(probed.traits):
            call.out(plain(line))
        call.out(f"tried out: {moment(probed.at)}")
    for words in found:
        call.out(f"note: {plain(words, _LONGEST)}")
