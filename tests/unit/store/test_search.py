from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Final

import pytest
from tests.support.logs import HEADER, line_of, store_in_place, wait_for

from realtime_inspector.core.filter_row import Row
from realtime_inspector.core.filters import FilterError
from realtime_inspector.core.record import Direction, Record, RecordKind
from realtime_inspector.store import query
from realtime_inspector.store.search import Search
from realtime_inspector.ui.panes.log_search import LogSearch

if TYPE_CHECKING:
    from pathlib import Path

    from realtime_inspector.store.store import Store

AUDIO: Final = base64.b64encode(b"\x01\x02needle in the noise\x03" * 40).decode()
INSIDE: Final = AUDIO[100:108]
"""Letters that only stand in base64."""

LINES: Final = (
    line_of("thing", note="a Needle"),  # 1
    line_of("response.output_audio.delta", delta=AUDIO),  # 2
    line_of("input_audio_buffer.append", audio="needle", source="client"),  # 3
    line_of("thing", note='say "needle"'),  # 4
    line_of("thing", note="東京"),  # 5
    line_of("thing", note="straße"),  # 6
    line_of("thing.needle", note="x"),  # 7
    line_of("thing", image=AUDIO),  # 8
    b'{"time":null,"source":"server","conn":1,"event":{"type":"thing","note":"\\u6771\\u4eac"}}\n',
    b'{"time":null,"source":"server","conn":1,"text":"no event, a needle"}\n',  # 10
    b"needle, unreadable\n",  # 11
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(LINES))
    return store_in_place(path)


CASES: Final[tuple[tuple[str, bool, list[int]], ...]] = (
    ("needle", False, [1, 4, 7, 10, 11]),
    ("NEEDLE", False, [1, 4, 7, 10, 11]),
    ("needle", True, [1, 3, 4, 7, 10, 11]),
    ('say "needle"', False, [4]),
    ('say "needle"', True, [4]),
    ("東京", False, [5, 9]),
    ("東京", True, [5, 9]),
    ("STRASSE", False, []),
    ("STRAßE", False, [6]),
    (INSIDE, False, []),
    (INSIDE, True, [2, 8]),
    ("/thing.*needle/", False, [1, 4, 7]),
    ("/thing.*needle/", True, [1, 4, 7]),
    ("/", False, []),
    ("//", False, []),
    ("a Needle", False, [1, 10]),
    ("nothing", True, []),
)


def hits(search: LogSearch) -> list[int]:
    def is_over() -> bool:
        search.advance()
        return search.progress is None

    wait_for(is_over, "the end of the search")
    return list(search.hits)


@pytest.mark.parametrize(("text", "has_audio", "expected"), CASES)
@pytest.mark.parametrize("at_once_bytes", [0, query.AT_ONCE_BYTES])
def test_what_is_found(
    store: Store,
    text: str,
    has_audio: bool,
    expected: list[int],
    at_once_bytes: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(query, "AT_ONCE_BYTES", at_once_bytes)
    search = LogSearch(store)
    search.has_audio = has_audio
    search.set_text(text)
    assert hits(search) == expected
    assert search.progress is None


@pytest.mark.parametrize("has_audio", [False, True])
def test_a_wrong_expression_is_refused_and_ends_the_search_before_it(
    store: Store, has_audio: bool
) -> None:
    search = LogSearch(store)
    search.has_audio = has_audio
    search.set_text("needle")
    with pytest.raises(FilterError):
        search.set_text("/(/")
    assert (search.text, list(search.hits), search.pattern, search.progress) == ("", [], None, None)


def test_stopping_forgets_the_hits(store: Store) -> None:
    search = LogSearch(store)
    search.set_text("needle")
    assert hits(search)
    assert search.has_hit(4, 6)
    assert not search.has_hit(5, 6)
    search.set_text("")
    assert (search.text, list(search.hits), search.pattern) == ("", [], None)
    assert not search.has_hit(1, 11)


def test_what_is_found_is_marked_where_it_is_shown(store: Store) -> None:
    search = LogSearch(store)
    row = [("1", ""), (" 12 ", "$muted"), ("thing with a Needle, needle", "bold")]
    assert search.marked(row, is_hit=False) == row
    search.set_text("needle")
    parts = search.marked(row, is_hit=True)
    assert "".join(text for text, _ in parts) == "1 12 thing with a Needle, needle"
    assert [text for text, style in parts if "$warning" in style] == ["Needle", "needle"]


def test_a_hit_that_is_not_shown_marks_the_number_of_the_row(store: Store) -> None:
    search = LogSearch(store)
    search.set_text("needle")
    row = [("◆", ""), (" 12 ", "$muted"), ("thing", "bold")]
    marked = search.marked(row, is_hit=True)
    assert [text for text, style in marked if "$warning" in style] == [" 12 "]
    assert search.marked(row, is_hit=False) == row


def test_an_expression_that_matches_nothing_visible_marks_nothing(store: Store) -> None:
    search = LogSearch(store)
    search.set_text("/x*/")
    row = [("1", ""), (" 2 ", ""), ("abc", "")]
    assert [text for text, style in search.marked(row, is_hit=False) if "$warning" in style] == []


def test_bytes_are_found_in_any_kind_of_record() -> None:
    node = Search("NeEd", has_audio=True).node
    payload = json.dumps({"type": "a", "note": "a need"}).encode()
    for kind in RecordKind:
        assert node.matches(Row(1, Record(kind, Direction.RECEIVED, payload)))
        assert not node.matches(Row(1, Record(kind, Direction.RECEIVED, b'{"type":"a"}')))
