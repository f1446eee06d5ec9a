"""A comparison of captures as JSON, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.safe import json_escaped

if TYPE_CHECKING:
    from realtime_inspector.analysis.session_diff.digest import Digest
    from realtime_inspector.analysis.session_diff.model import (
        CaptureDiff,
        Difference,
        SessionDiff,
        Timing,
        TurnDiff,
    )

Json = dict[str, Any]
VERSION: Final = 1
_KINDS: Final = {"+": "added", "-": "removed", "~": "changed"}

SCHEMA: Final = """\
With --json:
  realtime_diff   1, the version of this form
  a, b            {capture, sessions, turns, events}
  same            whether nothing differs that counts; differences: how many do
  ignored         what was not compared
  notes           sentences about the comparison
  sessions        [{a, b, differences, turns}]; a and b are numbers from 1, null: there is none
    turns         [{a, b, asked, differences, timing}]
    differences   [{aspect, kind, place, a, b, counts, why}]: aspect is one of those of --ignore,
                  kind is added, removed or changed, a and b are the values; counts is false for
                  what is only shown, and why says why
    timing        [{name, a_ms, b_ms, counts}]; null where it is not known
"""


def document(diff: CaptureDiff, old_name: str, new_name: str) -> Json:
    """The comparison as JSON values; `SCHEMA` describes it."""
    return {
        "realtime_diff": VERSION,
        "a": _capture(diff.old, old_name),
        "b": _capture(diff.new, new_name),
        "same": not diff.count,
        "differences": diff.count,
        "ignored": sorted(diff.rules.ignored),
        "notes": list(diff.notes),
        "sessions": [*map(_session, diff.sessions)],
    }


def document_text(diff: CaptureDiff, old_name: str, new_name: str) -> str:
    """The comparison as JSON text, safe to show."""
    text = json.dumps(document(diff, old_name, new_name), ensure_ascii=False, indent=2)
    return json_escaped(text) + "\n"


def _capture(digest: Digest, name: str) -> Json:
    return {
        "capture": name,
        "sessions": len(digest.sessions),
        "turns": sum(len(session.turns) for session in digest.sessions),
        "events": digest.events,
    }


def _session(session: SessionDiff) -> Json:
    return {
        "a": session.old_number,
        "b": session.new_number,
        "differences": [*map(_difference, session.differences)],
        "turns": [*map(_turn, session.turns)],
    }


def _turn(turn: TurnDiff) -> Json:
    return {
        "a": turn.old_number,
        "b": turn.new_number,
        "asked": turn.title,
        "differences": [*map(_difference, turn.differences)],
        "timing": [*map(_timing, turn.timings)],
    }


def _difference(difference: Difference) -> Json:
    return {
        "aspect": str(difference.aspect),
        "kind": _KINDS[difference.kind.value],
        "place": difference.place,
        "a": difference.old,
        "b": difference.new,
        "counts": difference.counts,
        "why": difference.excuse,
    }


def _timing(timing: Timing) -> Json:
    return {
        "name": timing.name,
        "a_ms": timing.old_ms,
        "b_ms": timing.new_ms,
        "counts": timing.counts,
    }
