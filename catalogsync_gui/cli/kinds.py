# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that lists the kinds of source, with what each takes."""

from collections.abc import Mapping
from typing import Any

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array
from catalogsync_gui.control.wording import plain
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.subscribing import COMMON_OPTIONS
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.base import Option, SourceKind


def kinds(_desk: Desk, call: Call) -> int:
    """All kinds of source; warns of plug-ins that cannot be used."""
    known = registry.kinds().values()
    for left in registry.left_out():
        call.warn(str(left))
    if call.args.json:
        show_array(map(_kind_object, known), call.out)
        return 0
    for kind in known:
        origin = registry.plug_in(kind.name)
        brought = f" (plug-in {plain(str(origin))})" if origin else ""
        call.out(f"{kind.name}: {plain(kind.label)}{brought}")
        if kind.secrets:
            call.out(f"  takes a {' or a '.join(kind.secrets)}")
        _show_options(kind.options, call)
    call.out("every kind:")
    _show_options(COMMON_OPTIONS, call)
    return 0


def _show_options(options: Mapping[str, Option], call: Call) -> None:
    for name, option in options.items():
        call.out(f"  --option {plain(name)}=...  {plain(option.words)}")


def _kind_object(kind: SourceKind) -> dict[str, Any]:
    origin = registry.plug_in(kind.name)
    return {
        "kind": kind.name,
        "label": kind.label,
        "secrets": list(kind.secrets),
        "options": [
            {"name": name, "words": option.words}
            for name, option in {**kind.options, **COMMON_OPTIONS}.items()
        ],
        "plug_in": origin and {"distribution": origin.distribution, "version": origin.version},
    }
