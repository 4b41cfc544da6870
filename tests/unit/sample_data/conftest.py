"""One sample export, generated once for all tests of this folder."""

from __future__ import annotations

import pytest

from tests.sample_data.generate import generate_export
from tests.sample_data.reading import Sample, read_sample


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = tmp_path_factory.mktemp("sample")
    return read_sample(folder, generate_export(folder))
