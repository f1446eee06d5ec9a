"""SVG exports in a real browser: drawn, in the reader's colours, and nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.export.captures import exported, source, spoken_session

from realtime_inspector.export import exporter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.browser import Browser

pytestmark = pytest.mark.timeout(120)


@pytest.mark.parametrize(
    ("dark", "paper"), [(False, "rgb(255, 255, 255)"), (True, "rgb(27, 31, 38)")]
)
def test_it_is_drawn_in_the_readers_colours(
    chromium: Browser, tmp_path: Path, dark: bool, paper: str
) -> None:
    path = tmp_path / "session.svg"
    path.write_bytes(exported(exporter("svg"), spoken_session(), source()))
    with chromium.page(dark=dark) as page:
        page.open(path.as_uri())
        assert page.evaluate("document.documentElement.tagName") == "svg"
        fill = "getComputedStyle(document.querySelector('.paper')).fill"
        assert page.evaluate(fill) == paper
        assert page.evaluate("document.querySelectorAll('.step').length") > 10
        widest = (
            "Math.max(...[...document.querySelectorAll('.step text')]"
            ".map((one) => { const box = one.getBBox(); return box.x + box.width; }))"
        )
        assert page.evaluate(widest) < 1_000, "a text runs out of the picture"
        assert len(page.requests()) == 1
        assert page.complaints() == []
        page.screenshot(tmp_path / "picture.png")
