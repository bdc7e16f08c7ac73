# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that change the catalogue or the settings."""

from catalogsync_gui.cli.adding import request_of, secret_name
from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.history import retry_kind
from catalogsync_gui.control.wording import count, plain
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.engine import commands, removing
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.editing import Edit, edit_source
from catalogsync_gui.engine.schedule_facts import rule_of, set_rule


def add(desk: Desk, call: Call) -> int:
    """Subscribes; prints the id. Whoever calls has found out the kind already."""
    request = request_of(call.args, call.cwd, call.secret)
    source = commands.add_source(desk, request, warn=call.warn)
    call.out(str(source))
    return 0


def edit(desk: Desk, call: Call) -> int:
    """Changes a subscription."""
    args = call.args
    secret = None
    if secret_name(args):
        if not call.secret:
            raise UsageError("standard input was empty; the secret is read from there")
        secret = (secret_name(args), call.secret)
    change = Edit(args.name, args.user, secret, dict(args.options))
    if change == Edit() and args.schedule is None:
        raise UsageError("nothing to change; say what (see edit --help)")
    rule = None if args.schedule is None else rule_of(args.schedule)
    source = commands.find_source(desk, args.source)
    if change != Edit():
        edit_source(desk, source, change, call.warn)
    if args.schedule is not None:
        set_rule(desk, source, rule)
    return 0


def remove(desk: Desk, call: Call) -> int:
    """Unsubscribes."""
    source = commands.find_source(desk, call.args.source)
    report = removing.remove_source(desk, source, delete_files=call.args.delete_files)
    words = [f"removed {plain(report.name)}"]
    if call.args.delete_files:
        words.append(f"{count(report.files, 'file')} deleted")
    if report.kept:
        words.append(f"{count(report.kept, 'file')} kept that changed since")
    call.out(", ".join(words))
    return 0


def retry(desk: Desk, call: Call) -> int:
    """Puts failed items back to pending."""
    if call.args.kind or call.args.source or call.args.server:
        return retry_kind(desk, call)
    number = commands.retry(desk, call.args.items or None)
    call.out(f"{count(number, 'item')} put back to pending")
    return 0
