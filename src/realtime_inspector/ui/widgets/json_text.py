"""JSON values as text: whole, as a path, or one scalar. Nothing here recurses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

JsonPath: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the root; `()` is the root."""

_Pairs: TypeAlias = "Iterator[tuple[str | int, object]]"

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{256}")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def path_text(path: JsonPath) -> str:
    """Write a path as it is typed into a filter: `.response.output[0].id`."""
    parts = []
    for key in path:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        elif _IDENTIFIER.fullmatch(key):
            parts.append(f".{key}")
        else:
            parts.append(f"[{json.dumps(key, ensure_ascii=False)}]")
    text = "".join(parts)
    return text if text.startswith(".") else f".{text}"


def json_text(value: object, indent: int = 2) -> str:
    """Write a value as indented JSON, however deep: `json.dumps` stops at Python's stack."""
    pieces: list[str] = []
    stack: list[tuple[_Pairs, str, int]] = []
    _write_value(value, pieces, stack)
    while stack:
        pairs, end, written = stack.pop()
        pair = next(pairs, None)
        if pair is None:
            pieces += ["\n", " " * (indent * len(stack)), end]
            continue
        key, child = pair
        stack.append((pairs, end, written + 1))
        pieces += [",\n" if written else "\n", " " * (indent * len(stack))]
        if isinstance(key, str):
            pieces += [_json_string(key), ": "]
        _write_value(child, pieces, stack)
    return "".join(pieces)


def scalar_text(value: object) -> str:
    """Write a number or a literal, and anything else that is no JSON."""
    try:
        return json.dumps(value)
    except ValueError:  # Python refuses to print an integer of more than 4,300 digits
        return f"{value:#x}"
    except TypeError:  # not from JSON; an inspector shows it all the same
        return repr(value)


def is_base64(text: str) -> bool:
    """Whether a string is long and begins like base64."""
    return len(text) >= 256 and _BASE64.match(text) is not None


def pairs_of(value: object) -> _Pairs:
    """Return keys or indexes with the children; nothing for what has none."""
    if isinstance(value, dict):
        return iter(value.items())
    if isinstance(value, list):
        return enumerate(value)
    return iter(())


def _write_value(
    value: object,
    pieces: list[str],
    stack: list[tuple[_Pairs, str, int]],
) -> None:
    if isinstance(value, (dict, list)):
        before, after = "{}" if isinstance(value, dict) else "[]"
        if value:
            pieces.append(before)
            stack.append((pairs_of(value), after, 0))
        else:
            pieces.append(before + after)
    elif isinstance(value, str):
        pieces.append(_json_string(value))
    else:
        pieces.append(scalar_text(value))


def _json_string(text: str) -> str:
    # A lone surrogate must stay an escape: it cannot be encoded for the clipboard or a file.
    return json.dumps(text, ensure_ascii=_SURROGATE.search(text) is not None)
