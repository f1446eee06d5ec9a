"""Captures of many thousand records in the application: reading, moving, filtering, searching."""

from __future__ import annotations

import base64
import json
import re
from threading import Event as Signal
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.benchmarks.captures import small
from tests.support.app import capture_of, opened
from tests.support.logs import HEADER, LIMIT_S, line_of

from realtime_inspector.capture import describe
from realtime_inspector.store import folding, query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.app import Ui

COUNT: Final = 6_000
DELTA: Final = "response.output_text.delta"
ERRORS: Final = (500, 2_500, 5_990)
GAPS: Final = (2_000, 4_500)
NEEDLES: Final = (42, 3_000, 3_002, 5_999)
SESSIONS: Final = (1, 1_501, 3_001, 4_501)
RUN: Final = range(1_001, 1_401)
"""Deltas of one item, folded into one row."""
RESPONSE: Final = (800, 803, 809)
AUDIO: Final = base64.b64encode(bytes(range(256)) * 8).decode()


def _event(n: int) -> dict[str, Any]:
    event: dict[str, Any] = {"type": f"thing.{n % 5}", "note": f"word{n}"}
    if n in ERRORS:
        event = {"type": "error", "error": {"code": "bad", "message": "not good"}}
    elif n in SESSIONS:
        event = {"type": "session.created", "session": {"id": f"sess_{n}", "model": f"model-{n}"}}
    elif n in RUN:
        event = {"type": DELTA, "response_id": "r2", "item_id": "i2", "delta": f"d{n} "}
    elif n in RESPONSE:
        kind = "done" if n == RESPONSE[-1] else "created" if n == RESPONSE[0] else "other"
        event = {"type": f"response.{kind}", "response_id": "r1", "response": {"id": "r1"}}
    elif n % 10 == 7:
        event = {"type": "response.output_audio.delta", "response_id": "r3", "delta": AUDIO}
    if n in NEEDLES:
        event["type"] = "needle.event" if n == 3_002 else event["type"]
        event["text"] = "" if n == 3_002 else "a Needle in it"
    return event


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "long.jsonl"
    events = (_event(n) for n in range(1, COUNT + 1))
    return capture_of(path, events, slow=dict.fromkeys(GAPS, 2_000))


class Gate:
    """Holds the second pass over a capture at a record until it is opened."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.opened = Signal()
        self.reached = Signal()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(b'"word4000"')
    line = describe.Describer.line

    def held(self: Any, piece: Any, data: bytes, *rest: Any) -> None:
        if made.text in data:
            made.reached.set()
            made.opened.wait(LIMIT_S)
        line(self, piece, data, *rest)

    monkeypatch.setattr(describe.Describer, "line", held)
    yield made
    made.opened.set()


async def _filter(ui: Ui, text: str) -> None:
    await ui.press("f", "ctrl+u")
    await ui.type(text)
    await ui.press("enter")
    await ui.settle()


async def _search(ui: Ui, text: str) -> None:
    await ui.press("slash", "ctrl+u")
    await ui.type(text)
    await ui.settle()
    await ui.press("enter")
    await ui.settle()


async def _selected_by(ui: Ui, *keys: str) -> list[int]:
    """Where each key leads."""
    found = []
    for key in keys:
        await ui.press(key)
        found.append(ui.log.selected)
    return found


def _highlighted(ui: Ui) -> set[str]:
    """The texts on the colour of search hits."""
    wanted = ui.app.get_css_variables()["warning"].lower()
    return {
        segment.text
        for strip in ui.log.strips
        for segment in strip
        if segment.style is not None
        and segment.style.bgcolor is not None
        and segment.style.bgcolor.triplet is not None
        and segment.style.bgcolor.triplet.hex.lower() == wanted
    }


async def test_moving_through_a_long_capture(long: Path) -> None:
    async with opened(long) as ui:
        assert f"{COUNT:,} events" in ui.status.text
        assert "3 errors" in ui.status.text
        assert ui.log.selected == 1
        assert await _selected_by(ui, "G", "g", "ctrl+d") == [COUNT, 1, ui.log.selected]
        await ui.press("G")
        await ui.settle()
        assert ui.detail.title.startswith(f"#{COUNT} ")
        assert f"{COUNT}" in ui.log.rows[-1]


@pytest.mark.parametrize(
    ("typed", "selected"),
    [
        ("3000", 3_000),
        ("#4,500", 4_500),
        ("0", 1),
        ("999999", COUNT),
        ("9" * 5_000, COUNT),
        ("5s", 500),
        ("00:22", 2_000),
        ("1h", COUNT),
        ("1150", 1_001),
    ],
)
async def test_going_to_a_number_or_a_time(long: Path, typed: str, selected: int) -> None:
    async with opened(long) as ui:
        await ui.press("ctrl+g")
        await ui.type(typed)
        await ui.press("enter")
        assert ui.log.selected in {selected, selected + 1}
        await ui.press("ctrl+g")
        await ui.type("nonsense")
        await ui.press("enter")
        assert "neither a number nor a time" in ui.toasts


async def test_errors_gaps_marks_and_what_belongs_together(long: Path) -> None:
    async with opened(long) as ui:
        assert await _selected_by(ui, "e", "e", "e", "e") == [*ERRORS, ERRORS[0]]
        assert await _selected_by(ui, "E", "E") == [ERRORS[2], ERRORS[1]]
        assert await _selected_by(ui, "s", "s", "S") == [4_500, 2_000, 4_500]
        await ui.press("m", "g", "m")
        assert await _selected_by(ui, "u", "u", "U") == [4_500, 1, 4_500]
        await ui.press("ctrl+g")
        await ui.type("800")
        await ui.press("enter")
        assert await _selected_by(ui, "o", "o", "O") == [803, 809, 803]
        assert ui.log.related == {809}
        assert ui.log.causes == {800}


async def test_chips_hide_families_of_a_long_capture(long: Path) -> None:
    async with opened(long) as ui:
        audio = sum(_event(n)["type"] == "response.output_audio.delta" for n in range(COUNT + 1))
        assert f"session {len(SESSIONS)}" in ui.chips.text
        (key,) = re.findall(r"(\d) output", ui.chips.text)
        await ui.press(key)
        await ui.settle()
        assert f"{COUNT - audio:,} of {COUNT:,}" in ui.log.hint
        await ui.press("G", "g")
        assert "response.output_audio.delta" not in ui.log.types


async def test_a_run_of_many_deltas_unfolds_and_folds(long: Path) -> None:
    async with opened(long) as ui:
        await ui.press("ctrl+g")
        await ui.type("1200")
        await ui.press("enter")
        assert ui.log.selected == RUN[0]
        assert any("×400" in row for row in ui.log.rows)
        lines = len(ui.log_pane()._view)
        await ui.press("enter")
        assert len(ui.log_pane()._view) == lines + 399
        await ui.press("ctrl+g")
        await ui.type("1200")
        await ui.press("enter")
        assert ui.log.selected == 1_200
        assert any("d1200" in row for row in ui.log.rows)
        await ui.press("enter")
        assert ui.log.selected == RUN[0]
        assert len(ui.log_pane()._view) == lines
        await ui.press("plus")
        assert len(ui.log_pane()._view) == COUNT
        assert ui.log.selected == RUN[0]
        await ui.press("plus")
        assert len(ui.log_pane()._view) == lines


@pytest.mark.parametrize("at_once_bytes", [0, query.AT_ONCE_BYTES])
async def test_search_streams_its_hits_and_marks_them(
    long: Path, at_once_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "AT_ONCE_BYTES", at_once_bytes)
    async with opened(long) as ui:
        await _search(ui, "needle")
        assert f"{len(NEEDLES)} hits" in ui.log.hint
        assert "searching" not in ui.log.hint
        assert ui.log.selected == NEEDLES[0]
        # What the row does not show is marked at its number.
        assert {text.strip() for text in _highlighted(ui)} == {f"{NEEDLES[0]}"}
        assert await _selected_by(ui, "n", "n", "n", "n") == [*NEEDLES[1:], NEEDLES[0]]
        assert await _selected_by(ui, "N", "N") == [NEEDLES[3], NEEDLES[2]]
        assert {text.strip() for text in _highlighted(ui)} == {"needle", f"{NEEDLES[1]}"}
        await ui.press("escape")
        assert "hits" not in ui.log.hint
        assert not _highlighted(ui)


async def test_search_passes_over_base64_unless_asked(long: Path) -> None:
    async with opened(long) as ui:
        await _search(ui, AUDIO[400:412])
        assert "0 hits" in ui.log.hint
        assert "Nothing found" in ui.toasts
        await ui.press("B")
        await ui.settle()
        assert "Base64 is searched too" in ui.toasts
        assert f"{COUNT // 10 - RUN_OF_AUDIO:,} hits" in ui.log.hint


RUN_OF_AUDIO: Final = sum(n % 10 == 7 for n in RUN)
"""Those that are deltas of text instead."""


async def test_a_wrong_expression_is_told_and_breaks_nothing(long: Path) -> None:
    async with opened(long) as ui:
        await ui.press("slash")
        await ui.type("/(/")
        assert ui.screen.query_one("#search-bar").has_class("-wrong")
        await ui.press("enter", "B", "n", "N", "B", "slash")
        await ui.type("word4321")
        await ui.settle()
        await ui.press("enter")
        assert ui.log.selected == 4_321


async def test_filter_and_search_together(long: Path) -> None:
    async with opened(long) as ui:
        await _filter(ui, "n>2900")
        assert f"{COUNT - 2_900:,} of {COUNT:,}" in ui.log.hint
        await _search(ui, "needle")
        assert "4 hits" in ui.log.hint
        assert await _selected_by(ui, "n", "n") == [3_002, 5_999]
        await ui.press("n")
        assert ui.log.selected == 3_000
        await ui.press("escape")
        await _filter(ui, "type:error")
        await _search(ui, "needle")
        assert "hidden by the filter" in ui.toasts
        await ui.press("escape", "escape")
        assert "of 6" not in ui.log.hint


@pytest.mark.parametrize("at_once_bytes", [0, query.AT_ONCE_BYTES])
async def test_a_filter_given_at_the_start(
    long: Path, at_once_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "AT_ONCE_BYTES", at_once_bytes)
    async with opened(long, filter_text="needle OR err") as ui:
        assert f"7 of {COUNT:,}" in ui.log.hint
        assert [ui.log_pane()._view.seq(line) for line in range(7)] == sorted(NEEDLES + ERRORS)
        await ui.press("g")
        assert await _selected_by(ui, "e", "e", "e") == list(ERRORS)


async def test_everything_works_while_the_capture_is_read(long: Path, gate: Gate) -> None:
    async with opened(long, is_whole=False) as ui:
        await ui.until(gate.reached.is_set, "the middle of the capture")
        await ui.until(lambda: len(ui.store) == COUNT, "the first pass")
        assert "reading" in ui.status.text
        assert await _selected_by(ui, "G", "g") == [COUNT, 1]
        assert await _selected_by(ui, "e", "e", "e") == list(ERRORS)
        await ui.press("g", "f")
        await ui.type("err")
        await ui.press("enter")
        await ui.until(lambda: "filtering" in ui.log.hint, "that it is not over")
        assert "2 of 6,000" in ui.log.hint
        assert ui.log.selected == 500
        gate.opened.set()
        await ui.until(lambda: "3 of 6,000" in ui.log.hint, "the other errors")
        await ui.settle()
        assert "filtering" not in ui.log.hint
        assert "reading" not in ui.status.text
        assert ui.log.selected == 500


async def test_what_a_filter_finds_while_reading_it_finds_afterwards(
    tmp_path: Path, gate: Gate
) -> None:
    """A filter by type believes the beginnings of lines; broken ones leave when they are read."""
    good = [json.dumps({"type": "thing", "n": n, "note": f"word{n}"}) for n in range(9_000)]
    good[7_000] = good[7_000][:-5]
    path = tmp_path / "c.jsonl"
    path.write_text("\n".join(good) + "\n", encoding="utf-8")
    async with opened(path, is_whole=False, filter_text="type:thing") as ui:
        await ui.until(gate.reached.is_set, "the middle of the capture")
        await ui.until(lambda: "9,000 of 9,000" in ui.log.hint, "the first pass")
        gate.opened.set()
        await ui.until(lambda: "8,999 of 9,000" in ui.log.hint, "that one is none")
        await ui.settle()
        await ui.press("escape")
        await _filter(ui, "err")
        assert ui.log.selected == 7_001


async def test_chat_and_sidebar_are_of_the_session_in_view(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "WHOLE", 1_000)
    async with opened(long) as ui:
        assert "session 1 of 4" in ui.screen.query_one("#transcript-frame").border_subtitle
        await ui.press("ctrl+g")
        await ui.type("4000")
        await ui.press("enter")
        await ui.settle()
        assert ui.store.folding.span == (3_001, 4_500)
        await ui.until_shown(ui.facts, "model-3001")
        await ui.press("g")
        await ui.settle()
        await ui.until_shown(ui.facts, "model-1")


async def test_a_line_of_megabytes_is_a_row_like_others(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    text = line_of("response.done", 1, note="x " * 1_500_000 + "needle")
    audio = line_of("response.output_audio.delta", 2, delta="QUJD" * 750_000)
    junk = b"junk " * 600_000 + b"\n"
    path.write_bytes(HEADER + line_of("a") + text + audio + junk + line_of("z", 3))
    async with opened(path) as ui:
        numbers = [row.lstrip(" ✖▲●").split()[0] for row in ui.log.rows[:5]]
        assert numbers == ["1", "2", "3", "4", "5"]
        assert "response.done" in ui.log.rows[1]
        assert "response.output_audio.delta" in ui.log.rows[2]
        for seq in range(2, 6):
            await ui.press("j")
            await ui.settle()
            assert ui.log.selected == seq
            assert ui.detail.title.startswith(f"#{seq} ")
        await ui.press("g", "j", "c")
        assert "Too long for the clipboard" in ui.toasts
        await _search(ui, "needle")
        assert "1 hits" in ui.log.hint
        assert ui.log.selected == 2
        await ui.press("escape")
        await _filter(ui, "size>1mb")
        assert "3 of 5" in ui.log.hint


async def test_twenty_thousand_errors(tmp_path: Path) -> None:
    content, tally = small("errors", rows=20_000)
    path = tmp_path / "c.jsonl"
    path.write_bytes(content)
    count = tally.events.total()
    async with opened(path) as ui:
        assert f"{count:,} errors" in ui.status.text
        assert await _selected_by(ui, "e", "e", "E", "G", "e") == [2, 3, 2, count, 1]
        await _filter(ui, "NOT err")
        assert "No event matches" in ui.log.text


@pytest.mark.parametrize("name", ["dirtiest", "dirtiest-foreign", "id-first", "bare", "torn"])
async def test_captures_with_anything_in_them(tmp_path: Path, name: str) -> None:
    content, _ = small(name, rows=3_000)
    path = tmp_path / "c.jsonl"
    path.write_bytes(content)
    async with opened(path) as ui:
        for key in ("G", "e", "s", "o", "m", "U", "plus", "G", "enter", "1", "4", "1", "4"):
            await ui.press(key)
        await ui.settle()
        await _filter(ui, "NOT type:response.* size<2kb")
        await _search(ui, "the")
        for key in ("n", "N", "e", "u", "g", "G"):
            await ui.press(key)
        await ui.settle()
        assert ui.log.selected
        assert ui.detail.title.startswith("#")


async def test_a_capture_that_is_deleted_while_it_is_open_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(line_of("thing", n, note=f"word{n}") for n in range(5_000)))
    async with opened(path) as ui:
        path.unlink()
        await ui.press("G")
        await ui.settle()
        assert ui.detail.has("word4999")
        await _search(ui, "word2500")
        assert ui.log.selected == 2_501


async def test_a_capture_that_is_cut_while_it_is_open_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(line_of("thing", n, note=f"word{n}") for n in range(5_000)))
    async with opened(path) as ui:
        with path.open("r+b") as file:
            file.truncate(20_000)
        await ui.press("G")
        await ui.settle()
        assert ui.detail.has("no longer in the file")
        await _search(ui, "word4000")
        assert "0 hits" in ui.log.hint
        await ui.press("g")
        await ui.settle()
        assert ui.detail.has("word0")


async def test_a_followed_capture_grows_is_rotated_and_deleted(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(line_of("thing", n) for n in range(1_000)))
    async with opened(path, is_growing=True) as ui:
        assert "following" in ui.log.hint
        with path.open("ab") as file:
            file.write(b"".join(line_of("grown", n) for n in range(1_000)))
        await ui.until(lambda: ui.log.selected == 2_000, "the newest event")
        await ui.settle()
        await ui.press("g")
        assert "following" not in ui.log.hint
        path.rename(tmp_path / "c.jsonl.1")
        path.write_bytes(HEADER + b"".join(line_of("rotated", n) for n in range(100)))
        await ui.until(lambda: "2,100 events" in ui.status.text, "the next file")
        await ui.until(lambda: "replaced; event 2001 is the first" in ui.toasts, "the news")
        await ui.until(lambda: "100 new below" in ui.log.hint, "the count of what is new")
        assert ui.log.selected == 1
        await ui.press("F")
        await ui.settle()
        assert ui.log.selected == 2_100
        assert set(ui.log.types[-20:]) == {"rotated"}
        path.unlink()
        await ui.until(lambda: "The file was deleted" in ui.toasts, "the news")
        assert "The file was deleted" in ui.status.text or len(ui.store) == 2_100


async def test_filter_and_search_go_on_as_a_followed_capture_grows(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(line_of("thing", n, note=f"word{n}") for n in range(1_000)))
    async with opened(path, is_growing=True) as ui:
        await _filter(ui, "word")
        await _search(ui, "word99")
        assert "1,000 of 1,000" in ui.log.hint
        assert "11 hits" in ui.log.hint
        with path.open("ab") as file:
            file.write(b"".join(line_of("thing", n, note=f"word{n}") for n in range(990, 1_500)))
            file.write(b"".join(line_of("other", n) for n in range(500)))
        await ui.until(lambda: len(ui.store) == 2_010, "what was written")
        await ui.settle()
        assert "1,510 of 2,010" in ui.log.hint
        assert "21 hits" in ui.log.hint


async def test_the_screen_in_japanese(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "WHOLE", 1_000)
    async with opened(long, lang="ja") as ui:
        await ui.press("G")
        await _search(ui, "needle")
        assert ui.log.selected in NEEDLES
        await ui.press("escape")
        await _filter(ui, "nothing_like_it")
        assert "No event matches" not in ui.log.text
        await ui.press("escape", "u")
        assert "No mark yet" not in ui.toasts
        assert "of 4" not in ui.screen.query_one("#transcript-frame").border_subtitle
