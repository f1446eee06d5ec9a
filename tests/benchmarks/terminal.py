"""Drives a full-screen program on a pseudo-terminal and times what it paints.

    with Terminal([sys.executable, "-m", "realtime_inspector", "open", "x.jsonl"]) as terminal:
        seconds = terminal.wait_for("session.created")     # since the process was started
        reaction = terminal.press("j")                     # .first_ms, .settled_ms, .bytes

Not Textual's Pilot: its waits would hide what is measured. The terminal's queries are answered,
and the output is read all the time that a method waits, or the program would block on it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS: Final = 160
ROWS: Final = 50
LIMIT_S: Final = 60.0
"""Longest wait for a text."""
AT_WORK_MOST_S: Final = 600.0
"""A gigabyte is indexed, folded and looked through for mistakes, one after the other."""
QUIET_S: Final = 0.15
"""A paint has settled when nothing comes for so long."""
REST_S: Final = 0.5
"""How long a program must be idle to be at rest."""
AT_WORK: Final = 0.05
"""Share of a core that is more than idling."""
NO_PAINT_S: Final = 1.0
"""A key that paints nothing for so long does nothing."""
SLOW_BYTES_S: Final = 100_000
"""A slow line, such as ssh over a mobile network."""
KEYS: Final = {
    "pgdn": b"\x1b[6~",
    "pgup": b"\x1b[5~",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "enter": b"\r",
    "esc": b"\x1b",
    "tab": b"\t",
    "ctrl+q": b"\x11",
}
FRAME: Final = b"\x1b[?2026h"
"""What a program writes before each paint when it synchronises them."""

_ANSWERS: Final[Mapping[bytes, bytes]] = {
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>1;10;0c",
    b"\x1b[>0c": b"\x1b[>1;10;0c",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
}
_QUERY: Final = re.compile(b"|".join(re.escape(query) for query in _ANSWERS))
_LONGEST_QUERY: Final = max(map(len, _ANSWERS))
_STYLE: Final = re.compile(rb"\x1b\[[\d;:]*m")
_CONTROL: Final = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_].*?(?:\x07|\x1b\\)|\x1b[()*+].|\x1b[^\[\]P^_]", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a key led to."""

    first_ms: float
    """Until the first byte, or until the text that was waited for."""
    settled_ms: float
    """Until the last byte before it was quiet."""
    bytes: int
    frames: int


class TextNotSeenError(Exception):
    """A text did not appear in time; says what was on the screen last."""


class Terminal:
    """A program on a pseudo-terminal of 160 by 50."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        bytes_per_s: int | None = None,
        rows: int = ROWS,
        columns: int = COLUMNS,
    ) -> None:
        """Start it.

        Args:
            command: The program and its arguments.
            env: Environment variables on top of ours.
            bytes_per_s: Read no faster than this, as a slow line does.
            rows: Height of the terminal.
            columns: Its width.
        """
        self.output = bytearray()
        """Everything that was painted since the last `clear`."""
        self._bytes_per_s = bytes_per_s
        self._seen = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._started_s = time.perf_counter()
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**_environment(), **(env or {})},
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - no threads here
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program, kindly first."""
        self.process.send_signal(signal.SIGTERM)
        deadline_s = time.perf_counter() + 2
        while self.process.poll() is None and time.perf_counter() < deadline_s:
            self._read(0.02)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    @property
    def text(self) -> str:
        """What was painted since the last `clear`, without styles; moves are line breaks."""
        return _plain(bytes(self.output))

    def clear(self) -> None:
        """Forget what was painted so far."""
        self.output.clear()

    def send(self, *keys: str) -> None:
        """Type keys: names of `KEYS`, or text as it is."""
        os.write(self._master, b"".join(KEYS.get(key, key.encode()) for key in keys))

    def wait_for(self, pattern: str, limit_s: float = LIMIT_S) -> float:
        """Wait until a regular expression matches what was painted since the last `clear`.

        Returns:
            Seconds from the start of the process to the bytes that completed it.

        Raises:
            TextNotSeenError: It did not come, or the program ended without it.
        """
        wanted = re.compile(pattern)
        found_s = self._time_of(wanted, time.perf_counter() + limit_s)
        if found_s is None:
            raise TextNotSeenError(f"{pattern!r} did not appear; last seen:\n{self.text[-2000:]}")
        return found_s - self._started_s

    def settle(self, quiet_s: float = QUIET_S, limit_s: float = LIMIT_S) -> None:
        """Wait until nothing has been painted for a while."""
        deadline_s = time.perf_counter() + limit_s
        while self._read(quiet_s) and time.perf_counter() < deadline_s:
            pass

    def drain(self, seconds: float) -> None:
        """Read for so long."""
        deadline_s = time.perf_counter() + seconds
        while (left_s := deadline_s - time.perf_counter()) > 0:
            self._read(left_s)

    def rest(self, limit_s: float = AT_WORK_MOST_S) -> None:
        """Wait until the program has ceased to work, whether or not that can be seen.

        Raises:
            TimeoutError: It is still at work after the limit.
        """
        deadline_s = time.perf_counter() + limit_s
        while time.perf_counter() < deadline_s:
            before_s = self.cpu_s()
            self.drain(REST_S)
            if self.cpu_s() - before_s <= REST_S * AT_WORK:
                return
        raise TimeoutError(f"the program is still at work after {limit_s} s")

    def press(
        self,
        *keys: str,
        expect: str | None = None,
        settle: bool = True,
        limit_s: float = NO_PAINT_S,
    ) -> Reaction | None:
        """Type keys in one go and time the paint; `None` if nothing was painted.

        Args:
            keys: Names of `KEYS`, or text.
            expect: Time until this regular expression matches the output, instead of the first
                byte: needed where something else paints as well.
            settle: Whether to wait for quiet; else `settled_ms` is `first_ms`.
            limit_s: Longest wait for the first byte or the text.
        """
        self.clear()
        start_s = time.perf_counter()
        self.send(*keys)
        wanted = None if expect is None else re.compile(expect)
        first_s = self._time_of(wanted, start_s + limit_s)
        if first_s is None:
            return None
        last_s = first_s
        while settle and self._read(QUIET_S):
            last_s = time.perf_counter()
        return Reaction(
            (first_s - start_s) * 1e3,
            (last_s - start_s) * 1e3,
            len(self.output),
            self.output.count(FRAME),
        )

    def cpu_s(self) -> float:
        """Processor time of the process so far, all threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def anonymous_bytes(self) -> int:
        """Its anonymous memory: without the page cache that a mapped file is."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"RssAnon:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0

    def _time_of(self, wanted: re.Pattern[str] | None, deadline_s: float) -> float | None:
        """When the output since the last `clear` matched, or had its first byte."""
        while True:
            now_s = time.perf_counter()
            if self.output and (wanted is None or wanted.search(self.text)):
                return now_s
            if now_s > deadline_s or not self._read(deadline_s - now_s):
                return None

    def _read(self, timeout_s: float) -> bool:
        """Read once, and answer what was asked; false when nothing came in time."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, timeout_s))
        if not ready:
            return False
        size = 1 << 16 if self._bytes_per_s is None else max(1, self._bytes_per_s // 100)
        try:
            data = os.read(self._master, size)
        except OSError:  # the program has ended
            return False
        if self._bytes_per_s is not None:
            time.sleep(len(data) / self._bytes_per_s)
        self.output += data
        self._answer(data)
        return bool(data)

    def _answer(self, data: bytes) -> None:
        asked = self._seen + data
        end = 0
        for query in _QUERY.finditer(asked):
            end = query.end()
            with contextlib.suppress(OSError):
                os.write(self._master, _ANSWERS[query[0]])
        # A query may be cut by the end of what was read.
        self._seen = asked[max(end, len(asked) - _LONGEST_QUERY + 1) :]


def _plain(output: bytes) -> str:
    return _CONTROL.sub(b"\n", _STYLE.sub(b"", output)).decode("utf-8", "replace")


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    kept.pop("NO_COLOR", None)
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
