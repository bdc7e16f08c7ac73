# SPDX-License-Identifier: GPL-3.0-or-later
"""``config``: the settings, one by one or as a file."""

from dataclasses import fields

from catalogsync_gui.cli.call import Call
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine import commands, transfer_commands
from catalogsync_gui.engine.desk import Desk

_LONGEST = 1000


def config(desk: Desk, call: Call) -> int:
    """Reads the settings, sets one, or gives and takes all of them as a file."""
    if call.args.export is not None:
        return _give(desk, call)
    if call.args.take is not None:
        return _take(desk, call)
    key, value = call.args.key, call.args.value
    if value is not None:
        call.settings = commands.with_setting(desk, key, value)
        return 0
    known = [entry.name for entry in fields(Settings) if entry.name != "exports"]
    if key is not None and key not in known:
        raise SettingError(f"there is no setting {key!r}; there are: {', '.join(known)}")
    for name in known:
        text = _setting_text(getattr(desk.settings, name))
        if key is None:
            call.out(f"{name} = {text}")
        elif key == name:
            call.out(text)
    return 0


def _give(desk: Desk, call: Call) -> int:
    given = transfer_commands.give(
        desk, call.path(call.args.export), sources=call.args.with_sources
    )
    call.out(f"written: {plain(str(given.path), _LONGEST)}")
    if given.incomplete:
        names = ", ".join(map(plain, given.incomplete))
        call.warn(f"passwords and tokens are left out; enter them anew for: {names}")
    return 0


def _take(desk: Desk, call: Call) -> int:
    offer = transfer_commands.offered(desk, call.path(call.args.take))
    for change in offer.changes:
        call.out(f"{change.name}: {plain(change.before)} -> {plain(change.after)}")
    for source in offer.new:
        call.out(f"source: {plain(source.name)} ({plain(source.kind)}, {shown(source.location)})")
    if offer.empty:
        call.out("nothing would change")
    for words in offer.left:
        call.warn(f"an export variant is left out: {plain(words, _LONGEST)}")
    if offer.unknown:
        call.warn(f"not known to this version: {plain(', '.join(offer.unknown), _LONGEST)}")
    if call.args.dry_run or offer.empty:
        return 0
    taken = transfer_commands.take(desk, offer)
    call.settings = taken.settings
    for words in taken.failed:
        call.warn(f"not added: {plain(words, _LONGEST)}")
    if taken.incomplete:
        names = ", ".join(map(plain, taken.incomplete))
        call.warn(f'enter passwords and tokens anew ("catalogsync-gui edit") for: {names}')
    return 1 if taken.failed else 0


def _setting_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return plain(redactor.redact(str(value)))
