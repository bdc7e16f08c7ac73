# SPDX-License-Identifier: GPL-3.0-or-later
"""What secrets look like, and that text without them stays as it is."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest

from catalogsync_gui.core.redaction import Redactor


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("GET http://ann:hunter22@nas.lan/a", "GET http://…@nas.lan/a"),
        ("HTTPS://ann@nas.lan/a b@c", "HTTPS://…@nas.lan/a b@c"),
        ("/rest/ping?u=ann&t=26719a&v=1.16.1", "/rest/ping?u=…&t=…&v=…"),
        ("/a?sig=Zm9v%3D#top", "/a?sig=…#top"),
        ("Authorization: Basic YW5uOmh1bnRlcjI=", "Authorization: …"),
        ("{'Authorization': 'MediaBrowser Token=\"x\"'}", "{'Authorization': '…\"x\"'}"),
        ("X-Emby-Token=abcdef rest", "X-Emby-Token=…"),
        ("got Bearer abc.def-ghi here", "got Bearer … here"),
        ('{"apiKey": "123456"}', '{"apiKey": "…"}'),
        ("access_token=abc; more", "access_token=…; more"),
        ("password: hunter22", "password: …"),
        ("Set-Cookie: sid=1; Path=/", "Set-Cookie: …"),
    ],
)
def test_the_shapes_of_secrets_are_taken_out(text: str, redacted: str) -> None:
    assert Redactor().redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "http://nas.lan:4533/music/01 Song.mp3",
        "Mira Quell - Paper Boats: done in 0.4 s",
        "the password was refused",
        "what? a question & an answer",
        "someone@example.org wrote",
    ],
)
def test_plain_text_stays(text: str) -> None:
    assert Redactor().redact(text) == text


def test_a_known_secret_is_taken_out_wherever_it_is_and_also_percent_encoded() -> None:
    redactor = Redactor()
    redactor.hide("hünter 2/")
    redactor.hide("hünter 2/long")
    assert redactor.redact("a hünter 2/ b h%C3%BCnter%202%2F c") == "a … b … c"
    assert redactor.redact("x hünter 2/long y") == "x … y"


@pytest.mark.parametrize("before", ["", "b:", "bea:", "beata:"])
def test_a_known_secret_is_taken_out_in_the_forms_in_which_it_travels(before: str) -> None:
    redactor = Redactor()
    secret = 'pässword/&"1>?~'
    redactor.hide(secret)
    data = f"{before}{secret}".encode()
    forms = [
        secret,
        quote(secret),
        quote(secret, safe="").lower(),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        ascii(secret)[1:-1],
        html.escape(secret),
        secret.encode().hex().upper(),
        base64.b64encode(data).decode(),
        base64.urlsafe_b64encode(data).decode(),
    ]
    for form in forms:
        shown = redactor.redact(f"<{form}>")
        assert "…" in shown
        # Of base64 the letters stay that a secret shares with what stands beside it.
        assert len(shown) <= len(before) * 4 // 3 + 10, form


def test_a_word_too_short_to_be_looked_for_is_left() -> None:
    redactor = Redactor()
    redactor.hide("a")
    assert redactor.redact("a banana") == "a banana"
