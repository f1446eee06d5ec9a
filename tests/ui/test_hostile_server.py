"""Whatever a server sends is text: it neither acts on the terminal nor stops the program."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.app import LogPane, Ui, capture_of, live, opened, server_of

if TYPE_CHECKING:
    from pathlib import Path

NASTY: Final = (
    "[/] [red]x[/red] [@click=app.quit]q[/] [link=http://e]l "
    "\x1b[31mA \x1b]0;title\x07 \x9b2J \u202egnp.exe \u2066 \u200b \x00 \ud800 \x7f"
)
END: Final = {"type": "the.end"}


def _everywhere(nasty: str) -> list[dict[str, Any]]:
    """Events with a text in every field that is shown anywhere."""
    item = {"id": nasty, "status": nasty, "role": "user", "type": "message"}
    content = [{"type": "input_text", "text": nasty}]
    error = {"message": nasty, "code": nasty, "type": nasty, "param": nasty, "event_id": nasty}
    call = {"type": "function_call", "call_id": nasty, "name": nasty, "arguments": nasty}
    session = {"id": nasty, "model": nasty, "tools": [{"name": nasty}], "voice": nasty}
    done = {"status": "failed", "status_details": {"error": error}, "output": [call, nasty, 3]}
    return [
        {"type": nasty, "event_id": nasty},
        {"type": "session.updated", "session": {**session, "output_modalities": [nasty]}},
        {"type": "conversation.item.added", "item": {**item, "content": content}},
        {"type": "conversation.item.added", "item": {**item, "id": f"{nasty}2", **call}},
        {"type": "conversation.item.added", "item": {"id": "i", "type": nasty, "role": nasty}},
        {"type": "response.created", "response": {"id": nasty, "status": nasty}},
        {"type": "response.output_text.delta", "item_id": nasty, "delta": nasty},
        {"type": "response.done", "response": {"id": nasty, **done}},
        {"type": "error", "error": error},
        {"type": "rate_limits.updated", "rate_limits": [{"name": nasty, "limit": nasty}]},
        {"type": "input_audio_buffer.speech_started", "audio_start_ms": nasty, "item_id": nasty},
    ]


MALFORMED: Final[list[dict[str, Any]]] = [
    {"type": "error", "error": "a string"},
    {"type": "error", "error": [1]},
    {"type": "error"},
    {"type": "session.created", "session": None},
    {"type": "session.updated", "session": "text"},
    {"type": "response.created", "response": 5},
    {"type": "response.done", "response": {"output": None, "usage": "x"}},
    {"type": "response.output_text.delta", "delta": {"not": "text"}, "output_index": "x"},
    {"type": "conversation.item.added", "item": []},
    {"type": "conversation.item.added", "item": {"id": 5, "content": [None, "x", {"text": 5}]}},
    {"type": "rate_limits.updated", "rate_limits": {"a": 1}},
    {"type": 5},
    {"type": ""},
    {"no": "type"},
    {"type": "future.event.of.2031", "payload": {"deep": [1, None, True]}},
]


def _assert_tame(ui: Ui) -> None:
    text = ui.text
    assert not [one for one in text if unicodedata.category(one) in {"Cc", "Cs"} and one != "\n"]
    assert not set(text) & set("\u202e\u2066\u200b")


async def _walk(ui: Ui) -> None:
    """Looks at every event in every tab."""
    await ui.press("escape", "g")
    for tab in range(3):
        for seq in range(1, len(ui.store) + 1):
            ui.log_pane().select(seq)
            ui.screen._select(seq, is_by_user=True)
            ui.screen.query_one("#detail")._show_now()
            await ui.pilot.pause()
            _assert_tame(ui)
        if tab < 2:
            await ui.press("right_square_bracket")


@pytest.mark.parametrize("lang", ["en", "ja"])
async def test_control_characters_and_markup_are_text(tmp_path: Path, lang: str) -> None:
    frames = [json.dumps(one) for one in (*_everywhere(NASTY), END)]
    async with server_of(frames) as url, live(tmp_path, url=url, lang=lang) as ui:
        await ui.until_event("the.end")
        assert ui.chat.has("[red]x[/red]")
        assert ui.log.has("[/] [red]x[/red]")
        assert ui.coach.has("[red]x[/red]") or ui.response.has("[red]x[/red]")
        await _walk(ui)
        assert ui.app.return_value is None
        await ui.press("ctrl+s", "escape", "question_mark", "escape")
        _assert_tame(ui)


async def test_markup_in_the_title_of_the_detail_is_text(tmp_path: Path) -> None:
    events = [{"type": "[red]x[/red]"}, {"type": "[/]"}, {"type": "[@click=app.quit]q"}]
    async with opened(capture_of(tmp_path / "[red]c[b].jsonl", events)) as ui:
        for seq, event in enumerate(events, start=1):
            ui.screen._select(seq, is_by_user=True)
            await ui.settle()
            assert event["type"] in ui.detail.title
        assert "[red]c[b].jsonl" in ui.status.text


async def test_what_is_malformed_or_unknown_is_shown_and_kept(tmp_path: Path) -> None:
    texts = ["not json [/]", "[1, 2]", "null", "", '{"type":"x","type":"twice"}', '{"type":"x"']
    frames: list[str | bytes] = [json.dumps(one) for one in MALFORMED]
    frames += [*texts, b"\x00\xff", json.dumps(END)]
    async with server_of(frames) as url, live(tmp_path, url=url) as ui:
        await ui.until_event("the.end")
        assert "future.event.of.2031" in ui.types()
        assert ui.chat.has("a string")
        await _walk(ui)
        received = [one for one in ui.recording if one["source"] == "server"]
        assert sum("event" in one or "text" in one or "binary" in one for one in received) == (
            len(frames) + 2
        )


async def test_deep_nesting_is_shown_and_kept(tmp_path: Path) -> None:
    lists = '{"type":"deep","x":' + "[" * 2000 + "]" * 2000 + "}"
    objects = '{"type":"deep","x":' + '{"a":' * 2000 + "1" + "}" * 2000 + "}"
    calmer = '{"type":"calm","x":' + "[" * 300 + "]" * 300 + "}"
    frames = [lists, objects, calmer, json.dumps(END)]
    async with server_of(frames) as url, live(tmp_path, url=url) as ui:
        await ui.until_event("the.end")
        await _walk(ui)
        assert ui.recording
        kept = (tmp_path / "recording.jsonl").read_text(encoding="utf-8")
        assert "[" * 2000 in kept.replace("\\", "")


async def test_five_megabytes_in_one_event_leave_every_key_its_meaning(tmp_path: Path) -> None:
    big = json.dumps({"type": "big.event", "text": "[/]\x1b[31m " * 600_000})
    wide = json.dumps({"type": "wide.event", "keys": {f"[k{n}]": n for n in range(100_000)}})
    one_line = json.dumps({"type": "error", "error": {"message": "x" * 2_000_000, "code": "c"}})
    assert len(big) > 5_000_000
    frames = [big, wide, one_line, json.dumps(END)]
    async with server_of(frames) as url, live(tmp_path, url=url) as ui:
        await ui.until_event("the.end")
        await ui.press("escape")
        for kind in ("big.event", "wide.event", "error"):
            ui.log_pane().select(ui.seq_of(kind))
            ui.screen._select(ui.seq_of(kind), is_by_user=True)
            await ui.settle()
            assert kind in ui.detail.title
            _assert_tame(ui)
            await ui.press("right_square_bracket", "left_square_bracket", "tab", "j", "enter")
            assert kind in ui.detail.title
            await ui.press("shift+tab")
        await ui.press("slash", "z", "enter", "escape")
        _assert_tame(ui)


async def test_a_torrent_of_events_leaves_the_screen_usable(tmp_path: Path) -> None:
    deltas = [
        {"type": "response.output_text.delta", "item_id": "i", "response_id": "r", "delta": f"{n} "}
        for n in range(5_000)
    ]
    frames = [json.dumps(one) for one in (*deltas, END)]
    async with server_of(frames) as url, live(tmp_path, url=url) as ui:
        await ui.until_event("response.output_text.delta", 100)
        await ui.press("escape", "k", "z", "z")
        await ui.until_event("the.end")
        runs = [row for row in ui.log.rows if "response.output_text.delta" in row]
        counts = [
            int(str((re.search(r"×([\d,]+)", row) or [1, 1])[1]).replace(",", "")) for row in runs
        ]
        assert sum(counts) == 5_000
        assert len(runs) < 10


async def test_hostile_item_ids_can_be_selected(tmp_path: Path) -> None:
    path = capture_of(tmp_path / "c.jsonl", _everywhere("[/]\x1b[2J"))
    async with opened(path) as ui:
        await ui.click(ui.items, "You")
        assert isinstance(ui.log, LogPane)
        await ui.press("c")
        assert "[/]" in ui.app.clipboard
        _assert_tame(ui)
