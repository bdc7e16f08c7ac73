# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of two versions is the later one, and what a releases address answers."""

import json
import re
from dataclasses import dataclass

from catalogsync_gui.core.addresses import origin_of, split

_VERSION = re.compile(
    r"v?(?P<numbers>[0-9]{1,9}(?:\.[0-9]{1,9}){0,9})"
    r"(?:[-_.]?(?P<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?P<number>[0-9]{0,9}))?"
    r"(?:[-_.]?post[-_.]?(?P<post>[0-9]{0,9}))?"
    r"(?:[-_.]?dev[-_.]?(?P<dev>[0-9]{0,9}))?"
    r"(?:\+[a-z0-9._-]*)?",
    re.IGNORECASE,
)
_STAGES = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2, "pre": 2, "preview": 2}
_FINAL = 3
_ENDLESS = 1 << 40
_LONGEST = 60

Order = tuple[tuple[int, ...], int, int, int, int]


@dataclass(frozen=True, slots=True)
class Release:
    """A version that can be had.

    :ivar page: the address of the page that tells of it.
    """

    version: str
    page: str


def order(version: str) -> Order | None:
    """What sorts versions as PEP 440 does, without epochs; None where it is no version.

    Development versions come before what they lead to, then alphas, betas, candidates, the release
    itself, and what was mended after it.
    """
    found = _VERSION.fullmatch(version.strip()) if len(version) <= _LONGEST else None
    if found is None:
        return None
    numbers = [int(part) for part in found["numbers"].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    pre, post, dev = found["pre"], found["post"], found["dev"]
    if pre is not None:
        stage = _STAGES[pre.lower()]
    else:
        # 1.0.dev1 comes before 1.0a1.
        stage = -1 if dev is not None and post is None else _FINAL
    return (
        tuple(numbers),
        stage,
        int(found["number"] or 0),
        -1 if post is None else int(post or 0),
        _ENDLESS if dev is None else int(dev or 0),
    )


def is_newer(offered: str, present: str) -> bool:
    """Whether the offered version is one that whoever has the present one would want.

    What is not finished is for those alone who have such a version already.
    """
    new, old = order(offered), order(present)
    if new is None or old is None or new <= old:
        return False
    return _is_finished(new) or not _is_finished(old)


def _is_finished(version: Order) -> bool:
    return version[1] == _FINAL and version[4] == _ENDLESS


def parse(data: bytes, address: str) -> Release:
    """What a releases address answered: JSON with ``version`` and ``page``.

    The names that GitHub, Gitea and Forgejo give the two (``tag_name``, ``html_url``) will do.

    :param address: that was asked; its own pages need no https, those of others do.
    :raises ValueError: it says neither, or nothing that can be used.
    """
    answer = json.loads(data)
    if not isinstance(answer, dict):
        raise ValueError("it is no object")
    version = answer.get("version", answer.get("tag_name"))
    page = answer.get("page", answer.get("html_url"))
    if not isinstance(version, str) or order(version) is None:
        raise ValueError("it names no version")
    if not isinstance(page, str) or split(page) is None:
        raise ValueError("it names no page")
    if not page.lower().startswith("https:") and origin_of(page) != origin_of(address):
        raise ValueError("its page is neither its own nor a safe one")
    return Release(version.strip().removeprefix("v"), page)
