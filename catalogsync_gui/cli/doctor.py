# SPDX-License-Identifier: GPL-3.0-or-later
"""``doctor``: what is wrong, for a person, and a file for whoever is to help.

Always carried out here and not by a running instance, since that may be what is wrong. It takes no
lock for longer than it takes to see whether there is one.
"""

import json
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.control.access import ask_only
from catalogsync_gui.control.protocol import Request
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.diagnosis import findings
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine import diagnosis_file
from catalogsync_gui.engine.diagnosing import diagnose
from catalogsync_gui.paths import Profile

_LONGEST = 1000


def doctor(args: Namespace, profile: Profile, terminal: Terminal) -> int:
    """Prints the list, writes the file; 1 where there is a problem.

    :raises CannotRun: the file cannot be written.
    """
    facts = diagnose(profile, time.time(), _instance(profile), StopToken())
    found = findings(facts)
    if args.output:
        diagnosis_file.save(facts, Path(args.output).expanduser())
    if args.json:
        terminal.out(json.dumps(diagnosis_file.as_object(facts), default=str))
    else:
        for finding in found:
            terminal.out(f"{finding.state:<8} {finding.about}: {plain(finding.words, _LONGEST)}")
            if finding.advice:
                terminal.out(f"{'':<8} -> {plain(finding.advice, _LONGEST)}")
        if args.output:
            terminal.out(f"written to {plain(args.output)}; it holds no passwords and no tokens")
    return int(any(finding.state == "problem" for finding in found))


def _instance(profile: Profile) -> dict[str, Any]:
    said: list[str] = []
    if not profile.data.is_dir():
        return {"running": False}
    try:
        request = Request(("status", "--json"), str(Path.cwd()), None)
        status = ask_only(
            profile.lock_file,
            profile.socket_name,
            request,
            said.append,
            said.append,
            said.append,
        )
        if status is None:
            return {"running": False}
        return {"running": True, "status": json.loads("".join(said))}
    except CatalogSyncError as error:
        return {"error": str(error), "error_kind": error.kind}
    except (OSError, ValueError) as error:
        return {"error": f"it answers {type(error).__name__}", "error_kind": "internal"}
