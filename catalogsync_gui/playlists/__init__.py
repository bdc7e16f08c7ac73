# SPDX-License-Identifier: GPL-3.0-or-later
"""Playlist files: bytes to `PlaylistDoc` and back.

Everything here is pure. Bytes come in with the address they were read from, values go
out; nothing opens a file or a connection, so every oddity of the formats can be tested
with a literal.

`reading.parse_playlist` finds the format by itself; `rendering.render` writes one.
"""
