# SPDX-License-Identifier: GPL-3.0-or-later
"""A real minidlna on a library, asked as a television asks it."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.request import Request, urlopen
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from tests.scenario.servers import free_port, installed, wait_until

PLAYLISTS = "1$F"
"""The container of playlists, by its number in minidlna's containers.c."""

_SERVICE = "urn:schemas-upnp-org:service:ContentDirectory:1"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class Minidlna:
    """Scans its folder once, at its start."""

    def __init__(self, folder: Path, music: Path) -> None:
        program = installed("minidlnad", "/usr/sbin")
        folder.mkdir()
        self._port = free_port()
        (folder / "minidlna.conf").write_text(
            f"port={self._port}\nnetwork_interface=lo\nmedia_dir=A,{music}\n"
            f"db_dir={folder}\nlog_dir={folder}\ninotify=no\nfriendly_name=test\n"
            f"minissdpdsocket={folder}/none\n",
            "utf-8",
        )
        with (folder / "out").open("wb") as out:
            self._process = subprocess.Popen(
                [
                    program,
                    *("-d", "-R", "-f", str(folder / "minidlna.conf"), "-P", str(folder / "pid")),
                ],
                stdout=out,
                stderr=out,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )

    def wait_for(self, playlists: int) -> None:
        """Waits until it knows so many playlists: they come after all tracks."""

        def known() -> bool:
            try:
                return len(self.containers(PLAYLISTS)) == playlists
            except OSError:
                return False

        wait_until(known, 60)

    def containers(self, parent: str) -> dict[str, str]:
        """The containers in one: id -> title."""
        return {
            element.attrib["id"]: element.findtext(_TITLE) or ""
            for element in self._browse(parent)
            if element.tag.endswith("container")
        }

    def titles(self, container: str) -> list[str]:
        """The titles of the tracks in one, in order."""
        return [
            element.findtext(_TITLE) or ""
            for element in self._browse(container)
            if element.tag.endswith("item")
        ]

    def _browse(self, container: str) -> Element:
        body = (
            '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
            ' s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>'
            f'<u:Browse xmlns:u="{_SERVICE}"><ObjectID>{container}</ObjectID>'
            "<BrowseFlag>BrowseDirectChildren</BrowseFlag><Filter>*</Filter>"
            "<StartingIndex>0</StartingIndex><RequestedCount>0</RequestedCount>"
            "<SortCriteria></SortCriteria></u:Browse></s:Body></s:Envelope>"
        )
        request = Request(
            f"http://127.0.0.1:{self._port}/ctl/ContentDir",
            body.encode(),
            {"Content-Type": "text/xml", "SOAPAction": f'"{_SERVICE}#Browse"'},
        )
        with urlopen(request, timeout=15) as response:
            text = response.read().decode()
        found = re.search(r"<Result>(.*?)</Result>", text, re.DOTALL)
        assert found, text
        listing: Element = fromstring(unescape(found[1]))
        return listing

    def stop(self) -> None:
        """Ends it."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def minidlna(folder: Path, music: Path) -> Iterator[Minidlna]:
    server = Minidlna(folder, music)
    try:
        yield server
    finally:
        server.stop()
