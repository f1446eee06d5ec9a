"""What rules make, under the name that they import; it lives in `core`, where the store sees it."""

from __future__ import annotations

from realtime_inspector.core.finding import Finding, Severity

__all__ = ["Finding", "Severity"]
