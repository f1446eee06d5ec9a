"""Findings on the screen: the marks in the log, the way from one to the next, the list, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support.app import MIDDLE, NARROW, SMALL, Pane, Ui, live, opened
from tests.support.script import Script, beginning

from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.store import findings as store_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACTIVE: Final = "conversation_already_has_active_response"
TITLE: Final = "A response was asked for while another one is active"
STORY: Final = "Tell me a long story"


def collisions(turns: int = 2) -> Script:
    """A session in which some responses are asked for too early."""
    script = beginning()
    for turn in range(turns):
        script.user("Hello", f"item_{turn}").begins(f"resp_{turn}")
        script.sent("response.create", event_id=f"mine_{turn}")
        script.error(ACTIVE, event_id=f"mine_{turn}")
        script.message(item_id=f"answer_{turn}", response_id=f"resp_{turn}").done(f"resp_{turn}")
    return script.close()


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    return written(tmp_path, collisions())


def written(folder: Path, script: Script) -> Path:
    path = folder / "c.jsonl"
    header = encode_header(CaptureHeader(app="x", provider="openai"))
    path.write_bytes(header + b"".join(map(encode_record, script.records)))
    return path


class FindingsUi:
    """The screen of findings."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui
        self.list = Pane(ui, "#finding-list", "#findings-frame")
        self.text = Pane(ui, "#finding-text", "#finding-frame")
        self.keys = Pane(ui, "#findings-keys")

    @property
    def is_open(self) -> bool:
        return self.list.is_shown

    @property
    def rows(self) -> list[str]:
        return [line for line in self.list.lines if line.strip()]


async def open_findings(ui: Ui) -> FindingsUi:
    await ui.press("exclamation_mark")
    screen = FindingsUi(ui)
    await ui.until(lambda: screen.is_open, "the findings")
    return screen


# The log.


async def test_the_log_marks_the_events_and_w_goes_from_one_to_the_next(capture: Path) -> None:
    async with opened(capture) as ui:
        first, second = ui.seq_of("error"), ui.seq_of("error", 2)
        await ui.press("w")
        assert ui.log.selected == first
        assert any(row.startswith(f"✖{first} ") for row in ui.log.rows)
        await ui.press("w")
        assert ui.log.selected == second
        await ui.press("W")
        assert ui.log.selected == first
        assert "✖ 2" in ui.status.text


async def test_a_mark_of_the_user_leaves_that_of_the_finding(capture: Path) -> None:
    async with opened(capture) as ui:
        await ui.press("w", "m")
        row = next(row for row in ui.log.rows if row.startswith("◆"))
        assert "✖" in row.split("↓")[0]


async def test_where_nothing_is_wrong_w_says_so(tmp_path: Path) -> None:
    async with opened(written(tmp_path, beginning().close())) as ui:
        await ui.press("w")
        assert "No finding here" in ui.toasts
        assert "findings" not in ui.status.text


async def test_the_filter_finds_the_events_that_a_finding_names(capture: Path) -> None:
    async with opened(capture, filter_text="finding:RT003") as ui:
        named = {seq for one in ui.store.findings.of_rule("RT003") for seq in one.seqs}
        assert len(ui.log.rows) == len(named) >= 4
        assert set(ui.log.types) == {"error", "response.create", "response.created"}


async def test_the_filter_line_offers_the_rules_that_found_something(capture: Path) -> None:
    async with opened(capture) as ui:
        await ui.press("f")
        await ui.type("finding:")
        await ui.until(lambda: "RT003" in ui.text, "the rule among the candidates")


async def test_the_detail_explains_what_was_found(capture: Path) -> None:
    async with opened(capture) as ui:
        await ui.press("w", "right_square_bracket")
        await ui.settle()
        assert ui.detail.has("RT003")


# The list.


async def test_the_list_tells_what_why_and_how_and_leads_to_the_event(capture: Path) -> None:
    async with opened(capture, size=MIDDLE) as ui:
        findings = await open_findings(ui)
        assert "✖ 2 errors" in findings.list.title
        assert f"{len(ui.store)} events" in findings.list.hint
        assert len(findings.rows) == 1
        assert "×2" in findings.rows[0]
        assert TITLE in findings.rows[0]
        for part in (TITLE, "Why", "What to do", "Events concerned", "Known from"):
            assert findings.text.has(part)
        await ui.press("space", "down", "down", "enter")
        await ui.until(lambda: not findings.is_open, "the main screen")
        await ui.settle()
        assert ui.log.selected == ui.seq_of("error", 2)


async def test_it_opens_at_the_findings_of_the_selected_event(capture: Path) -> None:
    async with opened(capture) as ui:
        await ui.press("w", "w")
        findings = await open_findings(ui)
        await ui.press("enter")
        await ui.until(lambda: not findings.is_open, "the main screen")
        assert ui.log.selected == ui.seq_of("error", 2)


async def test_in_the_order_of_the_events(capture: Path) -> None:
    async with opened(capture) as ui:
        findings = await open_findings(ui)
        await ui.press("o")
        places = [f"#{ui.seq_of('error', count)} " for count in (1, 2)]
        assert all(place in row for place, row in zip(places, findings.rows, strict=True))
        assert "in order" in findings.list.hint


async def test_severities_are_hidden_and_shown_again(capture: Path) -> None:
    async with opened(capture) as ui:
        findings = await open_findings(ui)
        await ui.press("1")
        assert findings.list.has("All findings are hidden")
        assert "(hidden)" in findings.list.title
        assert not findings.text.text.strip()
        await ui.press("1")
        assert len(findings.rows) == 1


async def test_f_shows_the_events_of_the_rule_in_the_log(capture: Path) -> None:
    async with opened(capture) as ui:
        findings = await open_findings(ui)
        await ui.press("f")
        await ui.until(lambda: not findings.is_open, "the main screen")
        await ui.settle()
        assert set(ui.log.types) == {"error", "response.create", "response.created"}


async def test_an_empty_list_says_what_has_been_looked_at(tmp_path: Path) -> None:
    async with opened(written(tmp_path, beginning().close())) as ui:
        findings = await open_findings(ui)
        assert findings.list.has(f"No findings in {len(ui.store)} events.")
        assert findings.list.has(f"{ui.store.findings.rules} rules looked.")
        assert ui.store.findings.rules > 1
        await ui.press("enter", "space", "f", "a")
        assert findings.is_open
        await ui.press("escape")
        await ui.until(lambda: not findings.is_open, "the main screen")


async def test_how_far_it_is_while_it_looks(tmp_path: Path) -> None:
    async with opened(written(tmp_path, beginning().close())) as ui:
        ui.store.findings.looked = 1
        findings = await open_findings(ui)
        assert findings.list.has(f"Nothing found yet in 1 of {len(ui.store)} events")


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_in_japanese_on_a_small_screen(capture: Path, size: tuple[int, int]) -> None:
    async with opened(capture, size=size, lang="ja") as ui:
        findings = await open_findings(ui)
        assert "✖ エラー 2 件" in findings.list.title
        assert findings.text.has("応答の生成中に、次の応答を要求しました")
        assert findings.text.has("理由")
        assert findings.keys.has("Enter 移動")


@pytest.fixture
def few_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(store_findings, "KEPT", 3)
    monkeypatch.setattr("realtime_inspector.ui.finding_list.KEPT", 3)
    return iter(())


async def test_of_very_many_it_says_how_many_are_only_counted(
    tmp_path: Path, few_kept: None
) -> None:
    async with opened(written(tmp_path, collisions(5))) as ui:
        findings = await open_findings(ui)
        await ui.press("space")
        assert "×5" in findings.rows[0]
        assert "RT003: 2 more are only counted" in findings.rows[4]


async def test_what_a_server_sent_is_only_shown(tmp_path: Path) -> None:
    async with opened(written(tmp_path, collisions())) as ui:
        evil = {"other": "\x1b[31m[red]\u202eresp"}
        ui.store.findings.add(Finding("RT003", Severity.ERROR, (1,), evil))
        findings = await open_findings(ui)
        await ui.press("o")
        assert "\x1b" not in findings.list.text + findings.text.text
        assert "[31m[red]⟨U+202E⟩" in findings.list.text


# Live.


async def test_a_live_session_is_diagnosed_as_it_goes_on(tmp_path: Path) -> None:
    async with live(tmp_path, speed=0.5) as ui:
        await ui.until_ready()
        await ui.say(STORY)
        await ui.until_streaming()
        await ui.say('/raw {"type":"response.create"}')
        await ui.until_event("error")
        assert ui.store.findings.of_rule("RT003")
        await ui.until(lambda: "✖ 1" in ui.status.text, "the count in the status line")


async def test_the_key_that_puts_it_right_is_offered_and_pressed(tmp_path: Path) -> None:
    async with live(tmp_path, auto_response=False) as ui:
        await ui.until_ready()
        await ui.say("Hello")
        await ui.until_event("conversation.item.done")
        seq = ui.seq_of("conversation.item.create")
        ui.store.findings.add(
            Finding("RT001", Severity.ERROR, (seq,), {}, action="request_response")
        )
        await ui.press("escape")
        findings = await open_findings(ui)
        assert "a does it now: r response.create" in findings.text.hint
        await ui.press("a")
        await ui.until_answered()
        assert not findings.is_open


async def test_findings_come_to_the_open_list(tmp_path: Path) -> None:
    async with opened(written(tmp_path, beginning().close())) as ui:
        findings = await open_findings(ui)
        ui.store.findings.add(Finding("RT003", Severity.ERROR, (2,), {"other": "resp_9"}))
        await ui.until_shown(findings.list, "RT003")
        await ui.until_shown(findings.text, TITLE)
