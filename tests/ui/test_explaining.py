"""What caused an event, what belongs with it, its own values in words, and the event guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.support.app import CAPTURES, NARROW, TINY, capture_of, opened
from tests.support.logs import HEADER, line_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app import Ui

TOOLS = CAPTURES / "openai-ga-text-tools.jsonl"
VOICE = CAPTURES / "azure-ga-spoken-tool-round.jsonl"
CAUSE, BACK = "circumflex_accent", "backspace"


async def go_to(ui: Ui, seq: int) -> None:
    await ui.press("ctrl+g")
    await ui.type(str(seq))
    await ui.press("enter")
    await ui.settle()
    assert ui.log.selected == seq


async def show_tab(ui: Ui, name: str) -> None:
    await ui.click(ui.detail, name)
    await ui.settle()


async def test_one_goes_from_cause_to_cause_and_back_again() -> None:
    async with opened(TOOLS) as ui:
        await go_to(ui, 31)
        seen = []
        for _ in range(4):
            await ui.press(CAUSE)
            await ui.settle()
            seen.append(ui.log.selected)
        assert seen == [28, 24, 23, 9]
        for expected in (23, 24, 28, 31):
            await ui.press(BACK)
            await ui.settle()
            assert ui.log.selected == expected
        await ui.press("ctrl+o")
        assert "no jump yet" in ui.toasts


async def test_where_no_cause_is_known_the_reason_is_said() -> None:
    async with opened(TOOLS) as ui:
        await ui.press(CAUSE)
        assert "on its own" in ui.toasts
        assert ui.log.selected == 1


async def test_the_log_marks_the_causes_in_a_colour_of_their_own() -> None:
    async with opened(TOOLS) as ui:
        await go_to(ui, 31)
        await ui.until(lambda: ui.log.causes == {5, 8, 9, 23, 24, 28} | {4})
        assert 32 in ui.log.related
        assert not {29, 30} & (ui.log.related | ui.log.causes)


async def test_related_tells_what_each_is_to_the_selected_one_and_leads_there() -> None:
    async with opened(VOICE) as ui:
        await go_to(ui, 64)
        await show_tab(ui, "Related")
        text = ui.detail.text
        assert "▲ cause" in text
        assert "△ earlier cause" in text
        assert "● this event" in text
        assert "▼ ends it" in text
        rows = [line for line in ui.detail.lines if "input_audio_buffer.committed" in line]
        assert rows[0].index("cause") < rows[0].index("61")
        await ui.press("tab", "k", "enter")
        await ui.settle()
        assert ui.log.selected == 61
        await ui.press("shift+tab", BACK)
        await ui.settle()
        assert ui.log.selected == 64


async def test_a_delta_says_which_one_it_is_and_what_has_come_so_far() -> None:
    async with opened(CAPTURES / "openai-ga-error-then-long-text.jsonl") as ui:
        await ui.press("plus")
        await go_to(ui, 19)
        await show_tab(ui, "Explain")
        item = "item_Dz2pmTMQ2Kka4OGgjpW8c"
        assert ui.detail.has(f"This is the 3rd of 49 deltas of {item}, output 0, part 0.")
        assert ui.detail.has("So far: «Hey there,»")
        assert ui.detail.has("The response was asked for by #7 response.create.")


async def test_a_line_with_an_arrow_leads_to_what_it_names() -> None:
    async with opened(TOOLS) as ui:
        await go_to(ui, 24)
        await show_tab(ui, "Explain")
        assert ui.detail.has("→ It holds the result of the function call of #23")
        await ui.press("tab")
        lines = [line.strip("│ ") for line in ui.detail.lines[2:]]
        down = next(at for at, line in enumerate(lines) if line.startswith("→"))
        await ui.press(*["j"] * down, "enter")
        await ui.settle()
        assert ui.log.selected == 23
        await ui.press("shift+tab", BACK)
        await ui.settle()
        assert ui.log.selected == 24


async def test_what_was_asked_for_and_what_became_of_it_is_told_in_japanese() -> None:
    async with opened(CAPTURES / "openai-ga-error-then-long-text.jsonl", lang="ja") as ui:
        await go_to(ui, 8)
        await show_tab(ui, "説明")
        assert ui.detail.has("#5 conversation.item.create が拒否されたことを知らせています。")
        assert ui.detail.has("セッションは終わらず")
        await go_to(ui, 3)
        assert ui.detail.has("audio.input.transcription が null から")


async def test_what_a_server_says_is_shown_and_not_interpreted(tmp_path: Path) -> None:
    details = {"code": "[bold]x[/]", "message": "\x1b[31m[red]boo[/red]\u202e"}
    failed: dict[str, Any] = {"type": "error", "error": details}
    events = [{"type": "session.created"}, failed]
    path = capture_of(tmp_path / "c.jsonl", events)
    async with opened(path) as ui:
        await go_to(ui, 2)
        await show_tab(ui, "Explain")
        assert ui.detail.has("␛[31m[red]boo[/red]⟨U+202E⟩")


async def test_names_that_do_not_exist_get_a_hint(tmp_path: Path) -> None:
    names = ("response.cancelled", "response.output_text.deltas")
    events = [{"type": name} for name in names]
    async with opened(capture_of(tmp_path / "c.jsonl", events)) as ui:
        await show_tab(ui, "Explain")
        assert ui.detail.has("There is no event called response.cancelled.")
        await ui.press("j")
        await ui.settle()
        assert ui.detail.has("Names like it that exist: response.output_text.delta")


async def test_what_answers_an_event_is_told_when_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    asked = line_of("session.update", 1, source="client", session={"type": "realtime"})
    path.write_bytes(HEADER + line_of("session.created", 0, session={"id": "s"}) + asked)
    async with opened(path, is_growing=True) as ui:
        await show_tab(ui, "Explain")
        assert ui.detail.has("Nothing has answered it so far.")
        await ui.press("g", "j")
        with path.open("ab") as file:
            file.write(line_of("session.updated", 41, session={"id": "s", "type": "realtime"}))
        await ui.until_shown(ui.detail, "#3 session.updated answers it, 40 ms later.")
        assert ui.log.selected == 2


async def test_the_page_of_the_guide_opens_from_the_event_and_closes() -> None:
    async with opened(TOOLS) as ui:
        await ui.press("a")
        await ui.until(lambda: "sent by the server" in ui.text)
        assert "session.created" in ui.text
        await ui.press("escape")
        await ui.until(lambda: "sent by the server" not in ui.text)


@pytest.mark.parametrize("size", [NARROW, TINY])
async def test_the_page_can_be_scrolled_where_there_is_little_room(size: tuple[int, int]) -> None:
    async with opened(TOOLS, size=size) as ui:
        await ui.press("a")
        await ui.until(lambda: "sent by the server" in ui.text)
        scroll = ui.screen.query_one("#guide-scroll")
        await ui.press("j", "pagedown")
        await ui.until(lambda: scroll.scroll_offset.y > 3)
        await ui.press("G")
        await ui.until(lambda: scroll.scroll_offset.y == scroll.max_scroll_y > 0)
        assert "closes" in ui.text
        await ui.press("g")
        await ui.until(lambda: scroll.scroll_offset.y == 0)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("explain response.done", "sent by the server"),
        ("explain response.text.delta", "beta name of response.output_text.delta"),
        ("explain response.cancelled", "There is no event called response.cancelled."),
    ],
)
async def test_the_palette_explains_a_type(typed: str, shown: str) -> None:
    async with opened(TOOLS) as ui:
        await ui.press("ctrl+p")
        await ui.type(typed)
        name = typed.split()[1]
        await ui.until(lambda: f"Explain {name}" in ui.text)
        await ui.press("enter")
        await ui.until(lambda: shown in ui.text)
