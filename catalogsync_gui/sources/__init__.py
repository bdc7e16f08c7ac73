# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues: one adapter a module, all behind ``core.ports.CatalogSource``."""
