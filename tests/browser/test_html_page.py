"""The HTML export in a real browser: it works, asks for nothing and runs nothing that was sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.unit.export.captures import (
    CAPTURES,
    added,
    created,
    exported,
    message,
    records_of,
    source,
    spoken_session,
)

from realtime_inspector.core.record import Direction, Record, text_record
from realtime_inspector.export import exporter
from realtime_inspector.guide.rules import RULE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.support.browser import Browser, Page

pytestmark = pytest.mark.timeout(300)

HTML: Final = exporter("html")
READY: Final = "document.documentElement.dataset.ready"
SPOKEN: Final = "openai-ga-server-vad-mic.jsonl"
NEEDS_NAME: Final = frozenset(
    {"button", "link", "searchbox", "slider", "checkbox", "listbox", "region", "option"}
)
EVIL: Final = (
    "</script><script>window.owned = 1</script><img src=x onerror='window.owned = 1'>"
    "<!-- <script> --> \u2028 \u202e \x1b[31m javascript:owned \"' & {{data}} ${owned}"
)


def page_of(records: Iterable[Record], folder: Path, name: str = "a.jsonl") -> str:
    """The address of an exported page."""
    file = folder / "page.html"
    file.write_bytes(exported(HTML, records, source(name)))
    return file.as_uri()


def opened(page: Page, address: str, view: str = "") -> None:
    page.open(address + view)
    page.wait_for(READY)


def is_quiet(page: Page, address: str) -> bool:
    """Whether the page asked for nothing but itself, and the console is empty."""
    assert page.complaints() == []
    assert [url.partition("#")[0] for url in page.requests()] == [address[:80]]
    return True


def search(page: Page, words: str) -> None:
    """Types into the search field and waits until the list has followed."""
    before = page.evaluate(READY)
    page.evaluate(
        f"(() => {{ const field = document.getElementById('search'); field.value = {words!r};"
        " field.dispatchEvent(new Event('input')); })()"
    )
    page.wait_for(f"{READY} !== {before!r}")


def rows(page: Page) -> list[str]:
    return list(page.evaluate("[...document.querySelectorAll('.row')].map((row) => row.innerText)"))


def text_of(page: Page, selector: str) -> str:
    return str(page.evaluate(f"document.querySelector({selector!r}).textContent"))


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_every_capture_opens_without_a_complaint_or_a_request(
    chromium: Browser, tmp_path: Path, path: Path
) -> None:
    records = records_of(path.name)
    address = page_of(records, tmp_path, path.name)
    with chromium.page() as page:
        opened(page, address, "#events")
        assert text_of(page, "#found") == f"{len(records)} events"
        page.evaluate("location.hash = 'diagram'")
        page.wait_for("!document.getElementById('diagram').hidden")
        assert page.evaluate("document.querySelectorAll('.sequence .step').length") > 0
        assert is_quiet(page, address)


def test_the_diagram_marks_what_is_wrong(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(records_of("openai-ga-error-then-long-text.jsonl"), tmp_path)
    marks = "[...document.querySelectorAll('.sequence .finding')]"
    with chromium.page() as page:
        opened(page, address, "#diagram")
        shown = page.evaluate(f"{marks}.map((mark) => mark.firstChild.data)")
        assert shown == ["● RT036", "● RT036", "✖ RT104", "● RT123"]
        colours = page.evaluate(f"{marks}.map((mark) => getComputedStyle(mark).fill)")
        assert len(set(colours)) == 2
        right = page.evaluate(
            f"Math.max(...{marks}.map((mark) => mark.getBBox().x + mark.getBBox().width))"
        )
        assert right <= 1_000
        assert "✖ error  ▲ warning  ● hint" in text_of(page, "#diagram .aside")


def test_a_mark_of_the_diagram_leads_to_what_was_found(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(records_of("openai-ga-error-then-long-text.jsonl"), tmp_path)
    with chromium.page(width=390, height=420) as page:
        opened(page, address, "#diagram")
        page.evaluate(
            "[...document.querySelectorAll('.sequence .finding')].at(-1)"
            ".dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true})); 0"
        )
        page.wait_for("document.getElementById('conversation').offsetHeight > 0")
        shown = text_of(page, ".finding:target")
        assert RULE_TEXTS["en"]["RT123"].title in shown
        place = "document.querySelector('.finding:target').getBoundingClientRect().top"
        bar = "document.querySelector('header').getBoundingClientRect().bottom"
        page.wait_for(f"{bar} <= {place} && {place} < innerHeight")


def test_the_search_finds_in_types_words_and_json(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(records_of(SPOKEN), tmp_path)
    with chromium.page() as page:
        opened(page, address, "#events")
        search(page, "SPEECH_STARTED")
        assert text_of(page, "#found") == "1 of 124 events"
        assert "input_audio_buffer.speech_started" in rows(page)[0]
        search(page, "audio_start_ms")  # only the JSON has it
        assert text_of(page, "#found") == "1 of 124 events"
        search(page, "no such thing")
        assert text_of(page, "#found") == "0 of 124 events"
        assert "No event matches" in text_of(page, "#rows")
        search(page, "")
        assert text_of(page, "#found") == "124 events"


def test_the_families_filter(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(records_of(SPOKEN), tmp_path)
    chip = "[...document.querySelectorAll('.chip')].find((chip) => chip.innerText.includes({!r}))"
    with chromium.page() as page:
        opened(page, address, "#events")
        page.evaluate(chip.format("items") + ".click()")
        page.wait_for("document.getElementById('found').textContent === '4 of 124 events'")
        assert all("conversation.item." in row for row in rows(page))
        page.evaluate(chip.format("session") + ".click()")
        page.wait_for("document.getElementById('found').textContent === '7 of 124 events'")
        assert page.evaluate(chip.format("items") + ".getAttribute('aria-pressed')") == "true"


def test_runs_of_deltas_fold_and_open(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(records_of("openai-ga-text-tools.jsonl"), tmp_path)
    with chromium.page(height=2_000) as page:
        opened(page, address, "#events")
        folded = rows(page)
        run = next(row for row in folded if "response.output_text.delta" in row)
        assert "11×" in run
        assert "It is foggy and 12 degrees in London." in run
        page.evaluate("document.getElementById('fold').click()")
        page.wait_for("document.querySelectorAll('.row').length === 50")


def test_an_event_shows_its_json_by_click_key_and_link(chromium: Browser, tmp_path: Path) -> None:
    records = records_of(SPOKEN)
    address = page_of(records, tmp_path)
    with chromium.page() as page:
        opened(page, address, "#events")
        page.evaluate("document.querySelector('.row').click()")
        shown = json.loads(text_of(page, "#detail pre"))
        assert shown == json.loads(records[0].payload)
        page.evaluate("document.getElementById('list').focus()")
        for kind in ("keyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="ArrowDown", code="ArrowDown")
        assert text_of(page, "#detail h3") == "session.update"
        page.evaluate("location.hash = 'conversation'")
        page.wait_for("!document.getElementById('conversation').hidden")
        page.evaluate("document.querySelector('.line a[data-seq]').click()")
        page.wait_for("!document.getElementById('events').hidden")
        assert "event 59" in text_of(page, "#detail .facts")
        assert page.evaluate("document.querySelector('[aria-selected=true]').id") == "row-59"


def test_json_keeps_numbers_and_the_order_of_keys(chromium: Browser, tmp_path: Path) -> None:
    frame = '{"type":"x","9":1.0,"1":[],"big":12345678901234567890,"e":1E5,"o":{},"d":1,"d":2}'
    address = page_of([text_record(frame, Direction.RECEIVED)], tmp_path)
    with chromium.page() as page:
        opened(page, address, "#e1")
        shown = text_of(page, "#detail pre")
        assert "".join(shown.split()) == frame


def test_the_sound_of_an_item_can_be_played(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(spoken_session(), tmp_path)
    with chromium.page() as page:
        opened(page, address)
        assert page.evaluate("document.querySelectorAll('audio').length") == 1
        duration = page.evaluate(
            "new Promise((resolve, reject) => { const audio = document.querySelector('audio');"
            " audio.addEventListener('loadedmetadata', () => resolve(audio.duration));"
            " audio.addEventListener('error', () => reject(audio.error.message)); audio.load(); })"
        )
        assert duration == pytest.approx(1.2, abs=0.001)  # cut at what was heard, of two seconds
        page.evaluate("document.querySelector('.play').click()")
        page.wait_for("document.querySelector('audio').currentTime > 0")
        assert is_quiet(page, address)


def test_the_sound_is_what_was_sent(chromium: Browser, tmp_path: Path) -> None:
    """Decoded by the browser, of a recording of the real service."""
    address = page_of(records_of(SPOKEN), tmp_path)
    decode = """(async () => {
      const base64 = document.querySelector('audio').src.split(',')[1];
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const sound = await new OfflineAudioContext(1, 1, 24000).decodeAudioData(bytes.buffer);
      const samples = sound.getChannelData(0);
      return [sound.duration, samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0)];
    })()"""
    with chromium.page() as page:
        opened(page, address)
        duration, peak = page.evaluate(decode)
        assert 2.0 < duration < 6.0
        assert peak > 0.05


def test_without_scripts_the_page_can_be_read(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(spoken_session(), tmp_path)
    with chromium.page(scripts=False) as page:
        page.open(address)
        shown = page.evaluate("document.body.innerText")
        for words in ("東京の天気は?", "get_weather", "interrupted after 1.2 s", "Slow down."):
            assert words in shown
        assert page.evaluate("document.querySelectorAll('tbody tr').length") == 41
        assert page.evaluate("document.querySelector('.sequence').getBoundingClientRect().height")
        assert page.evaluate("document.querySelector('audio').offsetHeight") > 20
        assert page.evaluate("document.querySelector('.workbench').offsetHeight") == 0
        assert is_quiet(page, address)


def hostile(place: str) -> list[Record]:
    """A session whose server tries to be a page, in every text that is shown."""
    item: dict[str, Any] = message("user", place, "item_1")
    call = {"id": "item_2", "type": "function_call", "name": place, "arguments": place,
            "call_id": "call_1", "status": "completed"}  # fmt: skip
    error = {"type": place, "code": place, "message": place, "param": place}
    return [
        created(0, model=place, voice=place, instructions=place, tools=[{"name": place}]),
        added(10, item),
        added(20, call),
        text_record(json.dumps({"type": place, "item": item}), Direction.RECEIVED),
        text_record(json.dumps({"type": "error", "error": error}), Direction.RECEIVED),
        text_record(place, Direction.RECEIVED),
        text_record('{"type":"\\ud800","x":"\\ud800"}', Direction.RECEIVED),
    ]


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_that_was_sent_becomes_markup_or_script(
    chromium: Browser, tmp_path: Path, *, scripts: bool
) -> None:
    address = page_of(hostile(EVIL), tmp_path, f"{EVIL}.jsonl")
    with chromium.page(scripts=scripts) as page:
        page.open(address + "#e4")
        if scripts:
            page.wait_for(READY)
        assert page.evaluate("typeof window.owned") == "undefined"
        assert page.evaluate("document.querySelectorAll('img').length") == 0
        assert page.evaluate("document.title").startswith("</script><script>")
        assert "<img src=x onerror=" in page.evaluate("document.body.textContent")
        assert is_quiet(page, address)


def test_the_policy_would_stop_a_script_that_got_in(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(hostile("x"), tmp_path)
    file = tmp_path / "page.html"
    injected = "<script>window.owned = 1</script><img src='https://example.invalid/x.png'></main>"
    file.write_text(file.read_text("utf-8").replace("</main>", injected), "utf-8")
    with chromium.page() as page:
        opened(page, address)
        assert page.evaluate("typeof window.owned") == "undefined"
        assert any("Content Security Policy" in one for one in page.complaints())


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_light_or_dark_as_the_reader_likes(
    chromium: Browser, tmp_path: Path, *, dark: bool
) -> None:
    address = page_of(spoken_session(), tmp_path)
    back = "getComputedStyle(document.body).backgroundColor"
    with chromium.page(dark=dark) as page:
        opened(page, address)
        before = page.evaluate(back)
        assert (before == "rgb(20, 23, 28)") is dark
        page.evaluate("document.getElementById('theme').click()")
        assert (page.evaluate(back) == "rgb(20, 23, 28)") is not dark


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("view", ["conversation", "events", "diagram"])
def test_nothing_sticks_out_at_the_side(
    chromium: Browser, tmp_path: Path, width: int, view: str
) -> None:
    address = page_of(hostile("長い" * 300 + "x" * 600), tmp_path)
    with chromium.page(width=width) as page:
        opened(page, address, f"#{view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("view", ["conversation", "events", "diagram"])
def test_controls_and_regions_have_names(chromium: Browser, tmp_path: Path, view: str) -> None:
    """By the browser's own accessibility tree."""
    address = page_of(spoken_session(), tmp_path)
    with chromium.page() as page:
        opened(page, address, f"#{view}")
        nodes = page.call("Accessibility.getFullAXTree")["nodes"]
        seen = [node for node in nodes if not node.get("ignored")]
        assert {"banner", "navigation", "main"} <= {node["role"]["value"] for node in seen}
        for node in seen:
            if node["role"]["value"] in NEEDS_NAME:
                assert node.get("name", {}).get("value"), node


def test_on_paper_all_views_are_there(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(spoken_session(), tmp_path)
    with chromium.page() as page:
        opened(page, address)
        page.call("Emulation.setEmulatedMedia", media="print")
        for view in ("conversation", "events", "diagram"):
            assert page.evaluate(f"document.getElementById({view!r}).offsetHeight") > 0
        assert page.evaluate("document.querySelector('#events table').offsetHeight") > 0
        assert page.evaluate("document.querySelector('nav').offsetHeight") == 0


def test_a_long_capture_draws_only_what_is_seen(chromium: Browser, tmp_path: Path) -> None:
    records = [text_record(f'{{"type":"a.b","n":{n}}}', Direction.SENT) for n in range(20_000)]
    address = page_of(records, tmp_path)
    with chromium.page() as page:
        opened(page, address, "#events")
        assert len(rows(page)) < 60
        page.evaluate("(() => { document.getElementById('list').scrollTop = 1e9; })()")
        page.wait_for("document.getElementById('row-20000') !== null")
        assert len(rows(page)) < 60
        page.evaluate("location.hash = 'e12345'")
        page.wait_for("document.querySelector('[aria-selected=true]')?.id === 'row-12345'")
        assert '"n": 12344' in text_of(page, "#detail pre")


def test_paper_is_light_whatever_the_screen_is(chromium: Browser, tmp_path: Path) -> None:
    address = page_of(spoken_session(), tmp_path)
    ink = "getComputedStyle(document.body).color"
    with chromium.page() as page:
        opened(page, address)
        page.evaluate("document.getElementById('theme').click()")
        assert page.evaluate(ink) == "rgb(228, 232, 238)"
        page.call("Emulation.setEmulatedMedia", media="print")
        assert page.evaluate(ink) == "rgb(27, 31, 38)"
