"""Annotations of GitHub Actions: one workflow command a finding.

What means something in a command is escaped: `%`, line ends, and in properties also `:` and `,`
(actions/toolkit, packages/core/src/command.ts). GitHub shows ten of each level in a step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint import Severity
from realtime_inspector.cli.lint_words import LINT_WORDS
from realtime_inspector.cli.options import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.cli.lint_judge import Judge, Told, Verdict
    from realtime_inspector.cli.paint import Paint

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "notice"}


def pieces(judge: Judge, paint: Paint) -> Iterator[str]:  # noqa: ARG001 - colours are for people
    """The commands, a line each."""
    fix = LINT_WORDS[judge.lang]["fix"]
    return (_command(verdict, one, fix) for verdict in judge for one in verdict.told)


def _command(verdict: Verdict, told: Told, fix: str) -> str:
    properties = {
        "file": "" if verdict.path == STDIN else verdict.path,
        "line": "" if verdict.path == STDIN or told.place.line is None else str(told.place.line),
        "title": f"{told.finding.rule} {told.title}",
    }
    listed = ",".join(f"{name}={_property(text)}" for name, text in properties.items() if text)
    seqs = ", ".join(f"#{at.seq}" for at in told.places)
    message = _data(f"{told.message} ({seqs})\n{fix}: {told.fix}")
    return f"::{_LEVELS[told.finding.severity]} {listed}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
