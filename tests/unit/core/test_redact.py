from __future__ import annotations

import json
from pathlib import Path

import pytest

from realtime_inspector.core.record import Direction, Record, RecordKind, binary_record
from realtime_inspector.core.redact import REPLACEMENT as GONE
from realtime_inspector.core.redact import Redactor

CAPTURES = Path(__file__).parents[2] / "fixtures" / "captures"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Incorrect API key provided: sk-ab*****wxyz. You can find",
            f"Incorrect API key provided: {GONE} You can find",
        ),
        ("key ****wxyz: Incorrect API key provided: ****wxyz", None),
        ("Authorization: Bearer abcdefgh", f"Authorization: Bearer {GONE}"),
        ("sent Bearer abcdefgh12345678", f"sent Bearer {GONE}"),
        ("api_key=abc and more", f"api_key={GONE} and more"),
        ("x-api-key: 0123456789abcdef", f"x-api-key: {GONE}"),
        ('{"api_key": "two words"}', f'{{"api_key": "{GONE}"}}'),
        (
            "realtime, openai-insecure-api-key.sk-abc, openai-beta.realtime-v1",
            f"realtime, openai-insecure-api-key.{GONE}, openai-beta.realtime-v1",
        ),
        (
            "Rate limit reached for gpt in organization org-aBcDeFgHiJkLmNoPqRsTuVwX on tokens",
            f"Rate limit reached for gpt in organization {GONE} on tokens",
        ),
        ("eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.sflKxwRJSM", GONE),
    ],
)
def test_secrets_in_text(text: str, expected: str | None) -> None:
    redactor = Redactor()
    clean = redactor.text(text)
    assert redactor.count == 1
    if expected is not None:
        assert clean == expected
    assert redactor.text(clean) == clean
    assert redactor.count == 1


@pytest.mark.parametrize(
    "text",
    [
        "a task-force for risk-based sk-learn-contrib work",
        "The bearer responsible carries bearer instruments",
        "org-mode, xai-text-tools, ek_ and week_days",
        "max_tokens=100 and token: hello",
        "https://example.com/a:b@c?model=gpt-realtime&max_tokens=3",
        "authorization: required",
        "sess_E6U1105MHBiPou6PkKs3c event_E6U11oE4PwyJSvJ9e3mzM",
        "「鍵」は api key と言います",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    redactor = Redactor()
    assert redactor.text(text) == text
    assert redactor.payload(json.dumps({"type": "x", "t": text}).encode()) == (
        json.dumps({"type": "x", "t": text}).encode()
    )
    assert redactor.count == 0


def test_urls_lose_keys_and_passwords() -> None:
    url = "wss://me:pw@host/v1/realtime?model=m&api-key=0123&token=zz&key=k#f"
    assert Redactor().url(url) == (
        f"wss://{GONE}@host/v1/realtime?model=m&api-key={GONE}&token={GONE}&key={GONE}#f"
    )


def test_an_own_secret_is_found_quoted_too() -> None:
    redactor = Redactor(["a/b c+d=e"])
    assert redactor.url("wss://h/?x=a%2Fb%20c%2Bd%3De&y=1") == f"wss://h/?x={GONE}&y=1"
    assert redactor.url("wss://h/?x=a%2Fb+c%2Bd%3De&y=1") == f"wss://h/?x={GONE}&y=1"
    assert redactor.payload(rb'{"a":"a\/b c+d=e"}') == f'{{"a":"{GONE}"}}'.encode()


def test_placeholders_are_not_secrets() -> None:
    assert Redactor(["test", "", "redacted"]).text("a redacted test") == "a redacted test"


def test_headers() -> None:
    redactor = Redactor()
    headers = {
        "Authorization": "Bearer x",
        "api-key": "y",
        "Cookie": "",
        "OpenAI-Organization": "org-1",
        "User-Agent": "python",
        "Sec-WebSocket-Protocol": "realtime, openai-insecure-api-key.k",
    }
    assert redactor.headers(headers) == {
        "Authorization": GONE,
        "api-key": GONE,
        "Cookie": "",
        "OpenAI-Organization": GONE,
        "User-Agent": "python",
        "Sec-WebSocket-Protocol": f"realtime, openai-insecure-api-key.{GONE}",
    }
    assert redactor.count == 4
    assert redactor.headers(redactor.headers(headers)) == redactor.headers(headers)


def test_fields_of_a_session_update() -> None:
    payload = (
        b'{"type":"session.update", "session":{"tools":[{"type":"mcp","server_url":"https://x",'
        b'"authorization":"tok","headers":{"X-A":"b","list":["c"]},"n":1.50},'
        b'{"type":"function","parameters":{"properties":{"headers":{"type":"object"},'
        b'"api_key":{"type":"string"}},"required":["api_key"]}}]}}'
    )
    clean = Redactor().payload(payload)
    assert clean == payload.replace(b'"tok"', f'"{GONE}"'.encode()).replace(
        b'"b"', f'"{GONE}"'.encode()
    ).replace(b'"c"', f'"{GONE}"'.encode())


def test_client_secret_but_not_logprobs() -> None:
    payload = (
        b'{"client_secret":{"value":"v","expires_at":3},"logprobs":[{"token":"hi"}],"key":"k"}'
    )
    assert Redactor().payload(payload) == payload.replace(b'"v"', f'"{GONE}"'.encode())


def test_secrets_inside_json_inside_a_string() -> None:
    payload = json.dumps({"arguments": json.dumps({"api_key": "abc", "city": "Tokyo"})}).encode()
    arguments = json.loads(json.loads(Redactor().payload(payload))["arguments"])
    assert arguments == {"api_key": GONE, "city": "Tokyo"}


def test_escaped_spellings_and_lone_surrogates() -> None:
    redactor = Redactor()
    clean = redactor.payload(rb'{"a":"\u0073k-abcdef12345678","b":"\nsk-abcdef12345678 \ud800"}')
    assert json.loads(clean) == {"a": GONE, "b": f"\n{GONE} \ud800"}


def test_what_is_not_json_is_treated_as_text() -> None:
    assert Redactor().payload(b"\xff Bearer abcdefgh12345678") == b"\xff Bearer " + GONE.encode()
    deep = b'{"authorization":"a1b2c3d4e5f6", "a":' + b"[" * 100_000
    assert b"a1b2c3d4e5f6" not in Redactor().payload(deep)


def test_a_secret_beside_audio_is_found() -> None:
    audio = b"QUFB" * 2000
    payload = b'{"audio":"' + audio + b'","authorization":"tok","k":"own-secret-value"}'
    clean = Redactor(["own-secret-value"]).payload(payload)
    assert clean == b'{"audio":"' + audio + f'","authorization":"{GONE}","k":"{GONE}"}}'.encode()
    assert b"tok" not in Redactor().payload(payload)


def test_secrets_without_a_long_word() -> None:
    assert Redactor(["a.b.c.d.e"]).payload(b'{"x":"a.b.c.d.e"}') == f'{{"x":"{GONE}"}}'.encode()
    record = Record(RecordKind.BINARY, Direction.SENT, b"*")
    assert Redactor().record(record) is record


def test_binary_that_is_not_base64_is_left_alone() -> None:
    record = binary_record(b"abc", Direction.SENT)
    assert Redactor().record(record) is record


def test_real_captures_hold_nothing_to_redact() -> None:
    redactor = Redactor()
    for path in CAPTURES.glob("*.jsonl"):
        for line in path.read_bytes().splitlines():
            assert redactor.payload(line) == line
    assert redactor.count == 0
