# SPDX-License-Identifier: GPL-3.0-or-later
"""Which episodes of a feed a person wants. Pure."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from catalogsync_gui.sources.base import Option, whole_number
from catalogsync_gui.sources.feed import Episode
from catalogsync_gui.sources.feed_entries import Listed


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValueError("a day as YYYY-MM-DD") from None


def _phrases(text: str) -> str:
    phrases = [" ".join(part.split()) for part in text.split(",")]
    kept = ", ".join(phrase for phrase in phrases if phrase)
    if not kept:
        raise ValueError("words or phrases with commas between them")
    return kept


OPTIONS: Mapping[str, Option] = {
    "keep_last": Option("list only so many of the newest episodes", whole_number(1, 100_000)),
    "since": Option("list only episodes published on this day or later (YYYY-MM-DD)", _day),
    "include": Option("list only titles with one of these words or phrases (a, b c)", _phrases),
    "exclude": Option("leave out titles with one of these words or phrases (a, b c)", _phrases),
    "min_minutes": Option("leave out episodes shorter than this", whole_number(1, 100_000)),
    "max_minutes": Option("leave out episodes longer than this", whole_number(1, 100_000)),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the options of a source ask for. An episode that does not say is not left out for it."""

    keep_last: int | None
    since: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    shortest: float
    longest: float

    @classmethod
    def of(cls, options: Mapping[str, str]) -> "Choice":
        """The choice that checked options stand for."""
        return cls(
            keep_last=int(options["keep_last"]) if options.get("keep_last") else None,
            since=options.get("since", ""),
            include=_folded(options.get("include", "")),
            exclude=_folded(options.get("exclude", "")),
            shortest=60.0 * int(options.get("min_minutes") or 0),
            longest=60.0 * int(options.get("max_minutes") or 0) or float("inf"),
        )

    def wants(self, episode: Episode) -> bool:
        """Whether an episode is wanted, leaving aside how many there are."""
        if self.since and episode.published and episode.published[0] < self.since:
            return False
        if episode.duration is not None and not self.shortest <= episode.duration <= self.longest:
            return False
        if not self.include and not self.exclude:
            return True
        title = " ".join(episode.title.casefold().split())
        if self.include and not any(phrase in title for phrase in self.include):
            return False
        return not any(phrase in title for phrase in self.exclude)

    def newest(self, listed: Iterable[Listed]) -> Iterator[Listed]:
        """Those that are wanted, of episodes the newest of which come first; reads no further."""
        return islice((one for one in listed if self.wants(one.episode)), self.keep_last)


def _folded(text: str) -> tuple[str, ...]:
    phrases = (" ".join(part.split()).casefold() for part in text.split(","))
    return tuple(phrase for phrase in phrases if phrase)
