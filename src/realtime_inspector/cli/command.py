"""What a subcommand is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand."""

    name: str
    help: str
    """One line for the list of commands."""
    configure: Callable[[ArgumentParser], None]
    """Adds its arguments. Called only when the command was chosen."""
    run: Callable[[Namespace], int]
    """Does it; returns the exit code. Raises `InspectorError` for what a person can mend."""
    epilog: str = ""
    """What its help says at the end."""
