"""What a record holds, as the detail shows it; of a very long one, read in a thread."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, TypeAlias

from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.record import Record

Content: TypeAlias = "dict[str, Any] | str | bytes"
"""An event or a notice; a text that is no JSON object; the bytes of a binary frame."""


class CancelledError(Exception):
    """Nobody wants the content any more."""


def content_of(
    record: Record, *, is_raw: bool = False, check: Callable[[], None] | None = None
) -> Content:
    """What a record holds.

    Args:
        record: The record.
        is_raw: Whether the text is wanted as it was received, JSON or not.
        check: Called for every object while JSON is parsed. The parser never lets another thread
            run by itself, so that without this the screen would stand still; and it may raise.
    """
    if record.kind is RecordKind.BINARY and not is_raw:
        return base64.b64decode(record.payload)
    if record.kind in (RecordKind.EVENT, RecordKind.NOTICE) and not is_raw:
        value = _parsed(record.payload, check)
        if isinstance(value, dict):
            return value
    return text_of(record)


def text_of(record: Record) -> str:
    r"""A record's text exactly as it was received; bytes that are no UTF-8 as `\xff`."""
    return record.payload.decode("utf-8", "backslashreplace")


def _parsed(payload: bytes, check: Callable[[], None] | None) -> object:
    def found(value: dict[str, Any]) -> dict[str, Any]:
        if check is not None:
            check()
        return value

    try:
        return json.loads(payload, parse_constant=_refuse, object_hook=check and found)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> Any:
    raise ValueError(name)
