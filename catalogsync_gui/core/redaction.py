# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking secrets out of text that leaves the program: logs, errors, events, diagnostics.

Messages are written without secrets in the first place; this is the net below. It knows how
secrets look in addresses and headers, and it knows by heart those that were read or stored since
the start, in the forms in which they travel. Safe from every thread.
"""

import base64
import html
import json
import re
import threading
from urllib.parse import quote, quote_plus

HIDDEN = "…"
"""What stands in place of a secret."""

_SHORTEST = 4
"""Shorter words are too common to be looked for: text would be torn to pieces."""

_SHORTEST_WITHIN = 8
"""Letters of base64 that are left of a secret in the middle of a longer text; fewer may be met by
chance."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # scheme://user:password@host (RFC 3986, section 3.2.1)
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^/\s@?#\"'<>]*@", re.IGNORECASE), rf"\g<1>{HIDDEN}@"),
    # ?u=name&t=token: query values carry tokens and signatures, so none of them is kept
    (re.compile(r"([?&][\w.~%\[\]-]+=)[^&\s#\"'<>]+"), rf"\g<1>{HIDDEN}"),
    # header lines: the value runs to the end of the line or of the quoted text
    (
        re.compile(
            r"((?:proxy-)?authorization|(?:set-)?cookie|x-(?:emby|mediabrowser)-token)"
            r"(['\"]?\s*[:=]\s*['\"]?)[^\r\n'\"]+",
            re.IGNORECASE,
        ),
        rf"\g<1>\g<2>{HIDDEN}",
    ),
    (re.compile(r"\b(basic|bearer)\s+[\w+/=.~-]{6,}", re.IGNORECASE), rf"\g<1> {HIDDEN}"),
    (
        re.compile(
            r"((?:api|access|auth)[_-]?key|(?:access|auth|refresh)?[_-]?token|pass(?:word|wd|phrase)"
            r"|secret)(['\"]?\s*[:=]\s*['\"]?)[^\s'\",;&)}\]]+",
            re.IGNORECASE,
        ),
        rf"\g<1>\g<2>{HIDDEN}",
    ),
)


class Redactor:
    """Knows secrets, and takes them out of text."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: set[str] = set()
        self._forms: set[str] = set()
        self._known: re.Pattern[str] | None = None

    def hide(self, secret: str) -> None:
        """From now on this text is taken out wherever it occurs, plain or in another form."""
        with self._lock:
            if secret in self._secrets or len(secret) < _SHORTEST:
                return
            self._secrets.add(secret)
            self._forms |= _forms(secret)
            # The longest first: one may be the beginning of another.
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._known = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)

    def redact(self, text: str) -> str:
        """The text without secrets."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        return text


def _forms(secret: str) -> set[str]:
    """A secret as addresses, JSON, markup, Python's repr and headers write it."""
    data = secret.encode("utf-8", "surrogatepass")
    forms = {
        secret,
        quote(data),
        quote(data, safe=""),
        quote_plus(data),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        ascii(secret)[1:-1],
        html.escape(secret),
        html.escape(secret, quote=False),
        data.hex(),
    }
    for before in range(3):
        # What stands before it (a user and a colon) shifts the letters of base64 by as many bytes;
        # those that it shares with its neighbours are left.
        skip = (before * 8 + 5) // 6
        text = base64.b64encode(b"\0" * before + data).decode("ascii")
        whole = (before + len(data)) * 8 // 6
        inner = text[skip:whole]
        if len(inner) >= _SHORTEST_WITHIN:
            forms |= {inner, inner.replace("+", "-").replace("/", "_")}
    return {form for form in forms if len(form) >= _SHORTEST}


redactor = Redactor()
"""The process's own: logging is one for the process, and so is this."""
