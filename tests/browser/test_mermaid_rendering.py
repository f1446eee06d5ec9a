"""Mermaid exports drawn by the real `mermaid` package in a real browser.

The package is installed by `tests/browser/run`; without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.unit.export.captures import (
    CAPTURES,
    added,
    exported,
    message,
    received,
    records_of,
    source,
    spoken_session,
)

from realtime_inspector.export import exporter
from realtime_inspector.export.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.support.browser import Browser, Page

    from realtime_inspector.core.record import Record

pytestmark = pytest.mark.timeout(300)

MERMAID: Final = exporter("mermaid")
INSTALLED: Final = ".pytest_cache/d/mermaid/node_modules/mermaid/dist/mermaid.min.js"
NASTY: Final = (
    "a; b", "item #3 here", "%%{init: {}}%%", "%% comment", "$$x^2$$", "end", "a: b", '"quoted"',
    "<b>bold</b>", "&lt;b&gt;", "\\n", "wrap: x", "{x} [y] (z) |w|", "日本語 🙂", "->> - -->>",
    "`code`", "note over C: x", "#35;", "Note right of S", "loop", "**bold** _it_", "'",
)  # fmt: skip


@pytest.fixture(scope="module")
def drawing(chromium: Browser, pytestconfig: pytest.Config) -> Iterator[Page]:
    """A page with Mermaid in it."""
    script = Path(os.environ.get("MERMAID_JS") or pytestconfig.rootpath / INSTALLED)
    if not script.exists():
        pytest.skip("mermaid is not here: tests/browser/run installs it")
    with chromium.page() as page:
        page.evaluate(script.read_text("utf-8") + ";0")
        page.evaluate("mermaid.initialize({startOnLoad: false}); 0")
        yield page


def drawn(page: Page, diagram: str) -> dict[str, Any]:
    """What Mermaid makes of a diagram: what sort of picture, and the texts on it."""
    draw = """(async (text) => {
      const {svg} = await mermaid.render('drawing', text);
      const root = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
      const texts = (name) => [...root.querySelectorAll(name)].map((one) => one.textContent);
      return {sort: root.getAttribute('aria-roledescription'), messages: texts('.messageText'),
              notes: texts('.noteText'), loops: texts('.loopText'),
              bars: root.querySelectorAll('[class^=activation]').length};
    })"""
    result: dict[str, Any] = page.evaluate(f"{draw}({json.dumps(diagram)})")
    assert result["sort"] == "sequence", result
    return result


def parts(records: Iterable[Record], name: str = "a.jsonl") -> list[str]:
    kept = tuple(records)
    files = MERMAID.files(Material(lambda: kept, source(name)))
    assert files is not None
    return [b"".join(pieces).decode() for _, pieces in files]


def fenced(document: str) -> list[str]:
    """The diagrams in Markdown."""
    return re.findall(r"^```mermaid\n(.*?)^```$", document, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_every_capture_is_drawn(drawing: Page, path: Path) -> None:
    for part in parts(records_of(path.name), path.name):
        picture = drawn(drawing, part)
        arrows = [row for row in part.splitlines() if "->>" in row or "--x" in row]
        assert len(picture["messages"]) >= len(arrows)


def test_a_session_with_everything_in_it(drawing: Page) -> None:
    [diagram] = parts(spoken_session())
    picture = drawn(drawing, diagram)
    assert picture["bars"] == diagram.count("    activate S") == diagram.count("    deactivate S")
    assert any("cancelled (turn_detected)" in text for text in picture["messages"])
    assert any("1006 lost" in text for text in picture["notes"])
    assert any("2 × response.output_audio.delta" in text for text in picture["loops"])


def test_what_is_wrong_is_a_note(drawing: Page) -> None:
    [diagram] = parts(records_of("openai-ga-error-then-long-text.jsonl"))
    notes = drawn(drawing, diagram)["notes"]
    assert any("✖ RT104" in text for text in notes)


@pytest.mark.parametrize("text", NASTY)
def test_every_text_is_drawn_as_it_is(drawing: Page, text: str) -> None:
    records = [
        added(0, message("user", text, "item_1")),
        received(0, text, item={"id": "x"}),
        received(1, "error", error={"message": text, "code": text}),
    ]
    [diagram] = parts(records, f"{text}.jsonl")
    picture = drawn(drawing, diagram)
    messages = " ".join(picture["messages"])
    assert f"user «{text}»" in messages
    assert f"2 {text}" in messages
    assert f"{text}.jsonl" in " ".join(picture["notes"])


def test_a_long_capture_is_divided_into_diagrams_that_are_drawn(drawing: Page) -> None:
    records = [one for _ in range(60) for one in spoken_session()]
    document = exported(MERMAID, records).decode()
    diagrams = fenced(document)
    assert len(diagrams) > 3
    assert diagrams == parts(records)
    for diagram in (diagrams[0], diagrams[1], diagrams[-1]):
        drawn(drawing, diagram)
