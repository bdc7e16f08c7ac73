# SPDX-License-Identifier: GPL-3.0-or-later
"""Which commands need no engine, and which of those may go beside a running one."""

from catalogsync_gui.cli import (
    acting,
    configuring,
    crediting,
    exporting,
    history,
    kinds,
    library,
    lists,
    matches,
    naming,
    queue,
    restoring,
    servers,
    trash,
    verifying,
    versions,
    why,
)
from catalogsync_gui.cli.call import DeskCommand

READING: dict[str, DeskCommand] = {
    "kinds": kinds.kinds,
    "sources": lists.sources,
    "playlists": lists.playlists,
    "items": lists.items,
    "jobs": lists.jobs,
    "errors": history.errors,
    "matches": matches.matches,
    "naming": naming.naming,
    "backups": restoring.backups,
    "verify": verifying.verify,
    "why": why.why,
    "queue": queue.queue,
    "exports": exporting.exports,
    "versions": versions.versions,
    "credits": crediting.credits,
}
"""They change nothing and read the database themselves, whoever else has it open."""

FORWARDED: dict[str, DeskCommand] = {
    "library": library.library,
    "add": acting.add,
    "edit": acting.edit,
    "remove": acting.remove,
    "retry": acting.retry,
    "queue": queue.queue,
    "servers": servers.servers,
    "trash": trash.trash,
    "verify": verifying.verify,
    "config": configuring.config,
    "exports": exporting.exports,
    "versions": versions.versions,
}
"""They act: under the profile's lock, or in the instance that holds it."""
