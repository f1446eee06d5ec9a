"""The user's saved filters: a file of `name = "expression"`, edited without losing the rest."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.config.private_file import only_writer, replace_text
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LONGEST_NAME: Final = 40
_NAME: Final = re.compile(r"\w(?:[\w-]*\w)?")
_COMMENT: Final = re.compile(r"""=[ \t]*(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')([ \t]*#[^\n]*)""")
_MOST_LINES: Final = 50
"""Lines that one entry may take, to be changed by us."""
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_HEADER: Final = (
    '# Saved filters of realtime-inspector: name = "filter". In the filter line, @ lists them.\n'
)


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter with a name."""

    name: str
    expression: str


class SavedFilters:
    """The file of saved filters. It is read each time, so that what others change is seen."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The file, whether it exists or not."""
        return self._path

    def all(self) -> dict[str, str]:
        """Expression by name, in the order of the file; what is wrong is left out."""
        return {one.name: one.expression for one in self._load()[0]}

    def problems(self) -> list[str]:
        """What is wrong with the file, in sentences; nothing if all is well."""
        return self._load()[1]

    def save(self, name: str, expression: str) -> None:
        """Adds a filter, or gives one another expression. The rest of the file stays as it is.

        Raises:
            FilterError: The expression is no filter.
            UsageError: The name is none, or the file cannot be read, understood or written.
        """
        check_name(name)
        expression = expression.strip()
        if parse_filter(expression).is_empty:
            raise UsageError("There is no filter to save.", "Type one first.")
        if visible(expression) != expression:
            raise UsageError("A saved filter cannot hold control characters.")
        self._change(name, expression)

    def delete(self, name: str) -> None:
        """Removes a filter; one that is not there is removed already.

        Raises:
            UsageError: The file cannot be read, understood or written.
        """
        if name in self._tables(self._text()):
            self._change(name, None)

    def _load(self) -> tuple[list[SavedFilter], list[str]]:
        try:
            tables = self._tables(self._text())
        except UsageError as error:
            return [], [str(error)]
        found: list[SavedFilter] = []
        problems: list[str] = []
        for name, value in tables.items():
            try:
                found.append(_checked(name, value))
            except UsageError as error:
                problems.append(f"{self._path}: {visible(name)} is ignored: {error}")
        return found, problems

    def _text(self) -> str:
        try:
            return self._path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise UsageError(f"{self._path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise UsageError(f"{self._path} cannot be read: it is not UTF-8.") from None

    def _tables(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise UsageError(
                f"{self._path} is not valid TOML: {error}.",
                "It has not been changed; correct it with an editor.",
            ) from None

    def _change(self, name: str, expression: str | None) -> None:
        try:
            with only_writer(self._path.parent):
                text = self._text()
                old = self._tables(text)
                changed = edited(text, old, name, expression)
                if changed is None:
                    raise UsageError(
                        f"{self._path}: {name} stands where it cannot be changed safely.",
                        "The file has not been changed; edit it with an editor.",
                    )
                replace_text(self._path, changed)
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror}.") from None


def check_name(name: str) -> None:
    """Refuses what is no name for a filter.

    Raises:
        UsageError: Says what a name is.
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise UsageError(
            f"{visible(name)!r} is not a name for a filter.",
            f"A name has letters, digits, - and _ inside, no spaces, {LONGEST_NAME} at most.",
        )


def edited(text: str, old: Mapping[str, Any], name: str, expression: str | None) -> str | None:
    """A TOML text with one top-level entry set or removed, and nothing else changed.

    Args:
        text: The file.
        old: What it says.
        name: The entry.
        expression: `None` removes it.

    Returns:
        The new text, which says exactly what is wanted; `None` if no edit of whole lines does.
    """
    wanted = {key: value for key, value in old.items() if key != name}
    if expression is not None:
        wanted[name] = expression
    lines = text.splitlines(keepends=True)
    places = _places_of(lines, name) if name in old else _places_for_new(lines)
    for begin, end in places:
        entry = _entry(name, expression, "".join(lines[begin:end]))
        before = "".join(lines[:begin])
        gap = "\n" if entry and before and not before.endswith("\n") else ""
        changed = before + gap + entry + "".join(lines[end:])
        if _says(changed, wanted):
            return changed if text else _HEADER + changed
    return None


def _entry(name: str, expression: str | None, old: str) -> str:
    """The line of an entry; a comment behind the old one stays."""
    if expression is None:
        return ""
    comment = _COMMENT.search(old)
    return f"{_key(name)} = {_string(expression)}{comment[1] if comment else ''}\n"


def _places_of(lines: list[str], name: str) -> Iterable[tuple[int, int]]:
    """Ranges of lines that may be an entry: single lines first, then texts over several."""
    begins = [index for index, line in enumerate(lines) if name in line]
    for size in range(1, min(len(lines), _MOST_LINES) + 1):
        for begin in begins:
            if begin + size <= len(lines):
                yield begin, begin + size


def _places_for_new(lines: list[str]) -> Iterable[tuple[int, int]]:
    """The end of the file, or the line before the first table, which would swallow the entry."""
    yield len(lines), len(lines)
    for index, line in enumerate(lines):
        if line.lstrip().startswith("["):
            yield index, index


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    """A TOML string: JSON's is one, but that TOML wants U+007F escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(name: str, value: Any) -> SavedFilter:
    check_name(name)
    if not isinstance(value, str):
        raise UsageError('expected name = "filter".')
    if visible(value) != value:
        raise UsageError("a filter cannot hold control characters.")
    try:
        parse_filter(value)
    except FilterError as error:
        raise UsageError(f"{error}. {error.hint}".rstrip()) from None
    return SavedFilter(name, value)
