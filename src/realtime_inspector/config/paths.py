"""Where our files belong: the XDG places, on every system."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

APP: Final = "realtime-inspector"
PROJECT_FILE: Final = "realtime-inspector.toml"


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place that the program reads or writes by itself. Nothing here is created."""

    user_file: Path
    """The user's settings."""
    project_file: Path
    """The settings of the folder that the program was started in."""
    dotenv: Path
    """The `.env` of that folder."""
    data: Path
    captures: Path
    """Where sessions are recorded unless `--record FILE` says otherwise."""
    state: Path
    """Where the details of a crash are written."""

    @property
    def filters_file(self) -> Path:
        """The user's saved filters."""
        return self.user_file.with_name("filters.toml")

    @property
    def filter_history(self) -> Path:
        """The filters that were used lately."""
        return self.state / "filter_history"

    @property
    def lessons_file(self) -> Path:
        """How far the user is in the lessons."""
        return self.state / "lessons.json"


def find_paths(
    environ: Mapping[str, str], cwd: Path | None = None, home: Path | None = None
) -> Paths:
    """The places for an environment.

    Args:
        environ: `XDG_CONFIG_HOME`, `XDG_DATA_HOME` and `XDG_STATE_HOME` count if they are
            absolute, as the XDG base directory specification has it.
        cwd: The folder of the project and `.env`; by default the current one.
        home: By default the user's.
    """
    cwd = Path.cwd() if cwd is None else cwd
    home = Path.home() if home is None else home

    def place(variable: str, default: str) -> Path:
        value = environ.get(variable, "")
        base = Path(value) if value and Path(value).is_absolute() else home / default
        return base / APP

    data = place("XDG_DATA_HOME", ".local/share")
    return Paths(
        user_file=place("XDG_CONFIG_HOME", ".config") / "config.toml",
        project_file=cwd / PROJECT_FILE,
        dotenv=cwd / ".env",
        data=data,
        captures=data / "captures",
        state=place("XDG_STATE_HOME", ".local/state"),
    )
