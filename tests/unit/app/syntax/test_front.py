"""The front of a page: what it may say, and where it says something else."""

import pytest

from app.syntax.nodes import Front
from app.syntax.parse import read_front
from tests.unit.app.syntax.pages_text import mistakes, parse

YAML_FIX = "write one `name: value` a line, and quotes around text with odd characters"


def test_all_keys_are_read() -> None:
    text = (
        "---\ntitle: 'A: b'\ndescription: |\n  two\n  lines\nhide_title: true\n"
        "sidebar_position: 4\nsidebar_link: false\nfull_width: false\nicon: schedule\n---\n"
    )
    assert parse(text).front == Front("A: b", "two\nlines\n", True, 4, False, False, "schedule")


@pytest.mark.parametrize(
    ("front", "mistake"),
    [
        ("titel: A", "2: titel is not known in a page's front; did you mean title?"),
        ("title: A\nzzz: 1", "3: zzz is not known in a page's front"),
        ("title: 2024", "2: title is words"),
        ("title: ''", "2: title is words"),
        ("title:\n  a: b", "2: title is words"),
        ("title: A\ntitle: B", "3: title is given twice; leave one"),
        ("hide_title: 1", "2: hide_title is true or false"),
        ("sidebar_position: true", "2: sidebar_position is a whole number of 0 or more"),
        ("sidebar_position: 1.5", "2: sidebar_position is a whole number of 0 or more"),
        (f"sidebar_position: {'9' * 5000}", "2: sidebar_position is a whole number of 0 or more"),
        ("description: 2024-99-99", "2: description is words"),
        ("icon: ':a:'", "2: icon is a Material symbol's name, such as schedule"),
        ("queries: a.txt", "2: queries: is a list of `file.sql` or `name: file.sql`"),
        ("queries:\n  - [a]", "3: queries: is a list of `file.sql` or `name: file.sql`"),
        (
            "queries:\n  - a: b.sql\n    c: d.sql",
            "3: queries: is a list of `file.sql` or `name: file.sql`",
        ),
        ("- a", "2: the front holds one `name: value` a line"),
        ("[a]: b", "2: a name in the front is one word"),
        (
            "title: A\nb: [c",
            f"4: not YAML: expected ',' or ']', but got '<stream end>'; {YAML_FIX}",
        ),
        ("a: \x01", f"1: the front is not YAML; {YAML_FIX}"),
        ("a: " + "[" * 1200, f"1: the front is not YAML; {YAML_FIX}"),
    ],
)
def test_a_mistake_in_the_front_has_its_line(front: str, mistake: str) -> None:
    assert mistakes(f"---\n{front}\n---\n") == [mistake]


def test_a_front_without_end_is_told() -> None:
    assert mistakes("---\ntitle: A\n")[0] == (
        "1: the front is never closed: put --- on a line behind it"
    )


def test_an_empty_front_and_a_rule_further_down_are_fine() -> None:
    assert mistakes("---\n---\nWords\n\n---\n") == []


def test_the_front_of_a_broken_page_is_read_as_far_as_it_can_be() -> None:
    front = read_front("---\ntitle: A\nicon: 1\nzzz: 2\n---\n<Broken", "pages/a.md", "a")
    assert front == Front("A")
    assert read_front("", "pages/your_data.md", "your_data") == Front("Your data")
