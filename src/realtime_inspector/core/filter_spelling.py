"""The words, numbers and quotes of the filter language, read and written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.record import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

FLAGS: Final = ("err", "marked")
FIELDS: Final = (
    "type", "dir", "family", "resp", "item", "call", "id", "finding", "gap", "time", "size", "n",
    "conn",
)  # fmt: skip
"""The names before a `:`; `gap`, `time`, `size`, `n` and `conn` also take comparisons."""

WORD_END: Final = frozenset(" \t\r\n|()")
_RESERVED: Final = frozenset({"and", "or", "not", *FLAGS})
_PLAIN_WORD: Final = re.compile(r"[^\s|()\"!/.\-:=<>][^\s|()\":=<>]*")
_PLAIN_VALUE: Final = re.compile(r"[^\s|()\"=<>!][^\s|()\"]*")
PLAIN_STEP: Final = re.compile(r"[\w$@-]+")
TERM: Final = re.compile(r"(\w+)(>=|<=|!=|[:=<>])")
OPERATOR: Final = re.compile(r">=|<=|!=|[:=<>]")


def is_plain_word(text: str) -> bool:
    """Whether a text needs no quotes to be searched for."""
    return bool(_PLAIN_WORD.fullmatch(text)) and text.lower() not in _RESERVED


def value_text(value: str) -> str:
    """A value behind an operator, quoted if it must be."""
    return value if _PLAIN_VALUE.fullmatch(value) else quoted(value)


def quoted(text: str) -> str:
    """A text in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def step_text(step: str | int) -> str:
    """One step of a path."""
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if PLAIN_STEP.fullmatch(step) else f".{quoted(step)}"


def _plain_number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _show_ms(value: float) -> str:
    whole = value >= 1000 and value % 1000 == 0
    return f"{_plain_number(value / 1000)}s" if whole else f"{_plain_number(value)}ms"


def _show_clock(value: float) -> str:
    if value % 1000:
        return f"{_plain_number(value)}ms"
    minutes, seconds = divmod(int(value) // 1000, 60)
    return f"{minutes:02}:{seconds:02}"


def _show_bytes(value: float) -> str:
    for factor, unit in ((1_000_000, "m"), (1_000, "k")):
        if value and value % factor == 0:
            return f"{_plain_number(value / factor)}{unit}"
    return _plain_number(value)


_NUMBER: Final = r"(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)"
_DURATION: Final = re.compile(_NUMBER + r"(ms|s|m|min|h)?", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_SIZE: Final = re.compile(_NUMBER + r"(b|k|kb|m|mb)?", re.IGNORECASE)
_IN_MS: Final = {"": 1.0, "ms": 1.0, "s": 1e3, "m": 6e4, "min": 6e4, "h": 3.6e6}
_IN_BYTES: Final = {"": 1, "b": 1, "k": 1000, "kb": 1000, "m": 1_000_000, "mb": 1_000_000}


def _read_duration(text: str) -> float | None:
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = clock.groups()
        return (int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)) * 1000
    match = _DURATION.fullmatch(text)
    return float(match[1]) * _IN_MS[(match[2] or "").lower()] if match else None


def _read_bytes(text: str) -> float | None:
    match = _SIZE.fullmatch(text)
    return float(match[1]) * _IN_BYTES[(match[2] or "").lower()] if match else None


def _read_count(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,15}", text) else None


UNITS: Final[dict[str, tuple[Callable[[str], float | None], Callable[[float], str], str]]] = {
    "gap": (_read_duration, _show_ms, "a duration such as 500ms or 1.5s"),
    "time": (_read_duration, _show_clock, "a time since the start such as 00:06 or 6s"),
    "size": (_read_bytes, _show_bytes, "a size in bytes such as 800 or 10k"),
    "n": (_read_count, _plain_number, "an event number such as 20, or a range such as 20..40"),
    "conn": (_read_count, _plain_number, "the number of a connection, such as 2"),
}
"""How each measure is read, how it is written, and what it is in words."""

DIRECTION_NAMES: Final = {
    Direction.SENT: "out",
    Direction.RECEIVED: "in",
    Direction.UNKNOWN: "unknown",
}
DIRECTION_WORDS: Final[dict[str, Direction]] = {
    **dict.fromkeys(("out", "sent", "send", "client"), Direction.SENT),
    **dict.fromkeys(("in", "received", "receive", "server"), Direction.RECEIVED),
    "unknown": Direction.UNKNOWN,
}
