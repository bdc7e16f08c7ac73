# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a track lives in the library: a template and what is known of the track make a path.

The rules of single names are in `naming_rules` and are offered from here as well. Pure functions,
safe in any thread.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Self

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.naming_rules import (
    AUDIO_SUFFIXES,
    MAX_COMPONENT_BYTES,
    PLAYLIST_FOLDER,
    clean_text,
    collision_key,
    file_name,
    fitted,
    folder_name,
    folder_with_number,
    playlist_file_stem,
    safe_component,
    with_number,
)

__all__ = [
    "AUDIO_SUFFIXES",
    "DEFAULT_TEMPLATE",
    "FIELDS",
    "MAX_COMPONENT_BYTES",
    "PLAYLIST_FOLDER",
    "NamingTemplate",
    "collision_key",
    "file_name",
    "fitted",
    "folder_name",
    "folder_with_number",
    "playlist_file_stem",
    "render",
    "safe_component",
    "with_number",
]

DEFAULT_TEMPLATE: Final = "{albumartist}/{album}/{track} {title}"

FIELDS: Final = (
    "albumartist", "album", "artist", "title", "track", "disc", "date", "year", "genre",
    "playlist", "source",
)  # fmt: skip
"""The fields a template may name, in the order a person would be shown them."""

_MAX_TEMPLATE: Final = 300
_MAX_DEPTH: Final = 8
_MAX_NUMBER: Final = 99_999

# What stands for a field that nobody filled in; a field without such a word just vanishes.
_UNKNOWN: Final = {"albumartist": "Unknown Artist", "artist": "Unknown Artist",
                   "album": "Unknown Album", "title": "Untitled"}  # fmt: skip

_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_TOKEN: Final = re.compile(r"\{\{|\}\}|\{\?|\{([^{}]*)\}|[{}]|/|[^{}/]+")
_NUMBERS: Final = ("track", "disc")
_WIDTH: Final = re.compile(r"0?([1-9])")
_YEAR: Final = re.compile(r"[0-9]{4}")

# What may stand between two fields and means nothing once one of them is gone.
_JOINERS: Final = " -–—_.,;:+&~·"
_NESTED: Final = (
    "A part {?...} of the name template holds text and fields, but neither another part nor a "
    "brace of the name."
)
# A word of the template that names the field behind it: the CD of `CD{disc}`.
_LABEL: Final = re.compile(r"[^\W_][^(\[{]*$")


@dataclass(frozen=True, slots=True)
class _Field:
    """One `{a|b:03}` of a template: the first of these names with a value counts.

    `widths` are the digits that numbers are filled up to with zeros, None where none are named.
    """

    names: tuple[str, ...]
    widths: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """One `{?...}`: it is there when all of its fields have a value, and else nothing of it."""

    pieces: tuple[str | _Field, ...]


_Piece = str | _Field | _Section
_Component = tuple[_Piece, ...]


@dataclass(frozen=True, slots=True)
class NamingTemplate:
    """A checked template such as `{albumartist}/{album}/{track} {title}`.

    `/` separates folders, `{field}` is a value, `{album|playlist}` the first that has one,
    `{track:03}` a number of three digits, `{?{disc}-}` a part that is there only if all of its
    fields have a value, and `{{` and `}}` are braces. Made by `parse`; `text` is what the person
    typed.
    """

    text: str
    components: tuple[_Component, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Check and take apart a template.

        Raises:
            SettingError: it says what is wrong with the template and what would be right.
        """
        if not text.strip():
            raise SettingError(f"The name template is empty. The usual one is {DEFAULT_TEMPLATE}")
        if len(text) > _MAX_TEMPLATE:
            raise SettingError(
                f"The name template has more than {_MAX_TEMPLATE} characters; make it shorter."
            )
        if "\\" in text:
            raise SettingError("Use / and not \\ between the folders of the name template.")
        components = tuple(_split(text))
        if len(components) > _MAX_DEPTH:
            raise SettingError(
                f"The name template makes more than {_MAX_DEPTH} folders in one another."
            )
        for component in components:
            _check_component(component)
        last = {name for piece in components[-1] if isinstance(piece, _Field)
                for name in piece.names}  # fmt: skip
        if not last & {"title", "track"}:
            raise SettingError(
                "The last part of the name template needs {title} or {track}, "
                "or all tracks of an album would have the same file name."
            )
        return cls(text, components)

    def __str__(self) -> str:
        return self.text


def render(
    template: NamingTemplate,
    info: TrackInfo,
    *,
    suffix: str,
    fallback_title: str,
    playlist: str = "",
    source: str = "",
) -> PurePosixPath:
    """Make a track's path relative to the library folder.

    `suffix` is one of `AUDIO_SUFFIXES`, decided by the content of the file; `fallback_title`
    (the stem of the address, say) serves when the title is unknown; `playlist` and `source` are
    the names behind the fields of that name. Whatever the texts hold, the path stays relative
    and beneath the library, without `..`, and each component follows `naming_rules`.

    Raises:
        ValueError: the suffix is not one of audio files.
    """
    values = _values(info, fallback_title, playlist, source)
    names = [name for part in template.components if (name := _fill(part, values)) is not None]
    if not names or _fill(template.components[-1], values) is None:
        # A template of only {track} for a track without a number.
        names.append(values["title"] or _UNKNOWN["title"])
    folders = [folder_name(name, top=position == 0) for position, name in enumerate(names[:-1])]
    return PurePosixPath(*folders, file_name(names[-1], suffix))


def _split(text: str) -> Iterator[_Component]:
    pieces: list[_Piece] = []
    section: list[str | _Field] | None = None
    place = 0
    while match := _TOKEN.match(text, place):
        found, place = match.group(), match.end()
        if section is not None and found[0] == "}":
            # The first brace closes; a second one is the next to be looked at.
            place = match.start() + 1
            pieces.append(_section(section))
            section = None
        elif found == "{?":
            if section is not None:
                raise SettingError(_NESTED)
            section = []
        elif found == "/":
            if section is not None:
                raise SettingError(
                    "A part {?...} of the name template lies within one folder and holds no /. "
                    "A folder whose fields are all empty is left out by itself."
                )
            yield tuple(pieces)
            pieces = []
        elif match.group(1) is None and found in "{}":
            raise SettingError(
                f"A brace in the name template has no partner: {text!r}. "
                "Write {{ or }} for a brace in the name itself."
            )
        elif section is not None and found == "{{":
            raise SettingError(_NESTED)
        else:
            piece = (
                _field(match.group(1))
                if match.group(1) is not None
                else found[0]
                if found in {"{{", "}}"}
                else found
            )
            if section is None:
                pieces.append(piece)
            else:
                section.append(piece)
    if section is not None:
        raise SettingError(
            f"A part {{?...}} of the name template has no closing brace: {text!r}. "
            "A whole one is {?{disc}-}"
        )
    yield tuple(pieces)


def _section(pieces: list[str | _Field]) -> _Section:
    if not any(isinstance(piece, _Field) for piece in pieces):
        raise SettingError(
            "A part {?...} of the name template needs a field in it, such as {?{disc}-}: "
            "it is there only if the field has a value."
        )
    return _Section(tuple(pieces))


def _field(text: str) -> _Field:
    names: list[str] = []
    widths: list[int | None] = []
    for alternative in text.split("|"):
        name, colon, width = (part.strip().lower() for part in alternative.partition(":"))
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise SettingError(
                f"The name template has an unknown field {{{name}}}. There are: {known}."
            )
        digits = _WIDTH.fullmatch(width)
        if colon and (digits is None or name not in _NUMBERS):
            raise SettingError(
                f"The name template has {{{alternative.strip()}}}. After a colon stands how many "
                "digits a track or disc number has at least, such as {track:03}"
            )
        names.append(name)
        widths.append(int(digits.group(1)) if digits else None)
    return _Field(tuple(names), tuple(widths))


def _check_component(component: _Component) -> None:
    literal = "".join(piece for piece in component if isinstance(piece, str))
    if any(not isinstance(piece, str) for piece in component):
        return
    if not literal:
        raise SettingError(
            "The name template must not begin or end with /, nor have two of them in a row: "
            "it is relative to the library folder."
        )
    if not clean_text(literal).strip(". "):
        raise SettingError(f"The name template has a folder that is no name: {literal!r}.")


def _values(info: TrackInfo, fallback_title: str, playlist: str, source: str) -> Mapping[str, str]:
    year = _YEAR.match(info.date)
    raw = {
        "albumartist": info.album_artist,
        "album": info.album,
        "artist": ", ".join(info.artists),
        "title": info.title,
        "track": _number(info.track, 2),
        "disc": _number(info.disc, 1),
        "date": info.date,
        "year": year.group() if year else "",
        "genre": info.genres[0] if info.genres else "",
        "playlist": playlist,
        "source": source,
    }
    values = {name: clean_text(value) for name, value in raw.items()}
    if not values["title"].strip(". "):
        values["title"] = clean_text(fallback_title).strip(". ")
    return values


def _number(number: int | None, digits: int) -> str:
    # Catalogues write 0 for unknown, and a hostile one may write more digits than Python prints.
    return f"{number:0{digits}d}" if number is not None and 0 < number <= _MAX_NUMBER else ""


def _known(field: _Field, values: Mapping[str, str]) -> str:
    """The value of a field, empty when nobody knows one."""
    for name, width in zip(field.names, field.widths, strict=True):
        if values[name]:
            return values[name] if width is None else f"{int(values[name]):0{width}d}"
    return values["artist"] if field.names == ("albumartist",) else ""


def _value(field: _Field, values: Mapping[str, str]) -> str:
    found = _known(field, values)
    return found or next((_UNKNOWN[name] for name in field.names if name in _UNKNOWN), "")


def _section_text(section: _Section, values: Mapping[str, str]) -> str:
    """What a part in `{?...}` comes to; empty when one of its fields has no value."""
    texts = [_known(p, values) if isinstance(p, _Field) else p for p in section.pieces]
    return "".join(texts) if all(texts) else ""


def _fill(component: _Component, values: Mapping[str, str]) -> str | None:
    """Write one component, or None when it has fields and all of them are empty.

    A field without a value takes along what joined it to its neighbours: the space of
    `{track} {title}`, the brackets of `{album} ({year})`, the word of `CD{disc} {title}`. A part in
    `{?...}` takes nothing along but itself.
    """
    # Literals and fields by turns: even places hold literals, odd ones fields.
    texts = [""]
    fields = 0
    for piece in component:
        if isinstance(piece, _Field):
            texts += [_value(piece, values), ""]
            fields += 1
        elif isinstance(piece, str):
            texts[-1] += piece
        elif text := _section_text(piece, values):
            texts += [text, ""]
    if not any(texts[1::2]) and (fields or not texts[0].strip(". ")):
        return None
    place = 1
    while place < len(texts):
        if texts[place]:
            place += 2
            continue
        joint = _joint(
            texts[place - 1],
            texts[place + 1],
            before=any(texts[1:place:2]),
            after=any(texts[place + 2 :: 2]),
        )
        texts[place - 1 : place + 2] = [joint]
    return "".join(texts)


def _joint(left: str, right: str, *, before: bool, after: bool) -> str:
    """Join the literals around an empty field; `before`, `after`: is there a value that side."""
    if left and _BRACKETS.get(left[-1]) == right[:1]:
        left, right = left[:-1], right[1:]
    else:
        left = _LABEL.sub("", left)
    if not before:
        return left + right.lstrip(_JOINERS)
    if not after:
        return left.rstrip(_JOINERS) + right.rstrip(_JOINERS)
    if right.strip(_JOINERS):
        return left.rstrip(_JOINERS) + right
    return left + right.lstrip(_JOINERS) if left.strip(_JOINERS) else left or right
