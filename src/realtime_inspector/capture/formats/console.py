"""What programs print to a console: objects as JavaScript or Python spell them (observed.md §1)."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from realtime_inspector.capture.console_values import STRING, console_value_at
from realtime_inspector.capture.formats.logtext import Found, LogTextFormat, Notation
from realtime_inspector.core.rawjson import value_at


def _value_at(text: str, at: int) -> Found:
    """JSON as it is; anything else written anew."""
    try:
        value = value_at(text, at)
    except ValueError:
        return Found(*console_value_at(text, at))
    return Found(text[value.start : value.end], value.end)


CONSOLE: Final = Notation(
    start=re.compile(r"\{(?=\s*[\"'`A-Za-z_$]|\s*$)"),
    marks=re.compile(STRING + "|[{}]"),
    member=re.compile(r"[\"'`\[}\]]|[A-Za-z_$][\w$]*:(?:\s|$)"),
    read=_value_at,
)


class ConsoleFormat(LogTextFormat):
    """Events as `console.log(event)` and `print(event)` show them; also JSON between them."""

    name: ClassVar[str] = "console"
    title: ClassVar[str] = "console output with events in it"
    notation: ClassVar[Notation] = CONSOLE
