from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st
from tests.support.events import received

from realtime_inspector.core.event import Event
from realtime_inspector.core.redact import REPLACEMENT, Redactor
from realtime_inspector.core.redact_deltas import MOST_RECORDS, DeltaRedactor, spread

KEY: Final = "sk-proj-abcdefghijklmnop0123456789"
ARGUMENTS: Final = "response.function_call_arguments"
TEXT: Final = "response.output_text"


def parts(text: str, cuts: list[int]) -> list[str]:
    edges = [0, *sorted({cut % (len(text) + 1) for cut in cuts}), len(text)]
    return [text[begin:end] for begin, end in itertools.pairwise(edges)]


def passed(records: list[Any]) -> list[Event]:
    redactor = DeltaRedactor(Redactor())
    given_back = [one for record in records for one in redactor.feed(record)]
    given_back += redactor.flush()
    return [Event.of(record) for record in given_back]


def deltas(kind: str, pieces: list[str], item: str = "i") -> list[Any]:
    return [received(f"{kind}.delta", delta=piece, item_id=item) for piece in pieces]


def joined(events: list[Event], kind: str) -> str:
    return "".join(one.text("delta") or "" for one in events if one.type == f"{kind}.delta")


@given(st.lists(st.integers(0, 200), max_size=20), st.sampled_from([TEXT, ARGUMENTS]))
def test_a_key_in_pieces_is_found(cuts: list[int], kind: str) -> None:
    said = f"use {KEY} now" if kind == TEXT else json.dumps({"token": KEY, "n": 1})
    records = deltas(kind, parts(said, cuts))
    other = received("response.output_audio.delta", delta="AAAA")
    mixed = [one for record in records for one in (record, other)]
    events = passed([*mixed, received(f"{kind}.done", item_id="i")])
    assert len(events) == len(mixed) + 1
    assert [one.type for one in events[:2]] == [f"{kind}.delta", "response.output_audio.delta"]
    assert joined(events, kind) == said.replace(KEY, REPLACEMENT)


@given(st.lists(st.integers(0, 60), max_size=12))
def test_a_field_of_arguments_betrays_its_value(cuts: list[int]) -> None:
    said = '{"client_secret": {"value": "hunter2 hunter2"}, "city": "Tokyo"}'
    events = passed(deltas(ARGUMENTS, parts(said, cuts)))
    assert json.loads(joined(events, ARGUMENTS)) == {
        "client_secret": {"value": REPLACEMENT},
        "city": "Tokyo",
    }


@given(st.lists(st.text(max_size=8), max_size=20))
def test_what_holds_no_secret_passes_as_it_is(pieces: list[str]) -> None:
    records = [*deltas(TEXT, pieces), *deltas(TEXT, pieces, "j"), received("response.done")]
    redactor = DeltaRedactor(Redactor())
    given_back = [one for record in records for one in redactor.feed(record)]
    given_back += redactor.flush()
    assert given_back == records


def test_two_texts_at_a_time_do_not_mix() -> None:
    first = deltas(TEXT, ["sk-proj-", "abcdefgh0123"], "i")
    second = deltas(TEXT, ["ordinary", " words"], "j")
    events = passed([first[0], second[0], first[1], second[1]])
    assert [one.text("item_id") for one in events] == ["i", "j", "i", "j"]
    assert joined(events[1::2], TEXT) == "ordinary words"
    assert joined(events[0::2], TEXT) == REPLACEMENT


def test_ordinary_text_does_not_wait_for_its_end() -> None:
    redactor = DeltaRedactor(Redactor())
    first, second = deltas(TEXT, ["Hello", " world"])
    assert list(redactor.feed(first)) == []
    assert list(redactor.feed(second)) == [first]


def test_no_more_than_so_much_waits() -> None:
    redactor = DeltaRedactor(Redactor())
    waiting = 0
    for record in deltas(ARGUMENTS, ["x"] * (2 * MOST_RECORDS)):
        waiting += 1 - len(list(redactor.feed(record)))
        assert waiting <= MOST_RECORDS
    assert len(list(redactor.flush())) == waiting


def test_a_frame_keeps_its_other_bytes() -> None:
    payload = b'{ "delta": "KEY",  "type":"response.output_text.delta", "n": 1.50 }'
    record = replace(received("x"), payload=payload.replace(b"KEY", KEY.encode()))
    redactor = DeltaRedactor(Redactor())
    assert list(redactor.feed(record)) == []
    (clean,) = redactor.flush()
    said = json.dumps(REPLACEMENT).encode()
    assert clean.payload == payload.replace(b'"KEY"', said)


@given(st.lists(st.text("ab", max_size=4), min_size=1, max_size=8), st.text("abX", max_size=12))
def test_spread_keeps_text_and_number(pieces: list[str], clean: str) -> None:
    made = spread(pieces, clean)
    assert len(made) == len(pieces)
    assert "".join(made) == clean
