# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hosts may be asked for one more download now."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.reasons import HostFacts, RestCause
from catalogsync_gui.core.retry import LONGEST_RETRY_AFTER

FAILURES = 3
"""So many different items failing within WINDOW seconds open a host's breaker."""

WINDOW = 60.0
FIRST_REST = 30.0
LONGEST_REST = 900.0
PATIENCE = 450.0
"""A job waits so many seconds for a host in trouble (four rests), then it goes on without."""

T = TypeVar("T")


@dataclass(slots=True)
class _Host:
    running: int = 0
    failures: dict[int, float] = field(default_factory=dict)
    rests: int = 0
    until: float = 0.0
    since: float | None = None
    why: str = ""
    cause: RestCause | None = None


class HostGate:
    """The limits and the rests of all hosts. Safe from every thread.

    Items without a host are local files; they have neither limits nor rests.
    """

    def __init__(self, clock: Clock, per_host: int, caps: Mapping[str, int] | None = None) -> None:
        """Takes ``caps``: hosts whose operators ask for fewer, with how many they allow."""
        self._clock = clock
        self._caps = caps or {}
        self._lock = threading.RLock()
        self._per_host = per_host
        self._hosts: dict[str, _Host] = {}
        self._away = False

    def limit(self, per_host: int) -> None:
        """Changes the number of downloads at a time from one host."""
        with self._lock:
            self._per_host = per_host

    def may(self, host: str) -> bool:
        """Whether the host can take one more download now."""
        if not host:
            return True
        with self._lock:
            state = self._hosts.get(host)
            return state is None or (
                state.running < self._most(host, state) and state.until <= self._clock.now()
            )

    def _most(self, host: str, state: _Host) -> int:
        """Downloads at a time; one that rested is tried by one item first."""
        return 1 if state.rests else min(self._per_host, self._caps.get(host, self._per_host))

    def claim(self, take: Callable[[], tuple[T, str] | None]) -> T | None:
        """Runs ``take`` so that no two claims count the same room, and counts its host."""
        with self._lock:
            taken = take()
            if taken is None:
                return None
            value, host = taken
            if host:
                self._hosts.setdefault(host, _Host()).running += 1
            return value

    def leave(self, host: str) -> None:
        """A download from the host ended, however."""
        with self._lock:
            state = self._hosts.get(host)
            if state is not None:
                state.running = max(0, state.running - 1)

    def succeeded(self, host: str) -> None:
        """The host delivered: what it failed before is forgotten."""
        with self._lock:
            state = self._hosts.get(host)
            self._away = self._away and not host
            if state is not None:
                state.failures.clear()
                state.rests, state.until = 0, 0.0
                state.since, state.why, state.cause = None, "", None

    def failed(self, host: str, item: int, retry_after: float | None, why: str) -> bool:
        """An item failed for a reason that speaks against the host; whether it rests now.

        :param retry_after: seconds the host asked to be left alone. Then it is busy, not broken:
            it rests as long as it asked for.
        :param why: what went wrong, in words.
        """
        if not host:
            return False
        now = self._clock.now()
        with self._lock:
            self._away = False
            state = self._hosts.setdefault(host, _Host())
            state.why = why
            if state.since is None:
                state.since = now
            if retry_after:
                state.until = max(state.until, now + min(retry_after, LONGEST_RETRY_AFTER))
                state.cause = RestCause.ASKED
                return True
            if state.rests and state.until <= now:
                # The one probe after a rest failed too.
                self._rest(state, now)
                return True
            state.failures[item] = now
            state.failures = {i: at for i, at in state.failures.items() if at > now - WINDOW}
            if len(state.failures) >= FAILURES:
                self._rest(state, now)
            return state.until > now

    def network_away(self, host: str, why: str) -> bool:
        """This machine is not connected: the host rests, without a longer rest each time.

        :returns: whether this is the first item to find out since any host delivered.
        """
        now = self._clock.now()
        with self._lock:
            state = self._hosts.setdefault(host, _Host())
            state.why = why
            if state.since is None:
                state.since = now
            # One item at a time finds out whether the network is back.
            state.rests = max(state.rests, 1)
            state.until = max(state.until, now + FIRST_REST)
            state.cause = RestCause.NO_NETWORK
            first, self._away = not self._away, True
            return first

    @property
    def without_network(self) -> bool:
        """Whether this machine was not connected when it was last tried."""
        with self._lock:
            return self._away

    def clock_jumped(self, seconds: float) -> None:
        """The time of day has jumped: rests last as long as before."""
        with self._lock:
            for state in self._hosts.values():
                state.until += seconds
                state.since = None if state.since is None else state.since + seconds
                state.failures = {item: at + seconds for item, at in state.failures.items()}

    @staticmethod
    def _rest(state: _Host, now: float) -> None:
        rest = min(FIRST_REST * 2.0**state.rests, LONGEST_REST)
        state.rests += 1
        state.until = max(state.until, now + rest)
        state.cause = RestCause.FAILURES
        state.failures.clear()

    def given_up(self, host: str) -> bool:
        """Whether the host has been in trouble, or will rest, longer than a job should wait."""
        now = self._clock.now()
        with self._lock:
            state = self._hosts.get(host)
            if state is None or state.since is None or state.until <= now:
                return False
            return max(now, state.until) - state.since > PATIENCE

    def trouble(self, host: str) -> str:
        """What went wrong with the host last; empty when it delivered since."""
        with self._lock:
            state = self._hosts.get(host)
            return "" if state is None else state.why

    def rests_until(self, host: str) -> float | None:
        """When the host may be asked again, epoch seconds; None when it does not rest."""
        with self._lock:
            state = self._hosts.get(host)
            return state.until if state is not None and state.until > self._clock.now() else None

    def facts(self) -> tuple[HostFacts, ...]:
        """The hosts that deliver something or rest now, for whoever asks why an item waits."""
        now = self._clock.now()
        with self._lock:
            return tuple(
                HostFacts(
                    host=host,
                    running=state.running,
                    most=self._most(host, state),
                    rests_until=state.until if state.until > now else None,
                    cause=state.cause if state.until > now else None,
                    why=state.why,
                )
                for host, state in self._hosts.items()
                if state.running or state.until > now
            )

    def next_change(self) -> float | None:
        """When the first resting host may be asked again, epoch seconds."""
        now = self._clock.now()
        with self._lock:
            return min((s.until for s in self._hosts.values() if s.until > now), default=None)
