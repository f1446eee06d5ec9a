"""The generated captures are what their counts say, by a naive parse and by our own reader."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from tests.benchmarks.captures import RECIPES, Capture, Limit, capture, lines, small
from tests.benchmarks.generator.lines import Fate, Tally
from tests.benchmarks.generator.session import SENT, sessions
from tests.support.strict import faults_of

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.codec import decode_line, encode_record
from realtime_inspector.core.directions import direction_of
from realtime_inspector.core.event import Event as Seen
from realtime_inspector.core.record import Record, RecordKind

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 700


def naive(line: bytes) -> tuple[str, str] | None:
    """Direction and type of an event by the slowest and plainest way; `None`: no event."""
    try:
        value: Any = json.loads(line.decode())
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    event = value.get("event", value)
    if not isinstance(event, dict) or "realtime_capture" in value:
        return None
    if event is value and not isinstance(value.get("type"), str):
        return None  # a frame of another kind, in a wrapper
    kind = event.get("type")
    kind = kind if isinstance(kind, str) else ""
    direction = value.get("source") or {"in": "server", "out": "client"}.get(value.get("dir", ""))
    return direction or direction_of(kind).value, kind


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("seed", [1, 2])
def test_counts_equal_a_full_parse_of_every_line(name: str, seed: int) -> None:
    data, tally = small(name, seed=seed, rows=ROWS)
    pieces = data.split(b"\n")
    torn = pieces.pop()

    found = Counter(filter(None, map(naive, pieces)))

    assert found == tally.events
    assert bool(torn) == bool(tally.fates[Fate.TORN]) == RECIPES[name].is_torn
    assert tally.bytes == len(data)
    assert tally.lines == len(pieces) + bool(torn)


@pytest.mark.parametrize("name", RECIPES)
def test_counts_equal_what_our_reader_says(name: str, tmp_path: Path) -> None:
    data, tally = small(name, rows=ROWS)
    path = tmp_path / "capture.jsonl"
    path.write_bytes(data)

    with read_capture(path) as reader:
        records = list(reader)

    events = [record for record in records if record.kind is RecordKind.EVENT]
    found = Counter((record.direction.value, Seen.of(record).type) for record in events)
    assert found == tally.events
    assert reader.unreadable == tally.unreadable + tally.fates[Fate.TORN]
    kinds = Counter(record.kind.value for record in records)
    assert kinds["notice"] == tally.fates[Fate.NOTICE]
    assert kinds["binary"] == tally.fates[Fate.BINARY]
    assert kinds["text"] == tally.fates[Fate.TEXT] + reader.unreadable


def test_lines_are_written_as_our_recorder_writes_them() -> None:
    for line in lines("mixed", Limit(rows=ROWS)):
        if line.fate is Fate.EVENT:
            decoded = decode_line(line.data)
            assert isinstance(decoded, Record)
            assert encode_record(decoded) == line.data


def test_events_have_the_shapes_of_the_protocol() -> None:
    events = sessions(Random(4))  # noqa: S311 - not for secrets
    received = (event.text for event in itertools.islice(events, 20_000) if event.direction != SENT)

    assert not faults_of(received)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    assert small("dirtiest", seed=1) == small("dirtiest", seed=1)
    assert small("dirtiest", seed=1)[0] != small("dirtiest", seed=2)[0]


def test_a_file_is_made_once_and_found_again_with_its_counts(tmp_path: Path) -> None:
    made = capture("strange", "300rows", tmp_path)
    stamp = made.path.stat().st_mtime_ns

    again = capture("strange", "300rows", tmp_path)

    assert again == made
    assert again.path.stat().st_mtime_ns == stamp
    assert isinstance(made, Capture)
    assert made.tally == Tally.from_json(made.tally.to_json())
    assert made.tally.lines == 301


def test_every_kind_of_damage_is_in_the_dirtiest() -> None:
    _, tally = small("dirtiest", rows=5_000)

    assert set(tally.fates) == set(Fate)
    assert len(tally.events) > 256
    assert tally.begun


@pytest.mark.parametrize("text", ["", "10", "10x", "m", "rows"])
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Limit.parse(text)
