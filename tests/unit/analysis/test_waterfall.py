"""The waterfall: which moments are the ends of which phase."""

from __future__ import annotations

import pytest
from tests.support.app import CAPTURES

from realtime_inspector.analysis.metrics import (
    ResponseMetrics,
    ToolMetrics,
    TurnMetrics,
    measure,
)
from realtime_inspector.analysis.waterfall import Part, Phase, phases_of, tracks_of
from realtime_inspector.capture.reader import CaptureReader

MS = 1_000_000


def response(**fields: object) -> ResponseMetrics:
    times = {
        name: value * MS if name.endswith("_ns") and isinstance(value, int) else value
        for name, value in fields.items()
    }
    return ResponseMetrics("resp_1", 1, **times)  # type: ignore[arg-type]


def spans(one: ResponseMetrics, now_ms: int = 0) -> list[tuple[Phase, int, int]]:
    return [(s.phase, s.start_ns // MS, s.end_ns // MS) for s in phases_of(one, now_ms * MS)]


def test_a_spoken_answer_waits_says_text_then_audio_and_is_done() -> None:
    one = response(
        request_ns=100, created_ns=120, first_token_ns=400, first_audio_ns=450,
        last_delta_ns=900, done_ns=910, done_seq=9,
    )  # fmt: skip
    assert spans(one) == [
        (Phase.WAITING, 100, 400),
        (Phase.TEXT, 400, 450),
        (Phase.STREAMING, 450, 900),
        (Phase.CLOSING, 900, 910),
    ]


def test_a_text_answer_has_no_phase_before_audio() -> None:
    one = response(created_ns=120, first_token_ns=400, last_delta_ns=900, done_ns=900, done_seq=9)
    assert spans(one) == [(Phase.WAITING, 120, 400), (Phase.STREAMING, 400, 900)]


def test_what_is_not_over_goes_on_to_the_newest_moment() -> None:
    one = response(created_ns=120, first_token_ns=400, last_delta_ns=500)
    assert spans(one, 700) == [(Phase.WAITING, 120, 400), (Phase.STREAMING, 400, 700)]
    waiting = response(created_ns=120)
    assert spans(waiting, 300) == [(Phase.WAITING, 120, 300)]
    assert phases_of(waiting, 300 * MS)[-1].is_open


def test_a_response_without_times_has_no_phases() -> None:
    assert phases_of(response(), None) == ()


def test_an_interrupted_answer_shows_what_was_heard_of_what_was_made() -> None:
    one = response(created_ns=0, first_token_ns=400, first_audio_ns=400, last_delta_ns=900)
    one.heard_ms, one.audio_ms, one.done_ns, one.done_seq = 1_500, 4_000.0, 950 * MS, 9
    turn = TurnMetrics(1, 1, 3, 9, is_spoken=True, user_start_ns=1, user_end_ns=5, responses=[one])
    played = next(track for track in tracks_of([turn], [], None) if track.part is Part.PLAYED)
    assert [(s.phase, s.start_ns // MS, s.end_ns // MS) for s in played.segments] == [
        (Phase.HEARD, 400, 1_900),
        (Phase.UNHEARD, 1_900, 4_400),
    ]


def test_tools_and_out_of_band_responses_stand_in_the_turn_that_they_began_in() -> None:
    asking = response(created_seq=5, created_ns=10)
    asking.tools.append(ToolMetrics("call_1", "get_weather", 7, 20 * MS, 8, 50 * MS))
    turns = [TurnMetrics(1, 1, 3, 9, responses=[asking]), TurnMetrics(2, 1, 20, 30)]
    aside = response(created_seq=12, created_ns=15, is_out_of_band=True)
    early = response(created_seq=1, created_ns=1, is_out_of_band=True)
    tracks = tracks_of(turns, [aside, early], 60 * MS)
    assert [(track.part, track.turn, track.seq) for track in tracks] == [
        (Part.TURN, 0, 1),
        (Part.ASIDE, 0, 1),
        (Part.TURN, 1, 3),
        (Part.RESPONSE, 1, 5),
        (Part.TOOL, 1, 7),
        (Part.ASIDE, 1, 12),
        (Part.TURN, 2, 20),
        (Part.USER, 2, 20),
    ]
    tool = tracks[4].segments
    assert [(s.start_ns // MS, s.end_ns // MS) for s in tool] == [(20, 50)]


@pytest.mark.parametrize("path", sorted(CAPTURES.glob("openai*.jsonl")), ids=lambda path: path.stem)
def test_segments_of_real_captures_follow_each_other(path: object) -> None:
    found = list(measure(CaptureReader(path)))  # type: ignore[arg-type]
    turns = [one for one in found if isinstance(one, TurnMetrics)]
    for track in tracks_of(turns, [], None):
        for before, after in zip(track.segments, track.segments[1:], strict=False):
            assert before.start_ns <= after.start_ns
