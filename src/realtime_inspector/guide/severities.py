"""The sign of each severity of a finding, the same on the screen and in exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "✖",
    Severity.WARN: "▲",
    Severity.INFO: "●",
}
LEGEND: Final = "  ".join(
    f"{SIGNS[severity]} {name}"
    for severity, name in (
        (Severity.ERROR, "error"),
        (Severity.WARN, "warning"),
        (Severity.INFO, "hint"),
    )
)
"""What the signs mean, in one line."""
