"""JSON with the place of each value, so that a part can be copied verbatim from its text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE: Final = re.compile(r"[ \t\r\n]*")


class Value(NamedTuple):
    """A decoded value and where it stands in its text."""

    value: Any
    start: int
    end: int

    def raw(self, text: str) -> bytes:
        """The value's own JSON text, verbatim."""
        return text[self.start : self.end].encode("utf-8", "surrogatepass")


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant)


def skip_space(text: str, at: int) -> int:
    """The next position that is not JSON white space."""
    if text[at : at + 1] > " ":
        return at
    match = _SPACE.match(text, at)
    return match.end() if match else at


def value_at(text: str, at: int) -> Value:
    """The JSON value that begins at a position.

    Raises:
        ValueError: There is none, or it is not strict JSON, or it is nested too deeply.
    """
    try:
        value, end = _DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return Value(value, at, end)


def members(text: str, at: int = 0, *, first: bool = False) -> dict[str, Value]:
    """The members of the one JSON object that a text holds.

    Args:
        text: The text.
        at: Where the object begins, white space aside.
        first: Whether of a repeated key the first one counts; otherwise it is the last one.

    Raises:
        ValueError: The text from `at` on is not one JSON object, white space aside.
    """
    found: dict[str, Value] = {}
    at = _expect(text, skip_space(text, at), "{")
    if text[at : at + 1] == "}":
        at += 1
    else:
        separator = ","
        while separator == ",":
            key = value_at(text, at)
            if not isinstance(key.value, str):
                raise ValueError("a key must be a string")  # noqa: TRY004 - the text is wrong
            at = _expect(text, skip_space(text, key.end), ":")
            member = value_at(text, at)
            if not (first and key.value in found):
                found[key.value] = member
            at = skip_space(text, member.end)
            separator = text[at : at + 1]
            at = skip_space(text, at + 1)
        if separator != "}":
            raise ValueError("expected , or }")
    if skip_space(text, at) != len(text):
        raise ValueError("text after the object")
    return found


def elements(text: str, at: int = 0) -> Iterator[Value]:
    """The elements of the JSON array that begins at a position; what follows it is not read.

    Raises:
        ValueError: While iterating, at the first element that cannot be read.
    """
    at = _expect(text, skip_space(text, at), "[")
    if text[at : at + 1] == "]":
        return
    separator = ","
    while separator == ",":
        at = skip_space(text, at)
        if text[at : at + 1] == "]":  # a trailing comma, as JavaScript allows
            return
        element = value_at(text, at)
        yield element
        at = skip_space(text, element.end)
        separator = text[at : at + 1]
        at += 1
    if separator != "]":
        raise ValueError("expected , or ]")


def _expect(text: str, at: int, character: str) -> int:
    if text[at : at + 1] != character:
        raise ValueError(f"expected {character}")
    return skip_space(text, at + 1)
