"""Every module of a tag is registered, under the name its file gives it."""

import pkgutil

from app import components
from app.registry import COMPONENTS
from app.syntax.names import INPUT_TAGS


def test_each_module_is_a_tag_of_its_name() -> None:
    modules = {info.name for info in pkgutil.iter_modules(components.__path__)} - {"contract"}
    tags = {"".join(word.capitalize() for word in name.split("_")) for name in modules}
    assert tags == set(COMPONENTS)


def test_the_reader_of_pages_knows_the_inputs() -> None:
    assert {name for name, each in COMPONENTS.items() if each.bindings} == INPUT_TAGS


def test_a_tag_shows_in_one_way() -> None:
    for name, component in COMPONENTS.items():
        ways = [way for way in (component.draw, component.text, component.chart) if way]
        assert len(ways) == (0 if component.is_child else 1), name


def test_what_may_stand_inside_is_there_and_is_a_child() -> None:
    children = {name for component in COMPONENTS.values() for name in component.children}
    assert children == {name for name, component in COMPONENTS.items() if component.is_child}
