# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers and players that read the library: telling them of it, asking what they know of it."""
