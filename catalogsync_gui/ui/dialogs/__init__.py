# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs. None of them waits: the desk works, the dialog closes itself when it is done."""
