from pathlib import Path

import pytest

from cli.dbt_child import KEY_FILE, PARSED_FILE, keep, load


@pytest.mark.parametrize("harm", ["other key", "no file", "other file", "no key"])
def test_what_was_parsed_counts_only_under_its_key_and_unchanged(tmp_path: Path, harm: str):
    # No manifest: whoever took it for one would fail to read it.
    (tmp_path / PARSED_FILE).write_bytes(b"parsed")
    keep(tmp_path, "key")
    with pytest.raises(ValueError, match="extra"):
        load(tmp_path, "key")
    if harm == "no file":
        (tmp_path / PARSED_FILE).unlink()
    elif harm == "other file":
        (tmp_path / PARSED_FILE).write_bytes(b"parsed by somebody else")
    elif harm == "no key":
        (tmp_path / KEY_FILE).unlink()
    assert load(tmp_path, "other" if harm == "other key" else "key") is None


def test_without_a_file_nothing_is_kept(tmp_path: Path):
    keep(tmp_path, "key")
    assert list(tmp_path.iterdir()) == []
