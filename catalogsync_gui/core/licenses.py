# SPDX-License-Identifier: GPL-3.0-or-later
"""What catalogues say of a track's licence, brought to one name. Pure.

Catalogues give an address (archive.org's ``licenseurl``), an identifier (``cc-by-4.0`` of
``podcast:license``, whose words are those of the SPDX list in lower case) or words of their own.
"""

import re
from dataclasses import dataclass

from catalogsync_gui.core.addresses import split

UNKNOWN = "unknown"
"""What a track without a licence is asked for and listed by."""

_LONGEST = 300
"""Characters; some write whole paragraphs about their rights."""

_PUBLIC_DOMAIN = "Public domain"
_CC = "https://creativecommons.org/"
_TERMS = r"by-nc-sa|by-nc-nd|by-nc|by-sa|by-nd|by|nc-sampling\+|sampling\+|nc-sa|nc-nd|nc|sa|nd"
_DEED = re.compile(
    rf"(?:licenses/(?P<terms>{_TERMS})|publicdomain/(?P<tool>zero|mark)|licenses/(?P<pd>publicdomain))"
    r"(?:/(?P<version>\d\.\d)(?:/(?P<place>[a-z]{2,3}))?)?(?:/|$)"
)
_NAMED = re.compile(
    rf"(?:cc|creative commons)[ :-]*(?P<terms>{_TERMS})(?:[ -]+v?(?P<version>\d\.\d))?"
    r"(?:[ -]+(?P<place>[a-z]{2,3}|international|unported|intl))?"
)
_ZERO = re.compile(r"(?:cc|creative commons)[ -]?(?:0|zero)(?:[ -]+v?1\.0)?(?: universal)?")
_PUBLIC = frozenset(
    {"public domain", "public-domain", "publicdomain", "pd", "public domain mark 1.0", "pdm"}
)
_WORDS = (
    ("creative commons", "cc"),
    ("attribution", "by"),
    ("noncommercial", "nc"),
    ("non-commercial", "nc"),
    ("noderivatives", "nd"),
    ("noderivs", "nd"),
    ("no derivatives", "nd"),
    ("sharealike", "sa"),
    ("share alike", "sa"),
)
_OTHERS = {
    "artlibre.org": "Free Art License",
    "gnu.org/licenses/fdl": "GFDL",
    "gnu.org/copyleft/fdl": "GFDL",
}


@dataclass(frozen=True, slots=True)
class License:
    """A licence.

    :ivar name: as people call it (``CC BY-SA 4.0``, ``Public domain``), else the catalogue's
        words; empty where nothing is known.
    :ivar address: of its text, or empty.
    """

    name: str = ""
    address: str = ""


def license_of(text: str) -> License:
    """The licence that a catalogue's address, identifier or words stand for."""
    said = " ".join(text.split())[:_LONGEST]
    if not said:
        return License()
    parts = split(said)
    if parts is not None and parts.scheme in ("http", "https"):
        return _of_address(said)
    lowered = said.casefold()
    if lowered in _PUBLIC:
        return License(_PUBLIC_DOMAIN)
    if _ZERO.fullmatch(lowered):
        return License("CC0 1.0", f"{_CC}publicdomain/zero/1.0/")
    for words, short in _WORDS:
        lowered = lowered.replace(words, short)
    lowered = re.sub(r"\b(by|nc|nd|sa)[ -]+(?=(?:nc|nd|sa)\b)", r"\1-", lowered)
    lowered = re.sub(r"^(?:cc[ -])?(?=by\b)", "cc ", lowered.removesuffix(" license"))
    named = _NAMED.fullmatch(lowered)
    if named is None:
        return License(said)
    place = named["place"] or ""
    return _commons(named["terms"], named["version"] or "", place if len(place) < 4 else "")


def is_called(license: License, asked: str) -> bool:
    """Whether a person who names a licence so means this one.

    They may name it as :class:`License` does, by its address or identifier, without its version
    (``CC BY``), or as ``unknown``.
    """
    wanted = license_of(asked).name.casefold()
    if wanted == UNKNOWN or not wanted:
        return not license.name
    name = license.name.casefold()
    return name == wanted or name.startswith(f"{wanted} ")


def _of_address(address: str) -> License:
    rest = re.sub(r"^https?://(?:www\.)?", "", address, flags=re.IGNORECASE)
    lowered = rest.casefold()
    deed = _DEED.match(lowered.removeprefix("creativecommons.org/"))
    if deed is not None and lowered.startswith("creativecommons.org/"):
        if deed["tool"] == "zero":
            return License("CC0 1.0", f"{_CC}publicdomain/zero/1.0/")
        if deed["tool"] or deed["pd"]:
            return License(_PUBLIC_DOMAIN, address)
        return _commons(deed["terms"], deed["version"] or "", deed["place"] or "")
    for start, name in _OTHERS.items():
        if lowered.startswith(start):
            return License(name, address)
    return License(rest.rstrip("/"), address)


def _commons(terms: str, version: str, place: str) -> License:
    name = f"CC {terms.replace('sampling+', 'Sampling Plus').upper()}"
    name = name.replace("SAMPLING PLUS", "Sampling Plus")
    if not version:
        return License(name)
    address = f"{_CC}licenses/{terms}/{version}/"
    if place and place != "deed":
        return License(f"{name} {version} {place.upper()}", f"{address}{place}/")
    return License(f"{name} {version}", address)
