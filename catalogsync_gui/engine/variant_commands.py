# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can have done to the export variants.

Plain functions that block on files and the database, like those of ``engine.commands``. They return
the settings, which the caller saves.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from catalogsync_gui.core.errors import CatalogSyncError, SettingError, UnknownThing
from catalogsync_gui.core.settings import Settings, checked
from catalogsync_gui.core.variants import ExportVariant, within_library
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.pipeline.export_folders import mark_folder
from catalogsync_gui.pipeline.variant_export import clear_variants


def find_variant(settings: Settings, name: str) -> ExportVariant | None:
    """The variant of that name, whatever the case."""
    wanted = name.casefold()
    return next((v for v in settings.exports if v.name.casefold() == wanted), None)


def put_variant(desk: Desk, variant: ExportVariant) -> Settings:
    """Adds a variant, or takes the place of the one of that name; has every playlist written.

    A folder that is given by its absolute path, but lies in the library, counts as one of it.

    :raises SettingError: something about it cannot be, or a folder outside is not there.
    :raises CatalogSyncError: a folder outside cannot be written to.
    """
    variant = within_library(variant, desk.settings.library)
    former = find_variant(desk.settings, variant.name)
    exports = tuple(variant if v == former else v for v in desk.settings.exports)
    if former is None:
        exports += (variant,)
    settings = checked(replace(desk.settings, exports=exports))
    take_folders(desk, (variant,))
    _mark_all(desk)
    return settings


def take_folders(desk: Desk, variants: Iterable[ExportVariant]) -> None:
    """Takes the folders outside the library of new or changed variants for those that are meant.

    :raises SettingError: one is not there.
    :raises CatalogSyncError: one cannot be written to.
    """
    for variant in variants:
        if not variant.is_outside:
            continue
        if not Path(variant.folder).is_dir():
            raise SettingError(
                f"there is no folder {variant.folder}; folders outside the library are not made"
            )
        mark_folder(desk.store, variant.folder)


def remove_variant(desk: Desk, name: str) -> Settings:
    """Takes a variant away, and removes its files unless somebody changed them.

    Where the library cannot be reached, they are removed when it is there again.

    :raises UnknownThing: there is none of that name.
    """
    former = find_variant(desk.settings, name)
    if former is None:
        raise UnknownThing(
            f'there is no export variant {name!r}; "catalogsync-gui exports" lists them'
        )
    exports = tuple(v for v in desk.settings.exports if v != former)
    settings = replace(desk.settings, exports=exports)
    try:
        library = current_library(desk)
        library.check()
        # Should a playlist be written at this moment, the next export removes what it leaves.
        clear_variants(desk.store, library, exports)
    except CatalogSyncError:
        _mark_all(desk)
    return settings


def _mark_all(desk: Desk) -> None:
    catalogue = desk.store.catalogue
    desk.store.exports.mark(catalogue.playlist_ids(catalogue.source_ids()))
