"""Building blocks of the validation tables in `shapes`.

A check takes a value and its dotted path and raises the documented refusal
(lifecycles.md §20). Checks are combined; nothing here knows the protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from realtime_inspector.simulator.refusal import RefusalError, quoted

Check: TypeAlias = Callable[[object, str], None]

_TYPE_NAMES: Final[tuple[tuple[type, str], ...]] = (
    (bool, "a boolean"),
    (str, "a string"),
    (int, "an integer"),
    (float, "a decimal"),
    (dict, "an object"),
    (list, "an array"),
)


def _name_of_type(value: object) -> str:
    return next((name for kind, name in _TYPE_NAMES if isinstance(value, kind)), "null")


def _wrong_type(value: object, path: str, expected: str) -> RefusalError:
    message = (
        f"Invalid type for '{path}': expected {expected}, but got {_name_of_type(value)} instead."
    )
    return RefusalError("invalid_type", message, path)


def anything(value: object, path: str) -> None:
    """Any JSON value."""
    del value, path


def boolean(value: object, path: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise _wrong_type(value, path, "a boolean")


def any_object(value: object, path: str) -> None:
    """An object of any keys."""
    if not isinstance(value, dict):
        raise _wrong_type(value, path, "an object")


def text(longest: int | None = None) -> Check:
    """A string, of at most `longest` characters."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, str):
            raise _wrong_type(value, path, "a string")
        if longest is not None and len(value) > longest:
            message = (
                f"Invalid '{path}': string too long. Expected a string with maximum length "
                f"{longest}, but got a string with length {len(value)} instead."
            )
            raise RefusalError("string_above_max_length", message, path)

    return check


def number(low: float, high: float, *, whole: bool = False) -> Check:
    """A number between two bounds."""
    kind = "integer" if whole else "decimal"
    accepted: tuple[type, ...] = (int,) if whole else (int, float)

    def check(value: object, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, accepted):
            raise _wrong_type(value, path, "an integer" if whole else "a decimal")
        assert isinstance(value, int | float)  # noqa: S101 - for the type checker
        if low <= value <= high:
            return
        side, sign, bound = ("below minimum", ">=", low) if value < low else _above(high)
        code = f"{kind}_{'below_min' if value < low else 'above_max'}_value"
        message = (
            f"Invalid '{path}': {kind} {side} value. "
            f"Expected a value {sign} {bound}, but got {_shown(value)} instead."
        )
        raise RefusalError(code, message, path)

    return check


def _above(high: float) -> tuple[str, str, float]:
    return "above maximum", "<=", high


def _shown(value: float) -> str:
    return quoted(value)[1:-1]


def one_of(*values: str) -> Check:
    """One of some words."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, str):
            raise _wrong_type(value, path, "a string")
        if value not in values:
            raise RefusalError("invalid_value", not_supported(value, values), path)

    return check


def not_supported(value: str, values: Sequence[str]) -> str:
    """The message for a word that is none of the accepted ones."""
    if len(values) == 1:
        return f"Invalid value: {quoted(value)}. Value must be '{values[0]}'."
    listed = ", ".join(f"'{each}'" for each in values[:-1])
    return f"Invalid value: {quoted(value)}. Supported values are: {listed}, and '{values[-1]}'."


def nullable(check: Check) -> Check:
    """Null, or what another check accepts."""

    def checked(value: object, path: str) -> None:
        if value is not None:
            check(value, path)

    return checked


def array_of(check: Check) -> Check:
    """An array whose every element passes a check."""

    def checked(value: object, path: str) -> None:
        if not isinstance(value, list):
            raise _wrong_type(value, path, "an array")
        for index, element in enumerate(value):
            check(element, f"{path}[{index}]")

    return checked


def record(fields: Mapping[str, Check], required: Sequence[str] = ()) -> Check:
    """An object with known fields.

    A missing field is reported before an unknown one: an update in the beta shape is
    answered with "Missing required parameter: 'session.type'." (lifecycles.md §20).
    """

    def checked(value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise _wrong_type(value, path, "an object")
        for name in required:
            if name not in value:
                raise missing(_joined(path, name))
        for name, member in value.items():
            if name not in fields:
                raise unknown(_joined(path, name))
            fields[name](member, _joined(path, name))

    return checked


def tagged(variants: Mapping[str, Check], tag: str = "type") -> Check:
    """An object whose `type` says which check applies."""

    def checked(value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise _wrong_type(value, path, "an object")
        if tag not in value:
            raise missing(_joined(path, tag))
        word: Any = value[tag]
        one_of(*variants)(word, _joined(path, tag))
        variants[word](value, path)

    return checked


def word_or(words: Sequence[str], otherwise: Check) -> Check:
    """A string out of some words, or a value of another kind."""

    def checked(value: object, path: str) -> None:
        if isinstance(value, str):
            one_of(*words)(value, path)
        else:
            otherwise(value, path)

    return checked


def missing(path: str) -> RefusalError:
    """The refusal of an event that lacks a field."""
    message = f"Missing required parameter: '{path}'."
    return RefusalError("missing_required_parameter", message, path)


def unknown(path: str) -> RefusalError:
    """The refusal of a field that nobody knows."""
    shown = quoted(path)[1:-1]
    return RefusalError("unknown_parameter", f"Unknown parameter: '{shown}'.", shown)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
