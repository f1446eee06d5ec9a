from __future__ import annotations

import pytest
from tests.support.events import error, frame, received, response_done, sent

from realtime_inspector.core.event import Event
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.record import Direction, Record, binary_record, notice


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (error("invalid_value"), True),
        (received("error", error={}), True),
        (response_done(status="failed"), True),
        (response_done(status="cancelled"), False),
        (response_done(status="incomplete"), False),
        (received("conversation.item.input_audio_transcription.failed"), True),
        (received("response.mcp_call.failed"), True),
        (received("session.created"), False),
        (frame(Direction.RECEIVED, "text"), True),
        (frame(Direction.UNKNOWN, "a line that cannot be read"), True),
        (frame(Direction.SENT, "text"), False),
        (frame(Direction.RECEIVED, {"no": "type"}), True),
        (sent("no.such.event"), False),
        (binary_record(b"\x00", Direction.RECEIVED), False),
        (notice("close", fields={"code": 1000}), False),
        (notice("close", fields={"code": 1001}), False),
        (notice("close", fields={"code": 1000, "ok": False}), True),
        (notice("close", fields={"code": 1006}), True),
        (notice("close", fields={"code": 1011, "ok": True}), False),
        (notice("close", fields={"ok": True}), False),
        (notice("close", fields={"ok": False}), True),
        (notice("close", fields={}), True),
        (notice("close", fields={"code": ["x"]}), True),
        (notice("error", fields={"message": "m"}), True),
        (notice("tool", fields={"name": "t"}), False),
        (notice("tool", fields={"name": "t", "error": "e"}), True),
        (notice("open"), False),
    ],
)
def test_what_a_person_should_see_as_a_failure(record: Record, expected: bool) -> None:
    assert is_failure(record, Event.of(record)) is expected
