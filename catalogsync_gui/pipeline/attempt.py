# SPDX-License-Identifier: GPL-3.0-or-later
"""One attempt at an item: what is counted and noted while its bytes come in."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.models import ClaimedItem
from catalogsync_gui.media.publish import make_folder, size_of
from catalogsync_gui.media.volume import disk
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.store.store import Store

LEASE = 120.0
"""Seconds a claim holds without a sign of life."""

BEAT = 15.0
"""Seconds between two signs of life."""

RESUME_FROM = 1 << 20
"""A part is only kept under its validator when the whole is larger: less is fetched anew."""

LOOK_EVERY = 16 << 20
"""Bytes of a body without a length between two looks at the free space."""


@dataclass(slots=True)
class Attempt:
    """What one attempt knows of itself; the part log of the fetcher.

    :ivar endless: a body is being received whose server does not tell its length.
    :ivar looked_at: the bytes transferred when the free space was last looked at.
    """

    run: JobRun
    store: Store
    item: ClaimedItem
    part: Path
    began: float
    beat: float
    transferred: int = 0
    content: str = ""
    """SHA-256 of what was fetched, before its tags were filled in."""
    warning: str = ""
    """What a person should know of the item once it is done; mostly empty."""
    size: int | None = None
    endless: bool = False
    looked_at: int = 0
    _before: int | None = None

    @property
    def gained(self) -> int:
        """By how many bytes the part has come nearer to its end, if the next attempt goes on there.

        What has to be fetched anew in any case is no progress, however much of it came.
        """
        return 0 if self._before is None else max(0, self.transferred - self._before)

    def begin(self, *, validator: str, total: int | None, offset: int) -> None:
        """Notes the part before its first byte is written."""
        keep = validator if total is not None and total > RESUME_FROM else ""
        run = self.run
        # The part may have been longer already, and the server be at its beginning again.
        had = size_of(self.part) if self.item.validator else 0
        self._before = had - offset if keep else None
        self.endless = total is None
        run.library.admit(self.item.id, max(0, (total or 0) - offset))
        with disk(f"cannot create the folder of {self.part.name}"):
            root = run.library.root
            make_folder(root, PurePosixPath(self.part.parent.relative_to(root).as_posix()))
        path = self.part.relative_to(root).as_posix()
        if (path, keep, total) != (self.item.part_path, self.item.validator, self.item.part_total):
            self.store.items.keep_part(
                self.item,
                path=path,
                validator=keep,
                total=total,
                durable=bool(keep or self.item.validator),
            )
        self.size = total
        run.ports.board.expect(self.item.worker, received=offset, total=total)

    def advance(self, count: int) -> None:
        """Counts bytes, and gives a sign of life now and then.

        :raises VolumeError: nobody knows how much is to come, and now there is no room for more.
        """
        self.transferred += count
        self.run.library.spent(self.item.id, count)
        if self.endless and self.transferred - self.looked_at >= LOOK_EVERY:
            self.looked_at = self.transferred
            self.run.library.check()
        self.run.ports.board.advance(self.item.worker, count)
        self.alive()

    def still_ours(self) -> None:
        """Makes sure of the claim before what nobody else may do at the same time.

        :raises LeaseLost: another worker has the item.
        """
        self.alive()
        self.store.workers.must_hold(self.item)

    def alive(self) -> None:
        """Gives a sign of life when it is time for one; to be called while anything takes long.

        :raises LeaseLost: it comes too late, and another worker has the item.
        """
        clock = self.run.ports.clock
        if clock.monotonic() - self.beat >= BEAT:
            self.beat = clock.monotonic()
            now = clock.now()
            self.store.items.renew(self.item, now + LEASE)
            self.store.workers.beat(self.item.worker, now)
