"""Makes the pictures of this folder from the real app against the real simulator.

Run from the top of the repository, in an environment with the package installed:

    python screenshots/make.py

Needs `rsvg-convert` (Debian: librsvg2-bin), Chromium for the picture of the HTML export (Debian:
chromium) and fonts (Debian: fonts-noto-cjk, fonts-dejavu-core).
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from realtime_inspector.config.settings import ConnectSettings, RecordSettings, Settings
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.runtime.launch import make_session, source_name
from realtime_inspector.store.store import Store
from realtime_inspector.ui.app import InspectorApp
from realtime_inspector.ui.context import Inspection
from realtime_inspector.ui.panes.detail import DetailPane
from realtime_inspector.ui.widgets.chat_input import ChatInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from realtime_inspector.config.settings import Output
    from realtime_inspector.core.state import CaptureState, Item

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # the tests' browser is not installed with the package
FONTS = "'Fira Code', 'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', monospace"
PIXELS_PER_CELL = 10


@dataclass(frozen=True)
class Scene:
    """One session, played and photographed at several sizes."""

    name: str
    sizes: tuple[tuple[int, int], ...]
    play: Callable[[Player], Awaitable[None]]
    auto_response: bool = True
    output: Output = "text"


@dataclass
class Player:
    """Hands on the keyboard."""

    pilot: Pilot[int]
    store: Store

    @property
    def state(self) -> CaptureState:
        """What the session is like now."""
        return self.store.state

    async def until(self, fact: Callable[[], bool]) -> None:
        """Waits for something to be so; two minutes at most."""
        async with asyncio.timeout(120):
            while not fact():
                await self.pilot.pause(0.02)

    async def say(self, text: str) -> None:
        """Types a message."""
        await self.pilot.press("escape", "i")
        for character in text:
            await self.pilot.press(character if character.isalpha() else _key(character))
        await self.pilot.press("enter")

    async def command(self, line: str) -> None:
        """Gives a command at once, however slow keys are."""
        await self.pilot.press("escape", "i")
        self.pilot.app.screen.query_one(ChatInput).value = line
        await self.pilot.press("enter")

    async def answered(self, count: int) -> None:
        """Waits for so many responses to be over and the rate limits after the last one."""
        await self.until(
            lambda: (
                sum(not one.is_active for one in self.state.responses.values()) >= count
                and bool(self.state.rate_limits)
            )
        )
        await self.pilot.pause(0.4)


def _key(character: str) -> str:
    return _KEYS[character]


_KEYS = {" ": "space", "?": "question_mark", ".": "full_stop", ",": "comma", ":": "colon"}


async def chat(player: Player) -> None:
    """A Japanese question that needs a function, then a question about the API."""
    await player.say("東京の天気は?")
    await player.answered(2)
    await player.say("What does response.create do?")
    await player.until(lambda: "type" in (player.state.items[player.state.order[-1]].text))
    await player.answered(3)
    await player.pilot.press("escape")


async def japanese_call(player: Player) -> None:
    """A call in Japanese, its arguments in the detail."""
    await player.say("東京の天気は?")
    await player.answered(2)
    call = next(one for one in player.state.items.values() if one.type == "function_call")
    await player.pilot.press("escape")
    seq = player.store.seqs_of_item(call.key)[-1]
    player.pilot.app.screen.post_message(DetailPane.Jump(seq))
    await player.pilot.pause(0.3)


async def filtering(player: Player) -> None:
    """What a filter may go on with, offered from the session's own events."""
    await player.say("東京の天気は?")
    await player.answered(2)
    await player.pilot.press("escape", "g", "f")
    for character in "dir:in type:re":
        await player.pilot.press(character if character.isalpha() else _key(character))
    await player.pilot.pause(0.4)


async def spoken(player: Player) -> None:
    """A question that needs a function, answered by voice, and an interruption."""
    await player.say("東京の天気は?")
    await player.answered(2)
    await player.say("Tell me a long story.")
    await player.until(lambda: sum(item.audio_bytes for item in _answers(player)[2:]) > 0)
    await player.pilot.pause(1.5)
    await player.pilot.press("escape", "x")
    await player.answered(3)


def _answers(player: Player) -> list[Item]:
    return [item for item in player.state.items.values() if item.response_id]


async def collision(player: Player) -> None:
    """Two requests for an answer, one too many."""
    await player.say("tell me a long story")
    await player.until(lambda: bool(player.state.order))
    await player.pilot.press("escape", "r")
    await player.until(lambda: player.state.active_response is not None)
    await player.pilot.pause(0.5)
    await player.pilot.press("r")
    await player.until(lambda: bool(player.state.problems))
    await player.pilot.press("E")
    await player.pilot.pause(0.4)


async def sequence(player: Player) -> None:
    """A question that needs a function, as a sequence diagram from its beginning on."""
    await player.say("東京の天気は?")
    await player.answered(2)
    await player.pilot.press("escape", "g", "d")
    await player.until(lambda: bool(player.pilot.app.screen.query("#sequence-lines")))
    await player.pilot.pause(0.4)


async def timeline(player: Player) -> None:
    """A function, and a voice answer that the user breaks in on, as a timeline."""
    await player.say("東京の天気は?")
    await player.answered(2)
    await player.say("Tell me a long story.")
    await player.until(lambda: sum(item.audio_bytes for item in _answers(player)[2:]) > 0)
    await player.pilot.pause(0.8)
    await player.command("/audio")
    await player.until(
        lambda: any(one.status == "cancelled" for one in player.state.responses.values())
    )
    await player.command("/truncate 1600")
    await player.answered(4)
    await player.pilot.press("escape", "t")
    await player.until(lambda: bool(player.pilot.app.screen.query("#timeline-lines")))
    await player.pilot.press("k", "k", "k")  # to what was heard of the answer
    await player.pilot.pause(0.4)


SCENES = (
    Scene("main", ((180, 46), (120, 40), (80, 24)), chat),
    Scene("function-call-ja", ((120, 40),), japanese_call),
    Scene("filter", ((120, 40),), filtering),
    Scene("sequence", ((180, 46), (80, 24)), sequence),
    Scene("timeline", ((180, 46),), timeline, output="audio"),
    Scene("active-response-error", ((180, 46),), collision, auto_response=False),
)


PAGE = Scene("html", ((1280, 800),), spoken, output="audio")
"""What the HTML export is made from."""


async def photograph(scene: Scene, size: tuple[int, int], folder: Path) -> Path:
    """Plays a scene and returns its SVG; the recording stands beside it."""
    is_japanese = scene.name.endswith("-ja")
    settings = Settings(
        connect=ConnectSettings(seed=7, auto_response=scene.auto_response, output=scene.output),
        record=RecordSettings(path=str(folder / "session.jsonl")),
    )
    store, clock = Store(), steady_clock()
    session = make_session(settings, store, clock)
    inspection = Inspection(
        store=store,
        clock=clock,
        source=source_name(settings),
        lang="ja" if is_japanese else "en",
        session=session,
        recording=str(folder / "2026-11-23-120000.jsonl"),
    )
    app = InspectorApp(inspection)
    async with app.run_test(size=size) as pilot:
        player = Player(pilot, store)
        await player.until(lambda: store.state.session.updated_seq is not None)
        await scene.play(player)
        svg = folder / f"{scene.name}-{size[0]}x{size[1]}.svg"
        svg.write_text(app.export_screenshot(), encoding="utf-8")
        session.stop()
        await player.until(lambda: not session.is_connected)
    (folder / "session.jsonl").replace(folder / "2026-11-23-120000.jsonl")
    return svg


def to_png(svg: Path, columns: int) -> Path:
    """Draws an SVG with the fonts of this machine; leading spaces are kept."""
    text = svg.read_text(encoding="utf-8")
    text = re.sub(r"@font-face \{.*?\}", "", text, flags=re.DOTALL)
    text = re.sub(r"font-family: [^;]*;", f"font-family: {FONTS};", text)
    text = text.replace("<text ", '<text xml:space="preserve" ')
    svg.write_text(text, encoding="utf-8")
    png = HERE / f"{svg.stem}.png"
    width = str(columns * PIXELS_PER_CELL)
    subprocess.run(["rsvg-convert", "-w", width, "-o", str(png), str(svg)], check=True)  # noqa: S603, S607
    return png


def photograph_page(folder: Path) -> Path:
    """Exports the last recording as HTML and photographs it in a browser."""
    from tests.support.browser import browser

    from realtime_inspector.cli.main import main as run

    page = folder / "page.html"
    capture = str(folder / "2026-11-23-120000.jsonl")
    if run(["export", capture, "--format", "html", "-o", str(page)]):
        raise SystemExit(1)
    width, height = PAGE.sizes[0]
    png = HERE / f"{PAGE.name}-{width}x{height}.png"
    with browser() as chromium, chromium.page(width=width, height=height) as view:
        view.open(page.as_uri())
        view.wait_for("document.documentElement.dataset.ready")
        view.screenshot(png)
    return png


def main() -> int:
    """Makes every picture; returns the exit code."""
    if shutil.which("rsvg-convert") is None:
        sys.stderr.write("rsvg-convert is missing (Debian: librsvg2-bin).\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        for scene in SCENES:
            for size in scene.sizes:
                svg = asyncio.run(photograph(scene, size, Path(folder)))
                sys.stdout.write(f"{to_png(svg, size[0]).name}\n")
        asyncio.run(photograph(PAGE, (120, 40), Path(folder)))
        sys.stdout.write(f"{photograph_page(Path(folder)).name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
