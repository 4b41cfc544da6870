"""The secrets file is read only if it is safe to, and replaced whole; what goes in is checked."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from cli.errors import ConfigurationError, MmError, message_of
from cli.exits import Exit, exit_code_of
from cli.secrets import errors, store, vault
from cli.secrets.vault import Header, Method
from stores.lock import LockHeldError, hold

PASSWORD, NEW_PASSWORD = "correct horse battery staple", "four other words here"
KEY, TOKEN = "c" * 32, "token of the listener"
SECRETS = {"lastfm_api_key": KEY}
CONTROLS = ["a\nb", "a\r\nb", "key\n", "a\0b", "a\x1b[2Jb", "a\x7f", "a\u2028b", "a\ud800"]
FEW, LEAST = vault.LEAST_READ, vault.LEAST_WRITTEN

pytestmark = pytest.mark.usefixtures("quick_derivation")
both_methods = pytest.mark.parametrize("method", list(Method))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / store.FILE_NAME


def put(path: Path, method: Method = Method.FERNET, iterations: int = LEAST) -> bytes:
    """Lay a file down as another program would: with any number of iterations."""
    known, plain = Header(1, method, iterations), vault._canonical(SECRETS)
    data = vault._seal(plain, PASSWORD, known, os.urandom(16), os.urandom(16), 0)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o600)
    return data


class TestSettingASecret:
    @both_methods
    def test_the_first_one_makes_the_file_for_the_owner_alone(
        self, path: Path, method: Method
    ) -> None:
        assert not store.exists(path)
        old_mask = os.umask(0)
        try:
            said = store.set_secret(path, "lastfm_api_key", KEY, PASSWORD, method=method)
        finally:
            os.umask(old_mask)
        assert store.exists(path)
        assert said == store.header(path) == Header(1, method, 1_000_000)
        assert store.read(path, PASSWORD) == SECRETS
        assert {entry.name for entry in path.parent.iterdir()} == {path.name, store.LOCK_NAME}
        for entry in path.parent.iterdir():
            assert stat.S_IMODE(entry.stat().st_mode) == 0o600
        assert store.problems(path) == []
        assert KEY.encode() not in path.read_bytes()

    @both_methods
    def test_another_joins_what_is_there(self, path: Path, method: Method) -> None:
        put(path, method)
        store.set_secret(path, "listenbrainz_token", TOKEN, PASSWORD)
        assert store.read(path, PASSWORD) == {**SECRETS, "listenbrainz_token": TOKEN}
        store.set_secret(path, "listenbrainz_token", "another", PASSWORD)
        assert store.read(path, PASSWORD) == {**SECRETS, "listenbrainz_token": "another"}
        assert store.header(path) == Header(1, method, LEAST)

    def test_three_of_the_longest_values_fit(self, path: Path) -> None:
        longest = "\N{WATERMELON}" * store.LONGEST_VALUE
        put(path)  # Fernet: its text is the longer one
        for name in vault.NAMES:
            store.set_secret(path, name, longest, PASSWORD)
        assert store.read(path, PASSWORD) == dict.fromkeys(vault.NAMES, longest)

    @pytest.mark.parametrize("value", ["", " \t", "x" * 1_001, *CONTROLS])
    def test_a_value_that_no_service_would_take(self, path: Path, value: str) -> None:
        with pytest.raises(errors.SecretRefusedError) as caught:
            store.set_secret(path, "lastfm_api_key", value, PASSWORD)
        assert exit_code_of(caught.value) == Exit.USAGE
        assert not path.parent.exists()

    def test_a_name_that_is_not_kept_here(self, path: Path) -> None:
        for name in ("LASTFM_API_KEY", "password", ""):
            with pytest.raises(errors.SecretRefusedError, match="listenbrainz_token"):
                store.set_secret(path, name, KEY, PASSWORD)

    def test_a_new_file_needs_a_good_password(self, path: Path) -> None:
        for bad in ("", " " * 20, "elevenchars", "a a a a", "line\nand its end", "half\ud800" * 4):
            with pytest.raises(errors.PasswordRefusedError) as caught:
                store.set_secret(path, "lastfm_api_key", KEY, bad)
            assert exit_code_of(caught.value) == Exit.USAGE
        assert not path.exists()
        for good in ("twelve chars", "it is an ox", "é" * 12):
            vault.check_new_password(good)

    def test_an_existing_file_keeps_its_method_and_its_iterations(self, path: Path) -> None:
        old = put(path)
        for said in ({"method": Method.AES_256_CBC}, {"iterations": vault.DEFAULT_ITERATIONS}):
            with pytest.raises(ConfigurationError, match="mm secrets rotate"):
                store.set_secret(path, "lastfm_api_key", KEY, PASSWORD, **said)  # type: ignore[arg-type]
        assert path.read_bytes() == old


class TestRotating:
    @both_methods
    def test_the_old_password_is_of_no_more_use(self, path: Path, method: Method) -> None:
        old = put(path)
        store.rotate(path, PASSWORD, new_password=NEW_PASSWORD, method=method)
        assert store.read(path, NEW_PASSWORD) == SECRETS
        with pytest.raises(errors.WrongPasswordError):
            store.read(path, PASSWORD)
        assert store.header(path) == Header(1, method, LEAST)
        assert salt_of(path.read_bytes()) != salt_of(old)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_a_wrong_password_changes_nothing(self, path: Path) -> None:
        old = put(path)
        for call in (
            lambda: store.rotate(path, NEW_PASSWORD),
            lambda: store.set_secret(path, "lastfm_api_key", KEY, NEW_PASSWORD),
        ):
            with pytest.raises(errors.WrongPasswordError) as caught:
                call()
            assert exit_code_of(caught.value) == Exit.WRONG_PASSWORD
        assert path.read_bytes() == old

    def test_a_weak_file_is_raised_by_every_write(self, path: Path) -> None:
        for write in (
            lambda: store.rotate(path, PASSWORD),
            lambda: store.set_secret(path, "lastfm_api_key", KEY, PASSWORD),
        ):
            put(path, iterations=FEW)
            assert ["100,000 iterations" in it for it in store.problems(path)] == [True]
            assert write() == Header(1, Method.FERNET, vault.DEFAULT_ITERATIONS)
            assert store.problems(path) == []

    def test_fewer_iterations_need_force(self, path: Path) -> None:
        old = put(path, iterations=LEAST + 1)
        with pytest.raises(ConfigurationError, match="--force"):
            store.rotate(path, PASSWORD, iterations=LEAST)
        assert path.read_bytes() == old
        assert store.rotate(path, PASSWORD, iterations=LEAST, force=True).iterations == LEAST

    @pytest.mark.parametrize("count", [599_999, 10_000_001, 0, -1, True, 1e6, "1000000"])
    def test_too_few_or_too_many_iterations(self, path: Path, count: Any) -> None:
        old = put(path)
        for call in (
            lambda: store.rotate(path, PASSWORD, iterations=count, force=True),
            lambda: vault.seal(SECRETS, PASSWORD, iterations=count),
        ):
            with pytest.raises(ConfigurationError, match="600,000 to 10,000,000"):
                call()
        assert path.read_bytes() == old

    def test_a_poor_new_password(self, path: Path) -> None:
        old = put(path)
        with pytest.raises(errors.PasswordRefusedError):
            store.rotate(path, PASSWORD, new_password="")
        assert path.read_bytes() == old

    def test_what_does_not_open_again_is_not_written(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = put(path)
        real = vault.seal
        monkeypatch.setattr(vault, "seal", lambda secrets, *said: real({}, *said))
        with pytest.raises(errors.NotWrittenError):
            store.rotate(path, PASSWORD)
        assert path.read_bytes() == old

    def test_a_held_lock_is_waited_for_and_then_told(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(path)
        monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.1)
        with hold(path.parent / store.LOCK_NAME), pytest.raises(LockHeldError, match="mm process"):
            store.rotate(path, PASSWORD)


class TestReading:
    def test_no_file(self, path: Path) -> None:
        for call in (store.header, store.problems, lambda it: store.rotate(it, PASSWORD)):
            with pytest.raises(errors.NoSecretsFileError) as caught:
                call(path)
            assert exit_code_of(caught.value) == Exit.SECRET_MISSING
        assert not path.parent.exists()

    def test_a_link_is_neither_followed_nor_replaced(self, path: Path, tmp_path: Path) -> None:
        put(path)
        for target in (path.rename(tmp_path / "elsewhere"), tmp_path / "nowhere"):
            path.symlink_to(target)
            for call in (
                lambda: store.read(path, PASSWORD),
                lambda: store.set_secret(path, "lastfm_api_key", KEY, PASSWORD),
            ):
                with pytest.raises(errors.UnsafeFileError, match="symbolic link") as caught:
                    call()
                assert exit_code_of(caught.value) == Exit.DISK
            assert path.is_symlink()
            path.unlink()

    def test_a_file_of_somebody_else(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        put(path)
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
        else:  # only root can give a file away
            monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
        with pytest.raises(errors.UnsafeFileError, match="another user"):
            store.read(path, PASSWORD)

    def test_what_is_no_file(self, path: Path) -> None:
        path.parent.mkdir()
        os.mkfifo(path)
        with pytest.raises(errors.UnknownFormError):
            store.read(path, PASSWORD)
        path.unlink()
        path.mkdir()
        with pytest.raises(errors.UnknownFormError):
            store.header(path)

    def test_a_file_that_is_too_large_is_not_read_to_its_end(self, path: Path) -> None:
        put(path)
        os.truncate(path, 10**12)
        with pytest.raises(errors.UnknownFormError):
            store.header(path)

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o644])
    def test_a_file_that_is_open_to_others_is_read_with_a_remark(
        self, path: Path, mode: int
    ) -> None:
        put(path)
        path.chmod(mode)
        (said,) = store.problems(path)
        assert f"chmod 600 {path}" in said
        assert store.header(path).iterations == LEAST


def test_each_error_has_its_exit_code_and_words_of_its_own() -> None:
    codes: dict[MmError, Exit] = {
        errors.WrongPasswordError(): Exit.WRONG_PASSWORD,
        errors.DamagedError(): Exit.SECRETS_DAMAGED,
        errors.TamperedError(): Exit.SECRETS_DAMAGED,
        errors.UnknownFormError("it is empty"): Exit.SECRETS_DAMAGED,
        errors.TooNewError(): Exit.SECRETS_DAMAGED,
        errors.NotDurableError(): Exit.DISK,
        errors.NotWrittenError(): Exit.FAILED,
        errors.NoSecretsFileError(): Exit.SECRET_MISSING,
    }
    assert {error: exit_code_of(error) for error in codes} == codes
    assert len({message_of(error) for error in codes}) == len(codes)
    assert all(message_of(error) == str(error) for error in codes)


def salt_of(data: bytes) -> str:
    salt: str = json.loads(data)["header"]["kdf"]["salt"]
    return salt
