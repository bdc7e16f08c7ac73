# SPDX-License-Identifier: GPL-3.0-or-later
"""The fourth step of the schema: one script a subject, each in a module of its own."""

from catalogsync_gui.store.credits_schema import CREDITS
from catalogsync_gui.store.damage_schema import DAMAGE
from catalogsync_gui.store.playlist_cover_schema import PLAYLIST_COVERS
from catalogsync_gui.store.recall_schema import RESTORING
from catalogsync_gui.store.renaming_schema import RENAMING
from catalogsync_gui.store.server_schema import SERVERS
from catalogsync_gui.store.traits_schema import TRAITS
from catalogsync_gui.store.variant_schema import VARIANTS
from catalogsync_gui.store.version_schema import VERSIONS
from catalogsync_gui.store.warnings_schema import WARNINGS
from catalogsync_gui.store.writing_schema import WRITING

STEP_4 = "".join(
    (
        DAMAGE,
        RENAMING,
        WARNINGS,
        VARIANTS,
        RESTORING,
        SERVERS,
        VERSIONS,
        PLAYLIST_COVERS,
        CREDITS,
        TRAITS,
        WRITING,
    )
)
