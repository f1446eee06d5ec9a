"""JSON, for programs: one object; the findings are told capture by capture.

```
schema      1. Rises when a field changes its meaning or goes; fields may be added.
program     {name, version} that wrote this
rules[]     ids of the rules that were asked
severity    the least severity asked for: error, warn or info
captures[]  {capture, records, counts, left_out, findings[]}
  counts    {error, warn, info}
  left_out  {rule: count} of findings beyond the first 1,000 of a rule
  findings[]  {rule, name, severity, title, message, fix, action, values, records[]}
    action    id of the key that puts it right in a live session, or ""
    values    what the message says, by name
    records[] {seq, line, type}, the one to look at first; line is null where the format is not
              one record a line
```
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector import __version__
from realtime_inspector.analysis.lint import RULES, Severity
from realtime_inspector.core.safe import json_escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.cli.lint_judge import Judge, Told, Verdict
    from realtime_inspector.cli.paint import Paint

SCHEMA: Final = 1
_NAMES: Final = {rule.id: rule.name for rule in RULES}


def pieces(judge: Judge, paint: Paint) -> Iterator[str]:  # noqa: ARG001 - colours are for people
    """The object, a capture at a time."""
    front = {
        "schema": SCHEMA,
        "program": {"name": "realtime-inspector", "version": __version__},
        "rules": [rule.id for rule in judge.rules],
        "severity": judge.least.value,
    }
    yield f'{_text(front)[:-1]},"captures":['
    before = "\n"
    for verdict in judge:
        yield before + _text(_capture(verdict, judge))
        before = ",\n"
    yield "\n]}\n"


def _capture(verdict: Verdict, judge: Judge) -> dict[str, Any]:
    return {
        "capture": verdict.name,
        "records": verdict.records,
        "counts": {one.value: verdict.by_severity[one] for one in Severity},
        "left_out": dict(verdict.left_out),
        "findings": [_finding(one, judge) for one in verdict.told],
    }


def _finding(told: Told, judge: Judge) -> dict[str, Any]:
    finding = told.finding
    return {
        "rule": finding.rule,
        "name": _NAMES[finding.rule],
        "severity": finding.severity.value,
        "title": told.title,
        "message": told.message,
        "fix": told.fix,
        "action": finding.action,
        "values": {name: judge.clean(value) for name, value in finding.values.items()},
        "records": [{"seq": at.seq, "line": at.line, "type": at.type} for at in told.places],
    }


def _text(value: Any) -> str:
    return json_escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
