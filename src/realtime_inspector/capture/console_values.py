"""Values as the consoles of JavaScript and Python print them: nearly JSON, and not quite.

`{ type: 'error', list: [ [Object] ], last: undefined }` is what Node's `util.inspect` writes, and
`{'type': 'error', 'last': None}` what Python's `repr` does. Both are read here into JSON values
without running anything. Node leaves parts out; they stay as the words that it left in their place.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final, NamedTuple

MAX_DEPTH: Final = 64
MAX_DIGITS: Final = 400
MAX_CHARACTERS: Final = 4_000_000
"""Longer values are refused: this reader is slow, and consoles do not print so much."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")
STRING: Final = "|".join(rf"{quote}[^{quote}\\]*(?:\\.[^{quote}\\]*)*{quote}" for quote in "'\"`")
"""A string in any of the quotes, as a regular expression."""
_STRING: Final = re.compile(STRING, re.DOTALL)
_NUMBER: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?n?(?![\w.])")
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*")
_KEY_END: Final = re.compile(r"\s*:\s*")
_LEFT_OUT: Final = re.compile(
    r"\[(?:Object|Array|Map|Set|Circular \*\d+|Function[^\]\n]*|Object: null prototype)\]"
)
_MORE_ITEMS: Final = re.compile(r"\.\.\. \d+ more (?:items?|properties|property)")
_MORE_TEXT: Final = re.compile(r"\.\.\. \d+ more characters?")
_JOINED: Final = re.compile(r"\s*\+\s*(?=['\"`])")
_TAG: Final = re.compile(
    r"(?:<ref \*\d+>\s*)?(?:\[Object: null prototype\]\s*|[A-Z][\w$]*\s+)?(?=\{)"
)
"""What stands before an object that is of a class, or that something in it points to."""
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|(.))",
    re.DOTALL,
)
_SHORT: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "a": "\a",
                 "0": "\0", "\n": ""}  # fmt: skip
_WORDS: Final[dict[str, Any]] = {
    "true": True, "True": True, "false": False, "False": False,
    "null": None, "None": None, "NaN": None, "Infinity": None,
}  # fmt: skip
_UNDEFINED: Final = object()


class ConsoleValue(NamedTuple):
    """A value that was read."""

    text: str
    """The same as JSON."""
    end: int
    left_out: int
    """How many parts the console had left out."""


def console_value_at(text: str, at: int) -> ConsoleValue:
    """The object that begins at a position.

    Raises:
        ValueError: There is none, or it is too long, or nested too deeply.
    """
    reader = _Reader(text)
    value, end = reader.value(at, MAX_DEPTH)
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return ConsoleValue(written, end, reader.left_out)


class _Reader:
    """Recursive descent over a text."""

    def __init__(self, text: str) -> None:
        self.left_out = 0
        self._text = text

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        """The value at a position and the position behind it."""
        if not depth or at > MAX_CHARACTERS:
            raise ValueError("too deep or too long")
        at = self._match(_TAG, at) or at
        match self._text[at : at + 1]:
            case "{":
                return self._object(at + 1, depth - 1)
            case "[":
                end = self._match(_LEFT_OUT, at)
                if end is None:
                    return self._list(at + 1, depth - 1)
                self.left_out += 1
                return self._text[at:end], end
            case "'" | '"' | "`":
                return self._string(at)
        return self._scalar(at)

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self._space(at)
        while self._text[at : at + 1] != "}":
            end = self._match(_MORE_ITEMS, at)
            if end is None:
                key, at = self._key(at)
                value, end = self.value(at, depth)
                if value is not _UNDEFINED:
                    found[key] = value
            else:
                self.left_out += 1
            at = self._next(end, "}")
        return found, at + 1

    def _list(self, at: int, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = self._space(at)
        while self._text[at : at + 1] != "]":
            end = self._match(_MORE_ITEMS, at)
            if end is None:
                value, end = self.value(at, depth)
                found.append(None if value is _UNDEFINED else value)
            else:
                self.left_out += 1
                found.append(self._text[at:end])
            at = self._next(end, "]")
        return found, at + 1

    def _next(self, at: int, last: str) -> int:
        """Behind the comma, or at the end of the object or list."""
        at = self._space(at)
        if self._text[at : at + 1] == ",":
            return self._space(at + 1)
        if self._text[at : at + 1] != last:
            raise ValueError(f"expected , or {last}")
        return at

    def _key(self, at: int) -> tuple[str, int]:
        if self._text[at : at + 1] in ("'", '"', "`"):
            key, end = self._string(at)
        else:
            name = _NAME.match(self._text, at) or _NUMBER.match(self._text, at)
            if name is None:
                raise ValueError("expected a key")
            key, end = name[0], name.end()
        colon = self._match(_KEY_END, end)
        if colon is None:
            raise ValueError("expected :")
        return key, colon

    def _string(self, at: int) -> tuple[str, int]:
        """A string, also one that is printed in pieces with + between them."""
        pieces: list[str] = []
        end: int | None = at
        while end is not None:
            match = _STRING.match(self._text, end)
            if match is None:
                raise ValueError("a string without its end")
            pieces.append(_ESCAPE.sub(_unescaped, match[0][1:-1]))
            at = match.end()
            end = self._match(_JOINED, at)
        cut = self._match(_MORE_TEXT, at)
        if cut is not None:
            self.left_out += 1
            pieces.append(self._text[at:cut])
            at = cut
        joined = "".join(pieces)  # JavaScript escapes the two halves of a character apart
        return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), at

    def _scalar(self, at: int) -> tuple[Any, int]:
        number = _NUMBER.match(self._text, at)
        if number is not None:
            return _number(number[0].rstrip("n")), number.end()
        name = _NAME.match(self._text, at + (self._text[at : at + 1] == "-"))
        if name is not None and name[0] in _WORDS:
            return _WORDS[name[0]], name.end()
        if name is not None and name[0] == "undefined":
            return _UNDEFINED, name.end()
        raise ValueError("expected a value")

    def _match(self, pattern: re.Pattern[str], at: int) -> int | None:
        match = pattern.match(self._text, at)
        return None if match is None else match.end()

    def _space(self, at: int) -> int:
        return self._match(_SPACE, at) or at


def _number(text: str) -> int | float:
    if text.lstrip("-").isdecimal() and len(text) <= MAX_DIGITS:
        return int(text)
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number that JSON cannot hold")
    return number


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3] or match[4]
    if code is None:
        return _SHORT.get(match[5], match[5])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else match[0]
