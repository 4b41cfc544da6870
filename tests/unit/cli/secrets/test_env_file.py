"""`config/.env`: read without expansion, written for its owner only, its oddities told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.errors import ConfigurationError
from cli.secrets import env_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_what_is_written_is_read_and_other_lines_stay(path: Path) -> None:
    path.write_text("# mine\nLASTFM_API_KEY=old\nOTHER=x\nexport LASTFM_API_KEY = older\n")
    for value in ("abc", "with 'quotes' and \\", 'mine/1 ( "me" )', "a=b # c", "$HOME ${HOME}"):
        env_file.write(path, "LASTFM_API_KEY", value)
        assert env_file.read(path) == {"OTHER": "x", "LASTFM_API_KEY": value}
    assert path.read_text().startswith("# mine\nOTHER=x\n")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_file_says_nothing(path: Path) -> None:
    assert env_file.read(path) == {}
    assert env_file.problems(path) == []


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("LASTFM_API_KEY=${HOME}\n", "${HOME}"),
        ("LASTFM_API_KEY=$(id)\n", "$(id)"),
        ("\ufeffLASTFM_API_KEY=bom\r\n", "bom"),
        ("export LASTFM_API_KEY='quoted'\n", "quoted"),
        ("LASTFM_API_KEY=first\nLASTFM_API_KEY=last\n", "last"),
        ("LASTFM_API_KEY\n", None),
        ("LASTFM_API_KEY=\n", ""),
    ],
)
def test_nothing_is_expanded(path: Path, content: str, value: str | None) -> None:
    path.write_text(content, encoding="utf-8")
    assert env_file.read(path).get("LASTFM_API_KEY") == value


def test_what_should_be_mended_is_told_with_its_fix(path: Path) -> None:
    path.write_text("LASTFM_API_KEY=a\nLASTFM_API_KEY=b\nLASTFM_KEY=c\nMM_OFFLINE=1\nMINE=1\n")
    path.chmod(0o644)
    open_, twice, unknown, setting = env_file.problems(path)
    assert "chmod 600" in open_
    assert "LASTFM_API_KEY more than once" in twice
    assert "LASTFM_KEY, which is no name" in unknown
    assert "MM_OFFLINE" in setting
    path.write_text("LASTFM_API_KEY=a\n")
    path.chmod(0o600)
    assert env_file.problems(path) == []


def test_a_link_a_folder_and_no_text_are_refused(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("LASTFM_API_KEY=a\n")
    path.symlink_to(elsewhere)
    with pytest.raises(ConfigurationError, match="is a link"):
        env_file.read(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(ConfigurationError, match="is no file"):
        env_file.read(path)
    path.rmdir()
    path.write_bytes("LASTFM_API_KEY=kéy\n".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        env_file.read(path)
