"""JSON values as text: whole, in brief, as a path, or one scalar. Nothing here recurses."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.core.filter_spelling import step_text

if TYPE_CHECKING:
    from collections.abc import Iterator

JsonPath: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the root; `()` is the root."""

_Pairs: TypeAlias = "Iterator[tuple[str | int, object]]"

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{256}")
_DATA_URL: Final = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w=.+-]{1,80})*;base64,")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def path_text(path: JsonPath) -> str:
    """Write a path as it is typed into a filter: `.response.output[0].id`; empty for the root."""
    return "".join(map(step_text, path))


def json_text(value: object, indent: int = 2) -> str:
    """Write a value as indented JSON, however deep, so that it can be encoded and parsed again."""
    with suppress(RecursionError, ValueError, TypeError):  # too deep, too many digits, not JSON
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        if _SURROGATE.search(text) is None:
            return text
    return "".join(_pieces(value, "\n", indent, ": "))


def brief_json(value: object, most: int) -> str:
    """Write the beginning of a value as JSON in one line.

    Args:
        value: As `json.loads` gives it.
        most: Characters that are wanted; the value is walked no further than they reach. A longer
            text ends in an ellipsis.
    """
    text = ""
    for piece in _pieces(value, "", 0, ": ", most):
        text += piece
        if len(text) > most:
            return text[:most] + "…"
    return text


def _pieces(
    value: object, newline: str, indent: int, colon: str, most: int | None = None
) -> Iterator[str]:
    stack: list[tuple[_Pairs, str, int]] = []
    comma = "," + (newline or " ")
    yield _begin(value, stack, most)
    while stack:
        pairs, end, written = stack.pop()
        pair = next(pairs, None)
        if pair is None:
            yield newline + " " * (indent * len(stack)) + end
            continue
        key, child = pair
        stack.append((pairs, end, written + 1))
        yield (comma if written else newline) + " " * (indent * len(stack))
        if isinstance(key, str):
            yield _json_string(key, most) + colon
        yield _begin(child, stack, most)


def scalar_text(value: object) -> str:
    """Write a number or a literal, and anything else that is no JSON."""
    try:
        return str(value) if type(value) is int else json.dumps(value)
    except ValueError:  # Python refuses to print an integer of more than 4,300 digits
        return f"{value:#x}"
    except TypeError:  # not from JSON; an inspector shows it all the same
        return repr(value)


def is_base64(text: str) -> bool:
    """Whether a string is long and begins like base64, or is a data URL with such in it."""
    return len(text) >= 256 and _BASE64.match(text, base64_start(text)) is not None


def base64_start(text: str) -> int:
    """Return where the base64 of a data URL begins; 0 for what is none."""
    match = _DATA_URL.match(text) if text.startswith("data:") else None
    return match.end() if match else 0


def media_type(text: str) -> str:
    """Return the type that a data URL names, such as `image/png`; empty if it names none."""
    match = _DATA_URL.match(text) if text.startswith("data:") else None
    return (match[1] or "") if match else ""


def pairs_of(value: object) -> _Pairs:
    """Return keys or indexes with the children; nothing for what has none."""
    if isinstance(value, dict):
        return iter(value.items())
    if isinstance(value, list):
        return enumerate(value)
    return iter(())


def _begin(value: object, stack: list[tuple[_Pairs, str, int]], most: int | None) -> str:
    """Write a scalar, or the beginning of what has children and put these on the stack."""
    if isinstance(value, (dict, list)):
        before, after = "{}" if isinstance(value, dict) else "[]"
        if not value:
            return before + after
        stack.append((pairs_of(value), after, 0))
        return before
    return _json_string(value, most) if isinstance(value, str) else scalar_text(value)


def _json_string(text: str, most: int | None = None) -> str:
    # A lone surrogate must stay an escape: it cannot be encoded for the clipboard or a file.
    text = text if most is None else text[: most + 1]
    return json.dumps(text, ensure_ascii=_SURROGATE.search(text) is not None)
