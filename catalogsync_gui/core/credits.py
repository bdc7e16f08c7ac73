# SPDX-License-Identifier: GPL-3.0-or-later
"""The credits of tracks: who made them, where they are from, under which licence. Pure."""

import csv
import html
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from catalogsync_gui.core.addresses import split, without_userinfo
from catalogsync_gui.core.licenses import License

FORMATS = ("text", "csv", "json", "html")
"""What :func:`rendered` can make; ``text`` comes first, as the default."""

CREDITS_NAME = "Credits.txt"
"""The file beside the playlists, where the setting asks for one."""

_COLUMNS = (
    "title", "artist", "album", "label", "date", "license", "license_url", "page", "source", "path",
)  # fmt: skip
_UNKNOWN = "Licence unknown"
_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "li{margin:.3rem 0}@media(prefers-color-scheme:dark){"
    "body{background:#1e1e1e;color:#ddd}a{color:#8ab4f8}}"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What is to be said of one track.

    :ivar page: address of the page that tells of it, or empty. :ivar source: the source's name.
    :ivar path: of its file, relative to the library.
    """

    title: str
    artist: str
    album: str
    label: str
    date: str
    license: License
    page: str
    source: str
    path: str

    def table(self) -> dict[str, str]:
        """As the lists and files for programs have it."""
        return {
            "title": self.title,
            "artist": self.artist,
            "album": self.album,
            "label": self.label,
            "date": self.date,
            "license": self.license.name,
            "license_url": self.license.address,
            "page": without_userinfo(self.page),
            "source": self.source,
            "path": self.path,
        }


def rendered(credits: Iterable[Credit], form: str) -> Iterator[str]:
    """The credits as lines of a file, without their ends.

    :param credits: those of one licence one after the other.
    :param form: one of :data:`FORMATS`.
    """
    match form:
        case "csv":
            return _csv(credits)
        case "json":
            return _json(credits)
        case "html":
            return _html(credits)
    return _text(credits)


def _text(credits: Iterable[Credit]) -> Iterator[str]:
    yield "Credits"
    for license, group in groupby(credits, lambda credit: credit.license):
        yield ""
        name = _line(license.name) or _UNKNOWN
        yield f"{name} <{license.address}>" if license.address else name
        yield ""
        for credit in group:
            yield f"  {_sentence(credit)}"
            if credit.page:
                yield f"    {_line(without_userinfo(credit.page))}"


def _sentence(credit: Credit) -> str:
    words = f'"{_line(credit.title)}"'
    if credit.artist:
        words += f" by {_line(credit.artist)}"
    about = [
        f"from {_line(credit.album)}" if credit.album else "",
        _line(credit.label),
        _line(credit.date)[:4],
    ]
    return ", ".join([words, *filter(None, about)])


def _line(text: str) -> str:
    return " ".join(text.split())


def _csv(credits: Iterable[Credit]) -> Iterator[str]:
    yield ",".join(_COLUMNS)
    for credit in credits:
        buffer = io.StringIO()
        table = credit.table()
        csv.writer(buffer, lineterminator="").writerow(_cell(table[name]) for name in _COLUMNS)
        yield buffer.getvalue()


def _cell(text: str) -> str:
    # A spreadsheet takes what begins so for a formula, and catalogues are strangers.
    # Source: https://owasp.org/www-community/attacks/CSV_Injection
    line = _line(text)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def _json(credits: Iterable[Credit]) -> Iterator[str]:
    before = "["
    for credit in credits:
        yield before + json.dumps(credit.table())
        before = ","
    yield "]" if before == "," else "[]"


def _html(credits: Iterable[Credit]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>Credits</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Credits</h1>"
    for license, group in groupby(credits, lambda credit: credit.license):
        yield f"<h2>{_link(license.name or _UNKNOWN, license.address)}</h2>\n<ul>"
        for credit in group:
            words = html.escape(_sentence(credit))
            page = without_userinfo(credit.page)
            more = f" ({_link('page', page)})" if _is_web(page) else ""
            yield f"<li>{words}{more}</li>"
        yield "</ul>"
    yield "</body>\n</html>"


def _link(text: str, address: str) -> str:
    words = html.escape(_line(text))
    if not _is_web(address):
        return words
    return f'<a href="{html.escape(address)}" rel="nofollow noreferrer">{words}</a>'


def _is_web(address: str) -> bool:
    parts = split(address)
    return parts is not None and parts.scheme in ("http", "https")
