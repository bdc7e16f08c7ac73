# SPDX-License-Identifier: GPL-3.0-or-later
"""The database: the only place where SQL is written."""
