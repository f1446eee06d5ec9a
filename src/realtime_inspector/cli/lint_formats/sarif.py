"""SARIF 2.1.0 (OASIS), for code scanning: one run, with the rules that were asked.

A result points at the line of the capture, and by a logical location at the event's number.
Its fingerprint is that of the rule, the file and which finding of the rule it is: that stays the
same when a capture is recorded anew, where every id and time differs.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from realtime_inspector import __version__
from realtime_inspector.analysis.lint import Severity
from realtime_inspector.cli.options import STDIN
from realtime_inspector.core.safe import json_escaped
from realtime_inspector.guide.rules import RULE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint import Rule
    from realtime_inspector.cli.lint_judge import Judge, Place, Told, Verdict
    from realtime_inspector.cli.paint import Paint
    from realtime_inspector.guide.model import Language

    Json = dict[str, Any]

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT: Final = "ruleOccurrence/v1"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "note"}
_LANGUAGES: Final = {"en": "en-US", "ja": "ja-JP"}


def pieces(judge: Judge, paint: Paint) -> Iterator[str]:  # noqa: ARG001 - colours are for people
    """The log file, a capture at a time."""
    driver = {
        "name": "realtime-inspector",
        "semanticVersion": __version__,
        "rules": [_rule(rule, judge.lang) for rule in judge.rules],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[judge.lang],
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
    }
    indexes = {rule.id: number for number, rule in enumerate(judge.rules)}
    yield f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{_text(run)[:-1]},"results":['
    before = "\n"
    for verdict in judge:
        for told in verdict.told:
            yield before + _text(_result(verdict, told, indexes[told.finding.rule]))
            before = ",\n"
    yield "\n]}]}\n"


def _rule(rule: type[Rule], lang: Language) -> Json:
    text = RULE_TEXTS[lang][rule.id]
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": f"{text.title}."},
        "fullDescription": {"text": text.why},
        "help": {
            "text": f"{text.why}\n\n{text.fix}",
            "markdown": f"{_markdown(text.why)}\n\n**{_markdown(text.fix)}**",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"precision": "medium" if rule.is_heuristic else "high"},
    }


def _result(verdict: Verdict, told: Told, index: int) -> Json:
    first, *others = told.places
    return {
        "ruleId": told.finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[told.finding.severity],
        "message": {"text": told.message},
        "locations": [_location(verdict.path, first)],
        "relatedLocations": [
            {"id": number, **_location(verdict.path, at), "message": {"text": _event(at)}}
            for number, at in enumerate(others, 1)
        ],
        "partialFingerprints": {FINGERPRINT: _fingerprint(verdict.path, told)},
    }


def _location(path: str, at: Place) -> Json:
    logical: Json = {
        "logicalLocations": [
            {"name": _event(at), "kind": "event", "fullyQualifiedName": str(at.seq)}
        ]
    }
    if path == STDIN:
        return logical
    physical: Json = {"artifactLocation": {"uri": uri_of(path)}}
    if at.line is not None:
        physical["region"] = {"startLine": at.line}
    return {"physicalLocation": physical, **logical}


def uri_of(path: str) -> str:
    """A path as a URI: a relative one stays relative, so that a repository's files are found."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(Path(path).as_posix())


def _event(at: Place) -> str:
    return f"#{at.seq} {at.type}"


def _fingerprint(path: str, told: Told) -> str:
    what = "\0".join((told.finding.rule, path, str(told.number)))
    return hashlib.sha256(what.encode("utf-8", "surrogateescape")).hexdigest()


def _markdown(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_").replace("<", "\\<")


def _text(value: Any) -> str:
    return json_escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
