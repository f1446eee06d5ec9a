"""Pictures of the screen: a recorded session with fixed times, so that nothing moves.

After a change that is meant: `pytest tests/snapshot --snapshot-update`, and look at the pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.app import (
    CAPTURES,
    NARROW,
    TINY,
    WIDE,
    capture_of,
    inspection_of,
)

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.event import Event
from realtime_inspector.ui.app import InspectorApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    Compare = Callable[..., bool]

SENT: Final = "session.update conversation.item.create response.create"
SLOW: Final = {4: 900, 8: 350, 28: 40, 31: 620}
REFUSED: Final[dict[str, Any]] = {
    "type": "error",
    "event_id": "event_1",
    "error": {
        "type": "invalid_request_error",
        "code": "conversation_already_has_active_response",
        "message": "Conversation already has an active response in progress: resp_1.",
        "param": None,
        "event_id": None,
    },
}


def _app(
    tmp_path: Path,
    *,
    name: str = "openai-ga-text-tools.jsonl",
    theme: str = "",
    lang: str = "en",
    more: tuple[dict[str, Any], ...] = (),
) -> InspectorApp:
    events = [dict(Event.of(record).raw) for record in CaptureReader(CAPTURES / name)]
    path = capture_of(tmp_path / "session.jsonl", [*events, *more], sent=SENT, slow=SLOW)
    return InspectorApp(inspection_of(path, lang=lang), theme=theme)


def _keys(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def press(pilot: Pilot[int]) -> None:
        await pilot.pause()
        await pilot.press(*keys)
        main: Any = pilot.app.screen_stack[1]
        while not main.is_at_rest:
            await pilot.pause(0.01)
        await pilot.pause()

    return press


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY], ids=["wide", "narrow", "tiny"])
def test_main_screen(tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = _keys("j", "j", "j", "j", "j", "j", "j")
    assert snap_compare(_app(tmp_path), terminal_size=size, run_before=keys)


def test_light_theme(tmp_path: Path, snap_compare: Compare) -> None:
    app = _app(tmp_path, theme="inspector-light")
    assert snap_compare(app, terminal_size=WIDE, run_before=_keys("G", "right_square_bracket"))


def test_error(tmp_path: Path, snap_compare: Compare) -> None:
    app = _app(tmp_path, more=(REFUSED,))
    assert snap_compare(app, terminal_size=WIDE, run_before=_keys("e"))


def test_help_in_japanese(tmp_path: Path, snap_compare: Compare) -> None:
    app = _app(tmp_path, lang="ja")
    assert snap_compare(app, terminal_size=(100, 40), run_before=_keys("question_mark"))
