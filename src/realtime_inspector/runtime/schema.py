"""JSON schema of a function's parameters, from its signature and docstring."""

from __future__ import annotations

import enum
import inspect
import re
import types
import typing
from typing import TYPE_CHECKING, Any, Final, Literal, Union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PLAIN: Final[dict[Any, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    dict: {"type": "object"},
    list: {"type": "array"},
    tuple: {"type": "array"},
    set: {"type": "array"},
}
_JSON_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}
_ARRAYS: Final = (list, tuple, set, frozenset)
_GOOGLE: Final = re.compile(r"^\s{2,}\*{0,2}(\w+)(?:\s*\([^)]*\))?:\s*(.+)$")
_SPHINX: Final = re.compile(r"^\s*:param\s+(?:[\w\[\], .]+\s+)?(\w+):\s*(.+)$")
_SECTION: Final = re.compile(
    r"^\s*(Args|Arguments|Parameters|Returns|Raises|Yields|Examples?):\s*$"
)


def description_of(function: Callable[..., Any]) -> str:
    """The docstring up to its first section: what the model reads."""
    lines: list[str] = []
    for line in (inspect.getdoc(function) or "").splitlines():
        if _SECTION.match(line) or _SPHINX.match(line):
            break
        lines.append(line.strip())
    return " ".join(" ".join(lines).split())


def parameters_of(function: Callable[..., Any]) -> dict[str, Any]:
    """A JSON schema of type `object`; parameters without a default are required."""
    words = dict(_parameter_words(inspect.getdoc(function) or ""))
    hints = _hints(function)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        schema = schema_of(hints.get(name, parameter.annotation))
        if name in words:
            schema = {**schema, "description": words[name]}
        properties[name] = schema
        if parameter.default is parameter.empty:
            required.append(name)
    return {"type": "object", "properties": properties, "required": required}


def schema_of(hint: Any) -> dict[str, Any]:
    """The schema of one type hint; what has no JSON form is left open."""
    if isinstance(hint, type) and hint in _PLAIN:
        return dict(_PLAIN[hint])
    if hint is None:
        return {"type": "null"}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return _choice([member.value for member in hint])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return _choice(list(arguments))
    if origin is typing.Annotated:
        words = [one for one in arguments[1:] if isinstance(one, str)]
        return {**schema_of(arguments[0]), **({"description": words[0]} if words else {})}
    if origin in (Union, types.UnionType):
        real = [one for one in arguments if one is not type(None)]
        return schema_of(real[0]) if len(real) == 1 else {"anyOf": [schema_of(one) for one in real]}
    if origin in _ARRAYS:
        items = schema_of(arguments[0]) if arguments else {}
        return {"type": "array", **({"items": items} if items else {})}
    return {"type": "object"} if origin is dict else {}


def _choice(values: list[Any]) -> dict[str, Any]:
    if not all(value is None or isinstance(value, str | int | float) for value in values):
        return {}
    kinds = {_JSON_TYPES.get(type(value)) for value in values}
    kind = kinds.pop() if len(kinds) == 1 else None
    return {**({"type": kind} if kind else {}), "enum": values}


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(function, include_extras=True)
    except Exception:  # noqa: BLE001 - hints may name what only a type checker can see
        return {}


def _parameter_words(doc: str) -> Iterator[tuple[str, str]]:
    """Parameter descriptions of a Google or Sphinx docstring."""
    in_args = False
    for line in doc.splitlines():
        section = _SECTION.match(line)
        if section:
            in_args = section[1] in {"Args", "Arguments", "Parameters"}
            continue
        match = _SPHINX.match(line) or (_GOOGLE.match(line) if in_args else None)
        if match:
            yield match[1], match[2].strip()
