"""The export dialogue: format, part, what to leave out, and where."""

from __future__ import annotations

import json
from itertools import cycle
from typing import TYPE_CHECKING, Final

import pytest
from tests.support.app import NARROW, Pane, Ui, live, opened
from textual.widgets import Checkbox, Input, OptionList

from realtime_inspector.export import EXPORTERS
from realtime_inspector.runtime.exporting import ExportJob
from realtime_inspector.ui.widgets.path_input import completion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from realtime_inspector.core.record import Record

CAPTURE: Final = "openai-ga-text-tools.jsonl"
NAMES: Final = [one.name for one in EXPORTERS]


async def _open(ui: Ui, name: str = "md") -> None:
    await ui.press("ctrl+s")
    ui.screen.query_one("#formats", OptionList).highlighted = NAMES.index(name)
    await ui.pilot.pause()


async def _choose_range(ui: Ui, option: str) -> None:
    ranges = ui.screen.query_one("#export-range", OptionList)
    ranges.highlighted = ranges.get_option_index(option)
    await ui.pilot.pause()


async def _write(ui: Ui, path: Path | str) -> None:
    """Gives the path and waits for the file."""
    await _give(ui, path)
    await ui.until(lambda: not ui.screen.query("#export-path"), "the end of the export")


async def _give(ui: Ui, path: Path | str) -> None:
    ui.screen.query_one("#export-path", Input).value = str(path)
    ui.screen.query_one("#export-path", Input).focus()
    await ui.press("enter")


def message(ui: Ui) -> Pane:
    return Pane(ui, "#export-message")


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def seqs(path: Path) -> list[int]:
    log = json.loads(path.read_text(encoding="utf-8"))["log"]
    return [one["_seq"] for entry in log["entries"] for one in entry["_webSocketMessages"]]


@pytest.mark.parametrize("name", ["md", "txt", "json", "jsonl", "csv", "har"])
async def test_writes_a_format(tmp_path: Path, name: str) -> None:
    async with opened(CAPTURE) as ui:
        await _open(ui, name)
        suggested = ui.screen.query_one("#export-path", Input).value
        assert suggested.endswith(f"{CAPTURE.removesuffix('.jsonl')}.{name}")
        path = tmp_path / f"out.{name}"
        await _write(ui, path)
        assert "London" in path.read_text(encoding="utf-8")
        assert str(path) in ui.toasts
    assert names_in(tmp_path) == [path.name]


async def test_a_typed_name_keeps_its_folder_when_the_format_changes(tmp_path: Path) -> None:
    async with opened(CAPTURE) as ui:
        await _open(ui, "md")
        path = ui.screen.query_one("#export-path", Input)
        path.value = str(tmp_path / "mine.md")
        ui.screen.query_one("#formats", OptionList).highlighted = NAMES.index("har")
        await ui.pilot.pause()
        assert path.value == str(tmp_path / "mine.har")


async def test_asks_before_it_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "there.md"
    path.write_text("mine", encoding="utf-8")
    async with opened(CAPTURE) as ui:
        await _open(ui)
        await _give(ui, path)
        await ui.until(lambda: message(ui).has("exists"), "the question")
        assert path.read_text(encoding="utf-8") == "mine"
        await _write(ui, path)
        assert "London" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["", "/nowhere/at/all/x.md", "~nobody-there/x.md", "a\x00b"])
async def test_says_why_it_cannot_write(path: str) -> None:
    async with opened(CAPTURE) as ui:
        await _open(ui)
        await _give(ui, path)
        await ui.until(
            lambda: ui.screen.query_one("#export-message").has_class("-trouble"), "the reason"
        )
        await ui.press("escape")
        assert ui.log.is_shown


async def test_a_format_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    async with opened(CAPTURE) as ui:
        await _open(ui, "wav")
        await _give(ui, tmp_path / "a.wav")
        await ui.until(lambda: message(ui).has("no audio"), "the reason")
    assert names_in(tmp_path) == []


async def test_from_the_first_mark_to_the_last(tmp_path: Path) -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("g", *"jjj", "m", *"jjj", "m", *"jj", "m")
        first, last = ui.store.marks[0], ui.store.marks[-1]
        await _open(ui, "har")
        assert Pane(ui, "#export-range").has(f"{first}..{last}")
        await _choose_range(ui, "marked")
        await _write(ui, tmp_path / "a.har")
    assert 1 < first < last
    assert seqs(tmp_path / "a.har") == list(range(first, last + 1))


async def test_the_session_around_the_selection(tmp_path: Path) -> None:
    async with opened("xai-drop-and-resume.jsonl") as ui:
        await ui.press("G")
        await ui.until(lambda: ui.log.selected == len(ui.store), "the last event")
        await _open(ui, "har")
        await _choose_range(ui, "session")
        await _write(ui, tmp_path / "a.har")
        begin = ui.store.folding.sessions[-1]
        assert 1 < begin <= seqs(tmp_path / "a.har")[0]
        assert seqs(tmp_path / "a.har")[-1] <= len(ui.store)


async def test_what_the_log_shows(tmp_path: Path) -> None:
    async with opened(CAPTURE, filter_text="type:response.*") as ui:
        await ui.press("1")
        await _open(ui, "har")
        await _choose_range(ui, "filter")
        assert "type:response.*" in ui.screen.query_one("#export-filter", Input).value
        await _write(ui, tmp_path / "a.har")
    found = json.loads((tmp_path / "a.har").read_text(encoding="utf-8"))
    messages = found["log"]["entries"][0]["_webSocketMessages"]
    assert messages
    assert all(json.loads(one["data"])["type"].startswith("response.") for one in messages)


async def test_what_there_is_not_cannot_be_chosen() -> None:
    async with opened(CAPTURE) as ui:
        await _open(ui)
        ranges = ui.screen.query_one("#export-range", OptionList)
        assert ranges.get_option("marked").disabled
        assert ranges.get_option("filter").disabled
        assert not ranges.get_option("session").disabled


async def test_a_wrong_filter_is_told_and_nothing_written(tmp_path: Path) -> None:
    async with opened(CAPTURE) as ui:
        await _open(ui)
        ui.screen.query_one("#export-filter", Input).value = "type:("
        await _give(ui, tmp_path / "a.md")
        await ui.until(lambda: message(ui).has("The filter is wrong"), "the reason")
    assert names_in(tmp_path) == []


async def test_what_was_said_can_be_left_out(tmp_path: Path) -> None:
    async with opened(CAPTURE) as ui:
        await _open(ui)
        ui.screen.query_one("#no-text", Checkbox).value = True
        await _write(ui, tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "London" not in text
    assert "--no-text" in text


async def test_tab_completes_the_path(tmp_path: Path) -> None:
    (tmp_path / "captures-of-today").mkdir()
    (tmp_path / "captures-of-today" / "one.md").touch()
    (tmp_path / "captures-of-today" / "other.md").touch()
    async with opened(CAPTURE) as ui:
        await _open(ui)
        path = ui.screen.query_one("#export-path", Input)
        path.value = str(tmp_path / "cap")
        path.focus()
        await ui.press("tab")
        assert path.value == f"{tmp_path}/captures-of-today/"
        await ui.press("tab")
        assert path.value.endswith("/o")
        assert message(ui).has("one.md other.md")
        await ui.type("x")
        await ui.press("tab")
        assert not path.has_focus


async def test_escape_cancels_what_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ExportJob.watched

    def never_ending(job: ExportJob, records: Iterable[Record]) -> Iterator[Record]:
        """As a capture that takes long."""
        return read(job, cycle(records))

    monkeypatch.setattr(ExportJob, "watched", never_ending)
    async with opened(CAPTURE) as ui:
        await _open(ui)
        await _give(ui, tmp_path / "a.md")
        await ui.until(lambda: message(ui).has("Esc cancels"), "the progress")
        await ui.press("escape")
        await ui.until(lambda: message(ui).has("nothing was written"), "the end")
        assert names_in(tmp_path) == []
        await ui.press("escape")
        assert ui.log.is_shown


async def test_a_live_session_is_exported_with_its_header(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.press("ctrl+s")
        await _write(ui, tmp_path / "a.md")
    assert "Simulator" in (tmp_path / "a.md").read_text(encoding="utf-8").title()


@pytest.mark.parametrize("lang", ["en", "ja"])
async def test_all_of_it_fits_a_small_terminal(lang: str) -> None:
    async with opened(CAPTURE, size=NARROW, lang=lang) as ui:
        await _open(ui)
        for selector in ("#formats", "#export-range", "#export-filter", "#no-text", "#export-path"):
            region = ui.screen.query_one(selector).region
            assert region.height >= 1
            assert region.bottom <= 23
        assert message(ui).lines[0].strip()


@pytest.mark.parametrize(
    ("typed", "completed", "names"),
    [
        ("a", "ab", ("abc.md", "abd.md")),
        ("abc", "abc.md", ()),
        ("f", "folder/", ()),
        ("zzz", "zzz", ()),
        (".", ".hidden", ()),
        ("nowhere/x", "nowhere/x", ()),
        ("\0", "\0", ()),
    ],
)
def test_completion(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    completed: str,
    names: tuple[str, ...],
) -> None:
    for name in ("abc.md", "abd.md", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    assert completion(typed) == (completed, names)
