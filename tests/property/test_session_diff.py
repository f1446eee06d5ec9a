"""A capture is the same as itself, whatever its ids and times are; alignments lose nothing."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.analysis.session_diff import Digest, Digester, Rules, compare
from realtime_inspector.analysis.session_diff.align import align
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.codec import encode_event
from realtime_inspector.core.event import Event
from realtime_inspector.core.id_map import IdMap, ids_in
from realtime_inspector.core.record import Direction, Record, RecordKind, text_record

if TYPE_CHECKING:
    from collections.abc import Iterable

CAPTURES: Final = sorted(
    path
    for path in (Path(__file__).parents[1] / "fixtures/captures").iterdir()
    if path.suffix in (".jsonl", ".yaml")
)
_WORDS = st.lists(st.sampled_from("abc"), max_size=8)
_TYPES = st.sampled_from(
    ["session.created", "session.updated", "conversation.item.added", "conversation.item.create",
     "response.created", "response.output_item.added", "response.output_text.delta",
     "response.done", "rate_limits.updated", "error", "ping", "input_audio_buffer.speech_started"]
)  # fmt: skip
_IDS = st.sampled_from(["a", "b", "c"])
_ITEMS = st.fixed_dictionaries(
    {"id": _IDS},
    optional={"type": st.sampled_from(["message", "function_call", "function_call_output"]),
              "call_id": _IDS, "role": st.sampled_from(["user", "assistant"]),
              "content": st.just([{"type": "text", "text": "x"}])},
)  # fmt: skip
_EVENTS = st.fixed_dictionaries(
    {"type": _TYPES},
    optional={"item": _ITEMS, "item_id": _IDS, "response_id": _IDS, "delta": st.text(),
              "response": st.fixed_dictionaries({"id": _IDS, "output": st.lists(_ITEMS)}),
              "session": st.dictionaries(st.sampled_from(["id", "voice"]), _IDS)},
)  # fmt: skip
_RECORDS = st.lists(
    st.builds(
        lambda event, direction, conn: text_record(json.dumps(event), direction, conn=conn),
        _EVENTS,
        st.sampled_from([Direction.SENT, Direction.RECEIVED]),
        st.integers(1, 2),
    ),
    max_size=25,
)


def digest(records: Iterable[Record]) -> Digest:
    digester = Digester()
    for one in records:
        digester.feed(one)
    return digester.result()


def renamed(records: Iterable[Record]) -> list[Record]:
    """The same records with other ids and times."""
    ids, count, made = IdMap(), itertools.count(1), []
    for one in records:
        if one.kind is not RecordKind.EVENT:
            made.append(one)
            continue
        event: dict[str, Any] = dict(Event.of(one).raw)
        for _, kind, old in ids_in(event):
            if ids.new_of(kind, old) is None:
                ids.pair(kind, old, f"{kind}-{next(count)}")
        text = encode_event(ids.rewrite(event))
        made.append(text_record(text, one.direction, next(count) * 10**9, one.conn))
    return made


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_ids_and_times_are_no_differences(path: Path) -> None:
    records = [*read_capture(path)]
    diff = compare(digest(records), digest(renamed(records)))
    assert [one for session in diff.sessions for one in session.differences] == []
    assert diff.count == 0
    assert diff.old.events == diff.new.events > 0


@given(_RECORDS)
def test_any_capture_is_the_same_as_itself(records: list[Record]) -> None:
    assert compare(digest(records), digest(renamed(records))).count == 0


@given(_RECORDS, _RECORDS)
def test_any_two_captures_can_be_compared(old: list[Record], new: list[Record]) -> None:
    one = compare(digest(old), digest(new), Rules(timing_percent=10))
    other = compare(digest(new), digest(old), Rules(timing_percent=10))
    assert (one.count == 0) == (other.count == 0)


@given(_WORDS, _WORDS, st.booleans(), st.sampled_from([0, 1_000]))
def test_an_alignment_has_every_place_once_and_in_order(
    old: list[str], new: list[str], pairs_rest: bool, most_pairs: int
) -> None:
    alignment = align((old, new), (old, new), pairs_rest=pairs_rest, most_pairs=most_pairs)
    assert [one for one, _ in alignment.pairs if one is not None] == [*range(len(old))]
    assert [one for _, one in alignment.pairs if one is not None] == [*range(len(new))]
    if old == new:
        assert all(one == other for one, other in alignment.pairs)
