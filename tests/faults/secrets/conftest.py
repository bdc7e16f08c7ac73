# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that meet every kind of failure, and are found nowhere afterwards.

``test_canary`` does it with real processes against servers that repeat what they are sent;
``test_private_feeds`` follows tokens that are part of an address through the life of a source.
"""
