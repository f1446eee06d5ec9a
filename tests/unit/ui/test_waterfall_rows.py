"""Lines of the timeline: of their width wherever one looks, their remark whole where it fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.analysis.metrics import ResponseMetrics
from realtime_inspector.analysis.waterfall import Part, Phase, Track, phases_of
from realtime_inspector.store.timings import TimeSource
from realtime_inspector.ui.present import waterfall
from realtime_inspector.ui.present.cells import flowed, width_of
from realtime_inspector.ui.present.waterfall import Window

MS = 1_000_000
LABEL = 19


def cancelled(start_ms: int, span_ms: int) -> Track:
    response = ResponseMetrics(
        "resp_1",
        status="cancelled",
        reason="client_cancelled",
        created_ns=start_ms * MS,
        first_token_ns=(start_ms + span_ms // 9) * MS,
        last_delta_ns=(start_ms + span_ms // 2) * MS,
        done_ns=(start_ms + span_ms) * MS,
        done_seq=9,
    )
    return Track(Part.RESPONSE, response, phases_of(response, None), 1, 0, 1)


@given(
    st.integers(8, 160),
    st.integers(0, 5_000),
    st.integers(9, 9_000),
    st.integers(-3_000, 6_000),
    st.integers(1, 200),
)
def test_a_line_is_as_wide_as_its_window_and_says_what_fits(
    cells: int, start_ms: int, span_ms: int, window_ms: int, cell_ms: int
) -> None:
    track = cancelled(start_ms, span_ms)
    window = Window(window_ms * MS, cell_ms * MS, cells)
    parts = waterfall.track_parts(track, window, 0, LABEL, TimeSource.OWN, "en")
    text = "".join(part for part, _ in parts)
    assert width_of(text) == LABEL + cells
    said = "".join(part for part, _ in waterfall.remark(track, TimeSource.OWN, "en"))
    begin = window.cell_of(start_ms * MS)
    end = window.cell_of((start_ms + span_ms) * MS)
    is_seen = 0 < end < cells - 1 and 0 <= begin < cells
    if is_seen and cells > len(said):
        assert said in text
    if "✗" in text and "…" not in text:
        assert said in text, "no blank is lost"


@given(st.lists(st.text("ab東", min_size=1, max_size=9), max_size=12), st.integers(1, 30))
def test_items_flow_into_lines_whole_and_in_order(items: list[str], width: int) -> None:
    lines = [
        "".join(part for part, _ in line)
        for line in flowed([[(one, "")] for one in items], " · ", width)
    ]
    assert " · ".join(lines) == " · ".join(items)
    for line in lines:
        assert width_of(line) <= width or line in items


def test_the_legend_tells_only_of_what_there_is() -> None:
    told = waterfall.legend({Phase.HEARD, Phase.WAITING}, "en")
    assert ["".join(text for text, _ in parts) for parts in told] == ["░░ waiting", "▄▄ heard"]


@pytest.mark.parametrize(
    ("span_ms", "expected"), [(0, "<1 s"), (999, "<1 s"), (1_000, "≈1 s"), (1_600, "≈2 s")]
)
def test_spans_from_ids_claim_no_more_than_seconds(span_ms: float, expected: str) -> None:
    assert waterfall.span_words(span_ms, TimeSource.IDS, "en") == expected
