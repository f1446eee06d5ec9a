from __future__ import annotations

import enum
import json
from typing import Annotated, Any, Literal, Optional, Union

import pytest

from realtime_inspector.runtime.schema import description_of, parameters_of, schema_of


class Unit(enum.Enum):
    CELSIUS = "celsius"
    KELVIN = "kelvin"


class Thing(enum.Enum):
    ONE = object()


STRING = {"type": "string"}
INTEGER = {"type": "integer"}


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (str, STRING),
        (int, INTEGER),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (None, {"type": "null"}),
        (dict, {"type": "object"}),
        (dict[str, int], {"type": "object"}),
        (list, {"type": "array"}),
        (list[int], {"type": "array", "items": INTEGER}),
        (tuple[str, ...], {"type": "array", "items": STRING}),
        (set[str], {"type": "array", "items": STRING}),
        (str | None, STRING),
        (Optional[int], INTEGER),  # noqa: UP045 - the old spelling is what is tested
        (Union[int, str], {"anyOf": [INTEGER, STRING]}),  # noqa: UP007
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (Literal[1, "b"], {"enum": [1, "b"]}),
        (Literal[b"x"], {}),
        (Unit, {"type": "string", "enum": ["celsius", "kelvin"]}),
        (Thing, {}),
        (Annotated[str, "Its name."], {"type": "string", "description": "Its name."}),
        (Annotated[int, {"ge": 1}], INTEGER),
        (Annotated[int, ["unhashable"]], INTEGER),
        (Any, {}),
        (object, {}),
        ("Unresolved", {}),
        (bytes, {}),
    ],
)
def test_the_schema_of_a_hint(hint: Any, schema: dict[str, Any]) -> None:
    assert schema_of(hint) == schema
    json.dumps(schema_of(hint))


def google(city: str, days: int = 1, *more: str, unit: Unit = Unit.CELSIUS, **rest: Any) -> None:
    """Look up the weather
    of a city.

    It may rain.

    Args:
        city (str): Its name: in any script.
        days: How many.

    Returns:
        unit: This is no parameter.
    """


def sphinx(city: str) -> None:
    """Look up the weather.

    :param str city: Its name.
    :returns: Nothing.
    """


def bare(city, days=1):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    return city, days


def test_parameters_of_a_google_docstring() -> None:
    assert parameters_of(google) == {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "Its name: in any script."},
            "days": {"type": "integer", "description": "How many."},
            "unit": {"type": "string", "enum": ["celsius", "kelvin"]},
        },
        "required": ["city"],
    }
    assert description_of(google) == "Look up the weather of a city. It may rain."


def test_parameters_of_a_sphinx_docstring() -> None:
    assert parameters_of(sphinx)["properties"] == {
        "city": {"type": "string", "description": "Its name."}
    }
    assert description_of(sphinx) == "Look up the weather."


def test_without_hints_and_words_only_the_names_are_known() -> None:
    assert parameters_of(bare) == {
        "type": "object",
        "properties": {"city": {}, "days": {}},
        "required": ["city"],
    }
    assert description_of(bare) == ""


def test_hints_that_only_a_type_checker_can_resolve_are_left_open() -> None:
    def tool(place: Nowhere) -> None:  # type: ignore[name-defined]  # noqa: F821
        ...

    assert parameters_of(tool)["properties"] == {"place": {}}
