"""Time travel on the screen: what is selected says of which event the state is."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from tests.support.app import CAPTURES, live, opened

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.reduce import reduce, reduce_all
from realtime_inspector.core.state import CaptureState
from realtime_inspector.store import course, folding
from realtime_inspector.ui.present.responses import response_lines
from realtime_inspector.ui.present.state import session_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.support.app import Pane, Ui

CAPTURE: Final = "openai-ga-text-tools.jsonl"
COUNT: Final = 50
NAMES: Final = (
    CAPTURE,
    "openai-ga-server-vad-mic.jsonl",
    "openai-ga-error-then-long-text.jsonl",
    "xai-drop-and-resume.jsonl",
    "openai-ga-text-tools.original-cassette.yaml",
)
AT: Final = re.compile(r"At event ([\d,]+) of ([\d,]+)")


@cache
def states_of(name: str) -> Sequence[CaptureState]:
    """The state before the first event, and after each."""
    state = CaptureState()
    return [state, *(state := reduce(state, record) for record in CaptureReader(CAPTURES / name))]


def said(pane: Pane) -> tuple[int, int] | None:
    """The event, and how many there are, as a pane's frame or line says."""
    found = AT.search(f"{pane.title} {pane.text}")
    return (_number(found[1]), _number(found[2])) if found else None


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def shown(ui: Ui) -> CaptureState:
    """The state that chat and sidebar hold."""
    chat: CaptureState = ui.screen.query_one("#transcript")._state
    assert id(chat) == id(ui.screen.query_one("#sidebar")._conversation.state)
    return chat


def check(ui: Ui, state: CaptureState) -> None:
    """Chat and sidebar show this state, on the screen, too."""
    assert shown(ui) == state
    assert ui.items.title.endswith(f"· {len(state.order)}")
    width = max(20, ui.screen.query_one("#sidebar").size.width - 4)
    lines = [
        *response_lines(state, state.last_ns, width)[:2],
        *session_lines(state, state.last_ns, width)[:4],
    ]
    panels = ui.response.joined + ui.facts.joined
    for line in lines:
        assert "".join("".join(text for text, _ in line).split()) in panels


async def go_to(ui: Ui, seq: int) -> None:
    """Selects an event by its number."""
    await ui.press("ctrl+g")
    await ui.type(str(seq))
    await ui.press("enter")
    await ui.settle()


@pytest.mark.parametrize("name", NAMES)
async def test_the_state_shown_is_that_of_a_fresh_fold(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "EFFORT", 20)
    states = states_of(name)
    count = len(states) - 1
    async with opened(name) as ui:
        check(ui, states[-1])
        await ui.press("plus")  # each event has its row
        for seq in random.Random(name).sample(range(2, count), min(12, count - 2)):  # noqa: S311
            await go_to(ui, seq)
            assert ui.log.selected == seq
            assert said(ui.status) == said(ui.chat) == (seq, count)
            check(ui, states[seq])
        await ui.press("F")
        await ui.settle()
        assert said(ui.status) is said(ui.chat) is None
        check(ui, states[-1])


async def test_keys_step_through_time_and_back() -> None:
    states = states_of(CAPTURE)
    async with opened(CAPTURE) as ui:
        await ui.press("plus")
        for seq in range(2, 21):
            await ui.press("j")
            await ui.settle()
            check(ui, states[seq])
        for seq in range(19, 9, -1):
            await ui.press("k")
            await ui.settle()
            check(ui, states[seq])
        assert f"at {10}" in ui.items.title
        assert f"at {10}" in ui.response.lines[0]
        assert f"at {10}" in ui.facts.lines[0]
        assert ui.chat.has("get_weather")
        assert not ui.chat.has("foggy")
        assert ui.coach.has("Looking back")


async def test_a_folded_run_stands_for_its_last_event() -> None:
    async with opened(CAPTURE) as ui:
        row = next(line for line in ui.log.rows if "×12" in line)
        await ui.click(ui.log, row.split()[0] + " ")
        await ui.settle()
        seq = ui.log.selected + 11
        assert said(ui.status) == (seq, COUNT)
        check(ui, states_of(CAPTURE)[seq])


async def test_t_shows_now_and_then_again() -> None:
    states = states_of(CAPTURE)
    async with opened(CAPTURE) as ui:
        await go_to(ui, 10)
        assert "T: now" in ui.status.text
        for seq in (COUNT, 10, COUNT):
            await ui.press("T")
            await ui.settle()
            assert ui.log.selected == 10
            assert said(ui.status) == (None if seq == COUNT else (seq, COUNT))
            check(ui, states[seq])


async def test_the_newest_event_is_now_and_so_is_f_behind_a_filter() -> None:
    async with opened(CAPTURE, filter_text="type:conversation.item.added") as ui:
        await ui.press("j", "G")
        await ui.settle()
        last = ui.log.selected
        assert last < COUNT
        assert said(ui.status) == (last, COUNT)
        await ui.press("F")
        await ui.settle()
        assert said(ui.status) is None
        await ui.press("k", "j")
        await ui.settle()
        assert said(ui.status) == (last, COUNT)
        await ui.press("escape", "G")
        await ui.settle()
        assert ui.log.selected == COUNT
        assert said(ui.status) is None


async def test_the_chat_goes_back_and_on_in_time() -> None:
    states = states_of(CAPTURE)
    async with opened(CAPTURE) as ui:
        await ui.click(ui.chat, "What is the weather in London?")
        await ui.settle()
        at = said(ui.status)
        assert at is not None
        check(ui, states[at[0]])
        assert ui.chat.has("What is the weather in London?")
        assert not ui.chat.has("get_weather")
        times = [at[0]]
        for text in ("get_weather", "Assistant"):
            while not ui.chat.has(text):  # from the end of what was said then, on to the next
                await ui.press("j")
                await ui.settle()
            seq = ui.store.moment.seq
            assert seq is not None
            times.append(seq)
            check(ui, states[seq])
        assert times == sorted(set(times))
        await ui.press("G")
        await ui.settle()
        assert said(ui.status) is None
        check(ui, states[-1])


async def test_the_conversation_of_the_sidebar_goes_back_and_on_in_time() -> None:
    async with opened(CAPTURE) as ui:
        await ui.click(ui.items, "You")
        await ui.settle()
        sizes = [len(shown(ui).order)]
        for _ in range(2):
            await ui.press("j")
            await ui.settle()
            sizes.append(len(shown(ui).order))
        assert sizes == [1, 2, 3]
        await ui.press("G")
        await ui.settle()
        assert said(ui.status) is None
        assert len(shown(ui).order) == 4


async def test_what_arrives_does_not_move_the_past_and_sending_returns(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.say("Hello")
        await ui.until_answered()
        await ui.press("escape")
        await go_to(ui, 3)
        state = shown(ui)
        assert state == reduce_all(ui.store.record(seq) for seq in range(1, 4))
        assert ui.session is not None
        assert ui.session.say("Tell me a long story")  # as a tool or a timer would
        await ui.until_answered(2)
        await ui.until(lambda: said(ui.status) == (3, len(ui.store)), "the new count")
        assert shown(ui) is state
        assert ui.store.state.seq == len(ui.store)
        assert ui.items.title.startswith("Conversation · at 3")
        await ui.say("Thanks")
        await ui.until_answered(3)
        assert said(ui.status) is None
        assert shown(ui) is ui.store.state
        assert ui.chat.has("Thanks")


async def test_a_live_stream_is_followed_until_one_looks_back(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.say("Hello")
        await ui.until_answered()
        await ui.press("escape", "k", "k")
        await ui.settle()
        assert said(ui.status) == (ui.store.moment.seq, len(ui.store))
        assert shown(ui) == ui.store.state_at(ui.store.moment.seq or 0)
        await ui.press("G")
        await ui.settle()
        assert said(ui.status) is None
        assert shown(ui) is ui.store.state


async def test_any_session_of_a_long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "WHOLE", 60)
    path = tmp_path / "long.jsonl"
    path.write_bytes((CAPTURES / CAPTURE).read_bytes() * 4)
    states = states_of(CAPTURE)
    async with opened(path) as ui:
        await ui.until(lambda: ui.store.folding.is_surveyed, "all sessions folded once")
        await ui.press("plus")
        for seq in (120, 33, 190, 60):
            await go_to(ui, seq)
            first, _ = ui.store.folding.span
            assert said(ui.status) == (seq, 4 * COUNT)
            assert len(shown(ui).order) == len(states[seq - first + 1].order)
            assert shown(ui) == ui.store.state_at(seq)
        assert "of 4" in ui.chat.hint
    # The lines of the next file of the same capture begin a session of their own.
    assert first == COUNT + 1


async def test_in_japanese() -> None:
    async with opened(CAPTURE, lang="ja") as ui:
        await go_to(ui, 10)
        assert f"{COUNT} 件中 10 件目の時点" in ui.status.text
        assert "10 件目" in ui.items.title
        assert "At event" not in ui.text
