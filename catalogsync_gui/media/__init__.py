# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes of tracks: fetching, recognising, tagging and putting them in their place."""
