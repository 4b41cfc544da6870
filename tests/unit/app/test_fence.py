import base64
import hashlib

import pytest

from app.fence import Fence, inline_scripts

OWN = [(b"host", b"127.0.0.1:8501")]


class Inner:
    """An app that answers every request with one header of its own."""

    def __init__(self):
        self.seen = []

    async def __call__(self, scope, receive, send):
        self.seen.append(scope["type"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})
            await send({"type": "http.response.body", "body": b""})


def ask(headers, kind="http", scripts=()):
    """What is sent for one request, and whether the app behind the fence saw it."""
    inner, sent = Inner(), []

    async def send(message):
        sent.append(message)

    running = Fence(inner, scripts)({"type": kind, "headers": headers}, None, send)
    with pytest.raises(StopIteration):
        running.send(None)  # nothing in it waits for anything
    return sent, bool(inner.seen)


def headers_of(sent):
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_a_request_of_this_machine_passes_and_its_answer_is_fenced():
    sent, is_seen = ask(OWN, scripts=["'sha256-abc='"])
    assert is_seen
    headers = headers_of(sent)
    assert headers["x"] == "y"
    policy = headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'sha256-abc='" in policy
    assert "connect-src 'self' ws://127.0.0.1:8501" in policy
    assert not [part for part in policy if "https:" in part or "*" in part]
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"host", b"evil.example:8501")],
        [(b"host", b"127.0.0.1.evil.example:8501")],
        [(b"host", b"127.0.0.1:8501"), (b"host", b"evil.example:8501")],
        [*OWN, (b"origin", b"http://evil.example:8501")],
        [*OWN, (b"origin", b"http://127.0.0.1:9")],
        [*OWN, (b"origin", b"https://127.0.0.1:8501")],
        [*OWN, (b"origin", b"null")],
        [*OWN, (b"origin", b"http://127.0.0.1:8501"), (b"origin", b"http://evil.example")],
    ],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_whoever_comes_from_elsewhere_never_reaches_the_app(headers, kind):
    sent, is_seen = ask(headers, kind)
    assert not is_seen
    if kind == "http":
        assert sent[0]["status"] == 403
    else:
        assert sent == [{"type": "websocket.close", "code": 1008, "reason": ""}]


@pytest.mark.parametrize("host", [b"localhost:8501", b"127.0.0.1:9000", b"localhost"])
def test_this_machine_may_be_called_by_its_names_on_any_port(host):
    # Whoever forwards a port of another machine to this one sees it under a port of their own.
    assert ask([(b"host", host), (b"origin", b"http://" + host)])[1]


def test_what_is_no_request_passes():
    assert ask([], "lifespan") == ([], True)


def test_only_scripts_that_stand_in_the_page_are_named(tmp_path):
    page = tmp_path / "index.html"
    page.write_text('<script src="a.js"></script><script>\n go() </script><script async>b</script>')
    digests = [hashlib.sha256(words).digest() for words in (b"\n go() ", b"b")]
    assert inline_scripts(page) == [
        f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests
    ]
