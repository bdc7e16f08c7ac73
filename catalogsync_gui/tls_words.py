# SPDX-License-Identifier: GPL-3.0-or-later
"""What a failed TLS handshake means, and what a person can do about it."""

import ssl

# What X509_V_ERR_* of OpenSSL (x509_vfy.h) says about a certificate.
_NOT_YET, _EXPIRED = 9, 10
_UNKNOWN_ISSUER = (2, 18, 19, 20, 21)
_OTHER_NAME = (62, 64)

_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")
_TOO_OLD = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "VERSION_TOO_LOW", "NO_PROTOCOLS_AVAILABLE")


def tls_words(error: BaseException | None) -> str:
    """What is wrong and what helps, to follow "no trusted connection to ...: "."""
    cause = _in_chain(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        code = cause.verify_code
        if code == _EXPIRED:
            return (
                "its certificate has expired. Check this machine's clock; if that is right, "
                "the server needs a new certificate"
            )
        if code == _NOT_YET:
            return "its certificate is not valid yet. Check this machine's clock"
        if code in _UNKNOWN_ISSUER:
            return (
                "nobody this machine trusts has issued its certificate. If it is your own server, "
                "name its certificate with the source's option ca_file"
            )
        if code in _OTHER_NAME:
            return (
                "its certificate is for another name. Use the address that the certificate is "
                f"for ({cause.verify_message})"
            )
        return f"its certificate is not accepted ({cause.verify_message})"
    text = f"{getattr(cause, 'reason', '')} {cause or error}".upper().replace(" ", "_")
    if any(word in text for word in _NO_TLS):
        return "the server speaks no TLS at this port. If it has none, use http:// instead"
    if any(word in text for word in _TOO_OLD):
        return "it speaks only versions of TLS that are not safe any more. Update the server"
    return f"the handshake failed ({cause or error})"


def _in_chain(error: BaseException | None) -> ssl.SSLError | None:
    for _ in range(10):
        if error is None or isinstance(error, ssl.SSLError):
            return error
        inner = [arg for arg in error.args if isinstance(arg, BaseException)]
        error = error.__cause__ or error.__context__ or (inner[0] if inner else None)
    return None
