"""The event log: selecting, folding, following, filtering, searching, jumping, marking."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tests.support.app import capture_of, live, opened

if TYPE_CHECKING:
    from pathlib import Path

CAPTURE: Final = "openai-ga-text-tools.jsonl"
MESSAGE: Final = {"id": "item_1", "type": "message", "role": "user", "status": "completed"}
ERROR: Final = {"type": "error", "error": {"code": "bad", "message": "not good"}}
DELTA: Final = "response.output_text.delta"


def _plain(count: int, at: dict[int, dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Events of no meaning, others at some numbers."""
    return [
        (at or {}).get(number, {"type": f"thing.{number}", "note": f"word{number}"})
        for number in range(1, count + 1)
    ]


async def test_a_capture_opens_on_its_first_event_with_the_log_active() -> None:
    async with opened(CAPTURE) as ui:
        assert "openai-ga-text-tools.jsonl" in ui.status.text
        assert "50 events" in ui.status.text
        assert ui.log.selected == 1
        assert ui.log.types[0] == "session.created"
        assert ui.detail.title == "#1 ↓ session.created"
        assert ui.detail.has('"type": "session.created"')
        assert ui.chat.has("What is the weather in London?")
        assert ui.items.title.endswith("· 4")
        assert not ui.input_is_there
        assert "response.create" not in ui.footer.text  # there is nothing to send
        await ui.press("r", "x")
        assert len(ui.store) == 50


async def test_keys_of_less_move_the_cursor() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("j", "j", "k")
        assert ui.log.selected == 2
        await ui.press("G")
        assert ui.log.selected == 50
        await ui.press("ctrl+u", "ctrl+d")
        assert ui.log.selected == 50
        await ui.press("g")
        assert ui.log.selected == 1
        await ui.settle()
        assert ui.detail.title.startswith("#1 ")


async def test_an_event_selects_its_response_its_chat_line_and_its_item() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("j", "j", "j", "j", "j", "j")
        await ui.settle()
        assert ui.log.selected == 7
        assert ui.marked(ui.chat) == ["▎You", "What is the weather in London?", ""]
        assert len(ui.marked(ui.items)) == 1
        assert "What is the weather" in ui.marked(ui.items)[0]
        assert ui.log.causes == {4, 6}  # and 7 belongs with them, under the cursor


async def test_an_item_of_the_sidebar_selects_its_events_and_its_chat_line() -> None:
    async with opened(CAPTURE) as ui:
        await ui.click(ui.items, "ƒ call")
        await ui.settle()
        assert ui.store.row(ui.log.selected).item_id == ui.store.row(9).item_id
        assert any("get_weather" in line for line in ui.marked(ui.chat))
        shown = {ui.store.row(seq).item_id for seq in ui.log.related}
        assert shown == {ui.store.row(9).item_id}
        assert ui.detail.title.startswith(f"#{ui.log.selected} ")


async def test_a_chat_line_selects_its_events() -> None:
    async with opened(CAPTURE) as ui:
        await ui.click(ui.chat, "It is foggy and 12 degrees in London.")
        await ui.settle()
        assert ui.log.related
        assert any("output" in line for line in ui.marked(ui.items))


async def test_runs_of_deltas_fold_and_lose_none() -> None:
    async with opened(CAPTURE) as ui:
        folded = len(ui.log.rows)
        row = next(line for line in ui.log.rows if "×12" in line)
        assert "response.function_call_arguments.delta" in row
        await ui.click(ui.log, "response.function_call_arguments.delta")
        await ui.press("enter")
        deltas = [line for line in ui.log.types if line == "response.function_call_arguments.delta"]
        assert len(deltas) >= min(12, folded - 10)
        assert not any("×12" in line for line in ui.log.rows)
        first = ui.log.selected
        await ui.press("j", "j", "enter")
        assert ui.log.selected == first
        assert any("×12" in line for line in ui.log.rows)
        await ui.press("plus", "G")
        assert not any("×" in line for line in ui.log.rows)
        await ui.press("plus")
        assert any("×" in line for line in ui.log.rows)


async def test_following_ends_above_and_a_badge_counts_what_is_new(tmp_path: Path) -> None:
    async with live(tmp_path, size=(120, 30)) as ui:
        await ui.until_ready()
        await ui.say("Tell me a long story")
        await ui.until_answered()
        assert "following" in ui.log.hint
        await ui.press("escape", "g")
        assert "following" not in ui.log.hint
        before = ui.log.selected
        await ui.say("Hello")
        await ui.until_answered(2)
        assert "new below" in ui.log.hint
        assert ui.log.selected == before
        await ui.press("escape", "F")
        assert "following" in ui.log.hint
        assert ui.store.row(ui.log.selected).type in {"rate_limits.updated", "response.done"}


async def test_a_filter_narrows_as_it_is_typed_and_says_what_is_wrong_with_it() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("f")
        await ui.type("dir:out")
        assert set(ui.log.types) == {
            "session.update",
            "conversation.item.create",
            "response.create",
        }
        assert "of 50" in ui.log.hint
        await ui.type(" (")
        await ui.press("enter")
        assert ui.screen.query_one("#filter-bar .prompt-problem").region.width > 5
        assert "5 of 50" in ui.log.hint  # the last filter that could be read
        await ui.press("escape")
        assert "of 50" not in ui.log.hint
        await ui.press("f")
        await ui.type("nothing_like_this")
        assert "No event matches" in ui.log.text
        await ui.press("enter")
        assert "nothing_like_this" in ui.text
        await ui.press("q")
        assert "nothing_like_this" not in ui.text
        assert len(ui.log.types) > 5


async def test_a_filter_given_at_the_start_holds() -> None:
    async with opened(CAPTURE, filter_text="type:response.create") as ui:
        assert set(ui.log.types) == {"response.create"}
        assert "2 of 50" in ui.log.hint


async def test_the_filter_keeps_the_selection_if_it_can() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("j", "j", "j", "j", "f")
        await ui.type("type:response.create")
        await ui.press("enter")
        assert ui.log.selected == 5
        await ui.press("escape")
        assert ui.log.selected == 5


async def test_search_goes_on_with_n_and_back_with_capital_n(tmp_path: Path) -> None:
    events = _plain(300, {20: {"type": "a.needle"}, 250: {"type": "b", "x": "NEEDLE"}})
    async with opened(capture_of(tmp_path / "c.jsonl", events)) as ui:
        await ui.press("slash")
        await ui.type("needle")
        await ui.press("enter")
        assert ui.log.selected == 20
        assert "2 hits" in ui.log.hint
        await ui.press("n")
        assert ui.log.selected == 250
        await ui.press("n")
        assert ui.log.selected == 20
        await ui.press("N")
        assert ui.log.selected == 250
        await ui.press("escape", "n")
        assert "hits" not in ui.log.hint
        assert ui.log.selected == 250


async def test_family_chips_by_key_and_by_click() -> None:
    async with opened(CAPTURE) as ui:
        assert "1 session 3" in ui.chips.text
        assert "6 tools 13" in ui.chips.text
        await ui.press("1")
        assert not any(one.startswith("session") for one in ui.log.types)
        assert "47 of 50" in ui.log.hint
        await ui.click(ui.chips, "session")
        assert "of 50" not in ui.log.hint
        await ui.click(ui.chips, "2 items")
        assert not any(one.startswith("conversation.item") for one in ui.log.types)
        await ui.press("1", "3", "4", "5", "6", "7")
        assert "No event matches" in ui.log.text


async def test_errors_gaps_and_marks_are_reached_by_keys(tmp_path: Path) -> None:
    events = _plain(400, {50: ERROR, 350: ERROR})
    path = capture_of(tmp_path / "c.jsonl", events, slow={100: 600, 300: 4000})
    async with opened(path) as ui:
        await ui.press("e")
        assert ui.log.selected == 50
        assert ui.log.is_red("error")
        await ui.press("e")
        assert ui.log.selected == 350
        await ui.press("e")
        assert ui.log.selected == 50
        assert "from the other end" in ui.toasts
        await ui.press("s")
        assert ui.log.selected == 100
        await ui.press("s")
        assert ui.log.selected == 300
        assert any("+4.01s" in row for row in ui.log.rows)
        await ui.press("S")
        assert ui.log.selected == 100
        await ui.press("m", "G", "m", "g", "u")
        assert ui.log.selected == 100
        assert any(row.startswith("◆100") for row in ui.log.rows)
        await ui.press("u")
        assert ui.log.selected == 400
        await ui.press("U", "m")
        assert ui.log.selected == 100
        assert not any(row.startswith("◆100") for row in ui.log.rows)


async def test_the_next_event_of_the_same_response() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("j", "j", "j", "j")
        assert ui.log.types[4] == "response.create"
        await ui.press("o")
        assert ui.log.selected == 8
        await ui.press("o")
        assert ui.log.selected == 9
        await ui.press("O", "O")
        assert ui.log.selected == 5
        await ui.press("O")
        assert ui.log.selected == 27
        assert "from the other end" in ui.toasts


async def test_what_is_not_there_is_said() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("e")
        assert ui.toasts
        await ui.press("u")
        assert "m marks" in ui.toasts
        assert ui.log.selected == 1


async def test_the_detail_explains_and_leads_to_what_belongs_together() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("j", "j", "j", "j")
        await ui.press("right_square_bracket")
        await ui.settle()
        assert ui.detail.has("event 1 of 19") or ui.detail.has("When")
        await ui.press("right_square_bracket")
        await ui.settle()
        assert ui.detail.has("response.created")
        await ui.press("tab", "j", "enter")
        await ui.settle()
        assert ui.log.selected == 8
        await ui.click(ui.detail, "JSON")
        await ui.settle()
        assert ui.detail.has('"type": "response.created"')


async def test_copy_takes_the_event_the_value_and_the_path() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("c")
        assert json.loads(ui.app.clipboard)["type"] == "session.created"
        assert "Copied" in ui.toasts
        await ui.press("tab", "j", "c")
        assert ui.app.clipboard.strip('"') == "session.created"
        await ui.press("p")
        assert ui.app.clipboard == ".type"


async def test_ten_thousand_events_open_and_move_without_delay(tmp_path: Path) -> None:
    path = capture_of(tmp_path / "c.jsonl", _plain(10_000))
    async with opened(path) as ui:
        assert len(ui.store) == 10_000
        await ui.press("G")
        assert ui.log.selected == 10_000
        await ui.press("f")
        await ui.type("word77")
        await ui.press("enter")
        assert "of 10000" in ui.log.hint.replace(",", "")
        await ui.press("g")
        assert ui.log.selected == 77


async def test_what_is_typed_faster_than_it_is_filtered_stays() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("f")
        line = ui.screen.focused
        for text in ("g", "ga", "gap:", "gap:abc"):  # nothing is handled in between
            line.value = text
        await ui.settle()
        assert line.value == "gap:abc"
