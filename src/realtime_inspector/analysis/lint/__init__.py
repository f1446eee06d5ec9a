"""Diagnosis: what is wrong with a session, event by event (protocol/pitfalls.md).

A `Linter` is given records as they come and tells what it finds. Each rule is a file under
`rules/`, its words are in `guide/rules`.
"""

from __future__ import annotations

from realtime_inspector.analysis.lint.linter import Linter, lint
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.rules import RULES
from realtime_inspector.core.finding import Finding, Severity

__all__ = ["RULES", "Finding", "Linter", "Rule", "Severity", "lint"]
