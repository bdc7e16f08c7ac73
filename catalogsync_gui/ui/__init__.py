# SPDX-License-Identifier: GPL-3.0-or-later
"""The window and the tray: the only part that knows widgets."""
