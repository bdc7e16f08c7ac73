# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: arguments, one thin function a command, tables and JSON, exit statuses."""
