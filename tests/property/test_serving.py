"""Any recorded session, served to its own client, gives its own server."""

from __future__ import annotations

import base64
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.serving import Client, frames

from realtime_inspector.core.record import Direction, RecordKind, binary_record, text_record
from realtime_inspector.core.safe import visible
from realtime_inspector.serving.manner import Manner
from realtime_inspector.serving.matching import Match
from realtime_inspector.serving.writing import scripts_of
from realtime_inspector.simulator.admission import Closing

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record

_IDS = st.sampled_from(["item_1", "item_2", "call_1", "root", "", "evt_fakeId"])
_LEAVES = st.one_of(_IDS, st.none(), st.integers(-9, 9), st.booleans(), st.text(max_size=5))
_KEYS = st.sampled_from(
    ["id", "item_id", "call_id", "event_id", "item", "session", "response", "audio", "text"]
)
_FIELDS = st.dictionaries(
    _KEYS,
    st.recursive(_LEAVES, lambda inner: st.dictionaries(_KEYS, inner, max_size=3), max_leaves=6),
    max_size=4,
)
_CLIENT_TYPES = st.sampled_from(
    ["session.update", "conversation.item.create", "response.create", "input_audio_buffer.commit",
     "input_audio_buffer.clear", "conversation.item.truncate", "", "future.event"]
)  # fmt: skip
_SERVER_TYPES = st.sampled_from(
    ["session.created", "conversation.item.added", "input_audio_buffer.committed", "error",
     "response.done", ""]
)  # fmt: skip


def _event(kinds: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda kind, fields: json.dumps({"type": kind, **fields}), kinds, _FIELDS)


def _append(audio: bytes) -> str:
    encoded = base64.b64encode(audio).decode()
    return json.dumps({"type": "input_audio_buffer.append", "audio": encoded})


_APPENDS = st.binary(max_size=400).map(_append)
_FRAMES = st.one_of(
    st.tuples(st.just(Direction.SENT), st.one_of(_event(_CLIENT_TYPES), _APPENDS, st.text())),
    st.tuples(st.just(Direction.RECEIVED), st.one_of(_event(_SERVER_TYPES), st.text())),
    st.tuples(st.sampled_from([Direction.SENT, Direction.RECEIVED]), st.binary(max_size=5)),
)
_GAPS = st.one_of(st.none(), st.integers(-(10**9), 10**10))


@st.composite
def _sessions(draw: st.DrawFn) -> list[Record]:
    now = 1_795_348_805_000_000_000
    records = []
    for direction, frame in draw(st.lists(_FRAMES, min_size=1, max_size=25)):
        gap = draw(_GAPS)
        now += gap or 0
        time_ns = None if gap is None else now
        if isinstance(frame, bytes):
            records.append(binary_record(frame, direction, time_ns))
        else:
            records.append(text_record(frame, direction, time_ns))
    return records


@given(_sessions(), st.sampled_from(Match))
def test_the_recorded_client_gets_the_recorded_server(session: list[Record], match: Match) -> None:
    (script,) = scripts_of(session)
    client = Client(script, Manner(match, speed=0))
    for frame in frames(session, Direction.SENT, 1):
        client.send_frame(frame)
    assert client.got == frames(session, Direction.RECEIVED, 1)
    report = client.player.finish()
    assert report.is_same
    assert report.sent == report.to_send
    assert report.matched == report.to_match


@given(_sessions(), st.floats(0.25, 64))
def test_nothing_is_sent_before_its_time_and_all_in_the_end(
    session: list[Record], speed: float
) -> None:
    (script,) = scripts_of(session)
    client = Client(script, Manner(Match.STRICT, speed))
    began = client.now
    for frame in frames(session, Direction.SENT, 1):
        client.send_frame(frame)
    while (due := client.player.next_due()) is not None:
        client.wait(max(0.0, due - client.now))
    assert client.got == frames(session, Direction.RECEIVED, 1)
    recorded = sum(cue.lead_s for cue in script.cues)
    assert client.now - began >= recorded / speed - 1e-6


@given(_sessions(), st.lists(_FRAMES, max_size=20), st.sampled_from(Match))
def test_any_client_is_borne(session: list[Record], sent: list[Any], match: Match) -> None:
    """Whatever comes: no exception, the server's events in their order, a report that adds up."""
    (script,) = scripts_of(session)
    client = Client(script, Manner(match, speed=0))
    for _, frame in sent:
        client.send_frame(frame)
        client.wait(2)
    recorded = frames(session, Direction.RECEIVED, 1)
    own = [each for each in client.got if b"not_in_capture" not in _bytes(each)]
    assert [_shape(each) for each in own] == [_shape(each) for each in recorded[: len(own)]]
    report = client.player.finish()
    assert report.sent == len(own)
    assert report.matched <= report.to_match == len(script.commands)
    assert all(line == visible(line) for line in report.lines())


@given(_sessions())
def test_places_and_amounts_never_go_back(session: list[Record]) -> None:
    (script,) = scripts_of(session)
    for one, other in pairwise(script.cues):
        assert one.after <= other.after
        assert one.after < other.after or other.appended.reaches(one.appended, by_bytes=True)
    assert all(cue.lead_s >= cue.tail_s >= 0 for cue in script.cues)
    kinds = [record.kind for record in session]
    assert len(kinds) - kinds.count(RecordKind.NOTICE) == (
        len(script.cues) + len(script.commands) + script.appended.events
    )


def _bytes(frame: object) -> bytes:
    return frame if isinstance(frame, bytes) else str(frame).encode("utf-8", "surrogatepass")


def _shape(frame: object) -> object:
    """A frame but for its ids, which may be other ones now."""
    assert not isinstance(frame, Closing)
    if isinstance(frame, bytes):
        return frame
    try:
        value = json.loads(str(frame))
    except ValueError:
        return frame
    return (list(value), value.get("type")) if isinstance(value, dict) else frame
