import pytest

from cli.logs import redaction


@pytest.fixture(autouse=True)
def knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test comes to know as a secret is none in the next one of the same process."""
    monkeypatch.setattr(redaction._OF_THIS_PROCESS, "_known", {})
    monkeypatch.setattr(redaction._OF_THIS_PROCESS, "_pattern", None)
