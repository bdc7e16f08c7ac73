# SPDX-License-Identifier: GPL-3.0-or-later
"""The network's faults, made to happen. Where each clause is tested:

- trickles, endless headers, stops: ``unit/media/test_watchdog``, ``unit/sources/test_http``
- silent addresses, both families, no network at all: ``test_reaching``
- validators, wrong 206, 416: ``unit/media/test_fetch_resume``; more of them: ``test_answers``
- lengths, codings, documents in place of audio: ``unit/media/test_fetch_bodies``, ``test_answers``
- redirects and what travels along: ``unit/media/test_fetch_redirects``, ``test_leading_away``
- private, link-local and metadata addresses, in every way to write them: ``test_leading_away``
- addresses that ran out: ``test_expired_addresses`` here and in ``engine``
- no network and no try lost: ``test_reaching``, ``engine/test_no_network``
- waits, tries and breakers: ``unit/core/test_retry``, ``unit/pipeline/test_hosts``
- certificates and proxies, in words that help: ``test_trust``
"""

from tests.unit.media.conftest import far, line, tls

__all__ = ["far", "line", "tls"]
