# SPDX-License-Identifier: GPL-3.0-or-later
"""A time zone that is put forward and back in 2026 as most of Europe's are, wherever tests run."""

from datetime import UTC, datetime, timedelta, tzinfo

_FORWARD = datetime(2026, 3, 29, 1, tzinfo=UTC).replace(tzinfo=None)
_BACK = datetime(2026, 10, 25, 1, tzinfo=UTC).replace(tzinfo=None)
_HOUR = timedelta(hours=1)


class Summer(tzinfo):
    """An hour ahead of UTC, and two between March and October; ``fold`` as in PEP 495."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        assert moment is not None
        wall = moment.replace(tzinfo=None)
        winter, summer = wall - _HOUR, wall - 2 * _HOUR
        if winter < _FORWARD:
            return _HOUR
        if summer < _FORWARD:
            # A time that does not exist.
            return 2 * _HOUR if moment.fold else _HOUR
        if winter < _BACK or (summer < _BACK and not moment.fold):
            return 2 * _HOUR
        return _HOUR

    def dst(self, moment: datetime | None) -> timedelta:
        return self.utcoffset(moment) - _HOUR

    def tzname(self, moment: datetime | None) -> str:
        return "summer" if self.dst(moment) else "winter"

    def fromutc(self, moment: datetime) -> datetime:
        utc = moment.replace(tzinfo=None)
        offset = 2 * _HOUR if _FORWARD <= utc < _BACK else _HOUR
        fold = int(_BACK <= utc < _BACK + _HOUR)
        return (utc + offset).replace(tzinfo=self, fold=fold)


assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(Summer()).hour == 2
