# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error this application raises on purpose, as one tree.

::

    CatalogSyncError            kind, retryable, exit_status; str() is for a person
    |-- UsageError              the request is wrong (exit status 2)
    |   |-- SettingError
    |   `-- UnknownThing        no such source, playlist, item or job
    |-- CannotRun               the request is right, the circumstances are not (exit status 3)
    |   |-- NoLibrary
    |   |-- NotRunning
    |   |-- DatabaseUnusable
    |   |   |-- DatabaseDamaged
    |   |   `-- DatabaseFull
    |   `-- VolumeError         the library's volume; pauses the volume, never fails an item
    |       |-- StorageOffline
    |       |-- StorageSilent
    |       |-- StorageFull
    |       `-- StorageRefused
    |-- PathRefused             one path of the library, while its volume is well (retryable)
    |-- RoomTaken               running downloads need the room; costs no try (retryable)
    |-- SystemBusy              no handles or memory left for us; costs no try (retryable)
    |-- SourceError             a catalogue could not be read
    |   |-- SourceUnreachable   (retryable)
    |   |-- SourceRefused       (credentials or rights)
    |   |-- SourceGone
    |   |-- AddressRefused      an address that the rules do not allow
    |   `-- PlaylistUnreadable
    |-- TransferError           one item's bytes
    |   |-- TransferBroken      (retryable)
    |   |   |-- NoRoom          larger than the room there is
    |   |   `-- NetworkAway     this machine is not connected; costs no try
    |   |-- TransferRefused     (401, 403)
    |   |-- MediaGone           (404, 410)
    |   `-- NotAudio
    |-- TagError
    |-- Interrupted             a stop or a pause; not a failure
    `-- LeaseLost               another claim owns the item now

Adapters translate foreign exceptions at the edge, so that nothing else has to know them.
No message may hold a secret: addresses in messages go through ``core.addresses.shown``, and what
slips through (a server that repeats what it was sent) is taken out here.
"""

from typing import TYPE_CHECKING

from catalogsync_gui.core.redaction import redactor

if TYPE_CHECKING:
    from catalogsync_gui.core.models import MediaAnswer


class CatalogSyncError(Exception):
    """Base of the tree.

    :ivar kind: short stable word for scripts (``error.kind`` in the JSON events).
    :ivar retryable: whether trying again later can help without a person doing something.
    :ivar exit_status: the process's exit status when this error ends a command.
    """

    kind: str = "error"
    retryable: bool = False
    exit_status: int = 3

    def __init__(self, message: str, *, kind: str | None = None) -> None:
        super().__init__(redactor.redact(message))
        if kind is not None:
            self.kind = kind


class UsageError(CatalogSyncError):
    """The request itself is wrong."""

    kind = "usage"
    exit_status = 2


class SettingError(UsageError):
    """A setting that does not exist, or a value it cannot take."""

    kind = "setting"


class UnknownThing(UsageError):
    """A source, playlist, item or job that does not exist."""

    kind = "unknown"


class CannotRun(CatalogSyncError):
    """The request is right, but it cannot be carried out now."""

    kind = "cannot_run"


class NoLibrary(CannotRun):
    """No library folder is set."""

    kind = "no_library"


class NotRunning(CannotRun):
    """The command needs a running instance and there is none."""

    kind = "not_running"


class DatabaseUnusable(CannotRun):
    """The database cannot be opened, is newer than this program, or is damaged."""

    kind = "database"


class DatabaseDamaged(DatabaseUnusable):
    """The database's content cannot be read, or is gone while there are copies of it."""

    kind = "database_damaged"


class DatabaseFull(DatabaseUnusable):
    """The disk that holds the database has no room. What was committed is there."""

    kind = "database_full"
    retryable = True


class VolumeError(CannotRun):
    """The library's volume cannot be used now. Pauses the volume; no item loses a try."""

    kind = "storage"
    retryable = True


class StorageOffline(VolumeError):
    """The library folder or its marker is not there: a mount is gone."""

    kind = "storage_offline"


class StorageSilent(VolumeError):
    """The volume answers nothing: a server or a disk hangs, and whoever asks it with them."""

    kind = "storage_silent"


class StorageFull(VolumeError):
    """Free space is below the reserve, or a write said so (ENOSPC, EDQUOT)."""

    kind = "storage_full"


class StorageRefused(VolumeError):
    """The volume refuses writes (EROFS, EACCES, EIO)."""

    kind = "storage_refused"


class PathRefused(CatalogSyncError):
    """One path of the library cannot be used; everything else on the volume goes on."""

    kind = "path"
    retryable = True


class RoomTaken(CatalogSyncError):
    """There is room for an item, but the downloads that run need it. It waits for them."""

    kind = "room_taken"
    retryable = True


class SystemBusy(CatalogSyncError):
    """The system gives this process no more open files or memory; nobody else's fault."""

    kind = "system_busy"
    retryable = True


class SourceError(CatalogSyncError):
    """A catalogue could not be read; what is known of it stays."""

    kind = "source"


class SourceUnreachable(SourceError):
    """The server did not answer, or answered with a passing failure.

    :ivar retry_after: seconds the server asked to wait, or None.
    """

    kind = "unreachable"
    retryable = True

    def __init__(
        self, message: str, *, kind: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, kind=kind)
        self.retry_after = retry_after


class SourceRefused(SourceError):
    """The server wants other credentials, or rights that the account does not have."""

    kind = "refused"


class SourceGone(SourceError):
    """The address answers 404 or 410 (``gone_for_good``), or the local file is not there."""

    kind = "gone"


class AddressRefused(SourceError):
    """An address that the rules for addresses do not allow."""

    kind = "address_refused"


class PlaylistUnreadable(SourceError):
    """The document is not a playlist this program can read."""

    kind = "unreadable"


class TransferError(CatalogSyncError):
    """One item's bytes could not be had.

    :ivar answer: what the server said instead of sending audio, where it said something.
    """

    kind = "transfer"
    answer: "MediaAnswer | None" = None


class TransferBroken(TransferError):
    """The connection or the body broke, or the server had a passing failure.

    :ivar retry_after: seconds the server asked to wait, or None.
    :ivar host_fault: whether it speaks against the host and not only against this item.
    """

    kind = "network"
    retryable = True

    def __init__(
        self,
        message: str,
        *,
        kind: str | None = None,
        retry_after: float | None = None,
        host_fault: bool = True,
    ) -> None:
        super().__init__(message, kind=kind)
        self.retry_after = retry_after
        self.host_fault = host_fault


class NoRoom(TransferBroken):
    """An item is larger than the room the volume has: it waits an hour, the others go on."""

    kind = "no_room"

    def __init__(self, message: str) -> None:
        super().__init__(message, retry_after=3600.0, host_fault=False)


class NetworkAway(TransferBroken):
    """This machine has no way to any host: no item loses a try, and all come back later."""

    kind = "no_network"


class TransferRefused(TransferError):
    """The server answers 401 or 403 for this item."""

    kind = "refused"


class MediaGone(TransferError):
    """The server answers 404 or 410, or the local file is not there."""

    kind = "gone"


class NotAudio(TransferError):
    """What arrived is not audio this program stores (a login page, an error document)."""

    kind = "not_audio"


class TagError(CatalogSyncError):
    """The tags of a file could not be read or written."""

    kind = "tags"


class Interrupted(CatalogSyncError):
    """A stop or a pause reached this work; it can be taken up again as it is."""

    kind = "interrupted"
    retryable = True


class LeaseLost(CatalogSyncError):
    """The claim is no longer ours: whoever holds it now decides about the item."""

    kind = "lease_lost"
