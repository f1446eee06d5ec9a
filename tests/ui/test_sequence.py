"""The sequence diagram: opened on the selected event, moved in, left at another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.app import MIDDLE, NARROW, TINY, WIDE, Pane, Ui, live, opened

from realtime_inspector.core.record import Direction, text_record

if TYPE_CHECKING:
    from pathlib import Path

TOOLS = "openai-ga-text-tools.jsonl"
ERROR = "openai-ga-error-then-long-text.jsonl"


def rows(ui: Ui) -> Pane:
    return Pane(ui, "#sequence-lines", "#sequence")


def detail(ui: Ui) -> Pane:
    return Pane(ui, "#sequence-detail")


async def open_diagram(ui: Ui) -> Pane:
    await ui.press("d")
    pane = rows(ui)
    await ui.until(lambda: pane.is_shown and bool(pane.text.strip()), "the diagram")
    return pane


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_it_shows_lifelines_arrows_and_bars_at_any_size(size: tuple[int, int]) -> None:
    async with opened(TOOLS, size=size) as ui:
        pane = await open_diagram(ui)
        heading = Pane(ui, "#sequence-heading")
        for name in ("You", "Client", "API", "Tools"):
            await ui.until_shown(heading, name)
        assert "session.created" in pane.lines[0]
        assert "◀" in pane.lines[0]
        assert "▶" in pane.lines[1]
        assert "┃" in pane.text
        assert pane.title.startswith("Sequence diagram · all events")
        assert "50 events" in pane.hint


async def test_a_terminal_of_no_size_does_not_break_it() -> None:
    async with opened(TOOLS, size=TINY) as ui:
        assert "sess…" in (await open_diagram(ui)).text


async def test_it_opens_at_the_selected_event_and_is_left_at_another() -> None:
    async with opened(TOOLS) as ui:
        ui.log_pane().select(40)
        ui.screen._go_to(40)
        await ui.settle()
        await open_diagram(ui)
        await ui.until_shown(detail(ui), "#35–45")
        await ui.press("j", "q")
        assert ui.log.selected == 46
        await open_diagram(ui)
        await ui.press("q")
        assert ui.log.selected == 46, "left where it was entered"


async def test_enter_goes_to_the_event_and_g_and_shift_g_to_the_ends() -> None:
    async with opened(TOOLS) as ui:
        await open_diagram(ui)
        await ui.press("G")
        await ui.until_shown(detail(ui), "response.done")
        await ui.press("enter")
        assert ui.log.selected == 50
        await open_diagram(ui)
        await ui.press("g", "enter")
        assert ui.log.selected == 1


async def test_e_goes_to_the_next_error_and_it_is_red() -> None:
    async with opened(ERROR) as ui:
        pane = await open_diagram(ui)
        failed = next(seq for seq in range(1, len(ui.store) + 1) if ui.store.row(seq).is_error)
        await ui.press("e")
        await ui.until_shown(detail(ui), f"#{failed} ")
        assert pane.is_red("✖")
        await ui.press("q")
        assert ui.log.selected == failed


async def test_a_run_unfolds_and_folds() -> None:
    async with opened(TOOLS) as ui:
        pane = await open_diagram(ui)
        ui.screen._go_to(35)
        await ui.press("plus")
        await ui.until(lambda: pane.text.count("response.output_text.delta") == 11, "11 deltas")
        await ui.press("plus")
        await ui.until(lambda: "×11" in pane.text, "one row")


async def test_f_shows_only_what_the_log_shows_and_says_so() -> None:
    async with opened(TOOLS, filter_text="type:response.*") as ui:
        pane = await open_diagram(ui)
        assert "session.created" in pane.text
        await ui.press("f")
        await ui.until(lambda: "session.created" not in pane.text, "only responses")
        assert "response.create" in pane.text
        assert "type:response.*" in pane.title
        await ui.press("f")
        await ui.until(lambda: "session.created" in pane.text, "all events")


async def test_without_a_filter_f_says_that_there_is_none() -> None:
    async with opened(TOOLS) as ui:
        await open_diagram(ui)
        await ui.press("f")
        await ui.until(lambda: "no filter" in ui.toasts, "a word about it")


async def test_in_japanese() -> None:
    async with opened(TOOLS, lang="ja") as ui:
        pane = await open_diagram(ui)
        assert pane.title.startswith("シーケンス図 · すべてのイベント")
        heading = Pane(ui, "#sequence-heading")
        for name in ("あなた", "クライアント", "API", "ツール"):
            assert name in heading.text
        assert "戻る" in ui.footer.text


async def test_it_grows_while_a_session_goes_on_and_follows_it(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.press("escape", "F")
        pane = await open_diagram(ui)
        assert ui.session is not None
        ui.session.say("Hello")
        await ui.until(lambda: "response.done" in ui.types(), "an answer")
        await ui.until(lambda: "response.done" in pane.text, "the answer in the diagram")
        await ui.until(lambda: "following" in pane.hint, "that it follows")
        await ui.press("q")
        assert ui.log_pane().is_following


async def test_what_a_server_sends_is_shown_and_nothing_else(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        hostile = '{"type":"error","error":{"message":"\\u001b[2J[bold]x[/bold]\\u202e東京"}}'
        ui.store.append(text_record(hostile, Direction.RECEIVED, 1))
        await ui.press("escape")
        pane = await open_diagram(ui)
        await ui.press("G")
        await ui.until(lambda: "[bold]x[/bold]" in pane.text, "the text as it is")
        assert "\x1b" not in ui.text
        assert "⟨U+202E⟩" in pane.text


async def test_ctrl_s_offers_the_picture() -> None:
    async with opened(TOOLS) as ui:
        await open_diagram(ui)
        await ui.press("ctrl+s")
        await ui.until(lambda: bool(ui.screen.query("#formats")), "the export dialogue")
        names = [str(one.id or one.prompt) for one in ui.screen.query_one("#formats").options]
        assert any("svg" in name for name in names)
        assert any("mermaid" in name for name in names)


async def type_in(ui: Ui, text: str) -> None:
    await ui.press("slash", *text, "enter")


async def test_slash_finds_text_and_n_goes_on_round_the_end() -> None:
    async with opened(TOOLS) as ui:
        pane = await open_diagram(ui)
        await type_in(ui, "foggy")
        await ui.until(lambda: "hits" in pane.hint, "how many hits")
        hits = list(ui.screen._search.hits)
        assert len(hits) > 2
        assert f"{len(hits)} hits" in pane.hint
        seen = [ui.screen._seq]
        while True:
            await ui.press("n")
            if ui.screen._seq in seen:
                break
            seen.append(ui.screen._seq)
        assert seen == [seq for seq in hits if seq in seen], "each once, in order"
        assert set(hits) - set(seen) <= set(range(35, 46)), "a run of deltas is one row"
        await ui.until(lambda: "other end" in ui.toasts, "a word about going round")
        await ui.press("N")
        assert ui.screen._seq == seen[-1]


async def test_escape_ends_the_search_first_and_q_leaves_at_once() -> None:
    async with opened(TOOLS) as ui:
        pane = await open_diagram(ui)
        await type_in(ui, "foggy")
        await ui.until(lambda: "hits" in pane.hint, "hits")
        await ui.press("escape")
        await ui.until(lambda: "hits" not in pane.hint, "no search any more")
        assert pane.is_shown
        await ui.press("escape")
        await ui.until(lambda: not ui.screen.query("#sequence"), "the log")
        await open_diagram(ui)
        await type_in(ui, "foggy")
        await ui.press("q")
        await ui.until(lambda: not ui.screen.query("#sequence"), "the log")


async def test_keys_are_text_while_one_is_typed_and_a_wrong_regex_is_told() -> None:
    async with opened(TOOLS) as ui:
        await open_diagram(ui)
        await ui.press("slash", "slash", "e", "f", "left_parenthesis", "slash")
        bar = Pane(ui, "#log-search-bar")
        await ui.until(lambda: "character" in bar.text, "what is wrong")
        assert "no filter" not in ui.toasts
        assert "No error" not in ui.toasts
        await ui.press("escape")
        await ui.until(lambda: not bar.widget.has_class("-open", "-filled"), "no search line")


async def test_hits_that_the_filter_hides_are_passed_over() -> None:
    async with opened(TOOLS, filter_text="type:response.*") as ui:
        pane = await open_diagram(ui)
        await ui.press("f")
        await ui.until(lambda: "session.created" not in pane.text, "only responses")
        await type_in(ui, "foggy")
        for _ in range(6):
            await ui.press("n")
            assert ui.store.row(ui.screen._seq).type.startswith("response.")
        await ui.press("escape")
        await type_in(ui, "truncation")
        await ui.until(lambda: "hidden by the filter" in ui.toasts, "a word about it")


async def test_the_help_is_about_this_screen() -> None:
    async with opened(TOOLS) as ui:
        await open_diagram(ui)
        await ui.press("question_mark")
        await ui.until(lambda: bool(ui.screen.query("#help")), "the help")
        text = Pane(ui, "#help-text")
        await ui.until_shown(text, "Next hit")
        assert "Time runs down" in text.text


async def test_a_tool_that_only_a_result_tells_of_has_a_lifeline() -> None:
    async with opened("glm-client-vad-tools.client-only.jsonl") as ui:
        pane = await open_diagram(ui)
        await ui.until_shown(Pane(ui, "#sequence-heading"), "Tools")
        await ui.until(lambda: "unknown call" in pane.text, "the result's way from the tool")
