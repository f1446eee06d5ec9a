"""What counts as a failure: the one answer for `err`, the red rows of the log and `stats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.record import Direction, RecordKind

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record

FINE_CODES: Final = frozenset({1000, 1001, 1005})
"""Codes of connections that were closed and did not break: normal closure, going away, no code."""


def is_failure(record: Record, event: Event) -> bool:
    """Whether a person should see the record as a failure.

    Failures are `error` events, failed responses and parts of them, connections that broke, tool
    runs that failed, and what cannot be read as an event. What we sent ourselves is none, however
    odd: the server's answer will say so. A response that was cancelled or cut short is none either.
    """
    if record.kind is RecordKind.NOTICE:
        return _is_failed_notice(event)
    if record.kind is RecordKind.TEXT or (record.kind is RecordKind.EVENT and not event.type):
        return record.direction is not Direction.SENT
    name = event.type
    if name == "response.done":
        return event.text("response", "status") == "failed"
    return is_failure_type(name)


def is_failure_type(name: str) -> bool:
    """Whether events of this type are failures whatever they hold."""
    return name == "error" or name.endswith(".failed")


def _is_failed_notice(event: Event) -> bool:
    """A close that does not say that all was well counts as a connection lost."""
    kind = event.text("kind")
    if kind == "tool":
        return event.get("error") is not None
    if kind == "close":
        ok = event.get("ok")
        is_fine = event.integer("code") in FINE_CODES and ok is not False
        return not is_fine and ok is not True
    return kind == "error"
