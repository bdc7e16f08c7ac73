# SPDX-License-Identifier: GPL-3.0-or-later
"""One instance a profile: the lock that decides, and the local socket over which others ask."""
