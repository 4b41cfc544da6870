"""`config/.env`: read without expansion, written for its owner only, its oddities told."""

from __future__ import annotations

import os
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


def test_a_value_of_several_lines_is_one_value(path: Path) -> None:
    content = (
        'OTHER="a\nLASTFM_API_KEY=inside\nb"\nFEED="x\fy"\nLASTFM_API_KEY="multi\nline"\n# end'
    )
    path.write_text(content)
    env_file.write(path, "LASTFM_API_KEY", "new")
    assert env_file.read(path) == {
        "OTHER": "a\nLASTFM_API_KEY=inside\nb",
        "FEED": "x\fy",
        "LASTFM_API_KEY": "new",
    }
    assert path.read_text() == (
        'OTHER="a\nLASTFM_API_KEY=inside\nb"\nFEED="x\fy"\n# end\nLASTFM_API_KEY=\'new\'\n'
    )


def test_names_that_say_the_same_go(path: Path) -> None:
    path.write_text("DBT_ENV_SECRET_LASTFM_API_KEY=old\nMINE=1\n")
    names = ("DBT_ENV_SECRET_LASTFM_API_KEY", "LASTFM_API_KEY")
    env_file.write(path, "LASTFM_API_KEY", "new", instead_of=names)
    assert env_file.read(path) == {"MINE": "1", "LASTFM_API_KEY": "new"}


@pytest.mark.parametrize("line", ["LASTFM_API_KEY: abc", "0123 4567"])
def test_what_is_no_assignment_stays_and_is_told_with_its_line(
    path: Path, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text(f"MINE=1\n{line}\n")
    path.chmod(0o600)
    (problem,) = env_file.problems(path)
    assert "line 2: not NAME=value" in problem
    env_file.write(path, "LASTFM_API_KEY", "new")
    assert path.read_text().startswith(f"MINE=1\n{line}\n")
    assert caplog.text == ""


def test_a_file_that_could_not_be_read_back_is_left_alone(path: Path) -> None:
    path.write_text("MINE=1\n'half\n")
    with pytest.raises(ConfigurationError, match="add LASTFM_API_KEY=… by hand"):
        env_file.write(path, "LASTFM_API_KEY", "new")
    assert path.read_text() == "MINE=1\n'half\n"


def test_what_should_be_mended_is_told_with_its_fix(path: Path) -> None:
    path.write_text(
        "LASTFM_API_KEY=a\nLASTFM_API_KEY=b\nLASTFM_KEY=c\nlastfm_api_key=d\nMM_OFFLINE=1\nMINE=1\n"
    )
    path.chmod(0o644)
    open_, twice, unknown, lower, setting = env_file.problems(path)
    assert "chmod 600" in open_
    assert "LASTFM_API_KEY more than once" in twice
    assert "LASTFM_KEY, which is no name" in unknown
    assert "write LASTFM_API_KEY" in lower
    assert "MM_OFFLINE" in setting
    path.write_text("LASTFM_API_KEY=a\n")
    path.chmod(0o600)
    assert env_file.problems(path) == []


def test_a_file_in_the_wrong_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LASTFM_API_KEY=a\n")
    (problem,) = env_file.problems(tmp_path / "config" / ".env")
    assert "is not read: keys belong into config/.env" in problem


def test_a_link_a_folder_and_no_text_are_refused(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("LASTFM_API_KEY=a\n")
    path.symlink_to(elsewhere)
    refuses(path, "is a link")
    assert path.is_symlink()
    path.unlink()
    path.mkdir()
    refuses(path, "is no file")
    path.rmdir()
    os.mkfifo(path)
    refuses(path, "is no file")
    path.unlink()
    written = "X=caf\xe9\n".encode("latin-1")
    path.write_bytes(written)
    refuses(path, "not UTF-8")
    assert path.read_bytes() == written


def refuses(path: Path, words: str) -> None:
    """Neither reading nor writing touches what is there."""
    with pytest.raises(ConfigurationError, match=words):
        env_file.read(path)
    with pytest.raises(ConfigurationError, match=words):
        env_file.write(path, "LASTFM_API_KEY", "new")
