"""How the severity of a finding looks beside its sign: a colour and a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "bold $text-error",
    Severity.WARN: "bold $text-warning",
    Severity.INFO: "bold $text-accent",
}
NAMES: Final[Mapping[Severity, tuple[str, str]]] = {
    Severity.ERROR: ("{count} error", "{count} errors"),
    Severity.WARN: ("{count} warning", "{count} warnings"),
    Severity.INFO: ("{count} hint", "{count} hints"),
}
"""One of them, and several."""
