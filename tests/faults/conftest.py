import pytest


@pytest.fixture(scope="session")
def is_full(request: pytest.FixtureRequest) -> bool:
    """Whether the suite runs in full (`make faults`) or in its short form."""
    return bool(request.config.getoption("--full"))
