from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import records_of, spoken_session

from realtime_inspector.analysis.sequence import Arrow, Lifeline, Note, NoteKind
from realtime_inspector.store.store import Store
from realtime_inspector.ui.present.cells import take_cells, width_of
from realtime_inspector.ui.present.sequence import BARS, layout_of, line_parts, title_parts
from realtime_inspector.ui.sequence_part import Bar, Line, SequencePart

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTHS: Final = (40, 57, 58, 76, 100, 116, 150, 176)
ON_LANES: Final = set("│┊┃╻╹┼╂")
LABELS = st.sampled_from(["response.done", "会話.作成", "x" * 90, ""]) | st.text(max_size=30)
ARROWS = st.builds(
    Arrow,
    seq=st.integers(1, 10**6),
    last_seq=st.just(10**6),
    source=st.just(Lifeline.CLIENT),
    target=st.sampled_from([Lifeline.SERVER, Lifeline.TOOLS]),
    label=LABELS,
    words=LABELS,
    count=st.integers(1, 5_000),
    is_failure=st.booleans(),
    is_users=st.booleans(),
)


def mirrored(arrow: Arrow, *, is_reply: bool) -> Arrow:
    from dataclasses import replace

    return replace(arrow, source=arrow.target, target=arrow.source) if is_reply else arrow


def text_of(parts: Sequence[tuple[str, object]]) -> str:
    return "".join(text for text, _ in parts)


def cell(text: str, column: int) -> str:
    """The character in a column of cells."""
    before, used = take_cells(text, column)
    assert used == column, "a wide character lies across a lifeline"
    return text[len(before)]


@given(
    st.builds(mirrored, ARROWS, is_reply=st.booleans())
    | st.builds(
        Note,
        seq=st.just(7),
        kind=st.sampled_from(list(NoteKind)),
        label=LABELS,
        words=LABELS,
        span_ms=st.floats(0, 10**9),
    ),
    st.dictionaries(st.integers(0, 5), st.builds(Bar, st.booleans(), st.booleans())),
    st.sampled_from(WIDTHS),
    st.booleans(),
)
def test_lifelines_stand_in_the_same_columns_whatever_is_said(
    of: Arrow | Note, bars: dict[int, Bar], width: int, has_tools: bool
) -> None:
    layout = layout_of(width, 10**6, has_tools=has_tools)
    text = text_of(line_parts(Line(of, bars, of), layout, [("  ", "")], "00:01.234", "ja"))
    assert width_of(text) <= width
    assert width_of(text) == layout.gutter + sum(layout.spans) + len(layout.spans) + BARS
    for lifeline, column in layout.places.items():
        if lifeline is not Lifeline.SERVER or column + 1 < width:
            assert cell(text, column) in ON_LANES


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_names_stand_above_their_lifelines(width: int, lang: str) -> None:
    layout = layout_of(width, 100, has_tools=True)
    parts = title_parts(layout, "ja" if lang == "ja" else "en")
    at = 0
    columns = iter(layout.places.values())
    for text, style in parts:
        if style:
            assert at - 6 <= next(columns) <= at + width_of(text) + 6
        at += width_of(text)


def rows_of(name: str, width: int, *, has_tools: bool = True) -> list[str]:
    store = Store()
    for record in spoken_session() if not name else records_of(name):
        store.append(record)
    part = SequencePart(store)
    part.start(1)
    while part.has_more_below:
        part.extend_down()
    layout = layout_of(width, len(store), has_tools=has_tools)
    return [text_of(line_parts(one, layout, [("  ", "")], "", "en")) for one in part.lines]


def test_a_tool_round_in_a_real_capture() -> None:
    rows = rows_of("openai-ga-text-tools.jsonl", 176)
    assert len(rows) == 50 - 11 - 10 + 2, "two runs folded, a call and its result added"
    asked = next(row for row in rows if "conversation.item.create" in row)
    said, sent = asked.split("│")[1:3]
    assert "«What is the weather in London?»" in said
    assert said.endswith("▶")
    assert sent.endswith("▶")
    call = next(row for row in rows if "│── get_weather({" in row)
    answer = next(row for row in rows if "│◀╌ get_weather  It is foggy" in row)
    assert call.rstrip("│ ").endswith("▶"), "the call runs on to the tools"
    assert answer.rstrip("│ ").endswith("╌")
    begun = next(place for place, row in enumerate(rows) if "response.created" in row)
    over = next(place for place, row in enumerate(rows) if "response.done" in row)
    assert "╻" in rows[begun]
    assert "╹" in rows[over]
    assert all("┃" in row or "╂" in row for row in rows[begun + 1 : over])
    folded = next(row for row in rows if "output_text.delta" in row)
    assert "×11" in folded
    assert "It is foggy and 12 degrees" in folded


def test_errors_pauses_and_notices_are_marked() -> None:
    rows = rows_of("", 150)
    assert any("error ✖" in row for row in rows)
    assert any(re.search(r"┊┄+ 59[.]\d+ s without an event ┄+[┊┃]", row) for row in rows)
    assert any("▏" in row and "close" in row for row in rows)
