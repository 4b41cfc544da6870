from cli.dbt_run import NodeResult, Run
from cli.failures import describe, is_disk_full, is_out_of_memory

TRACEBACK = """Runtime Error in model three (models/three.py)
  Python model failed:
  Traceback (most recent call last):
    File "/somewhere/site-packages/x.py", line 286, in run
      df = module.model(dbt, con)
  ValueError: bad thing at /somewhere/secret/file
"""


def node(message: str, kind: str = "model", status: str = "error", failures: int | None = None):
    return NodeResult(f"{kind}.mmuffin.three.abc123", status, message, failures)


def test_a_python_traceback_becomes_its_last_line_without_paths():
    (line,) = describe(Run(1, [node(TRACEBACK)]))
    assert line == "model three failed: ValueError: bad thing at <path>"


def test_a_database_error_is_told_without_the_value_that_it_quotes():
    said = (
        "Runtime Error in model three (x.sql)\n"
        "  Conversion Error: Could not convert string 'My Secret Song' to INT32"
    )
    (line,) = describe(Run(1, [node(said)]))
    assert "Conversion Error" in line
    assert "Secret" not in line


def test_a_missing_column_keeps_its_name():
    said = (
        'Runtime Error in model three (x.sql)\n  Binder Error: Referenced column "nope" not found'
    )
    (line,) = describe(Run(1, [node(said)]))
    assert '"nope"' in line


def test_a_broken_contract_is_told_by_its_first_words():
    said = (
        "Compilation Error in model three (x.sql)\n  This model has an enforced contract that"
        " failed.\n  | a | b |\n  > in macro x\n  > called by model three"
    )
    (line,) = describe(Run(1, [node(said)]))
    assert line == "model three failed: This model has an enforced contract that failed."


def test_a_failed_data_test_says_how_many_rows():
    run = Run(1, [node("Got 2 results", "test", "fail", 2), node("", "model", "skipped")])
    assert describe(run) == ["data test three failed: 2 rows"]


def test_many_failures_are_summed_up():
    assert describe(Run(1, [node("x")] * 9))[-1] == "and 4 more"


def test_a_stop_before_any_node_tells_what_dbt_said():
    run = Run(2, errors=["Encountered an error:\nParsing Error\n  Something is wrong"])
    assert describe(run) == ["dbt stopped: Parsing Error Something is wrong"]
    assert describe(Run(2)) == ["dbt ended with 2 and said nothing"]


def test_a_dbt_that_was_killed_is_told_from_one_that_crashed():
    (line,) = describe(Run(-9, stderr=["whatever it said before"]))
    assert line == "dbt was killed from outside, perhaps for want of memory"
    assert describe(Run(-11)) == ["dbt was ended by SIGSEGV"]
    assert describe(Run(-6, stderr=["terminate called"])) == ["dbt stopped: terminate called"]


def test_too_little_memory_is_told_apart():
    assert is_out_of_memory(Run(1, [node("Runtime Error\n  Out of Memory Error: 15 MiB used")]))
    assert not is_out_of_memory(Run(1, [node("IO Error: something else")]))


def test_a_full_disk_is_told_apart():
    assert is_disk_full(Run(1, [node("IO Error: write failed: No space left on device")]))
    assert not is_disk_full(Run(1, [node("IO Error: something else")]))


def test_an_error_of_the_clients_is_told_as_they_wrote_it():
    said = (
        "Runtime Error in model three (models/three.py)\n  Python model failed:\n  Traceback (most "
        "recent call last):\n  python_engines.clients.errors.SimilarFileError: the file 'x.csv' "
        "cannot be used: no such file"
    )
    (line,) = describe(Run(1, [node(said)]))
    assert line == "model three failed: the file 'x.csv' cannot be used: no such file"
