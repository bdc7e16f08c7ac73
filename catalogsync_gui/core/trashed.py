# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of the trash."""

from dataclasses import dataclass

from catalogsync_gui.core.states import TrashState


@dataclass(frozen=True, slots=True)
class TrashFile:
    """A file of an entry of the trash. Paths relative to the library.

    :ivar path: where it lies in the trash.
    :ivar original: where it was.
    :ivar target: where it is being put back to, or empty.
    :ivar sidecar: id of the sidecar it is; None for the track itself.
    """

    id: int
    path: str
    original: str
    size: int
    sha256: str
    content_sha256: str = ""
    sidecar: int | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class TrashEntry:
    """A track whose files lie in the trash. Times in seconds since the epoch.

    :ivar source: the name of the source it came from.
    :ivar track: None when the source was removed since.
    """

    id: int
    state: TrashState
    track: int | None
    source: str
    title: str
    artist: str
    trashed_at: float
    expires_at: float
    files: tuple[TrashFile, ...]
