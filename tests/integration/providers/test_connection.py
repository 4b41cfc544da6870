"""The way to Last.fm: certificates, proxies, cookies; and the search for the key finds keys."""

import base64
import http.client
import ssl
import time

import pytest
import trustme

from tests.integration import fault_server as play
from tests.integration.fault_server import FaultServer
from tests.integration.providers.key_search import needles_of
from tests.integration.providers.lookups import log_of, plan_of, site_of, slow


def test_a_certificate_nobody_vouches_for_is_refused(
    open_session, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    # what a machine's environment says of certificates counts for nothing
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    tls_server = FaultServer(tls=context)
    try:
        refused = open_session(lastfm=site_of(tls_server))
        refused.fetch_similar("seeds", plan_of("S", "T"))
        assert tls_server.hits == []
        assert log_of(refused) == [("failed", "none", 4), ("left", "none", 0)]
        trusting = open_session(lastfm=site_of(tls_server))
        trusting.services.lastfm.http.exchange._session.verify = str(bundle)
        trusting.fetch_similar("seeds", plan_of("S"))
        assert log_of(trusting) == [("ok", "network", 1)]
        tls_server.play(play.dripping_headers)
        slowed = open_session(slow(0.4, tries=1), lastfm=site_of(tls_server))
        slowed.services.lastfm.http.exchange._session.verify = str(bundle)
        started = time.monotonic()
        slowed.fetch_similar("seeds", plan_of("T"))
        assert time.monotonic() - started < 0.4 + 1.0
        assert slowed.call_log().to_pylist()[0]["detail"] == "too_slow"
    finally:
        tls_server.stop()


def test_proxies_netrc_and_cookies_are_left_alone(
    open_session, server, other_server, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", other_server.url)
    monkeypatch.setenv("no_proxy", "")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.play(play.status(500, Set_Cookie="track=me; Path=/"), play.similar())
    open_session().fetch_similar("seeds", plan_of("S"))
    assert other_server.hits == []
    assert len(server.hits) == 2
    assert not {"Authorization", "Cookie"} & set().union(*(hit.headers for hit in server.hits))


def test_the_debug_level_of_the_standard_library_shows_no_request(
    open_session, server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    open_session().fetch_similar("seeds", plan_of("S"))
    assert len(server.hits) == 1


def test_the_search_for_the_key_would_find_it(key: str) -> None:
    logged = f"POST /2.0/?api_key={key}".encode() + base64.b64encode(b"ab" + key.encode())
    assert sum(needle in logged for needle in needles_of(key)) == 2
