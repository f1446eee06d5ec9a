"""What a recorded server did, as what a server does now: frames and closes."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.codec import encode_event
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.serving.appended import LEFT_OUT, left_out_bytes
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.faults import Abort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.record import Record

_NORMAL: Final = 1000
_NO_STATUS: Final = 1005
_ABNORMAL: Final = frozenset({1006, 1015})
"""Codes that stand for the lack of a close (RFC 6455 §7.4.1)."""
_NOT_SENT: Final = frozenset({1004, 1005, 1006, 1015})
_CODES: Final = range(1000, 5000)
_LONGEST_REASON: Final = 123
"""Bytes of a reason that fit into a close frame."""
_CLIENT_WORDS: Final = frozenset({"client", "sent", "outgoing"})


def frame_of(record: Record) -> str | bytes:
    """The frame of a record that is no notice.

    What UTF-8 cannot express becomes a replacement character; audio that a share bundle left out
    becomes silence of the same length, so that clients can still decode it.
    """
    if record.kind is RecordKind.BINARY:
        try:
            return base64.b64decode(record.payload)
        except binascii.Error:
            return record.payload
    text = record.payload.decode("utf-8", "replace")
    return _with_silence(text) if LEFT_OUT in text else text


def closing_of(record: Record, notice: Mapping[str, Any]) -> Closing | Abort | None:
    """How the server ends a connection as recorded; `None` if it was the client who did.

    A file that does not tell who closed is read so that the server did, unless the close was an
    ordinary one: those are the client's as a rule.
    """
    code = notice.get("code")
    code = code if isinstance(code, int) and not isinstance(code, bool) else _NO_STATUS
    by = notice.get("by")
    if by in _CLIENT_WORDS or (by is None and record.direction is Direction.SENT):
        return None
    if code in _ABNORMAL:
        return Abort()
    says_who = by is not None or record.direction is Direction.RECEIVED
    if not says_who and code in (_NORMAL, _NO_STATUS):
        return None
    reason = notice.get("reason")
    text = reason if isinstance(reason, str) else ""
    cut = text.encode("utf-8", "replace")[:_LONGEST_REASON].decode("utf-8", "ignore")
    usable = code in _CODES and code not in _NOT_SENT
    return Closing(code if usable else _NORMAL, cut)


def _with_silence(text: str) -> str:
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return text
    filled = _filled(event)
    return text if filled == event or not isinstance(filled, dict) else encode_event(filled)


def _filled(value: Any) -> Any:
    """A copy in which silence stands for audio that was left out."""
    size = left_out_bytes(value)
    if size is not None:
        return base64.b64encode(bytes(size)).decode()
    if isinstance(value, dict):
        return {key: _filled(inner) for key, inner in value.items()}
    return [_filled(inner) for inner in value] if isinstance(value, list) else value
