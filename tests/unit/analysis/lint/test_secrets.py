"""The rules about keys say where one is, and never show it."""

from __future__ import annotations

from typing import Any, Final

import pytest
from tests.support.script import Script

from realtime_inspector.analysis.lint import RULES, lint
from realtime_inspector.guide.rules import message_of

KEY: Final = "sk-proj-Zt4c8Qm1Rv7Lx2Wn9Kp3"
PROTOCOL: Final = f"openai-insecure-api-key.{KEY}"
ABOUT_KEYS: Final = tuple(rule for rule in RULES if rule.id in {"RT125", "RT129", "RT130"})


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"url": f"wss://gateway.example/v1/realtime?api-key={KEY}"}, "url"),
        ({"url": f"wss://user:{KEY}@gateway.example/v1/realtime"}, "url"),
        ({"subprotocols": ["realtime", PROTOCOL]}, "subprotocols"),
        ({"headers": {"Sec-WebSocket-Protocol": f"realtime, {PROTOCOL}"}}, "subprotocols"),
        ({"headers": {"api-key": KEY}}, "headers.api-key"),
        ({"headers": {"Authorization": f"Bearer {KEY}"}}, "headers.authorization"),
    ],
)
def test_a_key_of_a_handshake_is_found_and_not_shown(fields: dict[str, Any], where: str) -> None:
    script = Script().open(**fields, origin="x").created().close(3000, "invalid_api_key", "server")
    findings = list(lint(script.records, ABOUT_KEYS, "openai"))
    assert where in {one.values.get("where") for one in findings}
    for one in findings:
        assert KEY not in repr(one)
        assert KEY not in message_of(one.rule, one.values, "en")


def test_credentials_of_an_mcp_server_are_found_by_their_path() -> None:
    mcp = {"type": "mcp", "server_label": "files", "headers": {"X-Token": KEY}}
    tools = [{"type": "function", "name": "f"}, {**mcp, "authorization": KEY}]
    script = Script().open().created().update({"tools": tools})
    findings = list(lint(script.records, ABOUT_KEYS, "openai"))
    assert [one.values["where"] for one in findings] == [
        "session.tools[1].authorization, session.tools[1].headers"
    ]
    assert KEY not in repr(findings)


@pytest.mark.parametrize("before", [0, 40, 76])
def test_of_broken_arguments_no_part_of_a_key_is_shown(before: int) -> None:
    script = Script().open().created().begins().call(arguments=f'{{"{"a" * before}": "{KEY}')
    (found,) = [one for one in lint(script.done().records, RULES, "openai") if one.rule == "RT083"]
    assert "Zt4c" not in repr(found)
