"""The wire and the connection (pitfalls.md section G)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.wire.rt120_malformed_event import MalformedEvent
from realtime_inspector.analysis.lint.rules.wire.rt121_unknown_client_event import (
    UnknownClientEvent,
)
from realtime_inspector.analysis.lint.rules.wire.rt122_unknown_parameter import UnknownParameter
from realtime_inspector.analysis.lint.rules.wire.rt123_no_event_id import NoEventId
from realtime_inspector.analysis.lint.rules.wire.rt124_sent_before_created import SentBeforeCreated
from realtime_inspector.analysis.lint.rules.wire.rt125_auth_close import AuthClose
from realtime_inspector.analysis.lint.rules.wire.rt126_reconnect_loop import ReconnectLoop
from realtime_inspector.analysis.lint.rules.wire.rt127_session_expiry import SessionExpiry
from realtime_inspector.analysis.lint.rules.wire.rt128_keepalive_1011 import Keepalive1011
from realtime_inspector.analysis.lint.rules.wire.rt129_secret_in_log import SecretInLog
from realtime_inspector.analysis.lint.rules.wire.rt130_long_lived_key_in_browser import (
    LongLivedKeyInBrowser,
)
from realtime_inspector.analysis.lint.rules.wire.rt131_unhandled_error import UnhandledError
from realtime_inspector.analysis.lint.rules.wire.rt132_unknown_server_event import (
    UnknownServerEvent,
)

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    MalformedEvent,
    UnknownClientEvent,
    UnknownParameter,
    NoEventId,
    SentBeforeCreated,
    AuthClose,
    ReconnectLoop,
    SessionExpiry,
    Keepalive1011,
    SecretInLog,
    LongLivedKeyInBrowser,
    UnhandledError,
    UnknownServerEvent,
)
