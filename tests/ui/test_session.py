"""Talking on a live session: turns, tools, queueing, manual answers, cancelling, reconnecting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.app import live, server_of
from tests.support.simulator import running_simulator

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Tell me a long story"
ACTIVE = "conversation_already_has_active_response"


async def test_a_turn_is_shown_in_all_columns(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        assert ui.chat.has("connecting to")
        assert ui.coach.has("Type a message")
        await ui.say("Hello there")
        await ui.until_answered()
        assert ui.chat.has("You")
        assert ui.chat.has("Hello there")
        assert ui.chat.has("Assistant")
        assert ui.chat.has("first token")
        assert "response.output_text.delta" in ui.log.types
        assert ui.response.has("completed")
        assert ui.items.title.endswith("· 2")
        assert "connected" in ui.status.text
        assert "following" in ui.log.hint
        assert f"{len(ui.store)} events" in ui.status.text


async def test_a_japanese_question_is_answered_by_a_function_call(tmp_path: Path) -> None:
    async with live(tmp_path, lang="ja") as ui:
        await ui.until_ready()
        await ui.say("東京の天気は?")
        await ui.until_answered(2)
        call, output, answer = (
            ui.chat.text.find("ƒ getCurrentWeather"),
            ui.chat.text.find("↳ "),
            ui.chat.text.rfind("東京はとても良い天気です"),
        )
        assert 0 < call < output < answer
        assert ui.chat.has("location: 東京")
        assert ui.chat.text.count("東京はとても良い天気です") == 2
        assert ui.items.title.endswith("· 4")
        assert ui.items.has("東京の天気は?")
        recorded = [one["event"]["type"] for one in ui.recording if "event" in one]
        assert recorded == [one for one in ui.types() if one not in {"connecting", "open", "tool"}]
        assert recorded.count("response.create") == 2


async def test_wide_characters_keep_the_frames_in_line(tmp_path: Path) -> None:
    async with live(tmp_path, lang="ja", size=(120, 30)) as ui:
        await ui.until_ready()
        await ui.say("東京の天気は?")
        await ui.until_answered(2)
        for strip in ui.strips(ui.screen.region)[1:-1]:
            assert strip.cell_length == 120
            assert strip.text.rstrip()[-1] in "│╮╯"


async def test_a_message_while_an_answer_streams_waits_for_its_end(tmp_path: Path) -> None:
    async with live(tmp_path, speed=0.5) as ui:
        await ui.until_ready()
        await ui.say(STORY)
        await ui.until_streaming()
        await ui.say("And another")
        await ui.until(lambda: "queued until response.done" in ui.input.hint, "the hint")
        await ui.until_shown(ui.coach, "Your request is queued")
        assert ui.types().count("response.create") == 1
        await ui.say("/cancel")  # only so that the test need not wait for the end
        await ui.until_event("response.created", 2)
        assert "error" not in ui.types()
        assert ui.types().index("response.done") < ui.seq_of("response.create", 2)
        await ui.until(lambda: "Enter sends" in ui.input.hint, "the hint")
        assert ui.chat.has("And another")


async def test_manual_answers_and_a_second_request_is_refused_in_red(tmp_path: Path) -> None:
    async with live(tmp_path, speed=0.5, auto_response=False) as ui:
        await ui.until_ready()
        assert "manual response.create" in ui.status.text
        assert "r asks for the answer" in ui.input.hint
        await ui.say(STORY)
        await ui.until_event("conversation.item.done")
        await ui.until_shown(ui.coach, "Nobody asked for an answer")
        await ui.press("escape", "r")
        await ui.until_streaming()
        await ui.press("r")
        await ui.until_shown(ui.coach, "already active")  # only until the answer is over
        assert ui.coach.is_red("already active")
        await ui.until_event("error")
        assert ui.log.is_red(ACTIVE)
        assert ui.chat.is_red(ACTIVE)
        assert "1 error" in ui.status.text
        assert ui.status.is_red("1 error")
        # Lanes of two requests at once do not move the columns.
        signs = {row.find("↓ ") for row in ui.log.rows if "↓ " in row}
        assert len(signs) == 1


async def test_cancel_stops_the_answer_and_keeps_what_was_said(tmp_path: Path) -> None:
    async with live(tmp_path, speed=0.5) as ui:
        await ui.until_ready()
        await ui.say(STORY)
        await ui.until_streaming(3)
        await ui.press("escape", "x")
        await ui.until_answered()
        assert "response.cancel" in ui.types()
        await ui.until_shown(ui.response, "cancelled")
        assert ui.chat.has("⊘ response cancelled")
        assert ui.chat.has("Once upon a time")
        assert ui.coach.has("The response was cancelled")
        await ui.press("x")
        await ui.until_event("error")
        assert ui.coach.has("Nothing to cancel")


async def test_automatic_answers_can_be_turned_off_and_on(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.press("escape", "A")
        assert "manual response.create" in ui.status.text
        await ui.say("Hello")
        await ui.until_event("conversation.item.done")
        assert "response.create" not in ui.types()
        await ui.press("escape", "A", "r")
        await ui.until_answered()
        assert "manual response.create" not in ui.status.text


async def test_slash_commands(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.say("/raw not json")
        await ui.until_event("error")
        assert ui.chat.has("✖")
        await ui.say('/raw {"type":"input_audio_buffer.clear","event_id":"mine"}')
        await ui.until_event("input_audio_buffer.cleared")
        await ui.say("/response Say hello")
        await ui.until_answered()
        asked = next(one for one in ui.sent if one.get("type") == "response.create")
        assert asked["response"]["instructions"] == "Say hello"
        await ui.say("/nonsense")
        assert "/nonsense" in ui.toasts
        await ui.say("/help")
        assert "response.create" in ui.text
        assert ui.screen.query("#help")


async def test_what_was_typed_comes_back(tmp_path: Path) -> None:
    async with live(tmp_path, auto_response=False) as ui:
        await ui.until_ready()
        await ui.say("first")
        await ui.say("second")
        await ui.press("up")
        assert ui.input.has("second")
        await ui.press("up")
        assert ui.input.has("first")
        await ui.press("down", "down")
        assert not ui.input.has("first")


async def test_a_server_that_dies_leaves_the_program_usable_and_ctrl_r_reconnects(
    tmp_path: Path,
) -> None:
    async with running_simulator(speed=0.5) as server, live(tmp_path, url=server.url) as ui:
        await ui.until_ready()
        await ui.say(STORY)
        await ui.until_streaming(5)
        for connection in server._reception.connections:
            connection.transport.abort()
        await ui.until_event("close")
        await ui.until(lambda: ui.response.is_red("lost"), "lost")
        assert ui.chat.is_red("connection closed")
        assert ui.coach.has("Ctrl+R")
        assert "Ctrl+R" in ui.input.hint
        await ui.say("Is anybody there?")
        assert "nothing was sent" in ui.toasts
        assert ui.input.has("Is anybody there?")
        await ui.press("ctrl+r")
        await ui.until_event("session.updated", 2)
        await ui.press("enter")
        await ui.until_event("response.created", 2)
        assert ui.items.title.endswith(("· 1", "· 2"))
        await ui.press("ctrl+r")
        assert "The connection is open" in ui.toasts


async def test_nobody_listening_is_said_in_words(tmp_path: Path) -> None:
    async with live(tmp_path, url="ws://127.0.0.1:9/v1/realtime") as ui:
        await ui.until_event("error")
        assert ui.chat.has("Nobody is listening there")
        assert ui.coach.has("Ctrl+R")
        assert "disconnected" in ui.status.text


async def test_tools_of_the_user_run_and_their_failures_are_shown(tmp_path: Path) -> None:
    tools = tmp_path / "tools.py"
    tools.write_text(
        'def getTime(city: str) -> str:\n    """What time is it in a city."""\n'
        '    print("[red]noise")\n    raise ValueError("[/] broken \\x1b[31m")\n',
        encoding="utf-8",
    )
    async with live(tmp_path, tools=str(tools)) as ui:
        await ui.until_ready()
        assert ui.facts.has("getTime")
        await ui.say("What time is it in Paris?")
        await ui.until_answered(2)
        assert ui.chat.has("✖ tool getTime")
        assert ui.chat.has("[/] broken")
        assert "noise" not in ui.text


async def test_exit_closes_with_1000_and_the_recording_ends_with_it(tmp_path: Path) -> None:
    async with live(tmp_path, speed=0.5) as ui:
        await ui.until_ready()
        await ui.say(STORY)
        await ui.until_streaming(5)
        await ui.say("exit")
        await ui.until(lambda: ui.app.return_value is not None, "the end")
        assert ui.app.return_value == 0
        assert ui.session is not None
        assert ui.session.is_recording_complete
        last = ui.recording[-1]
        assert last["notice"]["kind"] == "close"
        assert last["notice"]["code"] == 1000
        frames = [one for one in ui.recording if "event" in one]
        assert frames[-1]["source"] == "server"


async def test_a_line_that_only_contains_exit_is_a_message(tmp_path: Path) -> None:
    async with server_of(()) as url, live(tmp_path, url=url) as ui:
        await ui.until_ready()
        await ui.say("exit the building")
        await ui.until_event("conversation.item.create")
        assert ui.app.return_value is None
