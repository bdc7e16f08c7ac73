# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalog Sync keeps a music library and its playlists in step with remote catalogues."""

__version__ = "0.1.0"
