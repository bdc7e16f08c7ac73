# SPDX-License-Identifier: GPL-3.0-or-later
"""Export variants: further playlist files beside the usual ones, for other players or servers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import Self

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.naming import PLAYLIST_FOLDER, collision_key

FORMATS = ("m3u", "m3u8", "xspf", "jspf")
PATH_STYLES = ("relative", "absolute", "mapped")
ENCODINGS = ("utf-8", "cp1252", "latin-1")
ESCAPES = ("none", "percent")

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,38}[A-Za-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class ExportVariant:
    r"""One more file of every playlist.

    :ivar name: what the person calls it; letters, digits, spaces, ``.``, ``_`` and ``-``.
    :ivar folder: where its files go: relative to the library with ``/``, or an absolute path
        outside of it, which must exist.
    :ivar format: one of :data:`FORMATS`.
    :ivar paths: ``relative`` to the playlist file, ``absolute`` as this computer sees the library,
        or ``mapped``: with :attr:`prefix` in the place of the library's own path.
    :ivar prefix: where a server has the library, such as ``/music`` or ``D:\Music``.
    :ivar encoding: one of :data:`ENCODINGS`; all but m3u are always UTF-8.
    :ivar escapes: one of :data:`ESCAPES`: ``percent`` writes ``%2B`` for ``+`` and ``%25`` for
        ``%`` in the paths of m3u and m3u8. Jellyfin decodes those as addresses and would look for
        a space in the place of a plus (PlaylistsNET 1.4.1: ``WebUtility.UrlDecode``); other players
        do not.
    """

    name: str
    folder: str
    format: str = "m3u"
    paths: str = "relative"
    prefix: str = ""
    encoding: str = "utf-8"
    escapes: str = "none"

    @property
    def is_outside(self) -> bool:
        """Whether its folder is none of the library's."""
        return is_absolute(self.folder)

    @classmethod
    def from_table(cls, table: Mapping[str, object]) -> Self:
        """The variant as the settings file holds it.

        :raises SettingError: a key is missing, or a value is no text.
        """
        known = {entry.name for entry in fields(cls)}
        values = {key: value for key, value in table.items() if key in known}
        if not {"name", "folder"} <= values.keys():
            raise SettingError("an export variant needs a name and a folder")
        for key, value in values.items():
            if not isinstance(value, str):
                raise SettingError(f"{key} of an export variant takes text; {value!r} is not that")
        return cls(**values)  # type: ignore[arg-type]

    def table(self) -> dict[str, str]:
        """The variant for the settings file."""
        return asdict(self)

    def address(self, path: str, library: str, relative: str) -> str:
        """How a track is named in this variant's files.

        :param path: the track's path, relative to the library, with ``/``.
        :param library: absolute path of the library as this computer sees it.
        :param relative: path of the library relative to the playlist file's folder.
        """
        address = self._address(path, library, relative)
        if self.escapes == "percent":
            return address.replace("%", "%25").replace("+", "%2B")
        return address

    def _address(self, path: str, library: str, relative: str) -> str:
        match self.paths:
            case "relative":
                root = relative
            case "absolute":
                root = library
            case _:
                root = self.prefix
        if "\\" in root and "/" not in root:
            # A path of Windows; a name in the library never holds a backslash (core.naming).
            return f"{root.rstrip(chr(92))}\\{path.replace('/', chr(92))}"
        return f"{root.rstrip('/')}/{path}"


def is_absolute(path: str) -> bool:
    """Whether a path is one, on POSIX or on Windows."""
    return path.startswith("/") or PureWindowsPath(path).is_absolute()


def within_library(variant: ExportVariant, library: str) -> ExportVariant:
    """The variant; with a relative folder if it lies in the library (absolute path, or empty)."""
    pure = PurePosixPath if library.startswith("/") else PureWindowsPath
    if variant.is_outside and library and pure(variant.folder).is_relative_to(library):
        within = pure(variant.folder).relative_to(library)
        return replace(variant, folder=within.as_posix())
    return variant


def checked_variant(variant: ExportVariant) -> ExportVariant:
    """Returns the variant if it can be used.

    :raises SettingError: says what is wrong and what would be right.
    """
    name = variant.name
    if not _NAME.fullmatch(name):
        raise SettingError(
            "an export variant is called by up to 40 letters (A to Z), digits, spaces, dots, "
            f"underscores or hyphens; {name!r} is not that"
        )
    for key, allowed in (
        ("format", FORMATS),
        ("paths", PATH_STYLES),
        ("encoding", ENCODINGS),
        ("escapes", ESCAPES),
    ):
        if getattr(variant, key) not in allowed:
            raise SettingError(
                f"{key} of the export variant {name!r} is one of {', '.join(allowed)}; "
                f"{getattr(variant, key)!r} is not"
            )
    if variant.encoding != "utf-8" and variant.format != "m3u":
        raise SettingError(
            f"the export variant {name!r} writes {variant.format}, which is always UTF-8; only m3u "
            "takes another encoding"
        )
    if variant.escapes != "none" and variant.format not in ("m3u", "m3u8"):
        raise SettingError(
            f"the export variant {name!r} writes {variant.format}, which has addresses that are "
            "always escaped; only m3u and m3u8 take escapes"
        )
    _check_folder(variant)
    if variant.paths == "mapped":
        _check_prefix(variant)
    elif variant.prefix:
        raise SettingError(
            f"the export variant {name!r} has a prefix, which goes with mapped paths"
        )
    return variant


def _check_folder(variant: ExportVariant) -> None:
    folder = variant.folder
    parts = PurePosixPath(folder).parts
    wrong = (
        not folder
        or _CONTROL.search(folder)
        or ".." in parts
        or (not variant.is_outside and (not parts or "\\" in folder))
        or (not variant.is_outside and any(part.startswith(".") for part in parts))
    )
    if wrong:
        raise SettingError(
            f"the folder of the export variant {variant.name!r} is a folder in the library, such "
            "as Playlists/Server, none that is hidden, or an absolute path; "
            f"{folder!r} is not that"
        )


def _check_prefix(variant: ExportVariant) -> None:
    prefix = variant.prefix
    if not is_absolute(prefix) or _CONTROL.search(prefix) or prefix != prefix.strip():
        raise SettingError(
            f"mapped paths of the export variant {variant.name!r} need the absolute path where the "
            f"server has the library as prefix, such as /music; {prefix!r} is not that"
        )


def checked_variants(
    variants: Iterable[ExportVariant], playlist_format: str
) -> tuple[ExportVariant, ...]:
    """Returns the variants if all of them can be used together, beside the usual playlist files.

    :param playlist_format: format of the usual playlist files.
    :raises SettingError: says what is wrong.
    """
    found = tuple(checked_variant(variant) for variant in variants)
    names: set[str] = set()
    places = {(collision_key(PLAYLIST_FOLDER), playlist_format): "the usual playlist files"}
    for variant in found:
        if variant.name.casefold() in names:
            raise SettingError(f"two export variants are called {variant.name!r}")
        names.add(variant.name.casefold())
        place = (collision_key(str(PurePosixPath(variant.folder))), variant.format)
        if place in places:
            raise SettingError(
                f"the export variant {variant.name!r} writes {variant.format} files into the "
                f"folder {variant.folder!r}, and so do {places[place]}; give it another folder"
            )
        places[place] = f"those of {variant.name!r}"
    return found
