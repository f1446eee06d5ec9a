"""The options that files, variables and the command line can set, as data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.dialects import PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX: Final = "REALTIME_INSPECTOR_"
OTHER_VARIABLES: Final = frozenset({"REALTIME_INSPECTOR_DEBUG"})
"""Variables with our prefix that are no settings."""

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Option:
    """One option."""

    key: str
    """`table.name`, as in the settings files and as a field of `Settings`."""
    parse: Callable[[Any], Any]
    """Value of a file or variable to value of the setting.

    Raises `ValueError` whose text says what is allowed; it must not repeat the value.
    """
    variables: tuple[str, ...] = ()
    """Variables after our own that set it too."""
    own_variable: str = ""
    """The part of our variable's name after the prefix; empty: the key's last word."""
    has_variable: bool = True
    is_trusted_only: bool = False
    """It could make a folder run code: not read from the files of a folder."""

    @property
    def variable_names(self) -> tuple[str, ...]:
        """The variables that set it, strongest first."""
        if not self.has_variable:
            return self.variables
        own = self.own_variable or self.key.rpartition(".")[2].upper()
        return (PREFIX + own, *self.variables)


def one_of(*allowed: str) -> Callable[[Any], str]:
    """A parser for one of some words."""

    def parse(value: Any) -> str:
        if isinstance(value, str) and value.lower() in allowed:
            return value.lower()
        raise ValueError(f"expected one of {', '.join(allowed)}")

    return parse


def text(value: Any) -> str:
    """A string."""
    if isinstance(value, str):
        return value
    raise ValueError("expected text in quotes")


def boolean(value: Any) -> bool:
    """A yes or no, as TOML or as a variable writes it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ValueError("expected true or false")


def integer(value: Any) -> int:
    """A whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(text(value))
    except ValueError:
        raise ValueError("expected a whole number") from None


def seconds(value: Any) -> float:
    """A span of time, 0 or more."""
    try:
        number = float(value if isinstance(value, int | float) else text(value))
    except ValueError:
        number = math.nan
    if isinstance(value, bool) or not 0 <= number < math.inf:
        raise ValueError("expected a number of seconds, 0 or more")
    return number


def text_table(value: Any) -> dict[str, str]:
    """A table of strings."""
    if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
        return dict(value)
    raise ValueError("expected a table of texts")


def headers(value: Any) -> dict[str, str]:
    """A table of HTTP headers."""
    table = text_table(value)
    for name, content in table.items():
        check_header(name, content)
    return table


def check_header(name: str, value: str) -> None:
    """Refuse what cannot be a header.

    Raises:
        ValueError: The name is no token, or the value holds a line break or control character.
    """
    if (
        not name
        or not name.isascii()
        or not all(c.isalnum() or c in "!#$%&'*+-.^_`|~" for c in name)
    ):
        raise ValueError("expected a header such as 'Name: value'")
    if any((c < " " and c != "\t") or c == "\x7f" for c in value):
        raise ValueError("a header's value cannot hold control characters")


OPTIONS: Final[tuple[Option, ...]] = (
    Option("connect.provider", one_of(*(one.name for one in PROVIDERS))),
    Option("connect.url", text),
    Option("connect.model", text),
    Option("connect.key", text),
    Option("connect.headers", headers, has_variable=False),
    Option("connect.call_id", text),
    Option("connect.instructions", text),
    Option("connect.output", one_of("text", "audio")),
    Option("connect.voice", text),
    Option("connect.tools", text, is_trusted_only=True),
    Option("connect.auto_response", boolean),
    Option("connect.seed", integer),
    Option("connect.scenario", text),
    Option("record.enabled", boolean, own_variable="RECORD"),
    Option("record.path", text, has_variable=False),
    Option("record.directory", text, own_variable="RECORD_DIRECTORY"),
    Option("cost.prices", text),
    Option("ui.lang", one_of("en", "ja")),
    Option("ui.theme", text, variables=("TEXTUAL_THEME",)),
    Option("ui.longest_gap_s", seconds),
    Option("ui.plain", boolean),
    Option("ui.keymap", text_table, has_variable=False),
)
"""Every option. A key of a settings file that is not here is a warning."""
