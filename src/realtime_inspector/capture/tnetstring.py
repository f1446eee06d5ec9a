"""Typed netstrings, the binary form of mitmproxy's flow files: `4:1234#` is the number 1234.

A value is its size in bytes, a colon, so many bytes, and a letter for its type. Source:
`mitmproxy/io/tnetstring.py` of mitmproxy 11, which adds the type `;` (text) to the common ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH: Final = 64
"""Values that are nested deeper are refused; those of flows are some ten levels deep."""
SIZE_DIGITS: Final = 12
"""Longer sizes are refused, as mitmproxy does."""

_SIZE: Final = re.compile(rb"(0|[1-9]\d{0,11}):")
_INTEGER: Final = re.compile(rb"-?\d{1,40}")


class BadTnetstring(ValueError):  # noqa: N818 - it is what the bytes are
    """The bytes are not a value in this form."""


def size_of(head: bytes) -> tuple[int, int] | None:
    """What the first bytes of a value say.

    Returns:
        The bytes of the value and those of its size with the colon; `None` if it begins otherwise.
    """
    match = _SIZE.match(head)
    return None if match is None else (int(match[1]), match.end())


def loads(data: bytes) -> Any:
    """The one value that the bytes hold.

    Raises:
        BadTnetstring: They hold no value, or more than one.
    """
    value, end = _value_at(data, 0, len(data), MAX_DEPTH)
    if end != len(data):
        raise BadTnetstring(f"something follows at byte {end}")
    return value


def whole_values(content: bytes) -> tuple[list[Any], bytes]:
    """The values that stand whole in the content of a list or dict which is cut short.

    Returns:
        The values, those of a dict as key, value, key, value …; and the content, as far as it is
        there, of the one that is cut.
    """
    values: list[Any] = []
    at = 0
    while at < len(content):
        try:
            value, at = _value_at(content, at, len(content), MAX_DEPTH)
        except BadTnetstring:
            break
        values.append(value)
    size = size_of(content[at : at + SIZE_DIGITS + 1])
    return values, b"" if size is None else content[at + size[1] :]


def _value_at(data: bytes, at: int, end: int, depth: int) -> tuple[Any, int]:
    """The value that begins at a place, and the place behind it, which is not behind `end`."""
    match = _SIZE.match(data, at, end)
    if match is None:
        raise BadTnetstring(f"no size at byte {at}")
    first = match.end()
    last = first + int(match[1])
    if last >= end:
        raise BadTnetstring(f"the value at byte {at} is cut short")
    kind = data[last : last + 1]
    if kind in _CONTAINERS:
        if not depth:
            raise BadTnetstring("nested too deeply")
        return _CONTAINERS[kind](_values(data, first, last, depth - 1)), last + 1
    if kind not in _SCALARS:
        raise BadTnetstring(f"unknown type {kind!r} at byte {last}")
    return _SCALARS[kind](data[first:last]), last + 1


def _values(data: bytes, at: int, end: int, depth: int) -> list[Any]:
    values = []
    while at < end:
        value, at = _value_at(data, at, end, depth)
        values.append(value)
    return values


def _dict(values: list[Any]) -> dict[Any, Any]:
    if len(values) % 2:
        raise BadTnetstring("a key without a value")
    keys = values[::2]
    if not all(isinstance(key, str | bytes) for key in keys):
        raise BadTnetstring("a key that is no text")
    return dict(zip(keys, values[1::2], strict=True))


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BadTnetstring("a text that is not UTF-8") from error


def _integer(data: bytes) -> int:
    if not _INTEGER.fullmatch(data):
        raise BadTnetstring(f"not an integer: {data[:20]!r}")
    return int(data)


def _float(data: bytes) -> float:
    try:
        return float(data)
    except ValueError as error:
        raise BadTnetstring(f"not a number: {data[:20]!r}") from error


def _bool(data: bytes) -> bool:
    if data not in (b"true", b"false"):
        raise BadTnetstring(f"neither true nor false: {data[:20]!r}")
    return data == b"true"


def _null(data: bytes) -> None:
    if data:
        raise BadTnetstring("a null that is not empty")


_SCALARS: Final[dict[bytes, Callable[[bytes], Any]]] = {
    b",": bytes,
    b";": _text,
    b"#": _integer,
    b"^": _float,
    b"!": _bool,
    b"~": _null,
}
_CONTAINERS: Final[dict[bytes, Callable[[list[Any]], Any]]] = {b"]": list, b"}": _dict}
