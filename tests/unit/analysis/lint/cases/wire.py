"""Sessions for the rules about the wire and the connection."""

from __future__ import annotations

from typing import Any, Final

from tests.support.events import START_NS, user_message
from tests.support.script import Script, beginning
from tests.unit.analysis.lint.cases.case import Case

from realtime_inspector.core.record import Direction, text_record

_START_S: Final = START_NS // 10**9
_HOUR_MS: Final = 3_600_000
_TOO_LONG: Final = "Your session hit the maximum duration of 60 minutes."
_UNKNOWN: Final = "Invalid value: '{}'. Supported values are: 'session.update', 'response.create'."
_KEY: Final = "sk-proj-Zt4c8Qm1Rv7Lx2Wn9Kp3"
_KEY_PROTOCOL: Final = "openai-insecure-api-key."
_PAGE: Final = {"Origin": "https://shop.example"}
_MCP: Final = {"type": "mcp", "server_label": "files", "server_url": "https://mcp.example"}
_COMMIT: Final = "input_audio_buffer.commit"


def _text(script: Script, frame: str) -> Script:
    return script.add(text_record(frame, Direction.SENT, script.time_ns))


def _invalid_json(script: Script) -> Script:
    return script.error("invalid_json", "Invalid event: failed to parse JSON value.")


def _unknown(kind: str, script: Script | None = None) -> Script:
    """An event that is sent, and refused as nobody knows it."""
    script = (script or beginning()).sent(kind)
    return script.error("invalid_value", _UNKNOWN.format(kind), param="type")


def _refused(param: str, code: str = "unknown_parameter") -> Script:
    update = {"type": "realtime", "bogus_field": 1}
    return beginning().sent("session.update", session=update).error(code, param=param)


def _kept_out(script: Script | None = None, conn: int = 1) -> Script:
    """A connection that is upgraded, and closed at once."""
    script = script or Script(conn)
    script.open().error("invalid_api_key", "Incorrect API key provided.")
    return script.close(3000, "invalid_request_error.invalid_api_key", "server")


def _attempts(count: int, *, pause_ms: int = 1_000, let_in: int = -1) -> Script:
    """Connections one after the other, each of which is kept out, but for one."""
    all_of_them = Script()
    for number in range(count):
        one = Script(number + 1).wait(all_of_them.now_ms)
        if number == let_in:
            one.open().created().close()
        else:
            _kept_out(one)
        for record in one.records:
            all_of_them.add(record)
        all_of_them.now_ms = one.now_ms
        all_of_them.wait(pause_ms)
    return all_of_them


def _for_an_hour() -> Script:
    return Script().open().created(expires_at=_START_S + 3_600)


def _opened(**fields: Any) -> Script:
    return Script().open(**fields).created()


def _with_tools(*tools: dict[str, str]) -> Script:
    return beginning().update({"type": "realtime", "tools": list(tools)})


def _committed_in_vain(times: int, script: Script | None = None) -> Script:
    script = script or beginning()
    for number in range(times):
        script.sent(_COMMIT, event_id=f"mine_{number}")
        script.error("input_audio_buffer_commit_empty", event_id=f"mine_{number}")
    return script


_RT120: Final = (
    Case(
        "RT120",
        "half an object",
        lambda: _invalid_json(_text(beginning(), '{"type":"response.create"')),
        looked_at="",
    ),
    Case(
        "RT120",
        "no type, in a log of the client alone",
        lambda: _text(Script(), '{"event":"response.create"}'),
    ),
    Case(
        "RT120",
        "refused in a log of the server alone",
        lambda: _invalid_json(beginning()),
        looked_at="error",
    ),
    Case("RT120", "all of them are events", lambda: beginning().user().answer().close(), False),
    Case(
        "RT120",
        "a binary frame, which RT049 is about",
        lambda: (
            beginning()
            .binary(bytes(4))
            .error(
                "invalid_event",
                "Expected a text WebSocket message; binary frames are not supported.",
            )
        ),
        False,
    ),
    Case(
        "RT120",
        "what the server sends is its own affair",
        lambda: beginning().add(text_record("pong", Direction.RECEIVED)).close(),
        False,
    ),
)
_RT121: Final = (
    Case("RT121", "a heartbeat of its own", lambda: _unknown("ping"), looked_at="ping"),
    Case(
        "RT121",
        "refused in a log of the server alone",
        lambda: beginning().error("invalid_value", _UNKNOWN.format("nope"), param="type"),
        looked_at="error",
    ),
    Case(
        "RT121",
        "refused by another server",
        lambda: _unknown("ping"),
        looked_at="error",
        provider="other",
    ),
    Case("RT121", "types that there are", lambda: beginning().user().answer().close(), False),
    Case(
        "RT121",
        "a type of another server",
        lambda: beginning().sent("input_video_buffer.append").close(),
        False,
        provider="qwen",
    ),
    Case(
        "RT121",
        "an event of WebRTC, which RT069 is about",
        lambda: _unknown("output_audio_buffer.clear"),
        False,
    ),
)
_RT122: Final = (
    Case(
        "RT122",
        "a field that does not exist",
        lambda: _refused("session.bogus_field"),
        looked_at="session.update",
    ),
    Case(
        "RT122",
        "a field that is missing, by a message without a parameter",
        lambda: beginning().error(
            "missing_required_parameter", "Missing required parameter: 'item.call_id'."
        ),
        looked_at="error",
    ),
    Case("RT122", "another error", lambda: _refused("session.speed", "invalid_value"), False),
    Case(
        "RT122",
        "a field of the beta, which RT022 is about",
        lambda: _refused("session.input_audio_format"),
        False,
    ),
)
_RT123: Final = (
    Case(
        "RT123",
        "no ids at all",
        lambda: beginning().sent("response.cancel").error("response_cancel_not_active"),
        looked_at="error",
    ),
    Case(
        "RT123",
        "the client sets them, and the server does not repeat it",
        lambda: (
            beginning().sent("response.cancel", event_id="mine").error("response_cancel_not_active")
        ),
        False,
    ),
    Case(
        "RT123",
        "nothing of the client is refused",
        lambda: beginning().sent("response.create").error("session_expired", _TOO_LONG),
        False,
    ),
    Case("RT123", "a log of the server alone", lambda: beginning().error("invalid_value"), False),
)
_RT124: Final = (
    Case(
        "RT124",
        "the session is set before there is one",
        lambda: Script().open().sent("session.update", session={"type": "realtime"}).created(),
        looked_at="session.update",
    ),
    Case("RT124", "first the session", lambda: beginning().user(), False),
    Case(
        "RT124",
        "a call that is observed has no such event",
        lambda: Script().open().sent("session.update", session={}).begins(is_asked=False),
        False,
    ),
    Case(
        "RT124",
        "a second session in one log",
        lambda: beginning().sent("response.create").created(),
        False,
    ),
)
_RT125: Final = (
    Case("RT125", "a wrong key", _kept_out, looked_at="error"),
    Case(
        "RT125",
        "no key, and so an error without a code",
        lambda: Script().open().error(None).close(3000, "invalid_request_error", "server"),
        looked_at="",
    ),
    Case("RT125", "let in, and closed as usual", lambda: beginning().close(), False),
    Case(
        "RT125",
        "the beta shape, which RT024 is about",
        lambda: (
            Script()
            .open()
            .error("beta_api_shape_disabled")
            .close(4000, "invalid_request_error.beta_api_shape_disabled", "server")
        ),
        False,
    ),
    Case("RT125", "the client gives up", lambda: Script().open().close(4000, "bye"), False),
    Case(
        "RT125",
        "a session that ran is closed with a code of another server",
        lambda: beginning().close(4000, "done", "server"),
        False,
    ),
)
_RT126: Final = (
    Case("RT126", "three times in a row", lambda: _attempts(3)),
    Case("RT126", "only twice", lambda: _attempts(2), False),
    Case("RT126", "half a minute apart", lambda: _attempts(3, pause_ms=31_000), False),
    Case("RT126", "let in between", lambda: _attempts(4, let_in=2), False),
)
_RT127: Final = (
    Case(
        "RT127",
        "56 minutes have passed",
        lambda: _for_an_hour().wait(_HOUR_MS - 240_000).user(),
        looked_at="session.created",
    ),
    Case(
        "RT127",
        "it is over, by an error",
        lambda: _opened().error("session_expired", _TOO_LONG),
        looked_at="error",
    ),
    Case("RT127", "by a close alone", lambda: _opened().close(1001, _TOO_LONG, "server")),
    Case("RT127", "closed after ten minutes", lambda: _for_an_hour().wait(600_000).close(), False),
    Case(
        "RT127",
        "the server goes away for another reason",
        lambda: _opened().close(1001, "restart", "server"),
        False,
    ),
    Case(
        "RT127",
        "a session of three minutes is not always at its end",
        lambda: _opened().created(expires_at=_START_S + 180).wait(60_000).user(),
        False,
    ),
)
_RT128: Final = (
    Case("RT128", "the client", lambda: beginning().close(1011, "keepalive ping timeout")),
    Case(
        "RT128",
        "a gateway, because of its upstream",
        lambda: beginning().close(1011, "upstream failed", "server"),
        False,
    ),
)
_RT129: Final = (
    Case(
        "RT129",
        "in the address",
        lambda: _opened(url=f"wss://gateway.example/v1/realtime?model=m&apiKey={_KEY}"),
    ),
    Case("RT129", "in a subprotocol", lambda: _opened(subprotocols=[_KEY_PROTOCOL + _KEY])),
    Case(
        "RT129",
        "in a header, as HAR writes them",
        lambda: _opened(headers=[{"name": "Authorization", "value": f"Bearer {_KEY}"}]),
    ),
    Case(
        "RT129",
        "in the credentials of an MCP server",
        lambda: _with_tools({**_MCP, "authorization": "3f9c2d7a81"}),
        looked_at="session.update",
    ),
    Case(
        "RT129",
        "all redacted, each in its way",
        lambda: _opened(
            url="wss://gateway.example/v1/realtime?apiKey=«redacted»",
            subprotocols=["realtime", _KEY_PROTOCOL + "«redacted»"],
            headers={"Authorization": "Bearer ***", "OpenAI-Project": "proj_1"},
        ).update({"tools": [{**_MCP, "authorization": "[REDACTED]"}]}),
        False,
    ),
    Case("RT129", "an MCP server without any", lambda: _with_tools(_MCP), False),
)
_RT130: Final = (
    Case(
        "RT130",
        "a key that lasts",
        lambda: _opened(headers=_PAGE, subprotocols=["realtime", _KEY_PROTOCOL + _KEY]),
    ),
    Case(
        "RT130",
        "as a browser's header has it",
        lambda: _opened(
            headers={**_PAGE, "Sec-WebSocket-Protocol": f"realtime, {_KEY_PROTOCOL}{_KEY}"}
        ),
    ),
    Case(
        "RT130",
        "a client secret",
        lambda: _opened(headers=_PAGE, subprotocols=[_KEY_PROTOCOL + "ek_68af296e8e408191a"]),
        False,
    ),
    Case("RT130", "no browser", lambda: _opened(subprotocols=[_KEY_PROTOCOL + _KEY]), False),
)
_RT131: Final = (
    Case(
        "RT131",
        "the fourth time the same",
        lambda: _committed_in_vain(3).sent(_COMMIT),
        looked_at=_COMMIT,
    ),
    Case("RT131", "the third time", lambda: _committed_in_vain(3), False),
    Case(
        "RT131",
        "it was taken between",
        lambda: _committed_in_vain(
            2,
            _committed_in_vain(2)
            .sent(_COMMIT)
            .received("input_audio_buffer.committed", item_id="item_1", previous_item_id=None),
        ),
        False,
    ),
    Case(
        "RT131",
        "each time another message",
        lambda: (
            beginning()
            .sent("conversation.item.create", item=user_message("One"))
            .error("invalid_value", param="item")
            .sent("conversation.item.create", item=user_message("Two"))
            .error("invalid_value", param="item")
            .sent("conversation.item.create", item=user_message("Three"))
            .error("invalid_value", param="item")
            .sent("conversation.item.create", item=user_message("Four"))
        ),
        False,
    ),
)
_RT132: Final = (
    Case(
        "RT132",
        "a new type",
        lambda: beginning().received("response.output_video.delta", delta=""),
        looked_at="response.output_video.delta",
    ),
    Case(
        "RT132", "beta names are known", lambda: beginning().received("response.audio.done"), False
    ),
    Case("RT132", "what the client sends", lambda: beginning().sent("ping_me"), False),
)
CASES: Final[tuple[Case, ...]] = (
    *_RT120,
    *_RT121,
    *_RT122,
    *_RT123,
    *_RT124,
    *_RT125,
    *_RT126,
    *_RT127,
    *_RT128,
    *_RT129,
    *_RT130,
    *_RT131,
    *_RT132,
)
