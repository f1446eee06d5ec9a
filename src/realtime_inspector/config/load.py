"""Merges all places into one `Settings`: command line, environment, `.env`, project, user."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.config import layers as places
from realtime_inspector.config.connection import connection_values, find
from realtime_inspector.config.layers import Layer, Rank
from realtime_inspector.config.options import OPTIONS
from realtime_inspector.config.paths import Paths, find_paths
from realtime_inspector.config.settings import (
    ConnectSettings,
    CostSettings,
    Language,
    RecordSettings,
    Settings,
    UiSettings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PATHS: Final = frozenset({"connect.tools", "record.path", "record.directory", "cost.prices"})
"""Options whose value may begin with `~`."""


def load(
    overrides: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str],
    paths: Paths | None = None,
    session: bool = True,
) -> Settings:
    """The settings for one run. Files are read, nothing is written or changed.

    Args:
        overrides: The command line: values by option key (`connect.model`), only those given.
        environ: The process's environment.
        paths: Where the files are; by default what `environ` and the current folder say.
        session: Resolve provider, address and key, and insist on what they need. Commands
            that connect to nothing say `False`, and a missing key does not matter to them.

    Raises:
        UsageError: Names the file or variable, the key, and what is allowed.
    """
    paths = paths or find_paths(environ)
    found = [
        places.command_line(overrides or {}),
        places.variables(Rank.ENVIRONMENT, "the environment", environ),
        places.dotenv_file(paths.dotenv),
        places.toml_file(Rank.PROJECT_FILE, paths.project_file),
        places.toml_file(Rank.USER_FILE, paths.user_file),
    ]
    layers = [layer for layer in found if layer is not None]
    warnings = [text for layer in layers for text in layer.warnings]
    values = _merge(layers)
    for key in _PATHS & values.keys():
        values[key] = str(Path(values[key]).expanduser()) if values[key] else ""
    values.setdefault("ui.lang", _language_of(environ))
    values.setdefault("record.directory", str(paths.captures))
    if session:
        resolved, more = connection_values(layers)
        values.update({f"connect.{name}": value for name, value in resolved.items()})
        warnings += more
    return Settings(
        connect=ConnectSettings(**_table(values, "connect", ConnectSettings)),
        record=RecordSettings(**_table(values, "record", RecordSettings)),
        ui=UiSettings(**_table(values, "ui", UiSettings)),
        cost=CostSettings(**_table(values, "cost", CostSettings)),
        warnings=tuple(warnings),
    )


def _merge(layers: Sequence[Layer]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for option in OPTIONS:
        if any(option.key in layer.values for layer in layers):
            values[option.key] = find(layers, option.key).value
    return values


def _table(values: Mapping[str, Any], table: str, cls: type) -> dict[str, Any]:
    names = {field.name for field in fields(cls)}
    chosen = {
        key.partition(".")[2]: value for key, value in values.items() if key.startswith(f"{table}.")
    }
    return {name: value for name, value in chosen.items() if name in names}


def _language_of(environ: Mapping[str, str]) -> Language:
    """The language of the locale; POSIX has `LC_ALL` win over `LC_MESSAGES` over `LANG`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "ja" if environ[name].lower().startswith("ja") else "en"
    return "en"
