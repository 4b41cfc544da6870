from pathlib import Path

import pytest

from cli.errors import ConfigurationError
from cli.keys import find
from python_engines.clients.settings import KEY_SOURCE_VARIABLE

NAME = "DBT_ENV_SECRET_LASTFM_API_KEY"


def test_the_environment_wins_over_the_file(tmp_path: Path):
    (tmp_path / ".env").write_text("LASTFM_API_KEY=from_file\n")
    assert find({"LASTFM_API_KEY": "from_shell"}, tmp_path)[NAME] == "from_shell"
    assert find({}, tmp_path)[NAME] == "from_file"


def test_a_blank_value_counts_as_absent_everywhere(tmp_path: Path):
    (tmp_path / ".env").write_text("LASTFM_API_KEY=\nMUSICBRAINZ_USER_AGENT='  '\n")
    assert find({"LASTFM_API_KEY": " "}, tmp_path) == {}


def test_nothing_in_the_file_is_expanded(tmp_path: Path):
    (tmp_path / ".env").write_text("LASTFM_API_KEY=${HOME}\n")
    assert find({"HOME": "/somewhere"}, tmp_path)[NAME] == "${HOME}"


def test_a_file_in_another_encoding_is_refused_without_its_content(tmp_path: Path):
    (tmp_path / ".env").write_bytes(b"LASTFM_API_KEY=s\xe9cret\n")
    with pytest.raises(ConfigurationError, match=r"config/\.env: not UTF-8") as caught:
        find({}, tmp_path)
    assert "cret" not in str(caught.value)


def test_messages_can_name_where_the_key_was_set(tmp_path: Path):
    (tmp_path / ".env").write_text("LASTFM_API_KEY=from_file\n")
    assert find({"LASTFM_API_KEY": "x"}, tmp_path)[KEY_SOURCE_VARIABLE] == "LASTFM_API_KEY"
    assert find({}, tmp_path)[KEY_SOURCE_VARIABLE] == "config/.env"
