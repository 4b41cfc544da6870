import pytest

MOMENTS, MOMENTS_IN_FULL = 3, 40


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of a `moment` runs once for each: a few in the short form, many in full."""
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", range(_moments(metafunc.config)))


@pytest.fixture(scope="session")
def moments(request: pytest.FixtureRequest) -> int:
    """How many moments there are."""
    return _moments(request.config)


@pytest.fixture(scope="session")
def is_full(request: pytest.FixtureRequest) -> bool:
    """Whether the suite runs in full (`make faults`) or in its short form."""
    return bool(request.config.getoption("--full"))


def _moments(config: pytest.Config) -> int:
    return MOMENTS_IN_FULL if config.getoption("--full") else MOMENTS
