# SPDX-License-Identifier: GPL-3.0-or-later
"""Values and rules. Standard library only: no input or output, no Qt, no clock of its own."""
