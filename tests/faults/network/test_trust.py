# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates that are not accepted and proxies that refuse, in words that help."""

import base64
import datetime
import socket
import ssl
from pathlib import Path

import pytest

pytest.importorskip("cryptography", reason="keyring brings it on Linux only")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceUnreachable, TransferBroken, TransferError
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.media.transport import Transport
from catalogsync_gui.sources.http import DocumentClient
from tests.unit.media.far import SOUND, Far, far_end, says
from tests.unit.media.fetching import Line


def certificate(folder: Path, *, first: int = -1, last: int = 1, name: str = "localhost") -> str:
    """A self-made certificate with its key, good from and until so many days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=first))
        .not_valid_after(now + datetime.timedelta(days=last))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(pem)


def refusal(line: Line, pem: str, *, trusted: bool = True) -> str:
    """What the fetcher says of a server with that certificate; the document client agrees."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with far_end(tls=context) as far:
        address = f"https://localhost:{far.host.partition(':')[2]}/x.mp3"
        return both_say(line, address, pem if trusted else "")


def both_say(line: Line, address: str, ca_file: str = "") -> str:
    with pytest.raises(TransferBroken) as caught:
        line.fetch(MediaRequest(address, allow_private=True, ca_file=ca_file))
    client = DocumentClient(address, ca_file=ca_file)
    with pytest.raises(SourceUnreachable) as source:
        client.get(address, StopToken())
    client.close()
    assert caught.value.kind == source.value.kind == "tls"
    assert str(source.value) == str(caught.value)
    return str(caught.value)


def test_expired(line: Line, tmp_path: Path) -> None:
    words = refusal(line, certificate(tmp_path, first=-9, last=-2))
    assert "has expired. Check this machine's clock" in words


def test_not_yet_valid(line: Line, tmp_path: Path) -> None:
    words = refusal(line, certificate(tmp_path, first=3, last=9))
    assert "not valid yet. Check this machine's clock" in words


def test_self_made(line: Line, tmp_path: Path) -> None:
    assert "option ca_file" in refusal(line, certificate(tmp_path), trusted=False)


def test_for_another_name(line: Line, tmp_path: Path) -> None:
    assert "for another name" in refusal(line, certificate(tmp_path, name="nas.example"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "use http:// instead"),
        # The alert that servers of old send: protocol_version (RFC 8446, section 6.2).
        (b"\x15\x03\x01\x00\x02\x02\x46", "Update the server"),
    ],
    ids=["no TLS", "too old"],
)
def test_another_protocol(
    line: Line, far: Far, monkeypatch: pytest.MonkeyPatch, said: bytes, words: str
) -> None:
    def answer(_: Far, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(said)

    monkeypatch.setattr(Far, "serve", answer)
    assert words in both_say(line, far.url().replace("http:", "https:"))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_login(line: Line, far: Far, scheme: str) -> None:
    far.then(says(407, Proxy_Authenticate="Basic"))
    line._transport = Transport(line.tls, far.url(""))
    with pytest.raises(TransferError, match="before the host in the setting proxy") as caught:
        line.fetch(MediaRequest(f"{scheme}://tracks.example/x.mp3"))
    line._transport.close()
    assert caught.value.kind == "proxy"
    client = DocumentClient("http://tracks.example/", proxy=far.url(""))
    with pytest.raises(Exception, match="setting proxy"):
        client.get(f"{scheme}://tracks.example/x.m3u", StopToken())
    client.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_not_there(line: Line, scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy = f"http://me:hunter22@127.0.0.1:{server.getsockname()[1]}"
    line._transport = Transport(line.tls, proxy)
    with pytest.raises(TransferError) as caught:
        line.fetch(MediaRequest(f"{scheme}://tracks.example/x.mp3"))
    line._transport.close()
    client = DocumentClient("http://tracks.example/", proxy=proxy)
    with pytest.raises(SourceUnreachable) as unread:
        client.get(f"{scheme}://tracks.example/x.m3u", StopToken())
    client.close()
    for error in (caught.value, unread.value):
        assert error.kind == "proxy"
        assert "the proxy does not pass" in str(error)
        assert "Check the setting proxy" in str(error)
        assert "hunter22" not in str(error)


def test_a_proxy_gets_the_login_of_its_address(line: Line, far: Far) -> None:
    far.then(says(200, SOUND))
    line._transport = Transport(line.tls, far.url("").replace("://", "://me:p%40ss@"))
    line.fetch(MediaRequest("http://tracks.example/x.mp3"))
    line._transport.close()
    login = base64.b64encode(b"me:p@ss").decode()
    assert far.asked[0].headers["proxy-authorization"] == f"Basic {login}"
    assert far.asked[0].target == "http://tracks.example/x.mp3"


def test_through_a_proxy_numbers_are_looked_at(line: Line, far: Far) -> None:
    line._transport = Transport(line.tls, far.url(""))
    for host in ("10.0.0.1", "2130706433", "[::ffff:a9fe:a9fe]"):
        with pytest.raises(TransferError) as caught:
            line.fetch(MediaRequest(f"http://{host}/x.mp3"))
        assert caught.value.kind == "address_refused"
    assert far.asked == []
