# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine: the pipeline on QThreads, its signals, its schedule. QtCore only."""
