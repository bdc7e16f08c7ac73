# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching one track's bytes into its part file, resumably.

Nothing is taken for complete that the server or the catalogue did not vouch for, and nothing is
written before its first 4 KiB have been recognised as audio.
"""

import contextlib
import hashlib
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from catalogsync_gui.core.addresses import USER_AGENT, host_of, origin_of, shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    NotAudio,
    TransferBroken,
    TransferError,
)
from catalogsync_gui.core.models import MediaAnswer, MediaRequest
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.rate_limit import RateLimiter
from catalogsync_gui.media import answers
from catalogsync_gui.media.fetch_errors import BadPart, translated
from catalogsync_gui.media.local_copy import copy_local
from catalogsync_gui.media.part_file import Fetched, PartLog, open_part, promised, verify_digest
from catalogsync_gui.media.publish import size_of
from catalogsync_gui.media.sniff import HEAD_BYTES, Refused, sniff
from catalogsync_gui.media.transport import Transport
from catalogsync_gui.media.volume import disk
from catalogsync_gui.media.watchdog import Watch, Watchdog
from catalogsync_gui.peers import PeerRefusedError, closable

_HEAD = 1 << 20
_ANSWER = 1 << 16
"""Bytes of an answer other than audio that are kept for the adapter to understand."""
_REDIRECTS = 10


class Fetcher:
    """One worker's means of fetching. Not to be shared between threads."""

    def __init__(
        self,
        transport: Transport,
        watchdog: Watchdog,
        clock: Clock,
        limiter: RateLimiter | None = None,
    ) -> None:
        """Takes what it fetches with.

        :param limiter: the rate of all fetchers together.
        """
        self._transport = transport
        self._watchdog = watchdog
        self._clock = clock
        self._limiter = limiter or RateLimiter(clock)

    def fetch(
        self,
        request: MediaRequest,
        part: Path,
        *,
        validator: str,
        total: int | None,
        log: PartLog,
        cancel: StopToken,
    ) -> Fetched:
        """Fetches what is missing of the part file.

        :param validator: under which the part's bytes were fetched; empty starts over.
        :param total: size of the whole as noted with the validator.
        :raises TransferError: the bytes could not be had; the part keeps what is good of it.
        :raises VolumeError, PathRefused: the part could not be written.
        :raises Interrupted: ``cancel`` was set.
        """
        request = promised(request)
        if request.local:
            return copy_local(request, part, log, cancel)
        watch = self._watchdog.watch()
        unsubscribe = cancel.subscribe(lambda: watch.shut("stopped"))
        try:
            with closable(watch.attach):
                fetched = self._fetch(request, part, validator, total, log, watch, cancel)
        except HTTPError as error:
            cancel.check()
            raise translated(error, request.address, watch.reason) from error
        except PeerRefusedError as error:
            raise TransferError(
                f"{shown(request.address)} leads to {error}", kind="address_refused"
            ) from None
        except TransferError:
            cancel.check()
            raise
        finally:
            unsubscribe()
            self._watchdog.release(watch)
        verify_digest(part, request, log)
        return fetched

    def _fetch(
        self,
        request: MediaRequest,
        part: Path,
        validator: str,
        total: int | None,
        log: PartLog,
        watch: Watch,
        cancel: StopToken,
    ) -> Fetched:
        offset = size_of(part) if validator else 0
        if offset and total is not None and offset > total:
            offset = 0
        response, address = self._ask(request, offset, validator, watch)
        try:
            # Headers that were cut off look like the end of them.
            watch.check(address)
            if response.status == 416 and offset:
                response.drain_conn()
                response.release_conn()
                same = answers.strong_validator(response.headers) == validator
                now = answers.unsatisfied_total(response.headers)
                sizes = {offset, total, *({now} - {None}), *({request.size} - {None})}
                if len(sizes) == 1 and (same or request.digest):
                    return Fetched(offset, 0, vouched=True)
                offset = 0
                response, address = self._ask(request, 0, "", watch)
            whole = self._expected(response, address, offset, validator, total)
            if response.status == 200:
                offset = 0
            fresh = answers.strong_validator(response.headers)
            size = whole if whole is not None else request.size
            log.begin(validator=fresh or validator if offset else fresh, total=whole, offset=offset)
            watch.body(self._clock.monotonic())
            received, sha256 = self._receive(response, address, part, offset, log, watch, cancel)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        if size is not None and offset + received != size:
            raise TransferBroken(
                f"{shown(address)} sent {offset + received} bytes of {size}",
                kind="wrong_size",
                host_fault=False,
            )
        chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        vouched = size is not None or bool(request.digest) or chunked
        return Fetched(offset + received, received, vouched, sha256)

    def _ask(
        self, request: MediaRequest, offset: int, validator: str, watch: Watch
    ) -> tuple[urllib3.BaseHTTPResponse, str]:
        address = request.address
        origin = origin_of(address)
        for _hop in range(_REDIRECTS + 1):
            headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
            own = origin_of(address) == origin
            if own:
                headers |= dict(request.headers)
            if offset:
                headers |= {"Range": f"bytes={offset}-", "If-Range": validator}
            private = request.allow_private or (
                bool(request.own_host) and host_of(address) == request.own_host
            )
            watch.check(address)
            response = self._transport.ask(
                address,
                headers,
                params=request.params if own else {},
                post=request.post and own,
                ca_file=request.ca_file,
                private=private,
            )
            if response.status not in answers.REDIRECTS:
                return response, address
            response.drain_conn()
            response.release_conn()
            watch.check(address)
            address = answers.redirect_target(address, response.headers)
        raise TransferError(
            f"{shown(request.address)} redirects more than {_REDIRECTS} times", kind="bad_redirect"
        )

    def _expected(
        self,
        response: urllib3.BaseHTTPResponse,
        address: str,
        offset: int,
        validator: str,
        total: int | None,
    ) -> int | None:
        """The size of the whole, None where the answer does not tell."""
        headers = response.headers
        if response.status not in (200, 206):
            error = answers.status_error(response.status, address, headers, self._clock.now())
            error.answer = _answer(response, b"")
            raise error
        coding = headers.get("Content-Encoding", "identity").strip().lower()
        if coding not in ("", "identity"):
            raise TransferError(
                f"{shown(address)} is sent {coding}-coded although that was not asked for",
                kind="content_encoding",
            )
        if response.status == 200:
            return answers.length_of(headers)
        got = answers.content_range(headers)
        kind = headers.get("Content-Type", "").partition("/")[0].strip().lower()
        if (
            not offset
            or got is None
            or got.first != offset
            or (got.total is not None and got.last != got.total - 1)
            or (total is not None and got.total not in (None, total))
            or kind == "multipart"
            or not answers.same_whole(headers, validator)
        ):
            raise BadPart(
                f"{shown(address)} answered with another part than the one asked for",
                kind="bad_range",
                host_fault=False,
            )
        return got.total if got.total is not None else total

    def _receive(
        self,
        response: urllib3.BaseHTTPResponse,
        address: str,
        part: Path,
        offset: int,
        log: PartLog,
        watch: Watch,
        cancel: StopToken,
    ) -> tuple[int, str]:
        """Writes the body to the part; the bytes received, and their hash if they are all."""
        received = 0
        limiter = self._limiter
        digest = None if offset else hashlib.sha256()
        with contextlib.ExitStack() as stack:
            head = b"" if offset else self._head(response, address, watch)
            with disk(f"cannot write {part.name}"):
                file = stack.enter_context(open_part(part, offset))
                if head:
                    file.write(head)
            if digest is not None:
                digest.update(head)
            received = len(head)
            if received:
                log.advance(received)
                if limiter.limited:
                    self._wait(received, watch, cancel)
            while data := response.read1(limiter.chunk):
                with disk(f"cannot write {part.name}"):
                    file.write(data)
                if digest is not None:
                    # While the bytes are at hand: reading them again costs more.
                    digest.update(data)
                received += len(data)
                watch.arrived(len(data))
                log.advance(len(data))
                if limiter.limited:
                    self._wait(len(data), watch, cancel)
        # A shut socket can look like the end of a body without a length.
        watch.check(address)
        return received, "" if digest is None else digest.hexdigest()

    def _wait(self, count: int, watch: Watch, cancel: StopToken) -> None:
        """Holds to the rate; the bytes are in the part already, so nothing of it is lost."""
        watch.hold(self._clock.monotonic())
        try:
            self._limiter.take(count, cancel)
        finally:
            watch.go_on(self._clock.monotonic())

    def _head(self, response: urllib3.BaseHTTPResponse, address: str, watch: Watch) -> bytes:
        """The first bytes, recognised as audio before anything is written."""
        head = b""
        while len(head) < HEAD_BYTES:
            data = response.read1(self._limiter.chunk)
            if not data:
                break
            watch.arrived(len(data))
            head += data
        watch.check(address)
        if not head and "Content-Length" not in response.headers:
            raise TransferBroken(f"{shown(address)} ended before its first byte", kind="short_body")
        verdict = sniff(head[:_HEAD], hint=suffix_of(address), whole=len(head) < HEAD_BYTES)
        if isinstance(verdict, Refused):
            error = NotAudio(f"{shown(address)} is not audio: {verdict.reason}")
            error.answer = _answer(response, head)
            raise error
        return head


def _answer(response: urllib3.BaseHTTPResponse, head: bytes) -> MediaAnswer:
    """What the server said instead of sending audio. A body that breaks off is good enough."""
    body = bytearray(head)
    with contextlib.suppress(HTTPError, OSError):
        while len(body) < _ANSWER and (data := response.read1(_ANSWER)):
            body += data
    kind = response.headers.get("Content-Type", "")
    return MediaAnswer(response.status, kind, bytes(body[:_ANSWER]))


def suffix_of(address: str) -> str:
    """The suffix an address ends in (``.mp3``), lower case; empty if none."""
    try:
        return PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    except ValueError:
        return ""
