# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about libraries' folders. Once released, frozen."""

TRAITS = """
-- What the folder of a library can do, as it was tried out from here: another machine may reach the
-- same folder in another way.
CREATE TABLE library_traits (
    library TEXT PRIMARY KEY,
    traits TEXT NOT NULL,
    longest_name INTEGER NOT NULL,
    probed_at REAL NOT NULL
) STRICT;
"""
