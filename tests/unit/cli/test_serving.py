import pytest

from cli.serving import ServerError, Wanted, _has_display, _why


@pytest.mark.parametrize(
    ("platform", "env", "is_there"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
    ],
)
def test_a_browser_is_opened_only_where_there_is_a_screen(monkeypatch, platform, env, is_there):
    monkeypatch.setattr("sys.platform", platform)
    assert _has_display(env) is is_there


def test_a_server_that_did_not_start_says_why_in_one_line(tmp_path):
    log = tmp_path / "view.log"
    log.write_text("Traceback\nImportError: no such thing\n\n")
    error = _why(_wanted(log), 1, is_started=False, is_logged=True)
    assert isinstance(error, ServerError)
    assert str(error).startswith(
        "the server of the pages did not start: ImportError: no such thing"
    )
    assert str(log) in str(error)


def test_a_server_that_said_nothing_names_its_log(tmp_path):
    log = tmp_path / "view.log"
    log.touch()
    assert str(log) in str(_why(_wanted(log), -9, is_started=True, is_logged=True))


def test_a_server_whose_words_went_to_the_terminal_names_no_log(tmp_path):
    log = tmp_path / "view.log"
    log.write_text("the words of another server of this home\n")
    error = _why(_wanted(log), 1, is_started=True, is_logged=False)
    assert str(error) == "the server of the pages ended by itself"


def _wanted(log):
    return Wanted("the pages", "app.serve", (), 8501, is_browser_wanted=False, log=log)
