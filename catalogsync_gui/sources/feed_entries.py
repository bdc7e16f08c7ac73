# SPDX-License-Identifier: GPL-3.0-or-later
"""A feed's episodes as catalogue entries: identity, order, description, files."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from catalogsync_gui.core.addresses import shown, stem_of, without_userinfo
from catalogsync_gui.core.models import CatalogEntry, MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.naming_rules import AUDIO_SUFFIXES
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.playlists.addresses import Base, resolve_uri
from catalogsync_gui.playlists.doc import Location, LocationKind
from catalogsync_gui.sources.feed import Chapter, Enclosure, Episode, Feed
from catalogsync_gui.sources.playlist_entries import short_key

MUSIC = "music"

CHAPTERS_INLINE = "data:application/json,"
"""Chapters that stand in the feed itself travel within their address (RFC 2397)."""

_LONGEST_INLINE = 50_000
_VIDEO = frozenset([".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ogv", ".mpg", ".mpeg"])
_OTHER = ("image/", "text/", "application/pdf", "application/epub", "application/x-bittorrent")
_TRANSCRIPTS = {
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/srt": ".srt",
    "text/srt": ".srt",
    "application/json": ".json",
    "text/plain": ".txt",
    "text/html": ".html",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode with its identity.

    :ivar base: where its document was found; relative addresses in it start from there.
    :ivar number: its place on an album.
    """

    key: str
    episode: Episode
    base: str
    number: int | None = None


def identified(feed: Feed, base: str) -> list[Listed]:
    """The episodes that have something to download, each with its identity; doubles go.

    That is the guid, else the link, else the address of the one enclosure. A link shared by
    several episodes, or with the whole show, tells none apart; what has several enclosures and
    no other identity is left out, because one of them would be taken by chance.
    """
    links = Counter(e.link for e in feed.episodes if not e.guid)
    found: dict[str, Listed] = {}
    for episode in feed.episodes:
        if not (episode.enclosures or episode.alternates):
            continue
        key = episode.guid
        if not key and episode.link != feed.link and links[episode.link] == 1:
            key = episode.link
        if not key:
            addresses = {e.address for e in episode.enclosures or episode.alternates}
            key = without_userinfo(addresses.pop()) if len(addresses) == 1 else ""
        key = short_key(key)
        if key:
            found.setdefault(key, Listed(key, episode, base))
    return list(found.values())


def newest_first(listed: list[Listed]) -> list[Listed]:
    """By date where every episode has one, else as the feed has them."""
    if all(one.episode.published for one in listed):
        return sorted(listed, key=_published, reverse=True)
    return listed


def first_to_last(listed: list[Listed]) -> list[Listed]:
    """The order of a story: by season and number, else by date, else the feed's turned round."""
    if all(one.episode.number for one in listed):
        return sorted(listed, key=_numbered)
    oldest_first = listed[::-1]
    if all(one.episode.published for one in listed):
        oldest_first.sort(key=_published)
    return oldest_first


def as_album(listed: list[Listed]) -> list[Listed]:
    """The order of an album: by number where every track has its own, else the feed's."""
    numbers = [_numbered(one) for one in listed]
    if all(number for _, number in numbers) and len(set(numbers)) == len(numbers):
        return [replace(one, number=one.episode.number) for one in sorted(listed, key=_numbered)]
    return [replace(one, number=number) for number, one in enumerate(listed, 1)]


def _published(one: Listed) -> float:
    return one.episode.published[1] if one.episode.published else 0.0


def _numbered(one: Listed) -> tuple[int, int]:
    return one.episode.season or 0, one.episode.number or 0


@dataclass(frozen=True, slots=True)
class Entries:
    """Makes the entries of one feed.

    :ivar address: where the feed was found.
    :ivar refusal: why an http(s) address may not be followed; empty where it may.
    """

    feed: Feed
    title: str
    address: str
    refusal: Callable[[str], str]

    def entry(self, one: Listed) -> CatalogEntry:
        """The entry of one episode.

        A show without an author is its own: that is where its folder is looked for.
        """
        feed, episode = self.feed, one.episode
        music = feed.medium == MUSIC
        author = feed.author or self.title
        media, reason = self._media(one)
        info = TrackInfo(
            title=episode.title or stem_of(media.address if media else episode.link),
            artists=(episode.author or author,),
            album=self.title,
            album_artist=author,
            track=one.number or episode.number,
            disc=episode.season,
            date=episode.published[0] if episode.published else "",
            genres=(feed.genres[:1] if music else ("Podcast",)),
            duration=episode.duration,
            license=feed.license,
            source_url=self._page(episode.link, one.base),
            feed_url="" if music else self._public_address(),
            episode_id="" if music else episode.guid,
            category="" if music else next(iter(feed.genres), ""),
            artist_url=self._page(feed.link, self.address),
            description="" if music else episode.about,
            keywords="" if music else episode.keywords,
        )
        return CatalogEntry(one.key, info, media, reason, tuple(self._sidecars(one)))

    def _public_address(self) -> str:
        """The feed's address, unless it may be for its subscriber alone: files are copied on."""
        return self.address if shown(self.address) == self.address else ""

    def _page(self, link: str, base: str) -> str:
        location = self._file(link, base)
        return location if shown(location) == location else ""

    def _media(self, one: Listed) -> tuple[MediaRef | None, str]:
        """The sound: the first enclosure that is one, else the best alternate that is."""
        episode = one.episode
        alternates = sorted(episode.alternates, key=lambda e: not e.preferred)
        reason = ""
        for enclosure in (*episode.enclosures, *alternates):
            why = _no_sound(enclosure)
            location = self._resolved(enclosure.address, one.base)
            if not why and location.kind is LocationKind.URL:
                digest = f"sha256:{enclosure.sha256}" if enclosure.sha256 else ""
                return MediaRef(location.address, digest=digest), ""
            reason = reason or why or location.reason
        return None, reason or "the feed names no address for this episode"

    def _resolved(self, address: str, base: str) -> Location:
        found = resolve_uri(Base.of(base), address)
        if not found:
            return Location.unsupported("", "the feed names no address for this episode")
        location = found[0]
        if location.kind is LocationKind.PATH:
            reason = "the feed names a local file, which is not followed"
            return Location.unsupported("", reason)
        if location.kind is LocationKind.URL:
            refusal = self.refusal(location.address)
            if refusal:
                return Location.unsupported("", refusal)
            return Location.url(without_userinfo(location.address))
        return location

    def _sidecars(self, one: Listed) -> Iterable[SidecarRef]:
        episode = one.episode
        show = self._file(self.feed.image, self.address)
        own = self._file(episode.image, one.base)
        if own and own != show:
            yield SidecarRef(SidecarKind.COVER, own)
        if show:
            yield SidecarRef(SidecarKind.COVER, show, album=True)
        yield from self._transcripts(one)
        chapters = self._file(episode.chapters.address, one.base) if episode.chapters else ""
        chapters = chapters or _inline(episode.marks)
        if chapters:
            yield SidecarRef(SidecarKind.CHAPTERS, chapters, ".chapters.json")

    def _transcripts(self, one: Listed) -> Iterable[SidecarRef]:
        """One of each form and language. HTML is made to be looked at; a last resort."""
        found: dict[tuple[str, str], SidecarRef] = {}
        for transcript in one.episode.transcripts:
            address = self._file(transcript.address, one.base)
            suffix = _TRANSCRIPTS.get(transcript.type) or _suffix_of(transcript.address)
            if not address or suffix not in _TRANSCRIPTS.values():
                continue
            known = _LANGUAGE.fullmatch(transcript.language)
            language = transcript.language.replace("_", "-") if known else ""
            found.setdefault(
                (suffix, language),
                SidecarRef(SidecarKind.TRANSCRIPT, address, suffix, language),
            )
        better = [ref for ref in found.values() if ref.suffix != ".html"]
        return better or found.values()

    def _file(self, address: str, base: str) -> str:
        if not address:
            return ""
        location = self._resolved(address, base)
        return location.address if location.kind is LocationKind.URL else ""


def _suffix_of(address: str) -> str:
    name = address.partition("?")[0].partition("#")[0].rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def _no_sound(enclosure: Enclosure) -> str:
    """Why an enclosure is none that can be kept; empty when it may be one.

    Types are often wrong and suffixes often missing: either of them is believed when it says
    sound, and what says nothing is tried.
    """
    suffix, kind = _suffix_of(enclosure.address), enclosure.type
    if suffix in AUDIO_SUFFIXES or kind.startswith("audio/"):
        return ""
    if kind.startswith("video/") or suffix in _VIDEO:
        return "this episode is a video; only sound is kept"
    if kind.startswith(_OTHER):
        return f"what this episode offers is of the type {kind[:60]}, which is no sound"
    return ""


def _inline(marks: tuple[Chapter, ...]) -> str:
    """Chapters in the JSON form of the podcast namespace (jsonChapters 1.2.0), as an address."""
    if not marks:
        return ""
    chapters = []
    for mark in marks:
        chapter: dict[str, str | float] = {"startTime": mark.start}
        named = (("title", mark.title), ("url", mark.link), ("img", mark.image))
        chapters.append(chapter | {name: text for name, text in named if text})
    text = json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False)
    address = CHAPTERS_INLINE + quote(text, safe='{}[]":, ')
    return address if len(address) <= _LONGEST_INLINE else ""
