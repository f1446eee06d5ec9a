"""Redaction is complete, idempotent, and leaves the rest alone."""

from __future__ import annotations

import base64
import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.record import Direction, binary_record, text_record
from realtime_inspector.core.redact import REPLACEMENT, Redactor

KEY_CHARACTERS = string.ascii_letters + string.digits + "_-"
tails = st.text(KEY_CHARACTERS, min_size=20, max_size=60)
keys = st.one_of(
    tails.map(lambda tail: "sk-" + tail),
    tails.map(lambda tail: "sk-proj-" + tail),
    tails.map(lambda tail: "ek_" + tail),
    st.text(string.ascii_letters + string.digits, min_size=24, max_size=24).map("org-".__add__),
    st.text(string.ascii_letters + string.digits, min_size=40, max_size=80).map("xai-".__add__),
)
own_secrets = st.text(string.ascii_letters + string.digits + '_-/+=."\\é&%', min_size=8).filter(
    lambda secret: secret not in REPLACEMENT
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
gaps = st.sampled_from([" ", "\n", '"', "'", ", ", "(", "\t"])


def strings_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in strings_in(part)]
    return [text for part in value for text in strings_in(part)] if isinstance(value, list) else []


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value]
    return str if isinstance(value, str) else value


@given(words, gaps, keys, gaps, words)
def test_keys_are_found_in_any_text(
    before: str, gap: str, key: str, after_gap: str, after: str
) -> None:
    redactor = Redactor()
    clean = redactor.text(before + gap + key + after_gap + after)
    assert key not in clean
    assert redactor.count >= 1
    assert redactor.text(clean) == clean


@given(words, own_secrets, words, st.booleans(), st.sampled_from([None, 1]))
def test_own_secrets_are_found_in_any_json(
    before: str, secret: str, after: str, ascii_only: bool, indent: int | None
) -> None:
    event = {"type": "x", "list": [before + secret + after, 1, None], "again": {"s": secret}}
    payload = json.dumps(event, ensure_ascii=ascii_only, indent=indent).encode()
    redactor = Redactor([secret])
    clean = redactor.payload(payload)
    back = json.loads(clean)
    stripped = secret.strip()
    assert not any(stripped in text for text in strings_in(back))
    assert shape(back) == shape(event)
    assert redactor.payload(clean) == clean


@given(
    st.recursive(
        words | st.integers() | st.none(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                words
                | st.sampled_from(["authorization", "headers", "client_secret", "value", "tools"]),
                inner,
            )
        ),
        max_leaves=10,
    )
)
def test_json_keeps_its_structure(value: Any) -> None:
    payload = json.dumps({"authorization": "secret-one", "v": value}).encode()
    redactor = Redactor(["another-secret"])
    clean = redactor.payload(payload)
    assert json.loads(clean)["authorization"] == REPLACEMENT
    assert shape(json.loads(clean)) == shape(json.loads(payload))
    assert redactor.payload(clean) == clean


@given(st.text())
def test_any_text_is_stable_after_one_pass(text: str) -> None:
    redactor = Redactor(["correct horse battery staple"])
    clean = redactor.text(text)
    assert redactor.text(clean) == clean


@given(st.binary(min_size=30, max_size=4000))
def test_audio_is_not_touched(audio: bytes) -> None:
    payload = json.dumps(
        {"type": "input_audio_buffer.append", "audio": base64.b64encode(audio).decode()}
    ).encode()
    assert Redactor(["a-secret-of-ours"]).payload(payload) is payload


@given(st.binary())
def test_any_bytes_are_accepted(payload: bytes) -> None:
    redactor = Redactor()
    for form in (payload, b"sk-" + payload, b'{"authorization":"' + payload):
        clean = redactor.payload(form)
        assert redactor.payload(clean) == clean


@pytest.mark.parametrize("secret", ["sk-abcdefgh12345678901234", "own/secret+value=="])
def test_records_of_every_kind(secret: str) -> None:
    redactor = Redactor(["own/secret+value=="])
    event = text_record(json.dumps({"type": "x", "a": f"key {secret}"}), Direction.SENT, 5, 2, 9)
    text = text_record(f"hello {secret} you", Direction.RECEIVED)
    binary = binary_record(f"hello {secret} you".encode(), Direction.RECEIVED)
    clean = redactor.record(event)
    assert json.loads(clean.payload)["a"] == f"key {REPLACEMENT}"
    assert (clean.time_ns, clean.conn, clean.line, clean.kind) == (5, 2, 9, event.kind)
    assert redactor.record(text).payload == f"hello {REPLACEMENT} you".encode()
    assert base64.b64decode(redactor.record(binary).payload) == f"hello {REPLACEMENT} you".encode()
    assert redactor.record(clean) is clean
    assert redactor.count == 3
