# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole runner in plain Python: refresh, claim, download, place, export. No Qt."""
