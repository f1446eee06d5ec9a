"""What is heard when: each rule at the top of the package, and what holds of any capture."""

from __future__ import annotations

import base64
import json
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.analysis.soundtrack import (
    FRAMES_PER_MS,
    Clip,
    MeasuredTape,
    Side,
    SoundGatherer,
    Track,
)
from realtime_inspector.analysis.soundtrack.mix import mono, stereo
from realtime_inspector.analysis.soundtrack.spooled_tape import SpooledTape
from realtime_inspector.core.record import Direction, text_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.analysis.soundtrack import Tape
    from realtime_inspector.core.record import Record

START_NS = 1_795_348_805_000_000_000
Told = tuple[float | None, str, dict[str, Any]]


def sound(ms: float, value: int = 1_000) -> str:
    """Base64 of PCM16."""
    samples = array("h", [value]) * round(ms * FRAMES_PER_MS)
    return base64.b64encode(samples.tobytes()).decode()


def record(at_ms: float | None, kind: str, fields: dict[str, Any]) -> Record:
    time_ns = None if at_ms is None else START_NS + round(at_ms * 1e6)
    return text_record(json.dumps({"type": kind, **fields}), Direction.UNKNOWN, time_ns)


def append(at_ms: float | None, ms: float, value: int = 1_000) -> Told:
    return at_ms, "input_audio_buffer.append", {"audio": sound(ms, value)}


def microphone(start_ms: int, end_ms: int) -> list[Told]:
    """Audio of 100 ms that comes when it was spoken."""
    return [append(at, 100) for at in range(start_ms, end_ms, 100)]


def delta(at_ms: float | None, ms: float, item: str = "a", value: int = 2_000) -> Told:
    fields = {"item_id": item, "response_id": "r", "delta": sound(ms, value)}
    return at_ms, "response.output_audio.delta", fields


def track(*told: Told, tape: Tape | None = None) -> Track:
    first = (None if told[0][0] is None else 0, "session.created", {"session": {"id": "s"}})
    gatherer = SoundGatherer(MeasuredTape() if tape is None else tape)
    for seq, one in enumerate((first, *told), 1):
        gatherer.feed(seq, record(*one))
    return gatherer.track()


def places(clips: Iterable[Clip]) -> list[tuple[str, float, float]]:
    return [(clip.item_id or clip.side.value, clip.start_ms, clip.end_ms) for clip in clips]


def test_an_answer_begins_with_its_first_delta_and_plays_on() -> None:
    heard = track(delta(1000, 500), delta(1010, 500), delta(1020, 1000))
    assert places(heard.clips) == [("a", 1000, 3000)]
    assert heard.is_timed


def test_an_item_waits_for_the_one_before() -> None:
    heard = track(delta(1000, 2000), delta(1100, 500, "b"), delta(9000, 100, "c"))
    assert places(heard.clips) == [("a", 1000, 3000), ("b", 3000, 3500), ("c", 9000, 9100)]


def test_a_late_delta_leaves_a_pause_and_jitter_does_not() -> None:
    heard = track(delta(1000, 500), delta(1700, 500), delta(4000, 500))
    runs = [(run.start, run.end) for run in heard.clips[0].runs]
    assert runs == [(24_000, 48_000), (96_000, 108_000)]
    assert heard.clips[0].at_ms(0.5) == 1750
    assert heard.clips[0].at_ms(1) == 4500


@pytest.mark.parametrize("who", ["conversation.item.truncate", "conversation.item.truncated"])
def test_truncation_cuts_and_what_follows_moves_up(who: str) -> None:
    cut = (1500.0, who, {"item_id": "a", "content_index": 0, "audio_end_ms": 400})
    heard = track(delta(1000, 3000), cut, delta(1600, 500, "b"))
    assert places(heard.clips) == [("a", 1000, 1400), ("b", 1600, 2100)]
    assert heard.clips[0].heard_share == pytest.approx(400 / 3000)


def test_what_nobody_heard_is_left_out() -> None:
    cut = (1000.0, "conversation.item.truncated", {"item_id": "a", "audio_end_ms": 0})
    assert places(track(delta(1000, 3000), cut, delta(1100, 500, "b")).clips) == [("b", 1100, 1600)]


def test_a_truncation_beyond_the_end_cuts_nothing() -> None:
    cut = (1000.0, "conversation.item.truncate", {"item_id": "a", "audio_end_ms": 9_999})
    assert places(track(delta(1000, 300), cut).clips) == [("a", 1000, 1300)]


def test_a_player_that_is_stopped_plays_nothing_of_what_waits() -> None:
    stop = (1400.0, "output_audio_buffer.cleared", {"response_id": "r"})
    heard = track(delta(1000, 1000), delta(1010, 500, "b"), stop, delta(1500, 100, "c"))
    assert places(heard.clips) == [("a", 1000, 1400), ("c", 1500, 1600)]


def test_a_cancelled_response_alone_cuts_nothing() -> None:
    done = (1100.0, "response.done", {"response": {"id": "r", "status": "cancelled"}})
    assert places(track(delta(1000, 2000), done).clips) == [("a", 1000, 3000)]


def test_a_microphone_is_heard_when_it_comes_over_the_agent_too() -> None:
    heard = track(*microphone(500, 900), delta(900, 3000), *microphone(900, 2000))
    user = [clip for clip in heard.clips if clip.side is Side.USER]
    assert places(user) == [("user", 500, 900), ("user", 900, 2000)]
    assert ("a", 900, 3900) in places(heard.clips)


def test_a_microphone_that_was_off_leaves_silence() -> None:
    heard = track(*microphone(0, 500), *microphone(3000, 3200))
    assert places(heard.clips) == [("user", 0, 500), ("user", 3000, 3200)]


def test_turns_that_come_faster_than_speech_take_turns() -> None:
    """A file that is sent at once, its answer, and the next one before that has been played."""
    fast = [append(100 + n, 100) for n in range(20)]
    again = [append(400 + n, 100) for n in range(10)]
    heard = track(*fast, delta(200, 3000), *again, delta(500, 1000, "b"))
    assert places(heard.clips) == [
        ("user", 100, 2100), ("a", 2100, 5100), ("user", 5100, 6100), ("b", 6100, 7100),
    ]  # fmt: skip


def test_without_times_all_is_laid_one_after_another() -> None:
    committed = (None, "input_audio_buffer.committed", {"item_id": "u"})
    told = (append(None, 500), append(None, 500), committed, delta(None, 700), append(None, 300))
    heard = track(*told, delta(None, 100))
    assert not heard.is_timed
    assert places(heard.clips) == [("user", 0, 1000), ("a", 1000, 1800), ("user", 1800, 2100)]
    assert places(heard.turns) == [("u", 0, 1000), ("a", 1000, 1800)]


def test_an_item_is_what_the_detector_heard() -> None:
    started = {"item_id": "u", "audio_start_ms": 300}
    stopped = {"item_id": "u", "audio_end_ms": 800}
    heard = track(
        *microphone(0, 700),
        (700, "input_audio_buffer.speech_started", started),
        *microphone(700, 1000),
        (1000, "input_audio_buffer.speech_stopped", stopped),
        (1000, "input_audio_buffer.committed", {"item_id": "u"}),
    )
    assert places(heard.turns) == [("u", 300, 800)]


def test_an_item_is_what_was_committed() -> None:
    heard = track(
        *microphone(0, 500),
        (500, "input_audio_buffer.cleared", {}),
        *microphone(500, 800),
        (800, "input_audio_buffer.commit", {}),
        *microphone(800, 900),
        (900, "input_audio_buffer.committed", {"item_id": "u"}),
        (950, "input_audio_buffer.commit", {}),
    )
    assert places(heard.turns) == [("u", 500, 800), ("user", 800, 900)]


def test_a_whole_item_is_heard() -> None:
    content = [{"type": "input_audio", "audio": sound(400)}]
    item = {"id": "u", "type": "message", "role": "user", "content": content}
    heard = track((100, "conversation.item.create", {"item": item}), delta(150, 200))
    assert places(heard.turns) == [("u", 100, 500), ("a", 500, 700)]


def test_formats_of_the_session_the_response_and_the_piece() -> None:
    g711 = base64.b64encode(b"\xff" * 800).decode()
    half = base64.b64encode(bytes(800)).decode()
    form = {"format": {"type": "audio/pcmu"}}
    session = {"audio": {"input": form, "output": form}}
    own = {"id": "r", "audio": {"output": {"format": {"type": "audio/pcma"}}}}
    heard = track(
        (0, "session.updated", {"session": session}),
        (0, "input_audio_buffer.append", {"audio": g711}),
        (0, "response.created", {"response": own}),
        (500, "response.output_audio.delta", {"item_id": "a", "response_id": "r", "delta": g711}),
        (900, "session.output_audio.delta", {"delta": half, "sample_rate": 16_000}),
    )
    assert [(clip.start_ms, clip.end_ms) for clip in heard.clips] == [
        (0, 100), (500, 600), (900, 925),
    ]  # fmt: skip


def test_a_client_does_not_wait_for_the_server_to_accept_its_format() -> None:
    g711 = base64.b64encode(b"\xff" * 800).decode()
    form = {"format": {"type": "audio/pcmu"}}
    wish = {"audio": {"input": form, "output": form}}
    heard = track(
        (0, "session.update", {"session": wish}),
        (0, "input_audio_buffer.append", {"audio": g711}),
        (0, "session.update", {"session": {"instructions": "x"}}),
        delta(400, 100),
        (900, "session.updated", {"session": wish}),
        (900, "input_audio_buffer.append", {"audio": g711}),
    )
    assert places(heard.clips) == [("user", 0, 100), ("a", 400, 500), ("user", 900, 1000)]


def test_audio_that_was_taken_out_keeps_its_place() -> None:
    left = {"item_id": "a", "delta": {"$audio": {"bytes": 4_800, "ms": 100, "sha256": "0"}}}
    told = (1000.0, "response.output_audio.delta", left)
    assert places(track(told, delta(1010, 100)).clips) == [("a", 1000, 1200)]
    tape = SpooledTape()
    assert places(track(told, delta(1010, 100), tape=tape).clips) == [("a", 1010, 1110)]
    assert tape.left_out == 1


def test_connections_do_not_wait_for_each_other() -> None:
    gatherer = SoundGatherer(MeasuredTape())
    for conn in (1, 2):
        one = record(*delta(1000, 500, f"item{conn}"))
        gatherer.feed(conn, text_record(one.payload, one.direction, one.time_ns, conn))
    heard = gatherer.track()
    assert places(heard.clips) == [("item1", 0, 500), ("item2", 0, 500)]


MOMENTS = st.integers(0, 5_000)
LENGTHS = st.integers(0, 700)
NAMES = st.sampled_from("abc")
ANY_EVENT = st.one_of(
    st.builds(append, MOMENTS, LENGTHS),
    st.builds(delta, MOMENTS, LENGTHS, NAMES),
    st.builds(
        lambda at, item, end: (
            at,
            "conversation.item.truncated",
            {"item_id": item, "audio_end_ms": end},
        ),
        MOMENTS,
        NAMES,
        st.one_of(st.none(), st.integers(-5, 900)),
    ),
    st.builds(
        lambda at, kind, item, first, last: (
            at,
            kind,
            {"item_id": item, "audio_start_ms": first, "audio_end_ms": last},
        ),
        MOMENTS,
        st.sampled_from(
            (
                "input_audio_buffer.commit",
                "input_audio_buffer.committed",
                "input_audio_buffer.cleared",
                "input_audio_buffer.speech_started",
                "output_audio_buffer.cleared",
                "session.created",
            )
        ),
        NAMES,
        MOMENTS,
        MOMENTS,
    ),
)


@given(told=st.lists(ANY_EVENT, min_size=1, max_size=25), is_timed=st.booleans())
def test_each_side_is_heard_once_and_in_order(*, told: list[Told], is_timed: bool) -> None:
    told = [(at if is_timed else None, kind, fields) for at, kind, fields in told]
    tape = SpooledTape()
    heard = track(*told, tape=tape)
    for side in Side:
        runs = [run for clip in heard.clips if clip.side is side for run in clip.runs]
        ends = [0, *(run.end for run in runs)]
        assert all(run.start >= end for run, end in zip(runs, ends, strict=False))
    pieces = sorted((run.offset, run.frames) for clip in heard.clips for run in clip.runs)
    assert all(first + frames <= later for (first, frames), (later, _) in pairwise(pieces))
    for clip in (*heard.clips, *heard.turns):
        assert 0 < clip.frames <= clip.whole_frames
        assert sum(map(len, mono(clip, tape.read))) == clip.frames


@given(st.lists(ANY_EVENT, min_size=1, max_size=12))
def test_the_stereo_file_is_its_clips(told: list[Told]) -> None:
    """Against a reading that puts every sample where its run says."""
    tape = SpooledTape()
    heard = track(*told, tape=tape)
    expected = {side: array("h", bytes(2 * heard.frames)) for side in Side}
    for clip in heard.clips:
        for run in clip.runs:
            expected[clip.side][run.start : run.end] = tape.read(run.offset, run.frames)
    mixed = array("h")
    for window in stereo(heard, tape.read):
        mixed.extend(window)
    assert mixed[0::2] == expected[Side.USER]
    assert mixed[1::2] == expected[Side.AGENT]


def test_two_connections_at_once_are_mixed_and_not_clipped_over() -> None:
    gatherer = SoundGatherer(tape := SpooledTape())
    for conn, value in enumerate((30_000, 20_000, -32_768), 1):
        one = record(*delta(0, 10, value=value))
        gatherer.feed(conn, text_record(one.payload, one.direction, one.time_ns, conn))
    mixed = next(iter(stereo(gatherer.track(), tape.read)))
    assert set(mixed[1::2]) == {-1}
