# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine says, in the window's language.

Below the window everything is said in English, without Qt: so it stands in the log and the
database, and so scripts read it. Here a sentence is recognised by the template it was made from
(``resources/translations/engine.json``, collected from the source) and put together anew.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import merge

from PySide6.QtCore import QCoreApplication

from catalogsync_gui.paths import resources

CONTEXT = "engine"
_PLACE = re.compile(r"\{(\d+)\}")
_MARK = re.compile(r"\{(\d+)\}|\{\{|\}\}")
_KEY = 3
_LONGEST = 4000
_DEEPEST = 4
_JOINTS = (". ", "; ", ": ", ", ")


@dataclass(frozen=True, slots=True)
class _Template:
    """:ivar places: which place stands at which group of the pattern.

    :ivar own: how much of the text is its own.
    """

    own: int
    pattern: re.Pattern[str]
    places: tuple[int, ...]
    translation: str


@cache
def _templates() -> tuple[dict[str, list[_Template]], list[_Template]]:
    """Those that are translated: by how they begin, and those that begin with a value."""
    begun: dict[str, list[_Template]] = {}
    open_ones: list[_Template] = []
    texts: list[str] = json.loads((resources() / "translations" / "engine.json").read_text("utf-8"))
    # The more of a text is its own, the less another is taken for it.
    for text in sorted(texts, key=lambda t: len(_PLACE.sub("", t)), reverse=True):
        translation = QCoreApplication.translate(CONTEXT, text)
        if translation == text:
            continue
        parts = _PLACE.split(text)
        pattern = "".join(
            re.escape(part.replace("{{", "{").replace("}}", "}")) if n % 2 == 0 else "(.*?)"
            for n, part in enumerate(parts)
        )
        template = _Template(
            len(_PLACE.sub("", text)),
            re.compile(pattern, re.DOTALL),
            tuple(map(int, parts[1::2])),
            translation,
        )
        if len(parts[0]) >= _KEY:
            begun.setdefault(parts[0][:_KEY].lower(), []).append(template)
        else:
            open_ones.append(template)
    return begun, open_ones


def in_words(text: str) -> str:
    """The text in the window's language; what is not known stays as it is. Main thread only."""
    if not text or len(text) > _LONGEST:
        return text
    return _in_words(text, 0)


@lru_cache(maxsize=4096)
def _in_words(text: str, depth: int) -> str:
    begun, open_ones = _templates()
    if depth > _DEEPEST or not (begun or open_ones):
        return text
    # "the library {0}" begins like much that is said of a library, with more of its own behind.
    known = merge(begun.get(text[:_KEY].lower(), ()), open_ones, key=lambda t: t.own, reverse=True)
    for template in known:
        # Whoever shows a sentence may have given it a capital.
        match = template.pattern.fullmatch(text) or template.pattern.fullmatch(
            text[:1].lower() + text[1:]
        )
        if match is not None:
            values = {
                str(place): _in_words(value, depth + 1)
                for place, value in zip(template.places, match.groups(), strict=True)
            }
            return _filled(template.translation, values)
    for joint in _JOINTS:
        first, found, rest = text.partition(joint)
        if found:
            pair = _in_words(first, depth + 1), _in_words(rest, depth + 1)
            if pair != (first, rest):
                return joint.join(pair)
    bare = text.rstrip(".")
    if bare != text:
        shown = _in_words(bare, depth + 1)
        return text if shown == bare else f"{shown}。"
    return text


def _filled(translation: str, values: dict[str, str]) -> str:
    """The translation with the values in their places; a value is never looked into for places."""
    return _MARK.sub(lambda mark: values.get(mark[1], "") if mark[1] else mark[0][:1], translation)


def forget() -> None:
    """Another language is spoken from now on."""
    _templates.cache_clear()
    _in_words.cache_clear()
