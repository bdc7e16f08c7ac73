# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing a subscription: its name, its login, its options. Runs on a desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.models import HAS_SECRETS, LONGEST_SOURCE_NAME, Source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.subscribing import (
    COMMON_OPTIONS,
    AddRequest,
    check_secret,
    checked_options,
    warnings_for,
)
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.base import SourceKind

_LASTING = ("device", "plug-in", *HAS_SECRETS)
"""What is noted of a server and has nothing to do with who logs in."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be another.

    :ivar name: None leaves it. :ivar user: None leaves it, empty removes it.
    :ivar secret: its name (``password`` or ``token``) and the secret itself, or None.
    :ivar options: by name; an empty text takes an option back.
    """

    name: str | None = None
    user: str | None = None
    secret: tuple[str, str] | None = field(default=None, repr=False)
    options: Mapping[str, str] = field(default_factory=dict)


def edit_source(
    desk: Desk, source: int, edit: Edit, warn: Callable[[str], None] | None = None
) -> None:
    """Changes a subscription; its items, files and playlists stay, its catalogue is read anew.

    :param warn: takes what the person should know of it.
    :raises UnknownThing: there is no such source.
    :raises UsageError: it cannot be what was asked for; nothing has changed.
    :raises CannotRun: there is no place to keep the secret in.
    """
    row = desk.store.catalogue.source(source)
    kind = registry.kinds().get(row.kind)
    if kind is None:
        raise UsageError(
            f"{row.name} is of the kind {row.kind}, which this version does not know; "
            "install the plug-in that brought it"
        )
    options = _options(row, kind, edit)
    if edit.secret is not None:
        check_secret(kind, edit.secret[0], options.get("user", ""))
        desk.secrets.require()
    name = row.name if edit.name is None else edit.name.strip()[:LONGEST_SOURCE_NAME]
    if not name:
        raise UsageError("a source needs a name")
    desk.store.source_edits.change(source, name, options)
    if edit.secret is not None or options.get("user") != row.options.get("user"):
        desk.store.source_edits.forget_all_but(source, _LASTING)
        desk.secrets.drop(source, "session")
    if edit.secret is not None:
        desk.store.catalogue.remember(source, HAS_SECRETS)
        desk.secrets.put(source, *edit.secret)
        # One takes the place of the other.
        desk.secrets.drop(source, "token" if edit.secret[0] == "password" else "password")
        if warn is not None:
            for words in warnings_for(AddRequest(row.location, secret=edit.secret)):
                warn(words)


def _options(row: Source, kind: SourceKind, edit: Edit) -> dict[str, str]:
    given = {key: text for key, text in edit.options.items() if text}
    kept = {**row.options, **checked_options(kind, given)}
    for key in edit.options.keys() - given.keys():
        if key not in {**COMMON_OPTIONS, **kind.options}:
            # Raises: a word misspelt is not silently nothing.
            checked_options(kind, {key: ""})
        kept.pop(key, None)
    if edit.user is not None:
        kept.pop("user", None)
        if edit.user.strip():
            kept["user"] = edit.user.strip()
    return kept
