# SPDX-License-Identifier: GPL-3.0-or-later
"""What adapters have in common, and how a kind of source describes itself.

A plug-in makes one :class:`SourceKind` and derives its adapter from :class:`Adapter`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import MediaAnswer, MediaRef, MediaRequest, SidecarRef, Source
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.sources.http import DocumentClient

YES = ("yes", "true", "on", "1")
NO = ("no", "false", "off", "0")


def yes_or_no(text: str) -> str:
    """``yes`` or ``no``, however it was typed.

    :raises ValueError: it is neither.
    """
    word = text.strip().lower()
    if word not in YES + NO:
        raise ValueError("yes or no")
    return "yes" if word in YES else "no"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A check that takes one of these words."""

    words: tuple[str, ...]

    def __call__(self, text: str) -> str:
        """The word in lower case."""
        word = text.strip().lower()
        if word not in self.words:
            raise ValueError(f"{', '.join(self.words[:-1])} or {self.words[-1]}")
        return word


def one_of(*words: str) -> OneOf:
    """A check that takes one of these words."""
    return OneOf(words)


def whole_number(low: int, high: int) -> Callable[[str], str]:
    """A check that takes a whole number within bounds."""

    def check(text: str) -> str:
        word = text.strip()
        if not word.isascii() or not word.isdigit() or not low <= int(word[:12]) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return str(int(word))

    return check


def unfolded(location: str, schemes: Mapping[str, str]) -> str:
    """An address whose scheme stands for another: ``feed://host/x``, ``feed:https://host/x``.

    :param schemes: each scheme, in lower case, with what it stands for: another scheme, or the
        beginning of an address (``ia:name``).
    :return: the address meant; any other location as it is.
    """
    scheme, colon, rest = location.partition(":")
    plain = schemes.get(scheme.lower()) if colon else None
    if plain is None:
        return location
    if "://" in plain and not rest.lower().startswith(("http://", "https://")):
        rest = rest.removeprefix("//")
        return plain + rest if rest else location
    if rest.startswith("//"):
        # Some programs put the scheme in front of a whole address and repair its slashes.
        inner = rest[2:]
        return inner if inner.lower().startswith(("http://", "https://")) else f"{plain}:{rest}"
    return rest if rest.lower().startswith(("http://", "https://")) else location


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a source, as ``--option key=value`` takes it.

    :ivar words: what it does, for a person.
    :ivar check: the text brought into its stored form; raises ValueError with what it takes.
    """

    words: str
    check: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a kind makes of a location a person gave.

    :ivar location: in its stored form.
    :ivar title: what to call the source until its catalogue says better.
    :ivar options: that follow from the location.
    :ivar sure: the location alone tells the kind; otherwise its content has to be looked at.
    """

    location: str
    title: str
    options: Mapping[str, str] = field(default_factory=dict)
    sure: bool = True


def _no_server(_client: DocumentClient, _base: str, _cancel: StopToken) -> bool:
    """The probe of a kind that is no server."""
    return False


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source.

    :ivar name: the word for ``--kind``.
    :ivar label: what a person calls it ("Podcast").
    :ivar open: makes the adapter for the calling thread alone.
    :ivar recognise: what the kind makes of an http(s) address without userinfo, or of an absolute
        path; None when it is none of its kind. Reads neither disk nor network.
    :ivar options: its own options besides those of every source.
    :ivar secrets: the secrets it takes from a person (``password``, ``token``), and ``session``
        where it can be subscribed to with an access token that a login has brought already.
    :ivar titled: a source nobody named is called as its catalogue calls itself, once it was read:
        as its playlist, where it is one.
    :ivar most_per_host: downloads at a time from the source's own host, whatever the setting says,
        where its operators ask for no more; None for no such limit.
    :ivar detect: whether the beginning of a document (its address, content type and first bytes)
        is of this kind.
    :ivar probe: whether a server of this kind answers at an address in the form ``recognise``
        stores it in. Sends no credentials; raises SourceError and Interrupted as the client does.
    :ivar schemes: of addresses that only this kind has (``feed``), in lower case, each with the
        one it stands for (``http``) or the beginning of an address that does (``https://host/``);
        ``recognise`` gets the address with that.
    """

    name: str
    label: str
    open: Callable[[Source, SourceContext], CatalogSource]
    recognise: Callable[[str], Recognised | None]
    options: Mapping[str, Option] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    most_per_host: int | None = None
    titled: bool = False
    detect: Callable[[str, str, bytes], bool] = field(default=lambda *_: False)
    probe: Callable[[DocumentClient, str, StopToken], bool] = _no_server
    schemes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_server(self) -> bool:
        """Whether its location is a server with any number of playlists, not a document."""
        return self.probe is not _no_server


class Adapter:
    """The parts of ``core.ports.CatalogSource`` that most adapters need not write themselves."""

    def __init__(self, source: Source, context: SourceContext) -> None:
        self.source = source
        self.context = context

    @property
    def allow_private(self) -> bool:
        """Whether the person allows this source every private address."""
        return self.source.options.get("allow_private", "") in YES

    def refused(self, ref: MediaRef, answer: MediaAnswer) -> MediaRequest | None:
        """There is nothing to add to what HTTP says."""
        return None

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        """The source offers none."""
        return None

    def close(self) -> None:
        """There is nothing to give back."""
