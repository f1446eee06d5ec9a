"""On which line each key of a TOML document stands: `tomllib` does not say.

The document must be valid TOML. Keys within inline tables have no line of their own; the line
of the nearest key around them is given.
"""

from __future__ import annotations

import re
from typing import Final

_KEY: Final = re.compile(
    r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"))*)\s*="""
)
_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'[\s\S]*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]|\n',
    re.DOTALL,
)
_NAME: Final = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


class TomlLines:
    """Finds the line of a path such as `turn[1].say`."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._table = ""
        for number, statement in _statements(text):
            self._read(number, statement)

    def line_of(self, path: str) -> int:
        """The line, from 1, of a key, or of the nearest one around it."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = re.sub(r"(?:\.?[^.\[\]]+|\[\d+\])$", "", path)
        return 1

    def _read(self, number: int, statement: str) -> None:
        header = _HEADER.match(statement)
        if header:
            self._table = self._open(header[2], is_array=header[1] == "[[")
            self._lines.setdefault(self._table, number)
            return
        key = _KEY.match(statement)
        if key:
            path = self._table
            for name in _names(key[1]):
                path = f"{path}.{name}" if path else name
                self._lines.setdefault(path, number)

    def _open(self, name: str, *, is_array: bool) -> str:
        path = ""
        names = _names(name)
        for position, part in enumerate(names):
            path = f"{path}.{part}" if path else part
            if is_array and position == len(names) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = f"{path}[{self._counts[path]}]"
        return path


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in _NAME.findall(dotted)]


def _statements(text: str) -> list[tuple[int, str]]:
    """Every statement with the number of its first line; values over many lines are one."""
    statements: list[tuple[int, str]] = []
    start, number, first, depth = 0, 1, 1, 0
    for token in _TOKEN.finditer(text + "\n"):
        word = token.group()
        if word == "\n":
            number += 1
            if depth == 0 or _HEADER.match(text[start : token.start()]):
                statements.append((first, text[start : token.start()]))
                start, first, depth = token.end(), number, 0
        elif word in "[{":
            depth += 1
        elif word in "]}":
            depth -= 1
        else:
            number += word.count("\n")
    return statements
