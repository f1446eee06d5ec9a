"""Text as HTML that shows exactly this text, and JSON that a script element can hold."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.safe import json_escaped, visible_lines

if TYPE_CHECKING:
    from typing import Any

_JSON_SPECIAL: Final = re.compile("[<>&]")
_ESCAPE: Final = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|.)",
    re.DOTALL,
)
_ASCII: Final = 0x80


def block(text: str) -> str:
    """Text of several lines, for an element that keeps white space."""
    return "\n".join(map(escape, visible_lines(text)))


def script_json(value: Any) -> str:
    r"""JSON for a script element: no `</script>`, no `<!--`, ASCII only.

    Lone surrogates, which JSON from outside may hold, stay `\uXXXX`.
    """
    text = json.dumps(value, separators=(",", ":"))
    return _JSON_SPECIAL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def readable_json(text: str) -> str:
    r"""The JSON of an event with letters in place of `\uXXXX`, and nothing in it that is unsafe.

    It stays the same value with the same spelling of numbers and the same order of keys.
    """
    if "\\u" in text:
        text = _ESCAPE.sub(_letter, text)
    return json_escaped(text)


def _letter(match: re.Match[str]) -> str:
    high, low, single = match.groups()
    if high:
        units = bytes.fromhex(high + low)
        return units.decode("utf-16-be")
    code = int(single, 16) if single else 0
    is_letter = code >= _ASCII and not 0xD800 <= code < 0xE000
    return chr(code) if is_letter else match.group()
