# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections of the settings, one a module, and finding something in them."""
