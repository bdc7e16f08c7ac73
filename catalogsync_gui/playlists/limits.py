# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a playlist is taken before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from catalogsync_gui.core.errors import PlaylistUnreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document: `max_bytes` in bytes, `max_entries` in tracks."""

    max_bytes: int = 50_000_000
    max_entries: int = 200_000

    def check_size(self, data: bytes, label: str) -> None:
        """Refuse a document that is too long or has nothing in it.

        Raises:
            PlaylistUnreadable: of kind `too_large` or `empty`.
        """
        if len(data) > self.max_bytes:
            raise PlaylistUnreadable(
                f"{label} is larger than {self.max_bytes // 1_000_000} MB, which is more than "
                "a playlist can be. Check that the address is that of a playlist.",
                kind="too_large",
            )
        if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
            raise PlaylistUnreadable(
                f"{label} is empty. Check that it was saved completely.", kind="empty"
            )

    def check_entries(self, count: int, label: str) -> None:
        """Refuse a playlist with more than `max_entries` tracks.

        Raises:
            PlaylistUnreadable: of kind `too_large`.
        """
        if count > self.max_entries:
            raise PlaylistUnreadable(
                f"{label} lists more than {self.max_entries:,} tracks. "
                "Split it into smaller playlists.",
                kind="too_large",
            )


DEFAULT_LIMITS = Limits()
