"""A real Chromium without a window, driven by the DevTools protocol over its WebSocket."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.client import ClientConnection

TIMEOUT_S: Final = 30.0
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ADDRESS: Final = re.compile(r"DevTools listening on (ws://\S+)")
_OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
    "--remote-debugging-port=0",
)


class PageError(AssertionError):
    """The page threw, or a command failed."""


def executable() -> str | None:
    """Where a Chromium is on this machine, if there is one; `CHROMIUM` in the environment first."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """A running browser with a profile of its own; it ends with the block."""
    path = executable()
    assert path is not None, "no Chromium here"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        log = Path(profile) / "stderr"
        with log.open("wb") as errors:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                assert process.stderr is not None
                with connect(_address(process.stderr), max_size=None, proxy=None) as socket:
                    yield Browser(socket)
            finally:
                process.terminate()
                process.communicate(timeout=TIMEOUT_S)
            errors.flush()


def _address(lines: Any) -> str:
    seen = []
    for raw in lines:
        line = raw.decode("utf-8", "replace")
        seen.append(line)
        match = _ADDRESS.search(line)
        if match:
            return match.group(1)
    raise PageError("Chromium did not start:\n" + "".join(seen))


@dataclass
class Browser:
    """The browser's end of the connection."""

    socket: ClientConnection
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _pages: dict[str, Page] = field(default_factory=dict)

    def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Sends a command and returns its result; events on the way go to their pages."""
        number = next(self._ids)
        command = {"id": number, "method": method, "params": parameters}
        self.socket.send(json.dumps(command | ({"sessionId": session} if session else {})))
        while True:
            message = json.loads(self.socket.recv(timeout=TIMEOUT_S))
            if message.get("id") != number:
                self._dispatch(message)
            elif "error" in message:
                raise PageError(f"{method}: {message['error']}")
            else:
                result: dict[str, Any] = message["result"]
                return result

    def _dispatch(self, message: dict[str, Any]) -> None:
        page = self._pages.get(message.get("sessionId", ""))
        if page is not None:
            page.events.append(message)

    @contextmanager
    def page(
        self, *, scripts: bool = True, dark: bool = False, width: int = 1280, height: int = 800
    ) -> Iterator[Page]:
        """An empty page."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        made = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        session = self.call("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        page = self._pages[session["sessionId"]] = Page(self, session["sessionId"])
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        page.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        page.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        page.call("Emulation.setEmulatedMedia", features=[scheme])
        try:
            yield page
        finally:
            self.call("Target.disposeBrowserContext", browserContextId=context)
            del self._pages[session["sessionId"]]


@dataclass
class Page:
    """One tab."""

    browser: Browser
    session: str
    events: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command to this tab."""
        return self.browser.call(method, self.session, **parameters)

    def open(self, url: str) -> None:
        """Loads a page and waits until it is complete."""
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not self.named("Page.loadEventFired"):
            self.browser._dispatch(json.loads(self.browser.socket.recv(timeout=TIMEOUT_S)))

    def evaluate(self, expression: str) -> Any:
        """The value of an expression; of a promise, what it resolves to."""
        done = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in done:
            raise PageError(json.dumps(done["exceptionDetails"])[:2_000])
        return done["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Waits until an expression is true."""
        poll = (
            "new Promise((resolve) => { const look = () => "
            f"({condition}) ? resolve(true) : setTimeout(look, 10); look(); }})"
        )
        assert self.evaluate(poll) is True

    def named(self, method: str) -> list[dict[str, Any]]:
        """What the events of a kind tell."""
        return [one["params"] for one in self.events if one.get("method") == method]

    def requests(self) -> list[str]:
        """Addresses that the page asked for since it was opened, itself first."""
        urls = [one["request"]["url"] for one in self.named("Network.requestWillBeSent")]
        return [url[:80] for url in urls if not url.startswith(("data:", "blob:"))]

    def complaints(self) -> list[str]:
        """What stands in the console: errors, warnings, refusals of the security policy."""
        thrown = [json.dumps(one)[:500] for one in self.named("Runtime.exceptionThrown")]
        logged = [json.dumps(one["args"])[:500] for one in self.named("Runtime.consoleAPICalled")]
        entries = [one["entry"]["text"] for one in self.named("Log.entryAdded")]
        return thrown + logged + entries

    def screenshot(self, path: Path, *, whole: bool = False) -> None:
        """Writes a picture of what is seen, or of the whole page, as PNG."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))
