"""A capture as a server inside a test."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from realtime_inspector.serving.cast import Cast
from realtime_inspector.serving.load import load_scripts
from realtime_inspector.serving.manner import Manner
from realtime_inspector.serving.matching import Match
from realtime_inspector.serving.report import Report, Unplayed
from realtime_inspector.serving.server import CaptureServer
from realtime_inspector.testing.running import RunningServer, in_thread

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterator, Sequence

    from realtime_inspector.core.record import Record


@dataclass(slots=True)
class RunningCapture(RunningServer):
    """A capture that is being served, and what has gone over its connections."""

    reports: list[Report] = field(default_factory=list)
    """How each client agreed with the recording, as their connections end."""


class CaptureMismatch(AssertionError):  # noqa: N818 - reads as a fact, as pytest shows it
    """What clients did is not what was recorded. The text says how it differs."""

    def __init__(self, reports: Sequence[Report]) -> None:
        super().__init__("\n".join(line for report in reports for line in report.lines()))
        self.reports = reports


@asynccontextmanager
async def serve_capture(
    path: str | os.PathLike[str],
    *,
    match: str = "strict",
    speed: float = 0.0,
    connection: int | None = None,
    ignore: Sequence[str] = (),
    quiet_s: float = 1.0,
) -> AsyncIterator[RunningCapture]:
    """The server's side of a capture on a free port of the loopback.

    Each new client gets the next connection of the capture. See `realtime-inspector serve --help`
    for what is compared.

    Args:
        path: The capture, of any readable shape.
        match: `strict` compares each event, `lenient` types, and not those of optional events.
        speed: 1 as recorded, 2 twice as fast, 0 without delay.
        connection: Play only this one, to every client.
        ignore: Paths that are not compared, such as `.session.instructions`.
        quiet_s: Seconds to wait for what a client may leave out.

    Yields:
        Its addresses and its records.

    Raises:
        CaptureMismatch: On leaving: a client differed, or none came for a connection. Not if the
            test has failed already; then the differences are a note on its error.
        UnreadableCapture: The capture cannot be read.
        UsageError: It has no such connection, or holds nothing that can be served.
        ValueError: `match` is neither word.
    """
    cast = Cast(load_scripts(Path(path)).scripts, connection=connection)
    manner = Manner(Match(match), speed, quiet_s, tuple(ignore))
    records: list[Record] = []
    server = CaptureServer(cast, manner, on_record=records.append)
    try:
        async with server:
            yield RunningCapture(server.url, records, server.reports)
    except BaseException as error:
        found = _mismatch(server, cast)
        if found is not None:
            error.add_note(f"The capture that was served:\n{found}")
        raise
    found = _mismatch(server, cast)
    if found is not None:
        raise found


@contextmanager
def serve_capture_in_thread(
    path: str | os.PathLike[str],
    *,
    match: str = "strict",
    speed: float = 0.0,
    connection: int | None = None,
    ignore: Sequence[str] = (),
    quiet_s: float = 1.0,
) -> Iterator[RunningCapture]:
    """The same in a thread of its own, for tests that are not asynchronous."""
    with in_thread(
        lambda: serve_capture(
            path,
            match=match,
            speed=speed,
            connection=connection,
            ignore=ignore,
            quiet_s=quiet_s,
        ),
        "realtime-capture",
    ) as running:
        yield running


def _mismatch(server: CaptureServer, cast: Cast) -> CaptureMismatch | None:
    """What differed in all connections, if anything did."""
    unplayed = [Report(one.conn, differences=[Unplayed()]) for one in cast.left]
    differing = [each for each in (*server.reports, *unplayed) if not each.is_same]
    return CaptureMismatch(differing) if differing else None
