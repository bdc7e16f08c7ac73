# SPDX-License-Identifier: GPL-3.0-or-later
"""The three screens of the first run: the folder, the first source, the plan."""
