"""The places that settings come from, each read into the same shape, strongest first."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from realtime_inspector.config.options import OPTIONS, OTHER_VARIABLES, PREFIX
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Rank(IntEnum):
    """How strong a place is; smaller is stronger."""

    COMMAND_LINE = 0
    ENVIRONMENT = 1
    DOTENV = 2
    PROJECT_FILE = 3
    USER_FILE = 4

    @property
    def is_of_folder(self) -> bool:
        """Whether it is a file of the folder we were started in, which others may have made."""
        return self in (Rank.DOTENV, Rank.PROJECT_FILE)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says."""

    rank: Rank
    title: str
    """Its name in messages."""
    values: Mapping[str, Any]
    """Parsed values by the option's key."""
    origins: Mapping[str, str]
    """How the place calls each key: a variable's name, or `table.name`."""
    variables: Mapping[str, str]
    """All variables of an environment, for the names that providers define."""
    warnings: tuple[str, ...] = ()


def command_line(values: Mapping[str, Any]) -> Layer:
    """The options of the command line, by key; checked by the parser already."""
    return Layer(Rank.COMMAND_LINE, "the command line", values, {}, {})


def variables(rank: Rank, title: str, environ: Mapping[str, str]) -> Layer:
    """An environment. A variable that is empty counts as not set.

    Raises:
        UsageError: One of our variables has a value that is not allowed.
    """
    environ = {name: value for name, value in environ.items() if value.strip()}
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    warnings: list[str] = []
    for option in OPTIONS:
        name = next((name for name in option.variable_names if name in environ), None)
        if name is None:
            continue
        if rank.is_of_folder and option.is_trusted_only:
            warnings.append(_not_trusted(title, name, option.key))
            continue
        try:
            values[option.key] = option.parse(environ[name].strip())
        except ValueError as error:
            raise UsageError(f"{name} in {title}: {error}.") from None
        origins[option.key] = name
    known = {name for option in OPTIONS for name in option.variable_names} | OTHER_VARIABLES
    warnings += [
        f"{title}: {name} is not a setting and is ignored."
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in known
    ]
    return Layer(rank, title, values, origins, environ, tuple(warnings))


def dotenv_file(path: Path) -> Layer | None:
    """A `.env` file, `None` if there is none; our process's environment is not changed.

    Raises:
        UsageError: It cannot be read, or one of our variables has a wrong value.
    """
    if not path.is_file():
        return None
    import logging

    from dotenv import dotenv_values

    complaints: list[str] = []

    def collect(record: logging.LogRecord) -> bool:
        complaints.append(record.getMessage())
        return False

    logger = logging.getLogger("dotenv.main")
    logger.addFilter(collect)
    try:
        found = dotenv_values(path, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read: {_reason(error)}.") from None
    finally:
        logger.removeFilter(collect)
    environ = {name: value for name, value in found.items() if value is not None}
    layer = variables(Rank.DOTENV, path.name, environ)
    warnings = (*(f"{path.name}: {text}." for text in complaints), *layer.warnings)
    return Layer(layer.rank, layer.title, layer.values, layer.origins, environ, warnings)


def toml_file(rank: Rank, path: Path) -> Layer | None:
    """A settings file, `None` if there is none.

    Raises:
        UsageError: It cannot be read, is not TOML, or has a value that is not allowed.
    """
    if not path.is_file():
        return None
    title = path.name if rank is Rank.PROJECT_FILE else str(path)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{title} cannot be read: {_reason(error)}.") from None
    return _table_layer(rank, title, tables)


def _table_layer(rank: Rank, title: str, tables: Mapping[str, Any]) -> Layer:
    options = {option.key: option for option in OPTIONS}
    values: dict[str, Any] = {}
    warnings: list[str] = []
    for key, value in _entries(tables):
        option = options.get(key)
        if option is None:
            warnings.append(f"{title}: {key} is not a setting and is ignored{_nearest(key)}.")
        elif rank.is_of_folder and option.is_trusted_only:
            warnings.append(_not_trusted(title, key, key))
        else:
            try:
                values[key] = option.parse(value)
            except ValueError as error:
                raise UsageError(f"{key} in {title}: {error}.") from None
    return Layer(rank, title, values, {key: key for key in values}, {}, tuple(warnings))


def _entries(tables: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    """The `table.name` pairs of a settings file; what is not in a table keeps its bare name."""
    pairs: list[tuple[str, Any]] = []
    for name, table in tables.items():
        if isinstance(table, dict):
            pairs += [(f"{name}.{key}", value) for key, value in table.items()]
        else:
            pairs.append((name, table))
    return pairs


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, [option.key for option in OPTIONS], n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _not_trusted(title: str, name: str, key: str) -> str:
    flag = key.rpartition(".")[2].replace("_", "-")
    return (
        f"{title}: {name} is ignored, because opening a folder must not run its code; "
        f"give --{flag} instead."
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return str(error)
